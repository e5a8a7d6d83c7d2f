// What an answer loses where a patch of the image is erased, at every place: computed here, as nnviz.attribute does.

import { outputsOf } from "../../lesson/chain.js";

/** The layers with what stands before the last softmax as their answer. */
export function withoutSoftmax(layers) {
  const last = layers.at(-1);
  return [...layers.slice(0, -1), { ...last, activation: "linear" }];
}

/**
 * @param layers of `withoutSoftmax`;  shape [rows, columns, 1];  unit: whose answer
 * @returns a number a pixel: the mean loss over the patches that cover it. Zeiler and Fergus (2014).
 */
export function occluded(layers, image, shape, unit, window = 3) {
  const [rows, columns] = shape;
  const answer = (x) => outputsOf(layers, x, shape).at(-1).values[unit];
  const whole = answer(image);
  const [sum, count] = [new Float32Array(rows * columns), new Float32Array(rows * columns)];
  for (let row = 0; row + window <= rows; row++) {
    for (let column = 0; column + window <= columns; column++) {
      const covered = Float32Array.from(image);
      const patch = pixels(row, column, window, columns);
      for (const at of patch) covered[at] = 0;
      const loss = whole - answer(covered);
      for (const at of patch) {
        sum[at] += loss;
        count[at] += 1;
      }
    }
  }
  return sum.map((value, at) => value / count[at]);
}

function pixels(row, column, window, columns) {
  const own = [];
  for (let r = row; r < row + window; r++) for (let c = column; c < column + window; c++) own.push(r * columns + c);
  return own;
}
