// Opens the thread of what the person has just started: a new message of the app that gets its first reply.

import { go, place } from "./place.js";
import { onState, state } from "./state.js";

const PATIENCE_MS = 20000;
let watch = null; // {as, channel, known, until}

/** Called when the person submits a modal. */
export function watchForThread() {
  const { as, channel } = place();
  const known = new Set((state().channel?.messages ?? []).map((one) => one.ts));
  watch = { as, channel: channel ?? state().channel?.id, known, until: Date.now() + PATIENCE_MS };
}

onState((now) => {
  if (!watch) return;
  if (Date.now() > watch.until || watch.as !== place().as || now.channel?.id !== watch.channel) {
    watch = null;
    return;
  }
  const started = now.channel.messages.find((one) => one.bot && !one.ephemeral && one.reply_count && !watch.known.has(one.ts));
  if (!started) return;
  watch = null;
  if (!place().thread || place().thread !== started.ts) go({ thread: started.ts });
});
