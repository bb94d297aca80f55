// The line that tells a first-time visitor what to do, until it is done or put away.

import { byId } from "./dom.js";
import { place } from "./place.js";

const KEPT = "cxbot-coach-done";
const FIRST = "/cx-assess";

/** put: writes text into the channel's composer. Returns the function that shows or hides the line. */
export function setUpCoach(put) {
  const line = byId("coach");
  const done = () => {
    localStorage.setItem(KEPT, "yes");
    line.hidden = true;
  };
  byId("coach-try").addEventListener("click", () => put(`${FIRST} `));
  byId("coach-close").addEventListener("click", () => {
    done();
    byId("channel-input").focus();
  });
  return (now) => {
    const started = now.channel?.messages.some((one) => one.bot && one.reply_count);
    const known = now.app.commands.some((one) => one.command === FIRST);
    if (started && localStorage.getItem(KEPT) === null) done();
    line.hidden = localStorage.getItem(KEPT) !== null || !known || place().tab === "home" || now.channel === null;
  };
}
