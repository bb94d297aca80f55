// Draws a person as initials on their colour, and says what kind of person it is.

import { h } from "./dom.js";

const PLAIN = "6b7480";
const DARK_INK = 0.18; // relative luminance above which dark letters read better than white ones

export function avatar(person, size = "") {
  const initials = (person?.real_name || person?.name || "?").split(/[\s._-]+/).filter(Boolean).slice(0, 2).map((word) => word[0].toUpperCase()).join("");
  const node = h("span", { class: `avatar ${size} ${person?.kind === "bot" ? "avatar-bot" : ""}`, "aria-hidden": "true" }, initials);
  const colour = /^#?([0-9a-f]{6})$/i.exec(person?.color ?? "")?.[1] ?? PLAIN;
  node.style.backgroundColor = `#${colour}`;
  node.style.color = luminance(colour) > DARK_INK ? "#14181c" : "#ffffff";
  return node;
}

function luminance(hex) {
  const [r, g, b] = [0, 2, 4].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

const KINDS = { guest: "guest", external: "other company", bot: "app" };

export const kindWord = (person) => KINDS[person?.kind] ?? "";
export const nameOf = (person) => person?.real_name || person?.name || "Someone";
