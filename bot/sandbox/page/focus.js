// Keeps the keyboard inside an open dialog.

const REACHABLE = "a[href],button,input,select,textarea,summary,[tabindex]:not([tabindex='-1'])";

export function reachable(root) {
  return [...root.querySelectorAll(REACHABLE)].filter((el) => !el.disabled && el.getClientRects().length > 0);
}

/** Tab from the last control goes to the first, and back. */
export function trapTab(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const all = reachable(dialog);
    const edge = event.shiftKey ? all[0] : all.at(-1);
    if (!all.length || (document.activeElement !== edge && dialog.contains(document.activeElement))) return;
    event.preventDefault();
    (event.shiftKey ? all.at(-1) : all[0]).focus();
  });
}
