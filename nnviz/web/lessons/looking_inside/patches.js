// Pieces of images that excite a unit, and their mean. Pure functions.

import { peaks, seenBy, strongest } from "./measures.js";

const MEAN_OF = 9;

/**
 * The strongest pieces of images for a unit, at most so many, each from another image.
 * @param subject {layers, images {values, shape}, all (outputs of all images, by layer)}
 * @returns [{values, rows, cols, image, value}]; NaN beyond the image's edge; several channels as their mean
 */
export function bestPieces({ layers, images, all }, place, unit, most) {
  const n = images.shape[0];
  const own = peaks(all[place], unit, n);
  return strongest(own, most).map(({ image, place: at, value }) => ({
    ...piece(images, image, seenBy(layers, place, at)),
    image,
    value,
  }));
}

/** The mean of a unit's nine strongest pieces. */
export function typicalPiece(subject, place, unit) {
  const best = bestPieces(subject, place, unit, MEAN_OF);
  const [{ rows, cols }] = best;
  const [sum, count] = [new Float32Array(rows * cols), new Float32Array(rows * cols)];
  for (const { values } of best) {
    for (let i = 0; i < values.length; i++) {
      if (Number.isNaN(values[i])) continue;
      sum[i] += values[i];
      count[i] += 1;
    }
  }
  return { rows, cols, values: sum.map((total, i) => (count[i] ? total / count[i] : Number.NaN)) };
}

function piece({ values, shape }, image, seen) {
  const [, height, width, channels] = shape;
  const { row, column, size } = seen ?? { row: 0, column: 0, size: 0 };
  const [rows, cols] = seen ? [size, size] : [height, width];
  const own = new Float32Array(rows * cols).fill(Number.NaN);
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < cols; c++) {
      const [y, x] = [row + r, column + c];
      if (y < 0 || x < 0 || y >= height || x >= width) continue;
      let sum = 0;
      const at = ((image * height + y) * width + x) * channels;
      for (let k = 0; k < channels; k++) sum += values[at + k];
      own[r * cols + c] = sum / channels;
    }
  }
  return { values: own, rows, cols };
}
