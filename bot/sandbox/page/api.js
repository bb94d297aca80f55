// Speaks HTTP with the sandbox: reads JSON, and sends every POST with the header that a foreign page cannot send.

const GONE = "The sandbox did not answer. Is it still running in the terminal?";

export async function get(path, params) {
  const query = new URLSearchParams(Object.entries(params ?? {}).filter(([, value]) => value));
  try {
    const reply = await fetch(query.size ? `${path}?${query}` : path, { headers: { Accept: "application/json" } });
    return reply.ok ? await reply.json() : null;
  } catch {
    return null;
  }
}

/** Always returns an object with `ok`; a failure carries `error` in words. */
export const post = (path, body) => deliver(path, JSON.stringify(body), "application/json");

/** Posts a file as it is, in the same manner. */
export const send = (path, params, file) => deliver(`${path}?${new URLSearchParams(params)}`, file, "application/octet-stream");

async function deliver(path, body, type) {
  let reply;
  try {
    reply = await fetch(path, { method: "POST", headers: { "Content-Type": type, "X-Sandbox": "1" }, body });
  } catch {
    return { ok: false, error: GONE };
  }
  const data = await reply.json().catch(() => null);
  const ok = data?.ok ?? reply.ok;
  return ok ? { ...data, ok } : { ...data, ok, error: data?.said ?? words(data, reply.status) };
}

function words(data, status) {
  const code = data?.error ? data.error.replaceAll("_", " ") : `HTTP ${status}`;
  return data?.message ? `Slack refused this: ${data.message}.` : `Slack refused this: ${code}.`;
}
