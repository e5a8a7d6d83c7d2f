// How columns are prepared, as scikit-learn's scalers do it, and how steep the loss of a linear neuron is. Pure functions.

export const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
export const deviation = (values) => {
  const middle = mean(values);
  return Math.sqrt(mean(values.map((value) => (value - middle) ** 2)));
};

/** NumPy's quantile: on a straight line between two ranks. */
export function quantile(values, share) {
  const rising = [...values].sort((a, b) => a - b);
  const at = share * (rising.length - 1);
  const low = Math.floor(at);
  return rising[low] + (at - low) * ((rising[low + 1] ?? rising[low]) - rising[low]);
}

/** {offset, scale} of a column, fitted on these values: (x − offset) / scale. */
export function fitScale(values, how) {
  if (how === "none") return { offset: 0, scale: 1 };
  if (how === "minmax") {
    const [low, high] = [Math.min(...values), Math.max(...values)];
    return { offset: low, scale: high - low || 1 };
  }
  if (how === "robust") {
    return { offset: quantile(values, 0.5), scale: quantile(values, 0.75) - quantile(values, 0.25) || 1 };
  }
  return { offset: mean(values), scale: deviation(values) || 1 };
}

export const scaled = (values, { offset, scale }) => values.map((value) => (value - offset) / scale);

/** The limits of a box plot: so many quartile ranges beyond the quartiles. */
export function limitsOf(values, factor = 1.5) {
  const [low, high] = [quantile(values, 0.25), quantile(values, 0.75)];
  return [low - factor * (high - low), high + factor * (high - low)];
}

/**
 * The loss of one linear neuron, mean (w₁a + w₂b + bias − y)² with the best bias, is a paraboloid over w₁ and w₂.
 * @returns {best: [w1, w2], curvature: [[aa, ab], [ab, bb]] of its second derivatives, least: the loss there}
 */
export function paraboloid(a, b, y) {
  const centred = (values) => {
    const middle = mean(values);
    return values.map((value) => value - middle);
  };
  const [x1, x2, t] = [a, b, y].map(centred);
  const dot = (u, v) => mean(u.map((value, i) => value * v[i]));
  const [aa, ab, bb, at, bt] = [dot(x1, x1), dot(x1, x2), dot(x2, x2), dot(x1, t), dot(x2, t)];
  const determinant = aa * bb - ab * ab;
  const best = determinant ? [(bb * at - ab * bt) / determinant, (aa * bt - ab * at) / determinant] : [0, 0];
  const least = dot(t, t) - best[0] * at - best[1] * bt;
  return {
    best,
    least,
    curvature: [
      [2 * aa, 2 * ab],
      [2 * ab, 2 * bb],
    ],
  };
}

/** {large, small, angle of the steep direction, kappa} of a symmetric matrix of two rows. */
export function eigen([[a, b], [, d]]) {
  const [middle, half] = [(a + d) / 2, Math.hypot((a - d) / 2, b)];
  const large = middle + half;
  const small = large ? (a * d - b * b) / large : 0; // stable where one is far smaller than the other
  return { large, small, angle: 0.5 * Math.atan2(2 * b, a - d), kappa: small > 0 ? large / small : Infinity };
}

/** Gradient descent from an offset of the lowest place: [[w1, w2] as offsets, …], steps + 1 of them. */
export function descent([[a, b], [, d]], start, rate, steps) {
  const way = [start];
  for (let k = 0; k < steps; k++) {
    const [u, v] = way.at(-1);
    way.push([u - rate * (a * u + b * v), v - rate * (b * u + d * v)]);
  }
  return way;
}

/** Steps until the distance from the lowest place is a hundredth of what it was; Infinity where that never comes. */
export function stepsNeeded(curvature, start, rate, share = 0.01) {
  const { large, small, angle } = eigen(curvature);
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const parts = [c * start[0] + s * start[1], -s * start[0] + c * start[1]];
  const factors = [Math.abs(1 - rate * large), Math.abs(1 - rate * small)];
  const goal = share * Math.hypot(...parts);
  const far = (k) => Math.hypot(parts[0] * factors[0] ** k, parts[1] * factors[1] ** k);
  if (Math.max(...factors) >= 1 && !(parts[1] === 0 && factors[0] < 1)) return Infinity;
  let high = 1;
  while (far(high) > goal && high < 1e15) high *= 2;
  if (high >= 1e15) return Infinity;
  let low = 0;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (far(middle) <= goal) high = middle;
    else low = middle;
  }
  return high;
}

/** The straight line through numbers, least squares: {slope, start, error: root of the mean square}. */
export function lineThrough(x, y) {
  const [mx, my] = [mean(x), mean(y)];
  const slope =
    mean(x.map((value, i) => (value - mx) * (y[i] - my))) / (mean(x.map((value) => (value - mx) ** 2)) || 1);
  const start = my - slope * mx;
  return { slope, start, error: Math.sqrt(mean(y.map((value, i) => (value - start - slope * x[i]) ** 2))) };
}

/** The mean of each group, which is what one-hot inputs of one linear neuron lead to: {means, error}. */
export function groupMeans(codes, y, groups) {
  const means = Array.from({ length: groups }, (_, k) => mean(y.filter((_, i) => codes[i] === k)));
  return { means, error: Math.sqrt(mean(y.map((value, i) => (value - means[codes[i]]) ** 2))) };
}
