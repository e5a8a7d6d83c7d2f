// Folding the line once a layer: the browser's twin of nnviz/concepts/folds.py.

import { leastSquares } from "./least_squares.js";

export function fold(x, crease, peak) {
  return x < crease ? (x * peak) / crease : ((1 - x) * peak) / (1 - crease);
}

/** x, then what each of `depth` layers makes of it. */
export function foldsOf(x, depth, crease, peak) {
  const values = [x];
  for (let k = 0; k < depth; k++) values.push(fold(values[k], crease, peak));
  return values;
}

/** The ends of all straight pieces over [0, 1] after each layer: corners[k] is [[x, y], …] after k folds. Exact. */
export function cornersOf(depth, crease, peak) {
  const layers = [
    [
      [0, 0],
      [1, 1],
    ],
  ];
  for (let k = 0; k < depth; k++) layers.push(foldedCorners(layers[k], crease, peak));
  return layers;
}

function foldedCorners(points, crease, peak) {
  const next = [points[0]];
  for (let i = 1; i < points.length; i++) {
    const [[x0, y0], [x1, y1]] = [points[i - 1], points[i]];
    if ((y0 - crease) * (y1 - crease) < -1e-24) next.push([x0 + ((crease - y0) / (y1 - y0)) * (x1 - x0), crease]);
    next.push(points[i]);
  }
  return next.map(([x, y]) => [x, fold(y, crease, peak)]);
}

/**
 * What one hidden layer of `count` ReLU units makes of the same curve, its kinks evenly spread and its weights fitted by
 * least squares. @returns [[x, y], …], the ends of its at most `count` pieces over [0, 1]
 */
export function wideTwin(count, depth, crease, peak) {
  const xs = Array.from({ length: 401 }, (_, i) => i / 400);
  const kinks = Array.from({ length: count }, (_, j) => j / count);
  const columns = kinks.map((kink) => Float64Array.from(xs, (x) => Math.max(x - kink, 0)));
  const wanted = xs.map((x) => foldsOf(x, depth, crease, peak)[depth]);
  const [offset, ...weights] = leastSquares([new Float64Array(xs.length).fill(1), ...columns], wanted);
  return [...kinks, 1].map((x) => [
    x,
    weights.reduce((sum, weight, j) => sum + weight * Math.max(x - kinks[j], 0), offset),
  ]);
}

export function deepParameters(depth) {
  return 6 * depth + 1;
}
