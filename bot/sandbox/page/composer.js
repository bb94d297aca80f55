// The field where a person writes: Enter sends, Shift+Enter breaks the line, drafts are kept per place.

import { post } from "./api.js";
import { completion } from "./completion.js";
import { byId } from "./dom.js";
import { toast } from "./notices.js";
import { place } from "./place.js";
import { refresh, state } from "./state.js";

const TALL = 180; // pixels before the field scrolls
const drafts = new Map();

/** name: "channel" or "thread", whose elements carry ids such as channel-input. Returns {show(key, label, off), send(text)}. */
export function composer(name) {
  const form = byId(`${name}-composer`);
  const field = byId(`${name}-input`);
  const send = byId(`${name}-send`);
  const hint = byId(`${name}-hint`);
  const usedKey = completion(field, byId(`${name}-suggestions`), { commands: name === "channel" });
  let shown = null;

  const fit = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(TALL, field.scrollHeight + 2)}px`;
    send.disabled = !field.value.trim();
    drafts.set(shown, field.value);
    const usage = name === "channel" ? usageOf(field.value) : "";
    hint.textContent = usage;
    hint.hidden = !usage;
  };
  const put = (text) => {
    field.value = text;
    fit();
    field.focus();
    field.setSelectionRange(text.length, text.length);
  };

  field.addEventListener("input", fit);
  field.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (usedKey(event)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    say(name, field, put);
  });

  return {
    send: (text) => {
      put(text);
      form.requestSubmit();
    },
    /** key: the place whose draft this is; label: what the field is called; off: why nothing can be said here. */
    show(key, label, off) {
      field.placeholder = off || label;
      field.setAttribute("aria-label", label);
      field.disabled = Boolean(off);
      if (key === shown) return;
      shown = key;
      field.value = drafts.get(key) ?? "";
      fit();
    },
  };
}

async function say(name, field, put) {
  const text = field.value.trim();
  if (!text) return;
  const { as, channel, thread } = place();
  field.value = "";
  field.dispatchEvent(new Event("input")); // the list of suggestions closes with what it was for
  const done = await post("/_page/say", { as, channel, text, ...(name === "thread" ? { thread_ts: thread } : {}) });
  if (done.ok) return refresh();
  toast(done.error ?? "The message was not sent. Try again.", { kind: "problem" });
  if (!field.value) put(text);
}

function usageOf(text) {
  const [word] = text.split(/\s/);
  const known = /\s/.test(text) && state()?.app.commands.find((one) => one.command === word);
  return known ? `${known.command} ${known.usage_hint ?? ""} · ${known.description}` : "";
}
