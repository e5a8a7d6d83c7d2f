// The best straight line, or the best single number, through points [x, y] under each loss: the line at which the mean
// loss is least. Every method converges; tests compare with scipy.

import { OF_ERROR } from "./losses.js";

const MOST = 2000;

/** @returns {slope, shift, loss: the mean over the points}; `flat`: one number for all, a slope of 0. */
export function fit(points, name, { delta, flat = false } = {}) {
  const line = METHODS[name](points, flat, delta);
  return { ...line, loss: meanLoss(points, line, name, delta) };
}

export function meanLoss(points, { slope, shift }, name, delta) {
  const { at } = OF_ERROR[name];
  return points.reduce((sum, [x, y]) => sum + at(slope * x + shift - y, { delta }), 0) / points.length;
}

const METHODS = {
  mse: (points, flat) => weighted(points, () => 1, flat, null),
  mae: (points, flat) => (flat ? { slope: 0, shift: median(points.map(([, y]) => y)) } : throughTwo(points)),
  huber: (points, flat, delta) => reweighted(points, flat, (e) => Math.min(1, delta / Math.abs(e))),
  log_cosh: (points, flat) => reweighted(points, flat, (e) => (Math.abs(e) < 1e-6 ? 1 : Math.tanh(e) / e)),
};

/** Least squares where each error counts by its weight: in closed form. */
function weighted(points, weightOf, flat, line) {
  let [sum, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (const [x, y] of points) {
    const weight = line ? weightOf(line.slope * x + line.shift - y) : 1;
    sum += weight;
    sx += weight * x;
    sy += weight * y;
    sxx += weight * x * x;
    sxy += weight * x * y;
  }
  const spread = sum * sxx - sx * sx;
  const slope = flat || spread < 1e-12 * sum * sum ? 0 : (sum * sxy - sx * sy) / spread;
  return { slope, shift: (sy - slope * sx) / sum };
}

/** Least squares again and again, each error weighted by slope of the loss / error: the loss never rises. */
function reweighted(points, flat, weightOf) {
  let line = weighted(points, weightOf, flat, null);
  for (let turn = 0; turn < MOST; turn++) {
    const next = weighted(points, weightOf, flat, line);
    const moved = Math.abs(next.slope - line.slope) + Math.abs(next.shift - line.shift);
    line = next;
    if (moved < 1e-11) break;
  }
  return line;
}

/** A line of least absolute errors passes through two of the points: the best of all such lines. */
function throughTwo(points) {
  let best = null;
  points.forEach(([x0, y0], i) => {
    for (const [x1, y1] of points.slice(i + 1)) {
      if (Math.abs(x1 - x0) < 1e-9) continue;
      const slope = (y1 - y0) / (x1 - x0);
      const line = { slope, shift: y0 - slope * x0 };
      const loss = meanLoss(points, line, "mae");
      if (!best || loss < best.loss - 1e-12) best = { ...line, loss };
    }
  });
  return best ?? { slope: 0, shift: median(points.map(([, y]) => y)) };
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = (sorted.length - 1) / 2;
  return (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2;
}
