// The drawer that shows what goes between Slack and the app, newest at the bottom.

import { get } from "./api.js";
import { byId, h } from "./dom.js";
import { onState, state } from "./state.js";
import { inZone } from "./zone.js";

const KEPT = 500;
const WORDS = { to_app: "Slack to app", from_app: "App to Slack" };
let rows = [];
let last = 0;
let busy = false;
let following = true;

const open = () => !byId("inspector").hidden;

export function setUpInspector() {
  const toggle = byId("inspector-toggle");
  const show = (wanted) => {
    byId("inspector").hidden = !wanted;
    toggle.setAttribute("aria-expanded", String(wanted));
    if (wanted) load().then(() => byId("inspector-filter").focus());
    else toggle.focus();
  };
  toggle.addEventListener("click", () => show(!open()));
  byId("inspector-close").addEventListener("click", () => show(false));
  byId("inspector").addEventListener("keydown", (event) => event.key === "Escape" && show(false));
  for (const id of ["inspector-filter", "inspector-direction"]) byId(id).addEventListener("input", filter);
  byId("inspector-clear").addEventListener("click", clear);
  byId("inspector-rows").addEventListener("scroll", ({ target }) => (following = target.scrollHeight - target.scrollTop - target.clientHeight < 60));
  onState(() => open() && load());
}

function clear() {
  rows = [];
  byId("inspector-rows").replaceChildren();
  count();
}

/** After a reset the server counts from the beginning. */
export function forgetTraffic() {
  last = 0;
  clear();
}

async function load() {
  if (busy) return;
  busy = true;
  const come = (await get("/_page/traffic", { after: last })) ?? [];
  busy = false;
  if (!come.length) return count();
  const list = byId("inspector-rows");
  for (const item of come) {
    last = Math.max(last, item.n);
    const node = row(item);
    rows.push({ item, node, text: `${item.kind} ${item.name} ${item.status} ${JSON.stringify([item.request, item.response])}`.toLowerCase() });
    list.append(node);
  }
  while (rows.length > KEPT) rows.shift().node.remove();
  filter();
  if (following) list.scrollTop = list.scrollHeight;
}

function row(item) {
  const bad = item.status >= 400 || item.response?.ok === false || item.response?.body?.ok === false;
  const body = h("div", { class: "traffic-body" });
  const node = h(
    "details",
    { class: `traffic ${item.direction}${bad ? " bad" : ""}`, data: { testid: "traffic-row", n: item.n } },
    h(
      "summary",
      {},
      h("span", { class: "traffic-way" }, item.direction === "to_app" ? "→ app" : "← app", h("span", { class: "unseen" }, ` ${WORDS[item.direction] ?? ""}`)),
      h("strong", {}, item.name),
      h("span", { class: "quiet" }, item.kind.replace("_", " ")),
      item.retry ? h("span", { class: "badge" }, `retry ${item.retry}`) : null,
      h("span", { class: "traffic-status" }, bad && item.status < 400 ? `${item.status} refused` : String(item.status ?? "")),
      h("span", { class: "quiet" }, `${Math.round(item.ms ?? 0)} ms`),
      h("time", { class: "quiet" }, when(item.at)),
    ),
    body,
  );
  node.addEventListener("toggle", () => {
    if (node.open && !body.firstChild) body.append(part("Request", item.request), part("Response", item.response));
  });
  return node;
}

function when(at) {
  const epoch = typeof at === "number" ? at : Date.parse(at) / 1000;
  return Number.isFinite(epoch) ? inZone(epoch, state()?.me.tz, { hour: "2-digit", minute: "2-digit", second: "2-digit" }) : "";
}

const part = (title, value) => h("section", {}, h("h4", {}, title), tree(value, 0));

/** JSON as nested parts that open and close; the first two levels are open. */
function tree(value, depth) {
  if (value === null || typeof value !== "object") return leaf(value);
  const keys = Object.entries(value);
  if (!keys.length) return h("span", { class: "json-mark" }, Array.isArray(value) ? "[]" : "{}");
  const lines = keys.map(([key, one]) => {
    const name = h("span", { class: "json-key" }, key);
    if (one === null || typeof one !== "object" || !Object.keys(one).length) return h("div", { class: "json-line" }, name, ": ", tree(one, depth + 1));
    const size = Array.isArray(one) ? `[${one.length}]` : `{${Object.keys(one).length}}`;
    return h("details", { class: "json-part", open: depth < 1 }, h("summary", {}, name, h("span", { class: "json-mark" }, ` ${size}`)), tree(one, depth + 1));
  });
  return h("div", { class: "json" }, lines);
}

const leaf = (value) => h("span", { class: `json-${value === null ? "mark" : typeof value}` }, typeof value === "string" ? JSON.stringify(value) : String(value));

function filter() {
  const words = byId("inspector-filter").value.toLowerCase().split(/\s+/).filter(Boolean);
  const way = byId("inspector-direction").value;
  for (const { item, node, text } of rows) node.hidden = Boolean(way && item.direction !== way) || !words.every((word) => text.includes(word));
  count();
}

function count() {
  const shown = rows.filter(({ node }) => !node.hidden).length;
  byId("inspector-count").textContent = rows.length ? `${shown} of ${rows.length}` : "nothing yet";
}
