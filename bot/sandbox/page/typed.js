// Between what is typed and what is stored: names of people and channels become Slack's tokens, and back for editing.

import { unescape } from "./mrkdwn.js";
import { channelOf, person } from "./state.js";

/** Stored text as the person typed it. */
export function forEditing(text) {
  return unescape(
    String(text ?? "")
      .replace(/<@([A-Z0-9]+)(?:\|[^>]*)?>/g, (_, id) => `@${person(id)?.name ?? id}`)
      .replace(/<#([A-Z0-9]+)(?:\|([^>]*))?>/g, (_, id, name) => `#${channelOf(id)?.name ?? name ?? id}`)
      .replace(/<((?:https?|mailto):[^|>]*)(?:\|[^>]*)?>/g, (_, url) => url),
  );
}
