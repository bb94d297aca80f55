// Starts the page: joins the state to the panes, and decides which pane a phone shows.

import { post } from "./api.js";
import { nameOf } from "./avatar.js";
import { drawCanvases } from "./canvas.js";
import { setUpClock } from "./clock.js";
import { setUpCoach } from "./coach.js";
import { composer } from "./composer.js";
import { ask } from "./confirm.js";
import { byId, icon } from "./dom.js";
import { onLocalChange } from "./edits.js";
import { drawHome } from "./home.js";
import { forgetTraffic, setUpInspector } from "./inspector.js";
import "./modal.js";
import { openMenu } from "./menu.js";
import { toast } from "./notices.js";
import { paneOf } from "./pane.js";
import { go, onPlace, place } from "./place.js";
import { openHome, setUpSidebar } from "./sidebar.js";
import { setUpSwitches } from "./switches.js";
import { channelOf, follow, onState, person, refresh, state } from "./state.js";

for (const slot of document.querySelectorAll("[data-icon]")) slot.append(icon(slot.dataset.icon));

const panes = byId("panes");
const showPane = (name) => (panes.dataset.pane = name);
const drawSidebar = setUpSidebar(() => showPane("middle"));
const showChannel = paneOf("channel");
const showThread = paneOf("thread");
const channelComposer = composer("channel");
const threadComposer = composer("thread");
const drawCoach = setUpCoach(channelComposer.send);
setUpClock();
setUpInspector();
setUpSwitches();

function draw() {
  const now = state();
  if (!now) return;
  drawSidebar(now);
  const home = place().tab === "home";
  byId("home").hidden = !home;
  byId("channel").hidden = home;
  byId("global-shortcuts").hidden = !globalShortcuts().length;
  if (home) drawHome(now);
  else drawChannel(now);
  drawThread(now);
  drawCoach(now);
}

function titleOf(channel) {
  if (channel.kind === "im") return nameOf(person(channel.with) ?? channel);
  return `#${channel.name}`;
}

function closedFor(channel) {
  return channel.archived ? "This channel is archived" : "";
}

function drawChannel(now) {
  const channel = channelOf(now.channel?.id);
  byId("channel-title").textContent = channel ? titleOf(channel) : "No channel";
  byId("channel-topic").textContent = channel?.topic ?? "";
  drawCanvases(now.channel?.canvases ?? []);
  document.title = channel ? `${titleOf(channel)} · ${now.app.name} sandbox` : `${now.app.name} sandbox`;
  const messages = now.channel?.messages ?? [];
  byId("channel-empty").hidden = messages.length > 0;
  showChannel(messages, { key: `${now.me.id} ${now.channel?.id}`, channel: now.channel?.id, inThread: false });
  const join = channel && !channel.member && channel.kind !== "im" ? " (you join by writing)" : ", or type /";
  const label = channel ? `Message ${titleOf(channel)}${join}` : "Message";
  channelComposer.show(`${now.me.id} ${now.channel?.id}`, label, channel ? closedFor(channel) : "Choose a channel first");
}

function drawThread(now) {
  const { thread } = place();
  const open = Boolean(thread) && place().tab !== "home";
  const was = !byId("thread").hidden;
  byId("thread").hidden = !open;
  panes.classList.toggle("with-thread", open);
  if (!open) return;
  const channel = channelOf(now.channel?.id);
  byId("thread-channel").textContent = channel ? titleOf(channel) : "";
  const ready = now.thread?.ts === thread;
  showThread(ready ? now.thread.messages : [], { key: `${now.me.id} ${thread} ${ready}`, channel: now.channel?.id, inThread: true });
  threadComposer.show(`${now.me.id} ${now.channel?.id} ${thread}`, "Reply in this thread", channel ? closedFor(channel) : "");
  if (!was) showPane("thread");
}

function closeThread() {
  const from = place().thread;
  go({ thread: null });
  showPane("middle");
  const link = document.querySelector(`#channel-list .message[data-ts="${CSS.escape(from ?? "")}"] .thread-link`);
  (link ?? byId("channel-input")).focus();
}

function focusThread() {
  if (!document.querySelector("dialog[open]")) byId("thread-input").focus();
}

/** On a phone a focused field would bring up the keyboard unasked. */
const typing = () => matchMedia("(hover: hover)").matches;

/** Without a channel the server chose one; a channel that this person may not see is left. */
function settleChannel(now) {
  const wanted = place().channel;
  if (!wanted) go({ channel: now.channel?.id ?? now.channels[0]?.id ?? null }, { replace: true });
  else if (!now.channel) go({ channel: now.channels.some((one) => one.id === wanted) ? wanted : null, thread: null }, { replace: true });
}

const globalShortcuts = () => (state()?.app.shortcuts ?? []).filter((one) => one.type === "global" || one.type === "shortcut");

function runShortcut(shortcut) {
  post("/_page/shortcut", { as: place().as, callback_id: shortcut.callback_id }).then((done) => {
    if (!done.ok) toast(done.error ?? "The shortcut did not work.", { kind: "problem" });
  });
}

byId("global-shortcuts").addEventListener("click", (event) =>
  openMenu(event.currentTarget, globalShortcuts().map((one) => ({ label: one.name, detail: state().app.name, run: () => runShortcut(one) })), { label: "Shortcuts" }),
);
byId("thread-close").addEventListener("click", closeThread);
byId("thread-back").addEventListener("click", closeThread);
byId("thread").addEventListener("keydown", (event) => {
  if (event.key === "Escape" && !event.defaultPrevented && !byId("thread-input").value && !event.target.closest(".editor")) closeThread();
});
for (const button of document.querySelectorAll("[data-to-nav]")) {
  button.addEventListener("click", () => {
    showPane("nav");
    document.querySelector(".sidebar [aria-current]")?.focus();
  });
}
byId("skip").addEventListener("click", () => byId(place().tab === "home" ? "home" : "channel-input").focus());
byId("reset").addEventListener("click", async () => {
  const sure = await ask({
    title: { text: "Start over" },
    text: { text: "All messages, modals and the clock go back to the beginning. People and channels stay." },
    confirm: { text: "Start over" },
    deny: { text: "Keep playing" },
    style: "danger",
  });
  if (!sure) return;
  await post("/_page/reset", {});
  forgetTraffic();
  go({ thread: null, tab: null });
  refresh();
});

/** Opens the Home tab with the app, or says why it cannot be. */
async function callHome() {
  const done = await openHome();
  if (!done.ok) toast(done.error, { kind: "problem" });
}

let reached = true;
function trouble() {
  const absent = state()?.app.connected === false ? `${state().app.name} is not running` : "";
  const text = reached ? absent : "Connection lost, trying again";
  byId("lost").textContent = text;
  byId("lost").hidden = !text;
}

onState((now, before) => {
  settleChannel(now);
  draw();
  trouble();
  if (!before) for (const part of document.querySelectorAll("[inert]")) part.inert = false; // no control can be used without a state
});
onLocalChange(draw);
onPlace((now, before) => {
  draw();
  if (now.tab === "home" && (before.tab !== "home" || now.as !== before.as)) callHome();
  if (now.thread && now.thread !== before.thread) {
    showPane("thread");
    if (typing()) setTimeout(focusThread); // after a modal that closes now has given its focus back
  }
  if (!now.thread && before.thread && panes.dataset.pane === "thread") showPane("middle");
});
showPane(place().thread ? "thread" : "middle");
refresh().then(() => {
  if (place().tab === "home") callHome();
  if (place().tab !== "home" && typing()) byId(place().thread ? "thread-input" : "channel-input").focus();
});
follow((connected) => {
  reached = connected;
  trouble();
});
