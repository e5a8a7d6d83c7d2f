// A network of 2 inputs, a few tanh units and one sigmoid output that learns four clouds of points (XOR) by gradient descent on all
// of them: the twin of nnviz/concepts/symmetry.py, held equal to it, and so to Keras, by a test. Pure functions.

import { normals } from "../../base/random.js";

export const [UNITS, RATE, EQUAL] = [4, 0.5, 0.5];
const CLOUDS = [
  [1, 1, 0, 12],
  [-1, -1, 0, 10],
  [-1, 1, 1, 9],
  [1, -1, 1, 9],
];

/** [{x, y, label}]: four clouds, opposite ones of one class; class 0 has more points, so that the output's bias must move. */
export function drawPoints() {
  const drawn = normals(77, 2 * CLOUDS.reduce((sum, cloud) => sum + cloud[3], 0));
  let at = 0;
  return CLOUDS.flatMap(([x, y, label, count]) =>
    Array.from({ length: count }, () => ({ x: x + 0.3 * drawn[at++], y: y + 0.3 * drawn[at++], label })),
  );
}

export const POINTS = drawPoints();

/** How a network begins: "zeros", "equal" (every weight the same) or "random" (Glorot's spread); {units: [{w1, w2, b, v}], c}. */
export function begin(start, seed = 1) {
  if (start !== "random") {
    const value = start === "zeros" ? 0 : EQUAL;
    return { units: Array.from({ length: UNITS }, () => ({ w1: value, w2: value, b: 0, v: value })), c: 0 };
  }
  const drawn = normals(seed, 3 * UNITS);
  const [into, out] = [Math.sqrt(2 / (2 + UNITS)), Math.sqrt(2 / (UNITS + 1))];
  const unit = (j) => ({ w1: into * drawn[3 * j], w2: into * drawn[3 * j + 1], b: 0, v: out * drawn[3 * j + 2] });
  return { units: Array.from({ length: UNITS }, (_, j) => unit(j)), c: 0 };
}

/** The answer of a network at a place: the probability of class 1. */
export function answer({ units, c }, x, y) {
  let sum = c;
  for (const { w1, w2, b, v } of units) sum += v * Math.tanh(w1 * x + w2 * y + b);
  return 1 / (1 + Math.exp(-sum));
}

/** {loss, accuracy, gradient: as a network}: the mean cross-entropy of the points and its gradient. */
export function judged(net, points = POINTS) {
  const gradient = { units: net.units.map(() => ({ w1: 0, w2: 0, b: 0, v: 0 })), c: 0 };
  let [loss, right] = [0, 0];
  for (const { x, y, label } of points) {
    const outputs = net.units.map(({ w1, w2, b }) => Math.tanh(w1 * x + w2 * y + b));
    const sum = outputs.reduce((total, h, j) => total + net.units[j].v * h, net.c);
    loss += (Math.max(sum, 0) - sum * label + Math.log1p(Math.exp(-Math.abs(sum)))) / points.length;
    right += Number(sum > 0 === (label === 1));
    const error = (1 / (1 + Math.exp(-sum)) - label) / points.length;
    gradient.c += error;
    outputs.forEach((h, j) => {
      const [own, blame] = [gradient.units[j], error * net.units[j].v * (1 - h * h)];
      own.v += error * h;
      own.w1 += blame * x;
      own.w2 += blame * y;
      own.b += blame;
    });
  }
  return { loss, accuracy: right / points.length, gradient };
}

/** The network after one step of gradient descent. */
export function stepped(net, rate = RATE) {
  const { gradient } = judged(net);
  const moved = (own, slope) =>
    Object.fromEntries(Object.keys(own).map((name) => [name, own[name] - rate * slope[name]]));
  return { units: net.units.map((own, j) => moved(own, gradient.units[j])), c: net.c - rate * gradient.c };
}

/** How many of the units differ from each other: exact twins count once. */
export function different({ units }) {
  return new Set(units.map(({ w1, w2, b, v }) => [w1, w2, b, v].join())).size;
}

/** The largest distance between two units, all their numbers together. */
export function apart({ units }) {
  let most = 0;
  for (const a of units) {
    for (const b of units) most = Math.max(most, Math.hypot(a.w1 - b.w1, a.w2 - b.w2, a.b - b.b, a.v - b.v));
  }
  return most;
}
