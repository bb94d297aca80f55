// Keeps the sandbox's state as the acting person sees it, and tells the panes when it changed.

import { get } from "./api.js";
import { go, onPlace, place } from "./place.js";

const SETTLE_MS = 40; // several changes in a row are read once
const PENDING_MS = 6000; // a button does not look busy for ever when nothing changes
const listeners = [];
const pending = new Map(); // element -> version at the click
let current = null;
let running = null;
let again = false;
let timer = null;
let held = false;

export const state = () => current;
export const person = (id) => current?.people.find((one) => one.id === id) ?? null;
export const channelOf = (id) => current?.channels.find((one) => one.id === id) ?? null;
export const me = () => current?.me ?? null;

export function onState(listen) {
  listeners.push(listen);
}

/** While held the page stays as it is; what changed meanwhile is read afterwards. */
export function hold(on) {
  held = on;
  return on ? null : refresh();
}

/** Reads the state now; calls that come while one is under way are answered by one more reading. */
export function refresh() {
  if (held) return Promise.resolve();
  if (running) again = true;
  else running = readUntilSettled().finally(() => (running = null));
  return running;
}

async function readUntilSettled() {
  do {
    again = false;
    const asked = place();
    const next = await get("/_page/state", { as: asked.as, channel: asked.channel, thread: asked.thread });
    if (place() !== asked) again = true;
    else if (next) accept(next);
    else if (!current && asked.as) go({ as: null, channel: null, thread: null, tab: null }, { replace: true });
  } while (again);
}

function accept(next) {
  const before = current;
  current = next;
  if (!place().as) go({ as: next.me.id }, { replace: true });
  for (const [element, version] of pending) if (version !== next.version) settle(element);
  for (const listen of listeners) listen(next, before);
}

export function settle(element) {
  pending.delete(element);
  element.removeAttribute("aria-busy");
}

/** Marks a control as busy until the state has changed. Returns false when it already is. */
export function pend(element) {
  if (pending.has(element)) return false;
  pending.set(element, current.version);
  element.setAttribute("aria-busy", "true");
  setTimeout(() => settle(element), PENDING_MS);
  return true;
}

/**
 * Follows the server's events; `tell(connected)` hears about a lost and a regained connection.
 * A browser opens six connections to one address at most: of all its tabs one holds the stream and tells the others.
 */
export function follow(tell) {
  const tabs = new BroadcastChannel("events");
  const hear = {
    changed() {
      clearTimeout(timer);
      timer = setTimeout(refresh, SETTLE_MS);
    },
    open() {
      tell(true);
      refresh();
    },
    lost: () => tell(false),
  };
  tabs.onmessage = ({ data }) => hear[data]();
  const pass = (what) => {
    tabs.postMessage(what);
    hear[what]();
  };
  const stream = () => {
    const source = new EventSource("/_page/events");
    source.onmessage = () => pass("changed");
    source.onopen = () => pass("open");
    source.onerror = () => pass("lost");
    return new Promise(() => {}); // until this tab is closed
  };
  navigator.locks.request("events", stream);
}

onPlace((now, before) => {
  if (now.as !== before.as || now.channel !== before.channel || now.thread !== before.thread) refresh();
});
