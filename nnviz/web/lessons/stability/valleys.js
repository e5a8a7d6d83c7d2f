// Losses of one weight to roll on, with steps that are noisy and clipped: the twin of nnviz/concepts/valleys.py.

export const REACH = 3;
const DENTS = [
  [0.9, -1.3, 0.18],
  [0.8, 1.1, 0.8],
];
const WALL = 24;

function dents(w) {
  let [value, slope, curvature] = [0.9 + 0.03 * w ** 2, 0.06 * w, 0.06];
  for (const [depth, place, width] of DENTS) {
    const u = (w - place) / width;
    const bell = depth * Math.exp(-(u ** 2) / 2);
    value -= bell;
    slope -= (-u / width) * bell;
    curvature -= ((u ** 2 - 1) / width ** 2) * bell;
  }
  return { value, slope, curvature };
}

function cliff(w) {
  const s = 1 / (1 + Math.exp(-WALL * (w - 0.8)));
  return {
    value: 0.1 * (w + 0.6) ** 2 + 1.6 * s,
    slope: 0.2 * (w + 0.6) + 1.6 * WALL * s * (1 - s),
    curvature: 0.2 + 1.6 * WALL ** 2 * s * (1 - s) * (1 - 2 * s),
  };
}

function shelf(w) {
  return {
    value: 0.08 * (w ** 4 / 4 + (2 * w ** 3) / 3 + 4 / 3),
    slope: 0.08 * w ** 2 * (w + 2),
    curvature: 0.08 * w * (3 * w + 4),
  };
}

function ripples(w) {
  return {
    value: 0.12 * (w - 0.4) ** 2 + 0.35 * (1 - Math.cos(5 * w)),
    slope: 0.24 * (w - 0.4) + 1.75 * Math.sin(5 * w),
    curvature: 0.24 + 8.75 * Math.cos(5 * w),
  };
}

export const VALLEYS = {
  dents: { title: "Sharp and flat", at: dents, highest: 1.2 },
  ripples: { title: "Many minima", at: ripples, highest: 2.4 },
  cliff: { title: "A cliff", at: cliff, highest: 2.8 },
  shelf: { title: "A shelf", at: shelf, highest: 1.6 },
};

/** The gradient, or one of the same direction and size `limit` where it is larger; 0 is no limit. */
export function clipped(gradient, limit) {
  const size = Math.abs(gradient);
  return !limit || size <= limit ? gradient : (gradient * limit) / size;
}

/** The weight before the first step and after each; `noise` is added to the slopes. */
export function roll(name, { start, rate, steps, limit = 0, noise = null }) {
  const { at } = VALLEYS[name];
  const way = [start];
  for (let k = 0; k < steps; k++) {
    const last = way[k];
    way.push(last - rate * clipped(at(last).slope + (noise ? noise[k] : 0), limit));
  }
  return way;
}

/** The minima on the picture: where the slope changes from falling to rising, in order. */
export function minimaOf(name, cells = 2400) {
  const { at } = VALLEYS[name];
  const found = [];
  for (let i = 0; i < cells; i++) {
    let [low, high] = [-REACH + (2 * REACH * i) / cells, -REACH + (2 * REACH * (i + 1)) / cells];
    if (!(at(low).slope < 0 && at(high).slope >= 0)) continue;
    for (let k = 0; k < 40; k++) {
      const middle = (low + high) / 2;
      if (at(middle).slope < 0) low = middle;
      else high = middle;
    }
    found.push((low + high) / 2);
  }
  return found;
}

/** Which minimum a way has settled in: its place in `minima`; -1 for none. */
export function settledIn(way, minima, tolerance = 0.12) {
  const last = way.slice(-6);
  return minima.findIndex((minimum) => last.every((w) => Math.abs(w - minimum) < tolerance));
}
