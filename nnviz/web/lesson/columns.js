// The columns that the layers of a network stand in, from the input at the left to the loss at the right; every lane has them.

import { clamp } from "../base/scales.js";

export const PAD = { left: 62, right: 54 };

/** @returns {count, step, left, right, centre(layer), at(x): the layer there, every: one label for so many columns} */
export function columnsOf(width, count, room = 34) {
  const [left, right] = [PAD.left, width - PAD.right];
  const step = (right - left) / count;
  return {
    count,
    step,
    left,
    right,
    centre: (layer) => left + (layer + 0.5) * step,
    at: (x) => clamp(Math.floor((x - left) / step), 0, count - 1),
    every: Math.max(1, Math.ceil(room / step)),
  };
}

/** Whether a column has room for its label; the first and the last have it before the others. */
export function isLabelled({ count, every }, layer) {
  return layer === count - 1 || (layer % every === 0 && count - 1 - layer >= every);
}
