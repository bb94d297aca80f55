// Renders table and data_table blocks; the first row is the head.

import { h } from "./dom.js";
import { richText } from "./richtext.js";

export function table(block) {
  const [head = [], ...body] = block.rows ?? [];
  const settings = block.column_settings ?? [];
  const shape = (column) => {
    const { align = "left", is_wrapped: wrapped = false } = settings[column] ?? {};
    return `align-${align}${wrapped ? " wrapped" : ""}`;
  };
  const caption = block.caption ?? head.map(plain).join(", ");
  return h(
    "div",
    { class: "table-wrap", tabindex: "0", role: "region", "aria-label": `Table: ${caption}` },
    h(
      "table",
      {},
      block.caption ? h("caption", {}, block.caption) : null,
      h("thead", {}, h("tr", {}, head.map((cell, at) => h("th", { scope: "col", class: shape(at) }, content(cell))))),
      h("tbody", {}, body.map((row) => h("tr", {}, row.map((cell, at) => h("td", { class: shape(at) }, content(cell)))))),
    ),
  );
}

function content(cell) {
  if (cell.type === "raw_text") return cell.text;
  if (cell.type === "raw_number") return String(cell.text ?? cell.value);
  if (cell.type === "rich_text") return richText(cell);
  return h("span", { class: "unsupported" }, `unsupported cell: ${cell.type}`);
}

function plain(cell) {
  if (cell.type !== "rich_text") return String(cell.text ?? cell.value ?? "");
  return (cell.elements ?? []).flatMap((part) => part.elements ?? []).map((leaf) => leaf.text ?? "").join("");
}
