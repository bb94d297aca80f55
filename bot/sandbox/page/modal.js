// The stack of modals that the app opened: one dialog per view, the top one on show, values kept when a view is updated.

import { actor } from "./act.js";
import { post } from "./api.js";
import { blockId, renderBlock, showError, words } from "./blocks.js";
import { controlsIn, keepValues, putValues, valuesIn } from "./controls.js";
import { byId, freshId, h, icon } from "./dom.js";
import { fault } from "./fields.js";
import { reachable, trapTab } from "./focus.js";
import { patchChildren } from "./keyed.js";
import { rescueToasts } from "./notices.js";
import { watchForThread } from "./opening.js";
import { place } from "./place.js";
import { onState, refresh } from "./state.js";

const TROUBLE = "The app did not answer in time. What you typed is still here: try again.";
const stack = new Map(); // view id -> modal
const leaving = new Set(); // views that the person closed and the server has not yet dropped

onState((now) => {
  const ids = new Set(now.views.map((view) => view.id));
  for (const id of leaving) if (!ids.has(id)) leaving.delete(id);
  for (const [id, modal] of [...stack].reverse()) if (!ids.has(id)) drop(id, modal);
  for (const view of now.views) {
    if (leaving.has(view.id)) continue;
    if (!stack.has(view.id)) stack.set(view.id, open(view));
    else update(stack.get(view.id), view);
  }
  [...stack.values()].forEach((modal, at, all) => modal.dialog.classList.toggle("covered", at < all.length - 1));
});

function open(view) {
  const id = freshId("modal");
  const parts = {
    title: h("h2", { id }),
    blocks: h("div", { class: "blocks modal-blocks" }),
    problem: h("p", { class: "error modal-problem", role: "alert", hidden: true }),
    close: h("button", { type: "button", class: "button", data: { testid: "modal-close" } }),
    submit: h("button", { type: "submit", class: "button primary", data: { testid: "modal-submit" } }),
  };
  const cross = h("button", { type: "button", class: "icon-button", "aria-label": "Close", data: { testid: "modal-x" } }, icon("close"));
  const form = h(
    "form",
    { class: "modal-form", novalidate: true },
    h("header", { class: "modal-head" }, parts.title, cross),
    h("div", { class: "modal-body" }, parts.problem, parts.blocks),
    h("footer", { class: "modal-foot" }, parts.close, parts.submit),
  );
  const dialog = h("dialog", { class: "modal", "aria-labelledby": id, data: { testid: "modal", viewId: view.id } }, form);
  const modal = { id: view.id, dialog, form, ...parts, view: null, from: document.activeElement, error: new Map() };
  const leave = () => close(modal);
  cross.addEventListener("click", leave);
  parts.close.addEventListener("click", leave);
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    leave();
  });
  dialog.addEventListener("close", () => stack.has(modal.id) && leave());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(modal);
  });
  trapTab(dialog);
  document.body.append(dialog);
  update(modal, view);
  putValues(modal.blocks, view.state?.values ?? {}); // after a reload: what the server last heard
  dialog.showModal();
  const wanted = dialog.querySelector("[autofocus]") ?? reachable(parts.blocks)[0] ?? (parts.submit.hidden ? parts.close : parts.submit);
  wanted.focus({ preventScroll: true });
  return modal;
}

function update(modal, view) {
  if (JSON.stringify(modal.view) === JSON.stringify(view)) return;
  modal.view = view;
  modal.dialog.dataset.callbackId = view.callback_id ?? "";
  modal.title.replaceChildren(words(view.title));
  modal.submit.hidden = !view.submit;
  modal.submit.replaceChildren(words(view.submit));
  modal.close.replaceChildren(view.close ? words(view.close) : view.submit ? "Cancel" : "Close");
  const ctx = actor({ view_id: view.id }, () => modal.blocks);
  patchChildren(
    modal.blocks,
    view.blocks.map((block, at) => ({
      key: blockId(block, at),
      sign: JSON.stringify(block),
      make: (old) => {
        const node = renderBlock(block, at, ctx);
        if (old) keepValues(old, node);
        keepFocusKeys(old, node);
        return node;
      },
    })),
  );
}

/** A redrawn block's field gets the focus key of its predecessor, so that focus finds it again. */
function keepFocusKeys(old, node) {
  if (!old) return;
  const before = [...old.querySelectorAll("[data-focus-key]")];
  [...node.querySelectorAll("[data-focus-key]")].forEach((field, at) => {
    if (before[at] && before[at].tagName === field.tagName) field.dataset.focusKey = before[at].dataset.focusKey;
  });
}

function drop(id, modal) {
  stack.delete(id);
  rescueToasts(modal.dialog);
  modal.dialog.close();
  modal.dialog.remove();
  if (!modal.dialog.contains(document.activeElement) && document.activeElement !== document.body) return;
  const back = modal.from?.isConnected && modal.from !== document.body ? modal.from : byId("channel-input");
  back.focus({ preventScroll: true });
}

async function close(modal) {
  leaving.add(modal.id);
  drop(modal.id, modal);
  [...stack.values()].at(-1)?.dialog.classList.remove("covered");
  await post("/_page/close", { as: place().as, view_id: modal.id });
  leaving.delete(modal.id);
  refresh();
}

const blockNode = (modal, id) => [...modal.blocks.children].find((node) => node.dataset.blockId === id);

/** errors: {block_id: text}; a text without a field of its own is shown at the top. */
function showErrors(modal, errors) {
  const stray = [];
  let target = null;
  for (const node of modal.blocks.children) {
    const text = errors[node.dataset.blockId] ?? null;
    const field = showError(node, text);
    if (text && !field) stray.push(text);
    if (text) target ??= field;
  }
  for (const [id, text] of Object.entries(errors)) if (!blockNode(modal, id)) stray.push(text);
  problem(modal, stray.join(" "));
  target?.focus();
}

function problem(modal, text) {
  modal.problem.textContent = text;
  modal.problem.hidden = !text;
  if (text) modal.problem.scrollIntoView({ block: "nearest" });
}

function faults(modal) {
  const found = {};
  for (const { blockId: id, element, optional, control } of controlsIn(modal.blocks)) {
    const text = fault(element, control.read(), optional);
    if (text) found[id] = text;
  }
  return found;
}

async function submit(modal) {
  if (modal.submit.getAttribute("aria-busy") || modal.submit.hidden) return;
  const own = faults(modal);
  showErrors(modal, own);
  if (Object.keys(own).length) return;
  modal.submit.setAttribute("aria-busy", "true");
  watchForThread();
  const done = await post("/_page/submit", { as: place().as, view_id: modal.id, state: valuesIn(modal.blocks) });
  modal.submit.removeAttribute("aria-busy");
  if (done.ok) await refresh();
  else if (Object.keys(done.errors ?? {}).length) showErrors(modal, done.errors);
  else problem(modal, done.errors ? TROUBLE : done.error);
}
