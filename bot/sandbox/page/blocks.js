// Renders Block Kit blocks; a block that it does not know is named in its place.

import { chart } from "./chart.js";
import { isGroup } from "./choices.js";
import { input, interactive, isInteractive } from "./controls.js";
import { freshId, h } from "./dom.js";
import { emoji } from "./emoji.js";
import { markdown } from "./markdown.js";
import { mrkdwn } from "./mrkdwn.js";
import { richText } from "./richtext.js";
import { table } from "./table.js";

/** A text object as nodes: plain text knows emoji names only. */
export function words(object) {
  if (!object) return "";
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  return object.emoji === false ? object.text : object.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
}

export const blockId = (block, at) => block.block_id ?? `block-${at}`;

/** One block. ctx: {act(blockId, element, chosen, node)}: tells the app about a click or a change. */
export function renderBlock(block, at, ctx) {
  const id = blockId(block, at);
  const draw = RENDER[block.type];
  const node = draw ? draw(block, id, ctx) : h("p", { class: "unsupported" }, `unsupported block: ${block.type}`);
  node.classList.add("block", `block-${block.type}`);
  node.dataset.blockId = id;
  return node;
}

export const renderBlocks = (blocks, ctx) => h("div", { class: "blocks" }, blocks.map((block, at) => renderBlock(block, at, ctx)));

const RENDER = {
  header: (block) => h("h3", {}, words(block.text)),
  divider: () => h("hr", {}),
  section,
  context: (block) => h("div", {}, block.elements.map((one) => (one.type === "image" ? picture(one) : h("span", {}, words(one))))),
  actions: (block, id, ctx) => h("div", { role: "group", "aria-label": "Actions" }, block.elements.map((one) => element(one, id, ctx))),
  context_actions: (block, id, ctx) => h("div", {}, block.elements.map((one) => element(one, id, ctx))),
  image,
  input: inputBlock,
  rich_text: (block) => h("div", { class: "text" }, richText(block)),
  markdown: (block) => h("div", { class: "text markdown" }, markdown(block.text)),
  table: (block) => h("div", {}, table(block)),
  data_table: (block) => h("div", {}, table(block)),
  data_visualization: (block) => h("div", {}, chart(block)),
  alert: (block) => h("div", { class: `alert alert-${block.level ?? "info"}`, role: "note" }, words(block.text)),
};

function section(block, id, ctx) {
  const body = h(
    "div",
    { class: "section-body" },
    block.text ? h("div", { class: "text" }, words(block.text)) : null,
    block.fields ? h("div", { class: "section-fields" }, block.fields.map((one) => h("div", { class: "text" }, words(one)))) : null,
  );
  const beside = block.accessory;
  const right = beside ? h("div", { class: "section-accessory" }, beside.type === "image" ? picture(beside) : element(beside, id, ctx)) : null;
  return h("div", {}, body, right);
}

function element(one, id, ctx) {
  if (isInteractive(one.type)) return interactive(one, id, ctx);
  if (one.type === "feedback_buttons") {
    const half = (button) => interactive({ ...button, type: "button", action_id: one.action_id }, id, ctx);
    return [half(one.positive_button), half(one.negative_button)];
  }
  return h("span", { class: "unsupported" }, `unsupported element: ${one.type}`);
}

function image(block) {
  const title = block.title ? h("figcaption", {}, words(block.title)) : null;
  return h("figure", {}, title, picture(block));
}

/** Pictures of this server are shown; others are named, because the page asks nobody else for anything. */
function picture(one) {
  const url = one.image_url ?? one.slack_file?.url ?? "";
  const own = URL.canParse(url, location.href) && new URL(url, location.href).origin === location.origin;
  if (own && url) return h("img", { src: url, alt: one.alt_text ?? "", loading: "lazy" });
  return h("span", { class: "picture-elsewhere" }, `Picture: ${one.alt_text || url}`);
}

function inputBlock(block, id, ctx) {
  const one = block.element;
  const field = freshId("field");
  const group = isGroup(one.type);
  const label = h(group ? "span" : "label", { class: "label", for: group ? null : field }, words(block.label), block.optional ? h("small", {}, " (optional)") : null);
  const hint = block.hint ? h("p", { class: "hint", id: `${field}-hint` }, words(block.hint)) : null;
  const error = h("p", { class: "error", id: `${field}-error`, hidden: true, role: "alert" });
  const control = input(one, id, ctx, {
    id: field,
    label: group ? block.label.text : undefined,
    dispatch: block.dispatch_action === true,
    optional: block.optional === true,
  });
  control.setAttribute("aria-describedby", [hint ? hint.id : "", error.id].join(" ").trim());
  if (!block.optional && !group) control.setAttribute("aria-required", "true");
  return h("div", {}, label, control, hint, error);
}

/** Shows or clears the message at a block's field; returns the control to focus, or null if the block has no field. */
export function showError(blockNode, text) {
  const line = blockNode.querySelector(":scope > .error");
  if (!line) return null;
  line.textContent = text ?? "";
  line.hidden = !text;
  const control = blockNode.querySelector("[data-control]");
  if (text) control?.setAttribute("aria-invalid", "true");
  else control?.removeAttribute("aria-invalid");
  return control?.matches("input,textarea,select") ? control : (control?.querySelector("input") ?? null);
}
