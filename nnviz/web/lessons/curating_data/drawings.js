// The reader's own drawings and photographs, which the browser keeps until the tab is closed: a reload loses none.

const KEY = "nnviz-curating";

/** Keeps what was drawn; without a word where the browser keeps nothing, or has no room for so much. */
export function keep({ mine, made }, store = globalThis.sessionStorage) {
  const drawn = mine.map(({ seen, photo, ...own }) => (photo ? { ...own, photo: packed(photo) } : own));
  try {
    store.setItem(KEY, JSON.stringify({ mine: drawn, made }));
  } catch {}
}

/** {mine, made} as they were kept; {} where nothing was, or something else stands in its place. */
export function kept(store = globalThis.sessionStorage) {
  try {
    const { mine, made } = JSON.parse(store.getItem(KEY));
    return { mine: mine.map(({ photo, ...own }) => (photo ? { ...own, photo: opened(photo) } : own)), made };
  } catch {
    return {};
  }
}

/** A mask of zeros and ones by the places where it changes. */
function packed({ side, mask }) {
  return { side, turns: [...mask.keys()].filter((i) => mask[i] !== (i ? mask[i - 1] : 0)) };
}

function opened({ side, turns }) {
  const mask = new Uint8Array(side * side);
  turns.forEach((from, k) => {
    mask.fill((k + 1) % 2, from);
  });
  return { side, mask };
}
