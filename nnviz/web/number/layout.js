// How a tensor of any shape is laid out as planes: rows, columns, channels. Pure functions.

/** Strides of a shape in its flattened form. */
function strides(shape) {
  const steps = new Array(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) steps[axis] = steps[axis + 1] * shape[axis + 1];
  return steps;
}

/** A place in the flattened form → its index. */
export function indexOf(flat, shape) {
  const steps = strides(shape);
  return shape.map((size, axis) => Math.floor(flat / steps[axis]) % size);
}

/** An index → its place in the flattened form. */
export function flatOf(index, shape) {
  const steps = strides(shape);
  return index.reduce((sum, at, axis) => sum + at * steps[axis], 0);
}

/**
 * The planes of a tensor: an image's rows and columns with a plane a channel, a sequence's steps and features, a vector in
 * rows of a width that fits. Axes before those stand at where `focus` is.
 * @returns {rows, cols, channels, square, at(row, col, channel) → flat or −1, cell(flat) → {row, col, channel} or null}
 */
export function layoutOf(shape, focus = 0) {
  if (shape.length < 2) return vector(shape.length ? shape[0] : 1);
  if (shape.length === 2) return plane(shape, [0, 1], null, []);
  const last = shape.length - 1;
  return plane(shape, [last - 2, last - 1], last, indexOf(focus, shape).slice(0, last - 2));
}

function vector(size) {
  const cols = size <= 16 ? Math.min(size, 4) : size <= 100 ? 10 : Math.ceil(Math.sqrt(size));
  const rows = Math.ceil(size / cols);
  const at = (row, col) => (row * cols + col < size ? row * cols + col : -1);
  const cell = (flat) => ({ row: Math.floor(flat / cols), col: flat % cols, channel: 0 });
  return { rows, cols, channels: 1, square: true, at, cell };
}

function plane(shape, [up, across], channel, before) {
  const steps = strides(shape);
  const base = before.reduce((sum, at, axis) => sum + at * steps[axis], 0);
  const at = (row, col, of) =>
    base + row * steps[up] + col * steps[across] + (channel === null ? 0 : of * steps[channel]);
  const cell = (flat) => {
    const index = indexOf(flat, shape);
    if (before.some((place, axis) => index[axis] !== place)) return null;
    return { row: index[up], col: index[across], channel: channel === null ? 0 : index[channel] };
  };
  const channels = channel === null ? 1 : shape[channel];
  return { rows: shape[up], cols: shape[across], channels, square: channel !== null, at, cell };
}

/** A place in words, counted from 1: "row 3, column 5, channel 2", "step 4, feature 7", "unit 7". */
export function placeWords(index) {
  const names = [[], ["unit "], ["step ", "feature "], ["row ", "column ", "channel "]][index.length];
  const words = names ?? index.map((_, axis) => (axis === index.length - 1 ? "channel " : `axis ${axis + 1}: `));
  return index.map((at, axis) => `${words[axis]}${at + 1}`).join(", ");
}

/** The smallest box around the cells of some places on one channel's plane; null for none. */
export function boxOf(places, layout) {
  const cells = [];
  for (const place of places) {
    const cell = place >= 0 ? layout.cell(place) : null;
    if (cell) cells.push(cell);
  }
  if (!cells.length) return null;
  const [rows, cols] = [cells.map(({ row }) => row), cells.map(({ col }) => col)];
  const [row, col] = [Math.min(...rows), Math.min(...cols)];
  return { row, col, rows: Math.max(...rows) - row + 1, cols: Math.max(...cols) - col + 1 };
}
