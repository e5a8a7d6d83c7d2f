// A sum of products as rows: the largest first, the rest as one, then what is added; each with the sum so far.

/**
 * @param step {pairs: [{x, w, more}], numbers, result}, its arrays unpacked: x and w {name, values, shape, source, places}
 * @returns [{kind "term" | "channel" | "rest" | "number", value, before, …}], `before` the sum of the rows above
 */
export function rowsOf(step, most = 10) {
  const channels = channelsOf(step);
  const parts = channels
    ? channels.map((channel) => ({ kind: "channel", single: channels.length === 1, ...channel }))
    : termsOf(step);
  parts.sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const shown = parts.length > most + 1 ? parts.slice(0, most) : parts;
  const rest = parts.slice(shown.length);
  const more = step.pairs.reduce((sum, { more: own }) => sum + (own?.count ?? 0), 0);
  const rows = [...shown];
  if (rest.length + more > 0) {
    const beyond = step.pairs.reduce((sum, { more: own }) => sum + (own?.sum ?? 0), 0);
    const value = rest.reduce((sum, part) => sum + part.value, 0) + beyond;
    rows.push({ kind: "rest", count: rest.length + more, value, of: channels ? "channels" : "products" });
  }
  for (const [name, value] of Object.entries(step.numbers)) rows.push({ kind: "number", name, value });
  let sum = 0;
  return rows.map((row) => {
    const own = { ...row, before: sum };
    sum += row.value;
    return own;
  });
}

/** Every product of a sum. */
export function termsOf({ pairs }) {
  return pairs.flatMap(({ x, w }, pair) =>
    Array.from(x.values, (value, at) => ({
      kind: "term",
      pair,
      at,
      x: value,
      w: w.values[at],
      value: value * w.values[at],
      source: x.source,
      place: x.places ? x.places[at] : -1,
    })),
  );
}

const CELLS = { rows: 7, cols: 7, wide: 12 };

/** A patch as one grid a channel, each with the sum of its products; null for what is no patch, or too large a one. */
export function channelsOf({ pairs }) {
  if (pairs.length !== 1 || pairs[0].more) return null;
  const { x, w } = pairs[0];
  const shape = gridShape(x.shape);
  if (!shape) return null;
  const { rows, cols, channels } = shape;
  return Array.from({ length: channels }, (_, channel) => {
    const cells = Array.from({ length: rows * cols }, (_, k) => {
      const at = k * channels + channel;
      return { at, x: x.values[at], w: w.values[at], value: x.values[at] * w.values[at], place: x.places?.[at] ?? -1 };
    });
    return { channel, rows, cols, cells, value: cells.reduce((sum, cell) => sum + cell.value, 0), source: x.source };
  });
}

function gridShape(shape) {
  if (shape.length === 2 && shape[0] > 1 && shape[0] <= CELLS.rows && shape[1] <= CELLS.wide)
    return { rows: shape[0], cols: shape[1], channels: 1 };
  if (shape.length === 3 && shape[0] <= CELLS.rows && shape[1] <= CELLS.cols && shape[0] * shape[1] > 1)
    return { rows: shape[0], cols: shape[1], channels: shape[2] };
  return null;
}
