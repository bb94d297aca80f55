// Builds DOM nodes: every text becomes a text node, never markup.

const SVG = "http://www.w3.org/2000/svg";

/** h("p", {class: "x", data: {key: 1}, on: {click: f}, title: "t"}, "text", node, [more]) */
export function h(tag, props, ...children) {
  return fill(document.createElement(tag), props, children);
}

export function svg(tag, props, ...children) {
  return fill(document.createElementNS(SVG, tag), props, children);
}

function fill(node, props, children) {
  for (const [name, value] of Object.entries(props ?? {})) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, run] of Object.entries(value)) node.addEventListener(event, run);
    else if (name === "data") for (const [key, item] of Object.entries(value)) setData(node, key, item);
    else if (name === "class") node.setAttribute("class", value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

function setData(node, key, item) {
  if (item !== undefined && item !== null) node.dataset[key] = String(item);
}

export const byId = (id) => document.getElementById(id);

let counter = 0;
export const freshId = (prefix) => `${prefix}-${(counter += 1)}`;

const SHAPES = {
  hash: ["M4 6h9M3 11h9M7 2.5 5.5 13.5M11 2.5 9.5 13.5"],
  lock: ["M4 7.5h8v6H4z", "M5.5 7.5V5a2.5 2.5 0 0 1 5 0v2.5"],
  shared: ["M6 4.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z", "M10 4.2a3.8 3.8 0 1 1 0 7.6 3.8 3.8 0 0 1 0-7.6z"],
  home: ["M2.5 8 8 3l5.5 5", "M4 7v6.5h8V7"],
  chat: ["M2.5 3.5h11v7h-6l-3 2.5v-2.5h-2z"],
  reply: ["M2.5 3.5h11v7h-6l-3 2.5v-2.5h-2z", "M5.5 6h5M5.5 8.2h3"],
  more: ["M3.5 8h.01M8 8h.01M12.5 8h.01"],
  close: ["M4 4l8 8M12 4l-8 8"],
  back: ["M9.5 3 4.5 8l5 5"],
  down: ["M4 6l4 4 4-4"],
  clock: ["M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2z", "M8 4.8V8l2.2 1.6"],
  traffic: ["M2.5 5.5h9M9 3l2.5 2.5L9 8", "M13.5 10.5h-9M7 8l-2.5 2.5L7 13"],
  send: ["M3 13 14 8 3 3l1.6 5z", "M4.6 8H9"],
  again: ["M12.5 5.5A5.2 5.2 0 1 0 13.2 8", "M12.8 2.5v3h-3"],
  plus: ["M8 3v10M3 8h10"],
  eye: ["M1.8 8S4 4 8 4s6.2 4 6.2 4-2.2 4-6.2 4-6.2-4-6.2-4z", "M8 6.4a1.6 1.6 0 1 1 0 3.2 1.6 1.6 0 0 1 0-3.2z"],
};

/** A 16-pixel line icon, hidden from assistive technology: its button carries the name. */
export function icon(name) {
  const paths = SHAPES[name].map((d) => svg("path", { d }));
  return svg("svg", { class: `icon icon-${name}`, viewBox: "0 0 16 16", "aria-hidden": "true", focusable: "false" }, paths);
}
