// A network of one hidden layer, built from steps: the browser's twin of nnviz/concepts/layers.py.

import { clamp } from "../../base/scales.js";
import { leastSquares } from "./least_squares.js";

export const POINTS = Float64Array.from({ length: 201 }, (_, i) => i / 200);
const RIDGE = 1e-6;

export function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : small) / (1 + small);
}

/** The output at x; units are {t, v, s}. */
export function outputAt(units, c, x) {
  let sum = c;
  for (const { t, v, s } of units) sum += v * sigmoid((x - t) / s);
  return sum;
}

/** The output at every one of POINTS. */
export function outputOf(units, c) {
  return POINTS.map((x) => outputAt(units, c, x));
}

/** The root of the mean squared distance of two curves. */
export function errorOf(curve, target) {
  let sum = 0;
  for (let i = 0; i < curve.length; i++) sum += (curve[i] - target[i]) ** 2;
  return Math.sqrt(sum / curve.length);
}

/** The same steps with the heights and the offset that come nearest to the target. @returns {units, c} */
export function fitted(units, target) {
  const [points, count] = [POINTS.length, units.length];
  const held = Math.sqrt(RIDGE * points);
  const constant = new Float64Array(points + count).fill(1, 0, points);
  const columns = units.map(({ t, s }, j) => {
    const column = new Float64Array(points + count);
    for (let i = 0; i < points; i++) column[i] = sigmoid((POINTS[i] - t) / s);
    column[points + j] = held;
    return column;
  });
  const wanted = new Float64Array(points + count);
  wanted.set(target);
  const [c, ...heights] = leastSquares([constant, ...columns], wanted);
  return { units: units.map((unit, j) => ({ ...unit, v: heights[j] })), c };
}

/** So many steps that share [0, 1] evenly, with height 0. */
export function even(count) {
  return Array.from({ length: count }, (_, j) => ({ t: (j + 0.5) / count, v: 0, s: 0.25 / count }));
}

/** Targets by kind: (difficulty, x) → value. */
export const TARGETS = {
  bump: {
    title: "Bumps",
    at: (difficulty, x) => {
      let sum = -0.6;
      for (let k = 0; k < difficulty; k++) {
        sum += 1.4 * Math.exp(-((((x - (k + 0.5) / difficulty) / 0.14) * difficulty) ** 2));
      }
      return sum;
    },
  },
  wave: { title: "Waves", at: (difficulty, x) => 0.8 * Math.sin(2 * Math.PI * difficulty * x) },
  stairs: {
    title: "Stairs",
    at: (difficulty, x) => {
      const level = (Math.floor(x * (difficulty + 1) + 1e-9) + Math.ceil(x * (difficulty + 1) - 1e-9) - 1) / 2;
      return -0.8 + (1.6 * clamp(level, 0, difficulty)) / difficulty;
    },
  },
};

export function targetOf(kind, difficulty) {
  return POINTS.map((x) => TARGETS[kind].at(difficulty, x));
}

/** Weights and biases of a dense network of these sizes, inputs first. */
export function parametersOf(sizes) {
  return sizes.slice(1).reduce((sum, size, i) => sum + (sizes[i] + 1) * size, 0);
}
