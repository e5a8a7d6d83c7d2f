// New cells, drawn as Keras draws them (Glorot's uniform kernel, orthogonal recurrent weights), and what they read.

import { normals, random } from "../../base/random.js";
import { cellOf, PARTS } from "./cells.js";

const KINDS = 3;

/** A cell before any training; `radius` times the recurrent weights that Keras would draw, `keep` added to the bias of the forget
 * gate or of the update gate. */
export function freshCell(kind, units, seed, { radius = 1, keep = 0, linear = false } = {}) {
  const parts = PARTS[kind].length;
  const width = parts * units;
  const limit = Math.sqrt(6 / (KINDS + width));
  const uniform = random(seed);
  const kernel = Float64Array.from({ length: KINDS * width }, () => limit * (2 * uniform() - 1));
  const recurrent = orthogonalRows(seed + 1, units, width).map((value) => radius * value);
  const bias = new Float64Array(kind === "GRU" ? 2 * width : width);
  for (let k = 0; k < units; k++) {
    if (kind === "LSTM") bias[units + k] = 1 + keep;
    if (kind === "GRU") bias[k] = keep;
  }
  const answer = Float64Array.from({ length: units }, () => 2 * uniform() - 1);
  const packed = [
    { values: kernel, shape: [KINDS, width] },
    { values: recurrent, shape: [units, width] },
    { values: bias, shape: [bias.length] },
    { values: answer, shape: [units, 1] },
    { values: new Float64Array(1), shape: [1] },
  ];
  return { ...cellOf(kind, packed), linear };
}

/** `rows` of length 1, at right angles to each other (Gram and Schmidt). */
export function orthogonalRows(seed, rows, width) {
  const drawn = normals(seed, rows * width);
  for (let i = 0; i < rows; i++) {
    const row = drawn.subarray(i * width, (i + 1) * width);
    for (let before = 0; before < i; before++) {
      const other = drawn.subarray(before * width, (before + 1) * width);
      const along = row.reduce((sum, value, k) => sum + value * other[k], 0);
      row.forEach((value, k) => {
        row[k] = value - along * other[k];
      });
    }
    const length = Math.sqrt(row.reduce((sum, value) => sum + value * value, 0));
    row.forEach((value, k) => {
      row[k] = value / length;
    });
  }
  return drawn;
}

/** Small inputs by chance, so that a new cell's state wanders around zero. */
export function chanceInputs(seed, steps) {
  const drawn = normals(seed, steps * KINDS);
  return Array.from({ length: steps }, (_, t) =>
    Array.from(drawn.subarray(t * KINDS, (t + 1) * KINDS), (v) => 0.5 * v),
  );
}
