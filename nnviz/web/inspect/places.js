// Points on a plane of fixed size: fitted into it with one scale for both axes, found, and moved. Pure functions.

const MARGIN = 14;
const REACH = 14; // pixels from a point within which it is meant
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/** (n, 2) values, row by row → [[x, y], …] in pixels; a unit is as long across as up, and up is up. */
export function fitted(values, width, height) {
  const [xs, ys] = [0, 1].map((axis) => values.filter((_, i) => i % 2 === axis));
  const [left, right, low, high] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const room = [width - 2 * MARGIN, height - 2 * MARGIN];
  const unit = Math.min(room[0] / (right - left || 1e-9), room[1] / (high - low || 1e-9));
  const scale = Number.isFinite(unit) && unit < 1e9 ? unit : 0;
  const [midX, midY] = [(left + right) / 2, (low + high) / 2];
  return Array.from(xs, (x, i) => [width / 2 + (x - midX) * scale, height / 2 - (ys[i] - midY) * scale]);
}

/** Between two arrangements of as many points, `share` of the way. */
export function between(from, to, share) {
  return to.map(([x, y], i) => [from[i][0] + share * (x - from[i][0]), from[i][1] + share * (y - from[i][1])]);
}

/** Which point is within reach of a pixel; -1 for none. */
export function nearest(places, [px, py]) {
  let [best, least] = [-1, REACH ** 2];
  for (const [i, [x, y]] of places.entries()) {
    const distance = (x - px) ** 2 + (y - py) ** 2;
    if (distance < least) [best, least] = [i, distance];
  }
  return best;
}

/** Where an arrow key leads from point `from`: the nearest one that way; the first of all from -1; null for other keys. */
export function stepTo(places, from, key) {
  const way = WAYS[key];
  if (!way || !places.length) return null;
  if (from < 0) return 0;
  let [best, least] = [from, Infinity];
  for (const [i, [x, y]] of places.entries()) {
    const [dx, dy] = [x - places[from][0], y - places[from][1]];
    const [along, across] = [dx * way[0] + dy * way[1], Math.abs(dx * way[1] + dy * way[0])];
    if (along <= 0 || across > along || along + 2 * across >= least) continue;
    [best, least] = [i, along + 2 * across];
  }
  return best;
}
