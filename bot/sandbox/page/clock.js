// The sandbox's clock: shows its date and time, and moves it.

import { post } from "./api.js";
import { byId, h } from "./dom.js";
import { toast } from "./notices.js";
import { channelOf, onState, person, refresh, state } from "./state.js";
import { addMonths, epochOf, inZone, wallOf } from "./zone.js";

const HOUR = 3600;
const STEPS = [["+1 hour", HOUR], ["+1 day", 24 * HOUR], ["+1 week", 7 * 24 * HOUR], ["+30 days", 30 * 24 * HOUR]];
const SHOWN = { weekday: "short", day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit" };
const SHORT = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const TICK_MS = 5000;
const NEXT = "next_due";
const NEAR_SECONDS = 90; // so near to real time counts as not moved
let heard = 0; // when the state came, by this browser's clock

const zone = () => state().me.tz;
const now = () => state().clock.now + (Date.now() - heard) / 1000;

export function setUpClock() {
  const panel = byId("clock-panel");
  const wish = byId("clock-input");
  let typed = false; // what somebody types stays until it is set, whatever happens in Slack meanwhile
  const shows = () => {
    if (!typed) wish.value = wallOf(now(), zone());
  };
  wish.addEventListener("input", () => { typed = true; });
  const steps = STEPS.map(([label, seconds]) => step(label, { advance_seconds: seconds }));
  const quarter = step("+3 months", () => ({ to: iso(epochOf(addMonths(wallOf(now(), zone()), 3), zone())) }));
  byId("clock-steps").append(...steps, quarter);
  byId("clock-next").addEventListener("click", goToNext);
  byId("clock-form").addEventListener("submit", (event) => {
    event.preventDefault();
    if (wish.value) move({ to: iso(epochOf(wish.value, zone())) });
    typed = false;
  });
  byId("clock-back").addEventListener("click", () => move({ to: new Date().toISOString() }));
  panel.addEventListener("beforetoggle", (event) => { // "toggle" comes later: after the first key that is typed
    byId("clock-button").setAttribute("aria-expanded", String(event.newState === "open"));
    typed = false;
    if (event.newState === "open") shows();
  });
  onState(() => {
    heard = Date.now();
    draw();
    if (document.activeElement !== wish) shows();
  });
  setInterval(() => state() && draw(), TICK_MS);
}

const iso = (epoch) => new Date(epoch * 1000).toISOString();

function step(label, body) {
  const testid = `clock${label.replace(/\W+/g, "-")}`;
  const click = () => move(typeof body === "function" ? body() : body);
  return h("button", { type: "button", class: "button", data: { testid }, on: { click } }, label);
}

async function move(body) {
  const done = await post("/_page/clock", body);
  if (!done.ok) toast(done.error ?? "The clock did not move.", { kind: "problem" });
  refresh();
}

/** Moves to the moment at which the app speaks next of its own accord, and says what was due. */
async function goToNext(event) {
  event.target.setAttribute("aria-busy", "true");
  const done = await post("/_page/offer", { name: NEXT });
  event.target.removeAttribute("aria-busy");
  if (done.ok) toast(`Due now: ${named(done.said)}.`);
  else toast(done.error, { kind: "problem" });
  refresh();
}

const named = (words) => words.replace(/\b[CU][A-Z0-9]{8,}\b/g, (id) => (channelOf(id) ? `#${channelOf(id).name}` : (person(id)?.real_name ?? id)));

function draw() {
  byId("clock-next").hidden = !state().offers.includes(NEXT);
  const text = inZone(now(), zone(), SHOWN);
  const moved = state().clock.moved && Math.abs(now() - Date.now() / 1000) > NEAR_SECONDS;
  byId("clock-now").textContent = text;
  byId("clock-full").textContent = text;
  byId("clock-short").textContent = inZone(now(), zone(), SHORT);
  byId("clock-zone").textContent = `${zone()}${moved ? ", moved" : ", real time"}`;
  byId("clock-button").classList.toggle("moved", moved);
  byId("clock-back").hidden = !moved;
}
