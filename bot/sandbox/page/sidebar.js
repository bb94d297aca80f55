// The left side: who acts, the channels, the people, and the app with its Home tab.

import { post } from "./api.js";
import { avatar, kindWord, nameOf } from "./avatar.js";
import { byId, h, icon } from "./dom.js";
import { patchChildren } from "./keyed.js";
import { openMenu } from "./menu.js";
import { go, place } from "./place.js";
import { person, refresh, state } from "./state.js";

const SHAPES = { public: "hash", private: "lock", shared: "shared" };
const KIND_WORDS = { public: "channel", private: "private channel", shared: "channel shared with another company" };

/** show: moves to the middle pane on a phone. */
export function setUpSidebar(show) {
  const button = byId("person-switch");
  button.addEventListener("click", async () => {
    await refresh(); // another workspace may have got the app a moment ago
    openMenu(button, people(), { label: "Act as", width: button.offsetWidth });
  });
  return (now) => {
    byId("workspace-name").textContent = now.workspace.name;
    drawActing(button, now.me);
    drawChannels(now, show);
    drawApp(now, show);
  };
}

function people() {
  const others = state().people.filter((one) => one.kind !== "bot");
  return [...others, ...state().elsewhere].map((one) => ({
    node: card(one),
    checked: one.id === place().as,
    testid: `person-${one.id}`,
    run: () => go({ as: one.id, thread: place().thread }),
  }));
}

const card = (one) => [
  avatar(one),
  h("span", { class: "person" }, h("strong", {}, nameOf(one)), h("small", {}, [one.title, one.workspace, kindWord(one)].filter(Boolean).join(" · "))),
];

function drawActing(button, me) {
  patchChildren(button.firstElementChild, [
    { key: "me", sign: JSON.stringify(me), make: () => h("span", { class: "acting" }, card(me), icon("down")) },
  ]);
  button.setAttribute("aria-label", `Acting as ${nameOf(me)}. Change person`);
}

function drawChannels(now, show) {
  const app = now.app.user_id;
  const rooms = now.channels.filter((one) => one.kind !== "im");
  const direct = now.channels.filter((one) => one.kind === "im" && one.with !== app && one.id !== appChannel(now)?.id);
  patchChildren(byId("channels"), rooms.map((one) => row(one, () => icon(SHAPES[one.kind] ?? "hash"), one.name, show)));
  patchChildren(byId("direct"), direct.map((one) => row(one, () => avatar(person(one.with), "small"), nameOf(person(one.with) ?? one), show)));
  byId("direct-section").hidden = direct.length === 0;
}

/** The conversation between the acting person and the app. */
export const appChannel = (now) => now.channels.find((one) => one.kind === "im" && (one.with === now.app.user_id || person(one.with)?.kind === "bot"));

function row(channel, mark, name, show) {
  const here = place();
  const current = here.tab !== "home" && (here.channel ?? state().channel?.id) === channel.id;
  const details = [KIND_WORDS[channel.kind], channel.archived && "archived", !channel.member && channel.kind !== "im" && "not a member"].filter(Boolean);
  return {
    key: channel.id,
    sign: JSON.stringify([channel, name, current, state().me.id]),
    make: () => {
      const button = h(
        "button",
        {
          type: "button",
          class: `nav-row${channel.unread && !current ? " unread" : ""}${channel.member || channel.kind === "im" ? "" : " outside"}`,
          "aria-current": current ? "page" : null,
          title: details.join(", "),
          data: { testid: `channel-${channel.name}`, focusKey: channel.id },
        },
        mark(),
        h("span", { class: "nav-name" }, name),
        channel.kind === "shared" ? h("small", {}, "shared") : null,
        channel.archived ? h("small", {}, "archived") : null,
        channel.unread && !current ? h("span", { class: "count", "aria-label": `${channel.unread} unread` }, String(channel.unread)) : null,
      );
      button.addEventListener("click", () => {
        go({ channel: channel.id, thread: null, tab: null });
        show();
      });
      return h("li", {}, button);
    },
  };
}

function drawApp(now, show) {
  const home = place().tab === "home";
  const items = [
    {
      key: "home",
      sign: JSON.stringify([home, now.app, now.me.id]),
      make: () => {
        const button = h(
          "button",
          { type: "button", class: "nav-row", "aria-current": home ? "page" : null, data: { testid: "app-home", focusKey: "home" } },
          icon("home"),
          h("span", { class: "nav-name" }, "Home"),
        );
        button.addEventListener("click", () => {
          go({ tab: "home", thread: null });
          show();
        });
        return h("li", {}, button);
      },
    },
  ];
  const talk = appChannel(now);
  if (talk) items.push(row(talk, () => icon("chat"), "Messages", show));
  if (now.app.install) {
    const to = { class: "nav-row", href: now.app.install, target: "_blank", rel: "noopener", data: { testid: "app-install" } };
    const make = () => h("li", {}, h("a", to, icon("plus"), h("span", { class: "nav-name" }, "Add to a workspace")));
    items.push({ key: "install", sign: now.app.install, make });
  }
  byId("app-title").textContent = now.app.name;
  patchChildren(byId("app-rows"), items);
}

/** Tells the app that its Home tab was opened. */
export const openHome = () => post("/_page/home", { as: place().as });
