// A scrolling list of messages that keeps its place: new ones are added, changed ones swapped, the rest is left alone.

import { byId, h } from "./dom.js";
import { isDismissed } from "./edits.js";
import { patchChildren } from "./keyed.js";
import { dayOf, epoch, renderMessage, signOf, spoken } from "./message.js";
import { announce } from "./notices.js";

const NEAR = 90; // pixels from the bottom that still count as being there
const JOIN_SECONDS = 300;

/** list: the scrolling element; pill: the button that says there is something new below. */
export function messagePane(list, pill) {
  const items = list.firstElementChild;
  let shown = null; // what the list shows: channel, or channel and thread, with the person
  const atBottom = () => list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
  let top = 0;
  const toBottom = () => {
    list.scrollTop = list.scrollHeight;
    top = list.scrollTop;
  };
  const fits = new ResizeObserver(() => stuck && toBottom());
  let stuck = true;
  fits.observe(items);
  fits.observe(list);
  list.addEventListener("scroll", () => {
    const up = list.scrollTop < top; // a list that grew is not a person who scrolled up
    top = list.scrollTop;
    stuck = atBottom() || (stuck && !up);
    if (atBottom()) pill.hidden = true;
  });
  pill.addEventListener("click", () => {
    toBottom();
    items.lastElementChild?.focus({ preventScroll: true });
  });

  /** spot: {key, channel, inThread}; another key is another place, shown from its end. */
  return function show(messages, spot) {
    const same = shown === spot.key;
    const fresh = patchChildren(items, entries(messages.filter((one) => !isDismissed(one.ts)), spot));
    if (!same) stuck = true;
    shown = spot.key;
    if (stuck) toBottom();
    if (!same) return;
    const come = messages.filter((one) => fresh.includes(`m-${one.ts}`));
    pill.hidden = stuck || (pill.hidden && come.length === 0);
    for (const message of come) announce(spoken(message));
  };
}

function entries(messages, spot) {
  const items = [];
  messages.forEach((message, index) => {
    const last = messages[index - 1] ?? null;
    const day = dayOf(message);
    if (!spot.inThread && day !== (last && dayOf(last))) items.push(divider(`day-${day}`, day));
    const afterParent = spot.inThread && index === 1;
    const at = { channel: spot.channel, inThread: spot.inThread, joined: Boolean(last) && !afterParent && continues(last, message, spot) };
    items.push({ key: `m-${message.ts}`, sign: signOf(message, at), make: () => renderMessage(message, at) });
    if (spot.inThread && index === 0) items.push(divider("replies", repliesWord(messages.length - 1)));
  });
  return items;
}

const divider = (key, text) => ({ key, sign: text, make: () => h("div", { class: "list-divider", role: "separator", "aria-label": text }, h("span", {}, text)) });
const repliesWord = (count) => (count === 0 ? "No replies yet" : `${count} ${count === 1 ? "reply" : "replies"}`);

function continues(last, message, spot) {
  const alike = last.user === message.user && !last.ephemeral && !message.ephemeral && (spot.inThread || !last.reply_count);
  return alike && epoch(message) - epoch(last) < JOIN_SECONDS && dayOf(last) === dayOf(message);
}

export const paneOf = (name) => messagePane(byId(`${name}-list`), byId(`${name}-new`));
