// Short words at the edge of the page: Slack's own notices as toasts, and new messages for screen readers.

import { byId, h, icon } from "./dom.js";
import { onState } from "./state.js";

const STAY_MS = 12000;
const SPOKEN_LENGTH = 300;
const seen = new Map(); // person -> ids of notices already shown, or there before the page looked

/** Shows a toast; it stays while pointed at or focused, and can be dismissed. */
export function toast(text, { kind = "notice" } = {}) {
  const close = h("button", { class: "icon-button", type: "button", "aria-label": "Dismiss" }, icon("close"));
  const box = h("div", { class: `toast toast-${kind}`, data: { testid: "toast" } }, h("p", {}, text), close);
  close.addEventListener("click", () => box.remove());
  const leave = () => {
    if (box.matches(":hover") || box.contains(document.activeElement)) setTimeout(leave, STAY_MS / 2);
    else box.remove();
  };
  setTimeout(leave, STAY_MS);
  region().append(box);
}

/** The region moves into the topmost open dialog: everything outside of it is inert. */
function region() {
  const toasts = byId("toasts");
  const home = [...document.querySelectorAll("dialog[open]")].at(-1) ?? document.body;
  if (toasts.parentNode !== home) home.append(toasts);
  return toasts;
}

/** Puts the toast region back before a dialog is removed from the page. */
export function rescueToasts(dialog) {
  const toasts = byId("toasts");
  if (dialog.contains(toasts)) document.body.append(toasts);
}

export function announce(text) {
  const line = h("p", {}, text.length > SPOKEN_LENGTH ? `${text.slice(0, SPOKEN_LENGTH)} ...` : text);
  const live = byId("live");
  live.append(line);
  while (live.children.length > 5) live.firstChild.remove();
}

onState((now, before) => {
  if (before && before.me.id !== now.me.id) byId("live").replaceChildren(); // said to somebody else
  const known = seen.get(now.me.id) ?? new Set();
  const first = !seen.has(now.me.id); // what was there before the page looked is old
  for (const notice of now.notices) {
    if (!known.has(notice.id) && !first) toast(notice.text);
    known.add(notice.id);
  }
  seen.set(now.me.id, known);
});
