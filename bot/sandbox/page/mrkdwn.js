// Renders Slack's mrkdwn as nodes; live mentions, broadcasts and links stand out, so that a leak of people's text is seen.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { channelOf, me, person } from "./state.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
export const unescape = (text) => text.replace(/&(?:amp|lt|gt);/g, (entity) => ENTITIES[entity]);

/** A fragment for mrkdwn text: code fences and quotes first, then lines, then marks inside a line. */
export function mrkdwn(text) {
  const out = document.createDocumentFragment();
  String(text ?? "").split(/```/).forEach((part, index, parts) => {
    if (index % 2 === 0) return out.append(...lines(part));
    if (index === parts.length - 1) return out.append(...inline("```" + part)); // a fence that nobody closed
    return out.append(h("pre", {}, unescape(part.replace(/^\n|\n$/g, ""))));
  });
  return out;
}

function lines(text) {
  const out = [];
  let quote = null;
  text.split("\n").forEach((line, index) => {
    const quoted = /^(?:>|&gt;) ?(.*)$/.exec(line);
    if (quoted) {
      if (quote) quote.append("\n");
      else out.push((quote = h("blockquote", {})));
      quote.append(...inline(quoted[1]));
      return;
    }
    if (index > 0 && !quote) out.push("\n");
    quote = null;
    out.push(...inline(line));
  });
  return out;
}

const BEFORE = "(?<![\\p{L}\\p{N}])";
const AFTER = "(?![\\p{L}\\p{N}])";
const mark = (sign) => `${BEFORE}[${sign}](?![\\s${sign}])([^\\n]*?[^\\s${sign}])[${sign}]${AFTER}`;
const TOKEN = new RegExp(
  [
    "<([^<>\\n]+)>",
    "`([^`\\n]+)`",
    mark("*"),
    mark("_"),
    mark("~"),
    `:([a-z0-9_+-]+):`,
    "(https?:\\/\\/[^\\s<>|]*[^\\s<>|.,;:!?)\\]}\"'*_~])",
  ].join("|"),
  "gu",
);

/** Nodes and strings for one line. */
export function inline(text) {
  const out = [];
  let from = 0;
  for (const hit of text.matchAll(TOKEN)) {
    if (hit.index > from) out.push(unescape(text.slice(from, hit.index)));
    from = hit.index + hit[0].length;
    out.push(token(hit));
  }
  if (from < text.length) out.push(unescape(text.slice(from)));
  return out;
}

function token([, angle, code, bold, italic, strike, name, url]) {
  if (angle !== undefined) return special(angle);
  if (code !== undefined) return h("code", {}, unescape(code));
  if (bold !== undefined) return h("strong", {}, ...inline(bold));
  if (italic !== undefined) return h("em", {}, ...inline(italic));
  if (strike !== undefined) return h("s", {}, ...inline(strike));
  if (name !== undefined) return emoji(name);
  return link(url, url);
}

/** What stands between < and >: a person, a channel, a broadcast, a date or a link. Also used by the markdown block. */
export function special(body) {
  const [target, label] = split(body);
  if (target.startsWith("@")) return mention(target.slice(1), label);
  if (target.startsWith("#")) return channelMention(target.slice(1), label);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!subteam^")) return pill("broadcast", label || "@group");
  if (target.startsWith("!")) return pill("broadcast", `@${target.slice(1)}`);
  return link(unescape(target), label ? unescape(label) : unescape(target));
}

function split(body) {
  const at = body.indexOf("|");
  return at < 0 ? [body, ""] : [body.slice(0, at), body.slice(at + 1)];
}

const pill = (kind, text) => h("span", { class: `mention mention-${kind}`, data: { live: kind } }, text);

export function mention(id, label) {
  const name = person(id)?.name ?? (label || id);
  return pill(id === me()?.id ? "me" : "user", `@${name}`);
}

export function channelMention(id, label) {
  return pill("channel", `#${channelOf(id)?.name ?? (label || id)}`);
}

export const broadcast = (range) => pill("broadcast", `@${range}`);

/** A link that opens apart from the page; only web and mail addresses become one. */
export function link(url, text) {
  if (!/^(https?:|mailto:)/i.test(url)) return `<${url}>`;
  return h("a", { href: url, target: "_blank", rel: "noopener noreferrer", title: url, data: { live: "link" } }, text);
}

const DATES = {
  date_num: { year: "numeric", month: "2-digit", day: "2-digit" },
  date: { year: "numeric", month: "long", day: "numeric" },
  date_short: { year: "numeric", month: "short", day: "numeric" },
  date_long: { weekday: "long", year: "numeric", month: "long", day: "numeric" },
  time: { hour: "2-digit", minute: "2-digit" },
  time_secs: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
};

function date(target, fallback) {
  const [, stamp, format] = target.split("^");
  const moment = new Date(Number(stamp) * 1000);
  if (Number.isNaN(moment.getTime())) return unescape(fallback);
  const text = (format ?? "").replace(/\{(\w+)\}/g, (whole, name) => {
    const options = DATES[name.replace("_pretty", "")];
    return options ? moment.toLocaleString("en-GB", { ...options, timeZone: me()?.tz }) : whole;
  });
  return h("time", { datetime: moment.toISOString(), class: "mention mention-date" }, unescape(text));
}
