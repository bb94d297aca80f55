// Builds the typed inputs of Block Kit (text, number, mail, address, date, time) from native fields.

import { send } from "./api.js";
import { h } from "./dom.js";
import { place } from "./place.js";
import { me } from "./state.js";
import { epochOf, wallOf } from "./zone.js";

const TEXTS = {
  plain_text_input: { type: "text" },
  number_input: { type: "text", inputmode: "decimal" }, // text keeps what was typed, so that a mistake can be shown
  email_text_input: { type: "email" },
  url_text_input: { type: "url" },
};
const DATES = {
  datepicker: { type: "date", key: "selected_date", first: "initial_date" },
  timepicker: { type: "time", key: "selected_time", first: "initial_time" },
};

export const isField = (type) => type in TEXTS || type in DATES || ["datetimepicker", "file_input"].includes(type);

/** {node, read, write}: read gives the value as Slack sends it. `act` runs when the field should be sent at once. */
export function field(element, { id, act }) {
  if (element.type in TEXTS) return textField(element, id, act);
  if (element.type in DATES) return dateField(element, id, act);
  if (element.type === "file_input") return fileField(element, id);
  return momentField(element, id, act);
}

function textField(element, id, act) {
  const long = element.multiline === true;
  const common = {
    id,
    class: "field",
    placeholder: element.placeholder?.text,
    maxlength: element.max_length,
    autofocus: element.focus_on_load,
    autocomplete: "off",
    data: { focusKey: id },
  };
  const node = long ? h("textarea", { ...common, rows: 4 }) : h("input", { ...common, ...TEXTS[element.type] });
  node.value = element.initial_value ?? "";
  if (act) sendOnTyping(node, element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"], act, long);
  return {
    node,
    read: () => ({ type: element.type, value: node.value === "" ? null : node.value }),
    write: (value) => (node.value = value.value ?? ""),
  };
}

function sendOnTyping(node, triggers, act, long) {
  if (triggers.includes("on_character_entered")) node.addEventListener("input", act);
  if (!triggers.includes("on_enter_pressed")) return;
  node.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing || (long && event.shiftKey)) return;
    event.preventDefault();
    act();
  });
}

function dateField(element, id, act) {
  const { type, key, first } = DATES[element.type];
  const node = h("input", { id, class: "field field-short", type, data: { focusKey: id } });
  node.value = element[first] ?? "";
  if (act) node.addEventListener("change", act);
  return {
    node,
    read: () => ({ type: element.type, [key]: node.value || null }),
    write: (value) => (node.value = value[key] ?? ""),
  };
}

/** Sends each file at once and keeps what the server calls it; the form carries the ids. */
function fileField(element, id) {
  let files = [];
  const accept = element.filetypes?.map((type) => `.${type}`).join(",");
  const most = element.max_files ?? 10;
  const input = h("input", { id, type: "file", class: "field", accept, multiple: most > 1, data: { focusKey: id } });
  const list = h("ul", { class: "files" });
  const show = (trouble = "") => {
    const rows = files.map((file) => h("li", {}, `${file.name} `, remover(file)));
    list.replaceChildren(...rows, ...(trouble ? [h("li", { class: "error", role: "alert" }, trouble)] : []));
    input.hidden = files.length >= most;
  };
  const remover = (file) => {
    const node = h("button", { type: "button", class: "button", "aria-label": `Remove ${file.name}` }, "Remove");
    node.addEventListener("click", () => {
      files = files.filter((one) => one !== file);
      show();
      input.focus();
    });
    return node;
  };
  input.addEventListener("change", async () => {
    const chosen = [...input.files].slice(0, most - files.length);
    input.value = "";
    for (const file of chosen) {
      const done = await send("/_page/upload", { as: place().as, name: file.name }, file);
      if (done.ok) files.push({ id: done.id, name: done.name });
      show(done.ok ? "" : done.error);
    }
  });
  return {
    node: h("div", { class: "file-field" }, input, list),
    read: () => ({ type: element.type, files }),
    write: (value) => {
      files = [...(value.files ?? [])];
      show();
    },
  };
}

function momentField(element, id, act) {
  const node = h("input", { id, class: "field field-short", type: "datetime-local", data: { focusKey: id } });
  const zone = me()?.tz;
  const put = (epoch) => (node.value = epoch ? wallOf(epoch, zone) : "");
  put(element.initial_date_time);
  if (act) node.addEventListener("change", act);
  return {
    node,
    read: () => ({ type: element.type, selected_date_time: node.value ? epochOf(node.value, zone) : null }),
    write: (value) => put(value.selected_date_time),
  };
}

/** What Slack itself would say about a value before the app sees it; null when it is fine. */
export function fault(element, value, optional) {
  const empty = Object.entries(value).every(([key, one]) => key === "type" || one === null || one?.length === 0);
  if (empty) return optional ? null : "Please fill in this field.";
  const text = value.value ?? "";
  if (element.min_length && text.length < element.min_length) return `Please use at least ${element.min_length} characters.`;
  if (element.type === "email_text_input" && !/^\S+@\S+\.\S+$/.test(text)) return "Please give a valid email address.";
  if (element.type === "url_text_input" && !URL.canParse(text)) return "Please give a full address, such as https://example.com.";
  return element.type === "number_input" ? numberFault(element, text.trim()) : null;
}

function numberFault(element, text) {
  if (!/^-?\d+([.,]\d+)?$/.test(text)) return "Please give a number.";
  if (!element.is_decimal_allowed && /[.,]/.test(text)) return "Please give a whole number.";
  const number = Number(text.replace(",", "."));
  if (element.min_value !== undefined && number < Number(element.min_value)) return `Please give a number of ${element.min_value} or more.`;
  if (element.max_value !== undefined && number > Number(element.max_value)) return `Please give a number of ${element.max_value} or less.`;
  return null;
}
