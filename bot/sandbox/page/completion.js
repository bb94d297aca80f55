// The list above a composer: slash commands when "/" is typed, people when "@" is typed.

import { avatar, nameOf } from "./avatar.js";
import { freshId, h } from "./dom.js";
import { announce } from "./notices.js";
import { state } from "./state.js";

/** Watches a textarea; `box` holds the list. Returns the keydown handler, which says true when it used the key. */
export function completion(field, box, { commands }) {
  let found = [];
  let at = 0;
  box.setAttribute("role", "listbox");
  field.setAttribute("aria-autocomplete", "list");
  field.setAttribute("aria-controls", box.id);

  const close = () => {
    found = [];
    box.hidden = true;
    box.replaceChildren();
    field.removeAttribute("aria-activedescendant");
  };
  const take = (item) => {
    const [from, to] = item.span;
    field.setRangeText(item.insert, from, to, "end");
    close();
    field.focus();
    field.dispatchEvent(new Event("input"));
  };
  const mark = () => {
    [...box.children].forEach((row, index) => row.setAttribute("aria-selected", String(index === at)));
    field.setAttribute("aria-activedescendant", box.children[at].id);
    box.children[at].scrollIntoView({ block: "nearest" });
  };
  const look = () => {
    const before = found.length;
    found = suggestions(field, commands);
    if (!found.length) return close();
    at = 0;
    box.hidden = false;
    box.replaceChildren(...found.map((item) => row(item, () => take(item))));
    mark();
    if (before !== found.length) announce(`${found.length} suggestions, arrow keys to choose`);
  };
  field.addEventListener("input", look);
  field.addEventListener("blur", () => setTimeout(close, 150));

  return (event) => {
    if (!found.length) return false;
    const exact = found.some((item) => item.insert.trim() === field.value.trim());
    if (event.key === "ArrowDown") at = (at + 1) % found.length;
    else if (event.key === "ArrowUp") at = (at - 1 + found.length) % found.length;
    else if (event.key === "Escape") close();
    else if (event.key === "Tab" || (event.key === "Enter" && !exact)) take(found[at]);
    else return false;
    if (found.length) mark();
    return true;
  };
}

function row(item, choose) {
  const node = h("div", { class: "suggestion", role: "option", id: freshId("suggestion"), data: { testid: "suggestion" } }, item.node);
  node.addEventListener("mousedown", (event) => {
    event.preventDefault();
    choose();
  });
  return node;
}

/** [{insert, span: [from, to], node}] for what stands before the caret. */
function suggestions(field, commands) {
  const before = field.value.slice(0, field.selectionStart);
  const slash = commands && /^\/[\w-]*$/.exec(before);
  if (slash) {
    const fits = state().app.commands.filter((one) => one.command.startsWith(before));
    return fits.map((one) => ({ insert: `${one.command} `, span: [0, before.length], node: commandRow(one) }));
  }
  const at = /(?:^|\s)@([\w.-]*)$/.exec(before);
  if (!at) return [];
  const fits = state().people.filter((one) => one.name.toLowerCase().startsWith(at[1].toLowerCase()));
  const span = [before.length - at[1].length - 1, before.length];
  return fits.map((one) => ({ insert: `@${one.name} `, span, node: [avatar(one, "small"), h("span", {}, h("strong", {}, one.name), " ", nameOf(one))] }));
}

const commandRow = (one) => [
  h("span", { class: "command" }, h("strong", {}, one.command), one.usage_hint ? h("code", {}, one.usage_hint) : null),
  h("small", {}, one.description),
];
