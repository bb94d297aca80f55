// The panel "What Slack does": switches that make this Slack refuse, fail or forget, each with a way back off.

import { get, post } from "./api.js";
import { nameOf } from "./avatar.js";
import { byId, freshId, h } from "./dom.js";
import { toast } from "./notices.js";
import { place } from "./place.js";
import { onState, state } from "./state.js";

const HERE = { channel: () => place().channel, thread: () => place().thread, person: () => place().as };
let rows = [];

export function setUpSwitches() {
  const panel = byId("switches");
  panel.addEventListener("toggle", () => panel.open && load());
  onState(() => panel.open && load());
}

async function load() {
  const told = await get("/_page/switches");
  if (!told) return;
  if (!rows.length) {
    rows = told.switches;
    byId("switch-rows").append(...rows.map(row));
  }
  byId("switch-on").replaceChildren(...told.on.map(on));
  byId("switch-count").textContent = told.on.length ? `${told.on.length} on` : "as it always does";
}

function row(one) {
  const fields = one.takes.map((take) => field(take));
  const submit = (event) => {
    event.preventDefault();
    send({ name: one.name, ...Object.fromEntries(fields.map(({ name, value }) => [name, value()])) });
  };
  return h("form", { class: "switch", on: { submit } }, h("strong", {}, one.words), fields.map(({ node }) => node), h("button", { type: "submit", class: "button", data: { testid: `switch-${one.name}` } }, "Switch on"));
}

function field({ name, words, default: first, kind }) {
  const id = freshId("switch");
  const control = kind === "person" || kind === "channel" ? h("select", { id, class: "field" }, choices(kind)) : h("input", { id, class: "field", type: kind === "number" ? "number" : "text", min: kind === "number" ? 0 : null, value: first, placeholder: kind === "thread" ? "the thread that is open" : null });
  const value = () => control.value || HERE[kind]?.() || "";
  return { name, value, node: h("label", { for: id }, words, " ", control) };
}

const choices = (kind) => [h("option", { value: "" }, kind === "person" ? "who is acting" : "the channel in view"), ...(kind === "person" ? state().people : state().channels).map((one) => h("option", { value: one.id }, kind === "person" ? nameOf(one) : one.name))];

function on({ id, name, given }) {
  const words = rows.find((one) => one.name === name)?.words ?? name;
  const click = () => send({ off: id });
  return h("li", {}, h("span", {}, [words, ...Object.values(given)].join(" · ")), h("button", { type: "button", class: "button", data: { testid: "switch-off" }, on: { click } }, "Switch off"));
}

async function send(body) {
  const done = await post("/_page/switches", body);
  if (!done.ok) toast(done.error, { kind: "problem" });
  load();
}
