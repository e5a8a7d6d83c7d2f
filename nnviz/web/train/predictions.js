// What a network answers for one example, read for people. Pure functions.

import { byClass, meaningOf } from "./meaning.js";

/**
 * The answer for example `index` of predictions {shape: [n, outputs], values}.
 * @param graph its `task` and `meaning` tell how to read the numbers
 * @returns {chances: [{k, p}] likeliest first, best, right} for classes, {value, truth, error} for regression;
 * null when the numbers are not finite
 */
export function readPrediction({ shape, values }, index, graph, truth) {
  const outputs = shape[1];
  const row = Array.from(values.subarray(index * outputs, (index + 1) * outputs));
  if (row.some((value) => !Number.isFinite(value))) return null;
  if (graph.task === "regression") return { value: row[0], truth, error: row[0] - truth };
  const chances = byClass(meaningOf(graph), row)
    .map((p, k) => ({ k, p }))
    .sort((a, b) => b.p - a.p || a.k - b.k);
  return { chances, best: chances[0].k, right: chances[0].k === truth };
}

/** How many of the examples are answered right. */
export function countRight(predictions, graph, truths) {
  return truths.filter((truth, i) => readPrediction(predictions, i, graph, truth)?.right).length;
}

/** What an autoencoder made of example `index`: its image, 0 to 255 on the input's own range [low, high], and the mean |error|. */
export function readRedrawn(predictions, images, index, [low, high]) {
  const size = images.values.length / images.shape[0];
  const values = new Float32Array(size);
  let error = 0;
  for (let i = 0; i < size; i++) {
    values[i] = (255 * (predictions.values[index * size + i] - low)) / (high - low);
    error += Math.abs(values[i] - images.values[index * size + i]) / 255 / size;
  }
  return { image: { shape: [1, ...images.shape.slice(1)], values }, error };
}

/** One image of (n, h, w, c) values 0 to 255 as RGBA bytes; a single channel becomes grey. */
export function imagePixels({ shape, values }, index) {
  const [, height, width, channels] = shape;
  const pixels = new Uint8ClampedArray(4 * height * width);
  for (let i = 0; i < height * width; i++) {
    const at = (index * height * width + i) * channels;
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = values[at + (channels >= 3 ? c : 0)];
    pixels[4 * i + 3] = 255;
  }
  return { pixels, width, height };
}
