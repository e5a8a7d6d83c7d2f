// How a tensor is drawn: a volume for images, a plate for sequences, units or a bar for vectors. Pure geometry.

export const UNITS_SHOWN = 12;
const TALLEST = 118;
const SLANT = { x: 0.34, y: 0.26 }; // how far one pixel of width goes right and up
const THINNEST = 3;

/** Pixels per drawn pixel, shared by all volumes and plates of one network, so that they stay to scale. */
export function scaleOf(nodes) {
  const longest = Math.max(0, ...nodes.map(({ shape }) => (shape?.length >= 2 ? Math.max(...extents(shape)) : 0)));
  return longest ? Math.min(TALLEST / longest, 16) : 1;
}

/** The drawing of one output of shape (…): {form, width, height, …}; unknown shapes get a placeholder. */
export function glyphOf(shape, scale) {
  if (!shape) return { form: "unknown", width: 34, height: 58 };
  if (shape.length === 3 || shape.length === 4) return volume(shape, scale);
  if (shape.length === 2) return plate(shape, scale);
  return vector(shape.length ? shape[0] : 1);
}

function volume(shape, scale) {
  const [tall, deep] = extents(shape);
  const front = Math.max(tall * scale, THINNEST);
  const far = Math.max(deep * scale, THINNEST);
  const thick = thickness(shape[shape.length - 1]);
  const dx = far * SLANT.x;
  const dy = far * SLANT.y;
  return { form: "volume", width: thick + dx, height: front + dy, thick, front, dx, dy };
}

function plate(shape, scale) {
  return { form: "plate", width: thickness(shape[1]), height: Math.max((shape[0] ?? 16) * scale, THINNEST + 2) };
}

function vector(count) {
  const n = count ?? 16;
  if (n <= UNITS_SHOWN) return { form: "units", width: 13, height: 15 * n - 2, count: n, pitch: 15, radius: 6.5 };
  return { form: "bar", width: 15, height: Math.min(84 + 30 * Math.log10(n / 10), 190), count: n };
}

/** Channels as thickness: proportional to the square root, or a network of 3 and 512 channels would not fit a page. */
function thickness(channels) {
  return Math.min(4 + 2.4 * Math.sqrt(channels ?? 16), 74);
}

/** (height, width) of what has positions; a volume of four dimensions shows its first two. */
function extents(shape) {
  return shape.length >= 3 ? [shape[0] ?? 16, shape[1] ?? 16] : [shape[0] ?? 16, 0];
}

/** Outlines of a volume's three visible faces, from its top left corner, as SVG paths. */
export function faces({ thick, front, dx, dy }) {
  const [left, right, low, high] = [0, thick, dy + front, dy];
  const path = (...points) => `M${points.map(([x, y]) => `${round(x)},${round(y)}`).join("L")}Z`;
  return {
    front: path([left, high], [right, high], [right, low], [left, low]),
    top: path([left, high], [left + dx, 0], [right + dx, 0], [right, high]),
    side: path([right, high], [right + dx, 0], [right + dx, front], [right, low]),
  };
}

/** Corners of a window of (rows, columns) in the middle of the far side of a volume of (height, width) positions. */
export function windowOn(glyph, [rows, columns], [height, width]) {
  const [tall, deep] = [Math.min(rows / height, 1), Math.min(columns / width, 1)];
  const [from, top] = [(1 - deep) / 2, (1 - tall) / 2];
  const at = (across, down) => [glyph.thick + across * glyph.dx, glyph.dy * (1 - across) + down * glyph.front];
  return [at(from, top), at(from + deep, top), at(from + deep, top + tall), at(from, top + tall)];
}

/** Centres of the circles of a "units" glyph, from its top. */
export function unitCentres({ count, pitch, radius }) {
  return Array.from({ length: count }, (_, i) => radius + i * pitch);
}

function round(value) {
  return Math.round(value * 10) / 10;
}
