// Sends what a person pressed or chose to the app, with the values that stand beside it.

import { post } from "./api.js";
import { valuesIn } from "./controls.js";
import { toast } from "./notices.js";
import { place } from "./place.js";

/** ctx for blocks.js. where: {channel, ts} or {view_id}; root(): the node whose inputs are sent along. */
export function actor(where, root) {
  return {
    async act(blockId, element, chosen) {
      const body = { as: place().as, where, block_id: blockId, action_id: element.action_id, ...chosen, state: valuesIn(root()) };
      const done = await post("/_page/act", body);
      if (!done.ok) toast(done.error ?? "That did not work. Try again.", { kind: "problem" });
      return done;
    },
  };
}
