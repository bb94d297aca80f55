// A small menu beside the button that opened it: arrow keys, Esc, click elsewhere.

import { h } from "./dom.js";

/** items: [{label, detail?, node?, danger?, checked?, testid?, run}]. Opens under the anchor and focuses the first item. */
export function openMenu(anchor, items, { label, width } = {}) {
  const menu = h("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto", data: { testid: "menu" } });
  const radio = items.some((item) => item.checked !== undefined);
  for (const item of items) menu.append(entry(menu, item, radio));
  menu.addEventListener("keydown", (event) => move(menu, event));
  menu.addEventListener("toggle", (event) => {
    anchor.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "closed") setTimeout(() => menu.remove());
  });
  (anchor.closest("dialog") ?? document.body).append(menu);
  if (width) menu.style.minWidth = `${width}px`;
  menu.showPopover();
  put(menu, anchor);
  (menu.querySelector('[aria-checked="true"]') ?? menu.firstElementChild)?.focus();
}

function entry(menu, item, radio) {
  const choose = () => {
    menu.hidePopover();
    item.run();
  };
  return h(
    "button",
    {
      type: "button",
      class: `menu-item${item.danger ? " danger" : ""}`,
      role: radio ? "menuitemradio" : "menuitem",
      "aria-checked": radio ? String(Boolean(item.checked)) : null,
      tabindex: "-1",
      data: { testid: item.testid },
      on: { click: choose },
    },
    item.node ?? [h("span", {}, item.label), item.detail ? h("small", {}, item.detail) : null],
  );
}

function put(menu, anchor) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const below = box.bottom + 4;
  const top = below + height > innerHeight - 8 ? Math.max(8, box.top - height - 4) : below;
  const left = box.left + width > innerWidth - 8 ? Math.max(8, box.right - width) : box.left;
  menu.style.top = `${top}px`;
  menu.style.left = `${Math.min(left, Math.max(8, innerWidth - width - 8))}px`;
}

function move(menu, event) {
  const items = [...menu.children];
  const at = items.indexOf(document.activeElement);
  const last = items.length - 1;
  const to = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1, Home: 0, End: last }[event.key];
  if (to !== undefined) {
    event.preventDefault();
    items[to].focus();
  } else if (event.key === "Tab") {
    menu.hidePopover();
  }
}
