// Loss surfaces of two weights: the browser's twin of nnviz/concepts/surfaces.py, held equal to it by a test. Pure functions.
//
// A surface is {x, y, start, rate, examples, value(u, v, batch), gradient(u, v, batch) → [du, dv]}; batch: indices or null.

import { clamp } from "../../base/scales.js";

const RAVINE = 20;
const TILT = 0.3;

export const SURFACES = {
  bowl: {
    x: [-3, 3],
    y: [-2.4, 2.4],
    start: [-2.4, 1.7],
    rate: 0.3,
    minima: [[0, 0]],
    steepest: 1,
    value: (u, v) => (u * u + v * v) / 2,
    gradient: (u, v) => [u, v],
  },
  ravine: {
    x: [-3, 3],
    y: [-2.4, 2.4],
    start: [-2.6, 1.3],
    rate: 0.03,
    minima: [[0, 0]],
    steepest: RAVINE,
    value: (u, v) => (u * u + RAVINE * v * v) / 2,
    gradient: (u, v) => [u, RAVINE * v],
  },
  saddle: {
    x: [-2.2, 2.2],
    y: [-1.76, 1.76],
    start: [-1.9, 0.02],
    rate: 0.2,
    minima: [
      [0, 1],
      [0, -1],
    ],
    value: (u, v) => (u * u) / 2 - (v * v) / 2 + v ** 4 / 4,
    gradient: (u, v) => [u, v ** 3 - v],
  },
  two_minima: {
    x: [-1.9, 1.9],
    y: [-1.52, 1.52],
    start: [1.7, 1.1],
    rate: 0.2,
    minima: [
      [-1.0674, 0],
      [0.9152, 0],
    ],
    value: (u, v) => (u * u - 1) ** 2 / 4 + (TILT * u) / 2 + (v * v) / 2,
    gradient: (u, v) => [u * (u * u - 1) + TILT / 2, v],
  },
  plateau: {
    x: [-4, 4],
    y: [-3.2, 3.2],
    start: [-2.6, 1.5],
    rate: 0.3,
    minima: [[0, 0]],
    value: (u, v) => 1 - Math.exp(-(u * u + v * v) / 2),
    gradient: (u, v) => [u * Math.exp(-(u * u + v * v) / 2), v * Math.exp(-(u * u + v * v) / 2)],
  },
};
for (const surface of Object.values(SURFACES)) surface.examples = 0;

/** Mean squared error of the line u·x + v over real examples. */
export function lineFit(inputs, targets) {
  const count = inputs.length;
  const sums = (u, v, batch) => {
    let [loss, du, dv] = [0, 0, 0];
    const rows = batch ? batch.length : count;
    for (let i = 0; i < rows; i++) {
      const row = batch ? batch[i] : i;
      const error = u * inputs[row] + v - targets[row];
      loss += error * error;
      du += error * inputs[row];
      dv += error;
    }
    return [loss / rows, (2 * du) / rows, (2 * dv) / rows];
  };
  return {
    examples: count,
    value: (u, v, batch) => sums(u, v, batch)[0],
    gradient: (u, v, batch) => sums(u, v, batch).slice(1),
  };
}

/** A surface measured on a grid for each of several mini-batches: values (batches × rows × cols), row 0 the smallest y. */
export function gridSurface(values, [batches, rows, cols], x, y) {
  const size = rows * cols;
  const whole = mean(
    values,
    size,
    Array.from({ length: batches }, (_, i) => i),
  );
  let [kept, keptOf] = [null, null];
  const grid = (batch) => {
    if (!batch) return whole;
    if (keptOf !== batch.join()) [kept, keptOf] = [mean(values, size, batch), batch.join()];
    return kept;
  };
  const at = (u, v, batch) => catmullRom(grid(batch), rows, cols, x, y, u, v);
  return {
    examples: batches,
    value: (u, v, batch) => at(u, v, batch)[0],
    gradient: (u, v, batch) => at(u, v, batch).slice(1),
  };
}

function mean(values, size, batch) {
  const sum = new Float64Array(size);
  for (const b of batch) for (let i = 0; i < size; i++) sum[i] += values[b * size + i] / batch.length;
  return sum;
}

/** [value, slope in x, slope in y]; beyond the grid the surface goes on as a straight line. */
function catmullRom(grid, rows, cols, xs, ys, u, v) {
  const [sx, sy] = [(cols - 1) / (xs[1] - xs[0]), (rows - 1) / (ys[1] - ys[0])];
  const [ax, ay] = [(u - xs[0]) * sx, (v - ys[0]) * sy];
  if (Number.isNaN(ax + ay)) return [NaN, NaN, NaN];
  const [ix, iy] = [clamp(ax, 0, cols - 1), clamp(ay, 0, rows - 1)];
  const [col, row] = [Math.min(Math.floor(ix), cols - 2), Math.min(Math.floor(iy), rows - 2)];
  const [[bx, dx], [by, dy]] = [weights(ix - col), weights(iy - row)];
  let [value, slopeX, slopeY] = [0, 0, 0];
  for (let j = 0; j < 4; j++) {
    const line = clamp(row - 1 + j, 0, rows - 1) * cols;
    for (let i = 0; i < 4; i++) {
      const node = grid[line + clamp(col - 1 + i, 0, cols - 1)];
      value += by[j] * bx[i] * node;
      slopeX += by[j] * dx[i] * node * sx;
      slopeY += dy[j] * bx[i] * node * sy;
    }
  }
  return [value + (slopeX * (ax - ix)) / sx + (slopeY * (ay - iy)) / sy, slopeX, slopeY];
}

function weights(t) {
  const [t2, t3] = [t * t, t * t * t];
  return [
    [(-t3 + 2 * t2 - t) / 2, (3 * t3 - 5 * t2 + 2) / 2, (-3 * t3 + 4 * t2 + t) / 2, (t3 - t2) / 2],
    [(-3 * t2 + 4 * t - 1) / 2, (9 * t2 - 10 * t) / 2, (-9 * t2 + 8 * t + 1) / 2, (3 * t2 - 2 * t) / 2],
  ];
}

/** The examples of mini-batch `step`, taken in turn; null when one batch holds them all. */
export function batchOf(examples, size, step) {
  if (!size || size >= examples) return null;
  return Array.from({ length: size }, (_, i) => (step * size + i) % examples);
}
