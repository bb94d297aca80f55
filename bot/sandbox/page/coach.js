// What a first-time visitor sees: what this is, a finished example to look at, and a way to start.

import { post } from "./api.js";
import { byId } from "./dom.js";
import { toast } from "./notices.js";
import { go, place } from "./place.js";
import { hold } from "./state.js";

const FIRST = "/cx-assess";
const SHOW = "finished";
const LOOK_MS = 100;

/** say: sends a line in the channel. Returns the function that shows or hides the welcome and the hint after the example. */
export function setUpCoach(say) {
  const hint = byId("coach");
  const show = byId("welcome-show");
  let played = false;
  byId("welcome-start").addEventListener("click", () => say(FIRST));
  byId("coach-close").addEventListener("click", () => {
    played = false;
    hint.hidden = true;
    byId("channel-input").focus();
  });
  show.addEventListener("click", async () => {
    const label = show.textContent;
    show.textContent = "Playing three months";
    show.setAttribute("aria-busy", "true");
    hold(true); // the forms of those who play would open here
    const done = await post("/_page/offer", { name: SHOW });
    await hold(false);
    show.textContent = label;
    show.removeAttribute("aria-busy");
    played = done.ok;
    if (done.ok) {
      go({ as: done.as, channel: done.channel, thread: done.thread, tab: null });
      fromTheTop(20);
    } else toast(done.error, { kind: "problem" });
  });
  return (now) => {
    const known = now.app.commands.some((one) => one.command === FIRST);
    const first = now.fresh && known && now.channel !== null && place().tab !== "home";
    byId("welcome").hidden = !first;
    if (first) byId("channel-empty").hidden = true;
    show.parentElement.hidden = !now.offers.includes(SHOW);
    if (now.fresh) played = false;
    hint.hidden = !played;
  };
}

/** Shows the last message of the thread, the scorecard, from its beginning once it is drawn. */
function fromTheTop(tries) {
  const last = [...document.querySelectorAll("#thread-list .message")].at(-1);
  if (last) last.scrollIntoView({ block: "start" });
  if (tries && !last?.querySelector("img, svg")) setTimeout(() => fromTheTop(tries - 1), LOOK_MS);
}
