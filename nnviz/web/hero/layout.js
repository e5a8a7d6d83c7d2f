// Where the parts of the picture stand, in CSS pixels, for its width: units as small tiles, then the answer.

export const HEIGHT = 200;
export const REACH = 1.15; // the plane is shown from -REACH to REACH on both axes
const TILE = 21;

/** @returns {tiles: [[{x, y, side}, …] per layer of units], plane: {x, y, side}, width} */
export function layout(width, sizes) {
  const columns = sizes.length - 1;
  const gap = Math.max(14, Math.min(88, (width - HEIGHT - columns * TILE) / columns));
  const tiles = sizes.slice(0, -1).map((size, layer) => {
    const step = size > 2 ? (HEIGHT - TILE) / (size - 1) : HEIGHT / 2.6;
    const top = (HEIGHT - TILE - step * (size - 1)) / 2;
    return Array.from({ length: size }, (_, i) => ({ x: layer * (TILE + gap), y: top + i * step, side: TILE }));
  });
  const plane = { x: columns * (TILE + gap), y: 0, side: HEIGHT };
  return { tiles, plane, width: plane.x + HEIGHT };
}

/** The picture's pixel of a point of the plane. */
export function pixelOf({ x, y, side }, point) {
  return { x: x + ((point.x + REACH) / (2 * REACH)) * side, y: y + ((REACH - point.y) / (2 * REACH)) * side };
}

/** The point of the plane at a pixel of the picture; null outside the plane. */
export function pointAt({ x, y, side }, pixel) {
  const [right, down] = [(pixel.x - x) / side, (pixel.y - y) / side];
  if (right < 0 || right > 1 || down < 0 || down > 1) return null;
  return { x: REACH * (2 * right - 1), y: REACH * (1 - 2 * down) };
}
