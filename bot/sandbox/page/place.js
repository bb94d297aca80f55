// Where the person is (who acts, which channel or Home tab, which thread), kept in the address so that a reload returns there.

const KEYS = ["as", "channel", "thread", "tab"];
const listeners = [];
let here = read();

function read() {
  const params = new URLSearchParams(location.hash.slice(1));
  return Object.fromEntries(KEYS.map((key) => [key, params.get(key) || null]));
}

export const place = () => here;

/** Changes some of {as, channel, thread, tab}; a step in the browser's history unless `replace` is asked for. */
export function go(change, { replace = false } = {}) {
  const next = { ...here, ...change };
  if (KEYS.every((key) => next[key] === here[key])) return;
  const before = here;
  here = next;
  const hash = `#${new URLSearchParams(KEYS.filter((key) => next[key]).map((key) => [key, next[key]]))}`;
  history[replace ? "replaceState" : "pushState"](null, "", hash);
  for (const listen of listeners) listen(here, before);
}

export function onPlace(listen) {
  listeners.push(listen);
}

addEventListener("popstate", () => {
  const before = here;
  here = read();
  for (const listen of listeners) listen(here, before);
});
