// Renders one message: who, when, what, its thread, and the menu of what can be done with it.

import { actor } from "./act.js";
import { avatar, kindWord, nameOf } from "./avatar.js";
import { renderBlocks } from "./blocks.js";
import { h, icon } from "./dom.js";
import { dismiss, editor, isEditing, menuFor } from "./edits.js";
import { emoji } from "./emoji.js";
import { openMenu } from "./menu.js";
import { mrkdwn } from "./mrkdwn.js";
import { go, place } from "./place.js";
import { me, person } from "./state.js";
import { inZone } from "./zone.js";

const TIME = { hour: "2-digit", minute: "2-digit" };
const EXACT = { weekday: "long", day: "numeric", month: "long", year: "numeric", hour: "2-digit", minute: "2-digit" };
const DAY = { weekday: "long", day: "numeric", month: "long" };

export const epoch = (message) => Date.parse(message.at) / 1000 || Number(message.ts);
export const dayOf = (message) => inZone(epoch(message), me().tz, { year: "numeric", ...DAY });

/** What decides whether a message must be drawn again. */
export function signOf(message, { channel, inThread, joined }) {
  const { unread: _, ...rest } = message;
  const author = person(message.user);
  return JSON.stringify([rest, channel, inThread, joined, me().id, author?.name, isEditing(channel, message.ts)]);
}

/** spot: {channel, inThread, joined}; joined: the message goes on from the one above it. */
export function renderMessage(message, spot) {
  const author = person(message.user);
  const where = { channel: spot.channel, ts: message.ts };
  const node = h(
    "article",
    {
      class: ["message", spot.joined && "joined", message.ephemeral && "ephemeral", author?.kind === "bot" && "from-app"].filter(Boolean).join(" "),
      tabindex: "-1",
      "aria-label": `${nameOf(author)}, ${inZone(epoch(message), me().tz, TIME)}`,
      data: { ts: message.ts, testid: "message" },
    },
    avatar(author),
    h("div", { class: "message-main" }, head(message, author), broadcastOf(message, spot), body(message, where, () => node), extras(message), threadLink(message, spot)),
    tools(message, spot),
  );
  return node;
}

function head(message, author) {
  const kind = kindWord(author);
  const moment = epoch(message);
  return h(
    "header",
    { class: "message-head" },
    h("strong", {}, nameOf(author)),
    kind ? h("span", { class: "badge" }, kind) : null,
    h("time", { datetime: message.at, title: inZone(moment, me().tz, EXACT) }, inZone(moment, me().tz, TIME)),
    message.edited && !message.bot ? h("span", { class: "quiet" }, "edited") : null,
    message.ephemeral ? only(message) : null,
  );
}

const only = () => h("span", { class: "only-you", data: { testid: "only-you" } }, icon("eye"), "Only visible to you");

function body(message, where, root) {
  if (isEditing(where.channel, message.ts)) return editor(where.channel, message);
  if (message.blocks?.length) return renderBlocks(message.blocks, actor(where, root));
  return h("div", { class: "text", data: { testid: "message-text" } }, mrkdwn(message.text));
}

/** A reply that was also sent to the channel says so. */
function broadcastOf(message, spot) {
  if (spot.inThread || !message.thread_ts || message.thread_ts === message.ts || message.ephemeral) return null;
  return h("p", { class: "broadcast" }, "replied to a thread", h("button", { type: "button", class: "thread-link", on: { click: () => openThread(message) } }, h("span", {}, "Open")));
}

function extras(message) {
  const files = (message.files ?? []).map((file) =>
    file.mimetype?.startsWith("image/") ? h("img", { src: file.url, alt: file.alt_txt || file.title, loading: "lazy" }) : h("a", { href: file.url, download: file.name }, file.title || file.name),
  );
  const reactions = (message.reactions ?? []).map((one) => h("li", {}, emoji(one.name), " ", String(one.count)));
  return [files.length ? h("div", { class: "attached" }, files) : null, reactions.length ? h("ul", { class: "reactions", "aria-label": "Reactions" }, reactions) : null];
}

function threadLink(message, spot) {
  if (spot.inThread || !message.reply_count) return null;
  const count = `${message.reply_count} ${message.reply_count === 1 ? "reply" : "replies"}`;
  const last = Number(message.last_reply) ? `last at ${inZone(Number(message.last_reply), me().tz, TIME)}` : "";
  return h(
    "button",
    {
      type: "button",
      class: "thread-link",
      data: { testid: "open-thread", focusKey: `thread-${message.ts}` },
      on: { click: () => openThread(message) },
    },
    icon("reply"),
    h("span", {}, count),
    h("small", {}, last),
  );
}

const openThread = (message) => go({ thread: message.thread_ts ?? message.ts });

function tools(message, spot) {
  if (message.ephemeral) {
    return h("div", { class: "message-tools always" }, tool("Dismiss", "close", "dismiss", () => dismiss(message.ts)));
  }
  const more = tool("More actions", "more", "message-more", (event) =>
    openMenu(event.currentTarget, menuFor(spot.channel, message), { label: "Message actions" }),
  );
  more.setAttribute("aria-haspopup", "menu");
  more.dataset.focusKey = `more-${message.ts}`;
  const reply = spot.inThread ? null : tool("Reply in thread", "reply", "reply-in-thread", () => openThread(message));
  const items = menuFor(spot.channel, message);
  return reply || items.length ? h("div", { class: "message-tools" }, reply, items.length ? more : null) : null;
}

const tool = (label, shape, testid, click) =>
  h("button", { type: "button", class: "icon-button", "aria-label": label, title: label, data: { testid }, on: { click } }, icon(shape));

/** What a screen reader hears when the message comes in. */
export function spoken(message) {
  const text = message.text || (message.blocks ?? []).map((block) => block.text?.text ?? "").join(" ");
  return `${nameOf(person(message.user))}: ${mrkdwn(text).textContent.trim()}`; // with the names and days that people see
}

