// The canvases in the tabs of a channel: each opens as a document that can be read.

import { byId, freshId, h } from "./dom.js";
import { trapTab } from "./focus.js";
import { markdown } from "./markdown.js";
import { rescueToasts } from "./notices.js";

let drawn = "";
let shown = [];

export function drawCanvases(canvases) {
  const sign = JSON.stringify(canvases.map((one) => [one.id, one.title]));
  const tabs = byId("channel-canvases");
  tabs.hidden = canvases.length === 0;
  shown = canvases;
  if (sign === drawn) return;
  drawn = sign;
  const tab = (one) => h("button", { type: "button", class: "button", data: { testid: "canvas-tab" }, on: { click: () => open(one.id) } }, `Canvas: ${one.title}`);
  tabs.replaceChildren(...canvases.map(tab));
}

function open(id) {
  const canvas = shown.find((one) => one.id === id);
  if (!canvas) return;
  const title = freshId("canvas");
  const close = () => {
    rescueToasts(dialog);
    dialog.close();
    dialog.remove();
  };
  const dialog = h(
    "dialog",
    { class: "modal canvas", "aria-labelledby": title, data: { testid: "canvas" } },
    h("header", { class: "modal-head" }, h("h2", { id: title }, canvas.title), h("button", { type: "button", class: "button", on: { click: close } }, "Close")),
    h("div", { class: "modal-body text markdown", tabindex: "0" }, markdown(canvas.markdown)),
  );
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    close();
  });
  trapTab(dialog);
  document.body.append(dialog);
  dialog.showModal();
}
