// Renders rich_text blocks: sections, lists, quotes and preformatted text, with styled and live elements.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { broadcast, channelMention, link, mention } from "./mrkdwn.js";

export function richText(block) {
  return (block.elements ?? []).map(part);
}

function part(element) {
  const inner = () => (element.elements ?? []).map(leaf);
  switch (element.type) {
    case "rich_text_section":
      return h("div", { class: "rt-section" }, inner());
    case "rich_text_list":
      return h(
        element.style === "ordered" ? "ol" : "ul",
        { class: `rt-list rt-indent-${Math.min(element.indent ?? 0, 8)}`, start: element.offset ? element.offset + 1 : null },
        (element.elements ?? []).map((item) => h("li", {}, part(item))),
      );
    case "rich_text_quote":
      return h("blockquote", {}, inner());
    case "rich_text_preformatted":
      return h("pre", {}, inner());
    default:
      return unsupported(element.type);
  }
}

function leaf(element) {
  switch (element.type) {
    case "text":
      return styled(element.text, element.style);
    case "link":
      return styled(link(element.url, element.text || element.url), element.style);
    case "user":
      return mention(element.user_id, "");
    case "channel":
      return channelMention(element.channel_id, "");
    case "broadcast":
      return broadcast(element.range);
    case "usergroup":
      return broadcast("group");
    case "emoji":
      return emoji(element.name);
    case "date":
      return h("time", {}, element.fallback ?? new Date(element.timestamp * 1000).toLocaleDateString("en-GB"));
    case "color":
      return element.value;
    default:
      return unsupported(element.type);
  }
}

function styled(content, style) {
  let node = content;
  if (style?.code) node = h("code", {}, node);
  if (style?.strike) node = h("s", {}, node);
  if (style?.italic) node = h("em", {}, node);
  if (style?.bold) node = h("strong", {}, node);
  return node;
}

const unsupported = (type) => h("span", { class: "unsupported" }, `unsupported rich text: ${type}`);
