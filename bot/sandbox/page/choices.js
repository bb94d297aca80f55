// Builds the inputs where one picks (selects, radio buttons, checkboxes, people, channels) from native controls.

import { h } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { state } from "./state.js";

const PEOPLE = ["users_select", "multi_users_select"];
const CHANNELS = ["conversations_select", "multi_conversations_select", "channels_select", "multi_channels_select"];
const KEYS = {
  users_select: "selected_user",
  multi_users_select: "selected_users",
  conversations_select: "selected_conversation",
  multi_conversations_select: "selected_conversations",
  channels_select: "selected_channel",
  multi_channels_select: "selected_channels",
};
const MANY = ["checkboxes", "multi_static_select"];

export const isChoice = (type) => type in KEYS || MANY.includes(type) || ["static_select", "radio_buttons"].includes(type);
/** Groups of boxes are labelled as a group, not by a label for one field. */
export const isGroup = (type) => type === "radio_buttons" || type === "checkboxes" || type.startsWith("multi_");

/** {node, read, write}, as in fields.js. */
export function choice(element, { id, act, label }) {
  if (isGroup(element.type)) return boxes(element, id, act, label);
  return select(element, id, act, label);
}

const words = (text) => (text?.type === "mrkdwn" ? mrkdwn(text.text) : (text?.text ?? ""));

/** What a menu of channels lists: no direct messages in `channels_select`, and of conversations what its filter lets in. */
function isOffered(channel, element) {
  if (element.type.includes("channels")) return channel.kind !== "im";
  const { include, exclude_external_shared_channels: own } = element.filter ?? {};
  if (channel.kind === "shared") return !own && (!include || include.includes("public") || include.includes("private"));
  return !include || include.includes(channel.kind);
}

/** [{value, text, option, group?}] in the order shown; ids stand for people and channels. */
function entries(element) {
  if (PEOPLE.includes(element.type)) {
    return state().people.map((one) => ({ value: one.id, text: one.real_name || one.name, option: one.id }));
  }
  if (CHANNELS.includes(element.type)) {
    return state().channels.filter((one) => !one.archived && isOffered(one, element)).map((one) => ({
      value: one.id, text: one.kind === "im" ? one.name : `#${one.name}`, option: one.id,
    }));
  }
  const entry = (option, group) => ({ value: option.value, text: words(option.text), detail: option.description, option, group });
  const groups = element.option_groups;
  return groups ? groups.flatMap((group) => group.options.map((one) => entry(one, group.label.text))) : (element.options ?? []).map((one) => entry(one));
}

const key = (element) => KEYS[element.type] ?? (isGroup(element.type) && element.type !== "radio_buttons" ? "selected_options" : "selected_option");
const valueOf = (chosen) => (typeof chosen === "string" ? chosen : chosen?.value);
const first = (element) =>
  element.initial_option ?? element.initial_options ?? element.initial_user ?? element.initial_users ??
  element.initial_conversation ?? element.initial_conversations ?? element.initial_channel ?? element.initial_channels;

function select(element, id, act, label) {
  const all = entries(element);
  const node = h(
    "select",
    { id, class: "field", "aria-label": label, data: { focusKey: id, testid: PEOPLE.includes(element.type) ? "pick-person" : undefined } },
    h("option", { value: "" }, element.placeholder?.text ?? "Choose one"),
    grouped(all),
  );
  const put = (value) => (node.value = all.some((one) => one.value === value) ? value : "");
  put(valueOf(first(element)) ?? "");
  if (act) node.addEventListener("change", () => node.value && act());
  return {
    node,
    read: () => ({ type: element.type, [key(element)]: all.find((one) => one.value === node.value)?.option ?? null }),
    write: (value) => put(valueOf(value[key(element)]) ?? ""),
  };
}

function grouped(all) {
  const option = (one) => h("option", { value: one.value, title: one.detail?.text }, one.text);
  const names = [...new Set(all.map((one) => one.group))];
  if (names.length < 2 && names[0] === undefined) return all.map(option);
  return names.map((name) => h("optgroup", { label: name }, all.filter((one) => one.group === name).map(option)));
}

function boxes(element, id, act, label) {
  const all = entries(element);
  const radio = element.type === "radio_buttons";
  const inputs = all.map((one, at) =>
    h("input", { type: radio ? "radio" : "checkbox", name: id, id: `${id}-${at}`, value: one.value, data: { focusKey: `${id}-${at}` } }),
  );
  const node = h(
    "div",
    { class: `boxes${all.length > 8 ? " boxes-many" : ""}`, role: radio ? "radiogroup" : "group", "aria-label": label },
    all.map((one, at) =>
      h("label", { class: "box", for: `${id}-${at}` }, inputs[at], h("span", {}, one.text, one.detail ? h("small", {}, words(one.detail)) : null)),
    ),
  );
  const limit = () => {
    const full = element.max_selected_items && inputs.filter((one) => one.checked).length >= element.max_selected_items;
    for (const one of inputs) one.disabled = Boolean(full) && !one.checked;
  };
  const put = (values) => {
    for (const one of inputs) one.checked = values.includes(one.value);
    limit();
  };
  put([first(element) ?? []].flat().map(valueOf));
  node.addEventListener("change", () => {
    limit();
    act?.();
  });
  const chosen = () => all.filter((_, at) => inputs[at].checked).map((one) => one.option);
  return {
    node,
    read: () => ({ type: element.type, [key(element)]: radio ? (chosen()[0] ?? null) : chosen() }),
    write: (value) => put([value[key(element)] ?? []].flat().map(valueOf)),
  };
}
