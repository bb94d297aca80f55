// The app's Home tab in the middle pane.

import { actor } from "./act.js";
import { blockId, renderBlock } from "./blocks.js";
import { keepValues } from "./controls.js";
import { byId, h } from "./dom.js";
import { patchChildren } from "./keyed.js";

export function drawHome(now) {
  const box = byId("home-blocks");
  const view = now.home;
  if (!view) {
    patchChildren(box, [{ key: "none", sign: "", make: () => h("p", { class: "empty" }, `${now.app.name} has not filled its Home tab yet.`) }]);
    return;
  }
  const ctx = actor({ view_id: view.id }, () => box);
  patchChildren(
    box,
    view.blocks.map((block, at) => ({
      key: blockId(block, at),
      sign: JSON.stringify([block, view.id]),
      make: (old) => {
        const node = renderBlock(block, at, ctx);
        if (old) keepValues(old, node);
        return node;
      },
    })),
  );
}
