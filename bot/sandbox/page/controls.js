// Turns interactive elements (buttons, overflow menus, inputs) into controls that tell the app what was pressed.

import { choice, isChoice } from "./choices.js";
import { ask } from "./confirm.js";
import { freshId, h, icon } from "./dom.js";
import { field, isField } from "./fields.js";
import { openMenu } from "./menu.js";
import { pend, settle } from "./state.js";

const built = new WeakMap(); // node -> {blockId, element, optional, control}

/** An element that sends itself when used: in an actions block, beside a section, or in a dispatching input. */
export function interactive(element, blockId, ctx, label) {
  if (element.type === "button" || element.type === "workflow_button") return button(element, blockId, ctx);
  if (element.type === "overflow") return overflow(element, blockId, ctx);
  return input(element, blockId, ctx, { label: label ?? element.placeholder?.text ?? element.action_id, dispatch: true });
}

export const isInteractive = (type) => ["button", "overflow"].includes(type) || isChoice(type) || isField(type);

/** A form control; with `dispatch` its change goes to the app at once. */
export function input(element, blockId, ctx, { id = freshId("field"), label, dispatch = false, optional = true } = {}) {
  let control = null;
  const act = dispatch ? () => send(control.node, element, blockId, ctx, control.read()) : null;
  if (isChoice(element.type)) control = choice(element, { id, act, label });
  else if (isField(element.type)) control = field(element, { id, act });
  else return h("p", { class: "unsupported" }, `unsupported element: ${element.type}`);
  if (label && isField(element.type)) control.node.setAttribute("aria-label", label);
  control.node.dataset.actionId = element.action_id;
  control.node.dataset.control = "";
  built.set(control.node, { blockId, element, optional, control });
  return control.node;
}

/** The controls below a node, in reading order: [{node, blockId, element, optional, control}]. */
export function controlsIn(root) {
  return [...root.querySelectorAll("[data-control]")].map((node) => ({ node, ...built.get(node) }));
}

/** {block_id: {action_id: {type, value | selected_option | ...}}}, as Slack sends it. */
export function valuesIn(root) {
  const values = {};
  for (const { blockId, element, control } of controlsIn(root)) (values[blockId] ??= {})[element.action_id] = control.read();
  return values;
}

/** Carries over what the person entered where block_id, action_id and type stayed the same. */
export function keepValues(from, to) {
  const old = new Map(controlsIn(from).map((one) => [`${one.blockId}\n${one.element.action_id}\n${one.element.type}`, one.control]));
  for (const one of controlsIn(to)) {
    const before = old.get(`${one.blockId}\n${one.element.action_id}\n${one.element.type}`);
    if (before) one.control.write(before.read());
  }
}

/** Writes values in the shape of valuesIn into the controls that have one. */
export function putValues(root, values) {
  for (const { blockId, element, control } of controlsIn(root)) {
    const value = values[blockId]?.[element.action_id];
    if (value) control.write(value);
  }
}

async function send(node, element, blockId, ctx, value) {
  if (element.confirm && !(await ask(element.confirm))) return;
  const { type: _, ...chosen } = value;
  await ctx.act(blockId, element, chosen, node);
}

function button(element, blockId, ctx) {
  const style = element.style === "primary" || element.style === "danger" ? element.style : "";
  const safe = element.url && /^https?:/i.test(element.url);
  const node = h(
    safe ? "a" : "button",
    {
      class: `button ${style}`,
      type: safe ? null : "button",
      href: safe ? element.url : null,
      target: safe ? "_blank" : null,
      rel: safe ? "noopener noreferrer" : null,
      "aria-label": element.accessibility_label,
      data: { actionId: element.action_id, focusKey: `${blockId}/${element.action_id}`, testid: "block-button" },
    },
    element.text?.text ?? "",
  );
  node.addEventListener("click", () => press(node, element, blockId, ctx));
  return node;
}

async function press(node, element, blockId, ctx) {
  if (element.confirm && !(await ask(element.confirm))) return;
  if (!pend(node)) return;
  const done = await ctx.act(blockId, element, element.value === undefined ? {} : { value: element.value }, node);
  if (!done.ok) settle(node);
}

function overflow(element, blockId, ctx) {
  const node = h(
    "button",
    {
      class: "button button-icon",
      type: "button",
      "aria-label": "More actions",
      "aria-haspopup": "menu",
      data: { actionId: element.action_id, focusKey: `${blockId}/${element.action_id}` },
    },
    icon("more"),
  );
  const choose = (option) => {
    if (option.url && /^https?:/i.test(option.url)) open(option.url, "_blank", "noopener");
    return send(node, element, blockId, ctx, { type: "overflow", selected_option: option });
  };
  node.addEventListener("click", () =>
    openMenu(
      node,
      element.options.map((option) => ({ label: option.text.text, detail: option.description?.text, run: () => choose(option) })),
      { label: "More actions" },
    ),
  );
  return node;
}
