// Renders the markdown block: headings, lists, quotes, code, tables, rules, and the marks that Slack takes from Markdown.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { link, special, unescape } from "./mrkdwn.js";

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const ROW = /^\s*\|(.+)\|\s*$/;

export function markdown(text) {
  const out = document.createDocumentFragment();
  const rest = String(text ?? "").replace(/\r/g, "").split("\n");
  while (rest.length) {
    const node = block(rest);
    if (node) out.append(node);
  }
  return out;
}

/** Takes the lines of one block off `rest`. */
function block(rest) {
  const line = rest[0];
  if (!line.trim()) return void rest.shift();
  if (/^\s*```/.test(line)) return fence(rest);
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) {
    rest.shift();
    return h("p", { class: `md-heading md-h${heading[1].length}`, role: "heading", "aria-level": heading[1].length + 2 }, ...marks(heading[2]));
  }
  if (/^\s*([-*_])(\s*\1){2,}\s*$/.test(line)) return rest.shift() && h("hr", {});
  if (/^\s*>/.test(line)) return h("blockquote", {}, markdown(take(rest, /^\s*>/).map((one) => one.replace(/^\s*> ?/, "")).join("\n")));
  if (ROW.test(line) && /^[\s|:-]+$/.test(rest[1] ?? "")) return table(rest);
  if (ITEM.test(line)) return list(rest);
  return paragraph(rest);
}

function take(rest, pattern) {
  const taken = [];
  while (rest.length && pattern.test(rest[0])) taken.push(rest.shift());
  return taken;
}

function fence(rest) {
  rest.shift();
  const body = [];
  while (rest.length && !/^\s*```/.test(rest[0])) body.push(rest.shift());
  rest.shift();
  return h("pre", {}, body.join("\n"));
}

function paragraph(rest) {
  const taken = [rest.shift()];
  while (rest.length && rest[0].trim() && !/^(\s*(```|>|#{1,6}\s|\|))/.test(rest[0]) && !ITEM.test(rest[0])) taken.push(rest.shift());
  return h("p", {}, ...taken.flatMap((line, index) => (index ? ["\n", ...marks(line)] : marks(line))));
}

function list(rest) {
  const [, indent, sign] = ITEM.exec(rest[0]);
  const node = h(/\d/.test(sign) ? "ol" : "ul", /\d/.test(sign) ? { start: parseInt(sign, 10) } : {});
  while (rest.length) {
    const hit = ITEM.exec(rest[0]);
    if (!hit || hit[1].length < indent.length) break;
    if (hit[1].length > indent.length + 1 && node.lastChild) node.lastChild.append(list(rest));
    else rest.shift() && node.append(item(hit[3]));
  }
  return node;
}

function item(text) {
  const box = /^\[([ xX])\]\s+(.*)$/.exec(text);
  return box ? h("li", { class: "md-task" }, box[1] === " " ? "☐ " : "☑ ", ...marks(box[2])) : h("li", {}, ...marks(text));
}

function table(rest) {
  const cells = (line) => ROW.exec(line)[1].split("|").map((cell) => cell.trim());
  const head = cells(rest.shift());
  rest.shift();
  const body = take(rest, ROW).map((line) => h("tr", {}, cells(line).map((cell) => h("td", {}, ...marks(cell)))));
  return h(
    "div",
    { class: "table-wrap", tabindex: "0", role: "region", "aria-label": "Table" },
    h("table", {}, h("thead", {}, h("tr", {}, head.map((cell) => h("th", { scope: "col" }, ...marks(cell))))), h("tbody", {}, body)),
  );
}

const MARK = new RegExp(
  [
    "`([^`]+)`",
    "<((?:[@#!]|https?:|mailto:)[^<>\\n]+)>",
    "\\[([^\\]\\n]+)\\]\\(([^\\s()]+)\\)",
    "(?:\\*\\*|__)(?=\\S)(.+?)(?<=\\S)(?:\\*\\*|__)",
    "~~(.+?)~~",
    "(?<![\\p{L}\\p{N}*_])[*_](?=[^\\s*_])(.+?)(?<=[^\\s*_])[*_](?![\\p{L}\\p{N}*_])",
    ":([a-z0-9_+-]+):",
    "(https?:\\/\\/[^\\s<>]*[^\\s<>.,;:!?)\\]])",
    "\\\\([\\\\`*_{}\\[\\]()#+.!|>~-])",
  ].join("|"),
  "gu",
);

function marks(text) {
  const out = [];
  let from = 0;
  for (const hit of text.matchAll(MARK)) {
    if (hit.index > from) out.push(unescape(text.slice(from, hit.index)));
    from = hit.index + hit[0].length;
    out.push(one(hit));
  }
  if (from < text.length) out.push(unescape(text.slice(from)));
  return out;
}

function one([, code, angle, label, target, strong, strike, em, name, url, literal]) {
  if (code !== undefined) return h("code", {}, code);
  if (angle !== undefined) return special(angle);
  if (label !== undefined) return link(target, unescape(label));
  if (strong !== undefined) return h("strong", {}, ...marks(strong));
  if (strike !== undefined) return h("s", {}, ...marks(strike));
  if (em !== undefined) return h("em", {}, ...marks(em));
  if (name !== undefined) return emoji(name);
  if (url !== undefined) return link(url, url);
  return literal;
}
