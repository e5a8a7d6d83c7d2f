// A weight in a valley with the loss c/2 · w²: the browser's twin of nnviz/concepts/learning_rate.py. Pure functions.

export const NEAR = 0.01; // a weight has arrived when this share of its first distance is left

/** What one step multiplies the weight by. */
export function factor(rate, curvature) {
  return 1 - rate * curvature;
}

/** The weight after so many steps, by the closed form. */
export function weightAfter(rate, curvature, start, steps) {
  return start * factor(rate, curvature) ** steps;
}

/** The weight before every step and after the last. */
export function path(rate, curvature, start, steps) {
  return Array.from({ length: steps + 1 }, (_, k) => weightAfter(rate, curvature, start, k));
}

/** The rate at which the weight swings for ever; above it, it flies out. */
export function limit(curvature) {
  return 2 / curvature;
}

/** Steps until a hundredth of the distance is left, not rounded: for a smooth curve. */
export function stepsExactly(rate, curvature) {
  const size = Math.abs(factor(rate, curvature));
  if (size >= 1) return Infinity;
  return size <= NEAR ? 1 : Math.log(NEAR) / Math.log(size);
}

/** Whole steps until no more than a hundredth of the distance is left; Infinity where that never happens. */
export function stepsNeeded(rate, curvature) {
  return Math.ceil(stepsExactly(rate, curvature) - 1e-9);
}

/** "creeps" | "settles" | "lands" | "bounces" | "swings" | "explodes": what becomes of the weight. */
export function fate(rate, curvature) {
  const f = factor(rate, curvature);
  if (f < -1.0005) return "explodes";
  if (f < -0.9995) return "swings";
  if (f < -0.0005) return "bounces";
  if (f < 0.0005) return "lands";
  return f < 0.9 ? "settles" : "creeps";
}
