// What a person can do with a message: edit and delete their own, dismiss a private one, run the app's message shortcuts.

import { post } from "./api.js";
import { ask } from "./confirm.js";
import { h } from "./dom.js";
import { toast } from "./notices.js";
import { place } from "./place.js";
import { state } from "./state.js";
import { forEditing } from "./typed.js";

const KEPT = "cxbot-dismissed";
let editing = null; // {channel, ts}
let redraw = () => {};
const dismissed = new Set(JSON.parse(sessionStorage.getItem(KEPT) ?? "[]"));

/** Tells this module how to draw the panes again after a local change. */
export const onLocalChange = (run) => (redraw = run);
export const isEditing = (channel, ts) => editing?.channel === channel && editing.ts === ts;
export const isDismissed = (ts) => dismissed.has(ts);

export function dismiss(ts) {
  dismissed.add(ts);
  sessionStorage.setItem(KEPT, JSON.stringify([...dismissed]));
  redraw();
}

async function tell(path, body) {
  const done = await post(path, { as: place().as, ...body });
  if (!done.ok) toast(done.error ?? "That did not work. Try again.", { kind: "problem" });
  return done.ok;
}

/** Items for menu.js. */
export function menuFor(channel, message) {
  const mine = message.user === place().as;
  const shortcuts = state().app.shortcuts.filter((one) => one.type === "message" || one.type === "message_action");
  return [
    ...shortcuts.map((one) => ({
      label: one.name,
      detail: state().app.name,
      testid: `shortcut-${one.callback_id}`,
      run: () => tell("/_page/shortcut", { callback_id: one.callback_id, channel, ts: message.ts }),
    })),
    mine && { label: "Edit message", testid: "edit-message", run: () => edit(channel, message.ts) },
    mine && { label: "Delete message", danger: true, testid: "delete-message", run: () => remove(channel, message) },
  ].filter(Boolean);
}

function edit(channel, ts) {
  editing = { channel, ts };
  redraw();
  document.querySelector(".editor textarea")?.focus();
}

function stop() {
  const ts = editing?.ts;
  editing = null;
  redraw();
  document.querySelector(`.message[data-ts="${CSS.escape(ts ?? "")}"]`)?.focus();
}

async function remove(channel, message) {
  const confirm = {
    title: { text: "Delete message" },
    text: { type: "plain_text", text: "The app hears of it, as in Slack. This cannot be undone." },
    confirm: { text: "Delete" },
    deny: { text: "Keep" },
    style: "danger",
  };
  if (await ask(confirm)) await tell("/_page/delete", { channel, ts: message.ts });
}

/** The text of an own message in a field: Enter saves, Esc leaves it as it was. */
export function editor(channel, message) {
  const field = h("textarea", { class: "field", rows: 2, "aria-label": "Edit message", data: { testid: "edit-input", focusKey: `edit-${message.ts}` } });
  field.value = forEditing(message.text);
  const save = async () => {
    if (field.value.trim() && (await tell("/_page/edit", { channel, ts: message.ts, text: field.value }))) stop();
  };
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "Escape") stop();
    else if (event.key !== "Enter" || event.shiftKey) return;
    else save();
    event.preventDefault();
  });
  return h(
    "div",
    { class: "editor" },
    field,
    h(
      "div",
      { class: "editor-buttons" },
      h("button", { type: "button", class: "button", on: { click: stop } }, "Cancel"),
      h("button", { type: "button", class: "button primary", data: { testid: "edit-save" }, on: { click: save } }, "Save"),
    ),
  );
}
