// Brings a list of children up to date by key: unchanged nodes are left where they are.

const known = new WeakMap(); // node -> {key, sign}

/** items: [{key, sign, make}], in order. A node is kept while its key and sign are the same. Returns the new nodes' keys. */
export function patchChildren(parent, items) {
  const before = new Map();
  for (const child of [...parent.children]) {
    const mark = known.get(child);
    if (mark) before.set(mark.key, child);
  }
  const fresh = [];
  const nodes = items.map((item) => {
    const old = before.get(item.key);
    before.delete(item.key);
    if (old && known.get(old).sign === item.sign) return old;
    const node = item.make(old ?? null);
    known.set(node, { key: item.key, sign: item.sign });
    if (old) replace(old, node);
    else fresh.push(item.key);
    return node;
  });
  for (const stale of before.values()) stale.remove();
  place(parent, nodes);
  return fresh;
}

function place(parent, nodes) {
  let cursor = parent.firstChild;
  for (const node of nodes) {
    if (node === cursor) cursor = cursor.nextSibling;
    else parent.insertBefore(node, cursor);
  }
}

/** Swaps a node for its newer self; focus goes to the same control there, or to the new node if it can take it. */
function replace(old, node) {
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  const key = focused?.dataset?.focusKey;
  const range = focused && "selectionStart" in focused ? readRange(focused) : null;
  old.replaceWith(node);
  if (!focused) return;
  const twin = key ? [...node.querySelectorAll("[data-focus-key]")].find((el) => el.dataset.focusKey === key) : null;
  (twin ?? node).focus({ preventScroll: true });
  if (twin && range) writeRange(twin, range);
}

function readRange(field) {
  try {
    return [field.selectionStart, field.selectionEnd];
  } catch {
    return null; // date and select fields have no text selection
  }
}

function writeRange(field, [start, end]) {
  try {
    field.setSelectionRange(start, end);
  } catch {
    // the new field is of a kind without a text selection
  }
}
