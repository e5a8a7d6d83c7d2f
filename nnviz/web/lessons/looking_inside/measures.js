// What can be seen inside a network, over many images: how outputs spread, which units never answer, how far weights moved,
// what a unit answers to. Pure functions.

import { largest, outputsOf } from "../../lesson/chain.js";

const STILL = 1e-6; // a unit whose outputs differ by less than this answers to nothing

/**
 * A network's outputs for all images.
 * @param images {values, shape: [n, rows, columns, channels]}
 * @param factor what the network's inputs are multiplied by
 * @returns [{shape, values: of all images, one after the other}], one a layer
 */
export function outputsOfAll(layers, images, factor = 1, off = {}) {
  const [n, ...shape] = images.shape;
  const size = images.values.length / n;
  const all = [];
  for (let i = 0; i < n; i++) {
    const x = images.values.slice(i * size, (i + 1) * size);
    if (factor !== 1) for (let p = 0; p < size; p++) x[p] *= factor;
    outputsOf(layers, x, shape, off).forEach((own, place) => {
      all[place] ??= { shape: own.shape, values: new Float32Array(n * own.values.length) };
      all[place].values.set(own.values, i * own.values.length);
    });
  }
  return all;
}

/** Of each unit: on which share of the images it answers anywhere with more than 0, and whether it ever changes. */
export function answering({ shape, values }, n) {
  const units = shape.at(-1);
  const size = values.length / n;
  return Array.from({ length: units }, (_, unit) => {
    let [some, low, high] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = 0; i < n; i++) {
      let most = Number.NEGATIVE_INFINITY;
      for (let at = i * size + unit; at < (i + 1) * size; at += units) {
        most = Math.max(most, values[at]);
        low = Math.min(low, values[at]);
      }
      high = Math.max(high, most);
      if (most > 0) some += 1;
    }
    return { share: some / n, silent: !(high - low > STILL * Math.max(1, Math.abs(high))) };
  });
}

/** How far the weights went: the length of the change, in lengths that they began with. */
export function moved(kernel, begun) {
  let [change, length] = [0, 0];
  for (let i = 0; i < kernel.length; i++) {
    change += (kernel[i] - begun[i]) ** 2;
    length += begun[i] ** 2;
  }
  return Math.sqrt(change / length);
}

/** Lowest, highest, the share that is exactly 0, and the share within a twentieth of −1 or 1. */
export function spreadOf(values) {
  let [low, high, zeros, ends] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, 0, 0];
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
    if (value === 0) zeros += 1;
    if (Math.abs(Math.abs(value) - 1) < 0.05) ends += 1;
  }
  return { low, high, zeros: zeros / values.length, ends: ends / values.length };
}

/** Which class the network gives each image. */
export function answersOf({ values }, n) {
  const classes = values.length / n;
  return Array.from({ length: n }, (_, i) => largest(values.subarray(i * classes, (i + 1) * classes)));
}

/** The share that is right, of all and of each class (NaN where a class has no image). */
export function scores(answers, labels, classes) {
  const [right, count] = [new Array(classes).fill(0), new Array(classes).fill(0)];
  answers.forEach((answer, i) => {
    count[labels[i]] += 1;
    if (answer === labels[i]) right[labels[i]] += 1;
  });
  const sum = right.reduce((a, b) => a + b, 0);
  return { all: sum / answers.length, classes: right.map((own, k) => own / count[k]) };
}

/** A unit's largest answer to each image, and where in its map that was. */
export function peaks({ shape, values }, unit, n) {
  const units = shape.at(-1);
  const size = values.length / n;
  return Array.from({ length: n }, (_, image) => {
    let at = unit;
    for (let i = unit; i < size; i += units) if (values[image * size + i] > values[image * size + at]) at = i;
    return { image, place: (at - unit) / units, value: values[image * size + at] };
  });
}

/** The images that a unit answers to most, at most so many. */
export function strongest(own, most) {
  return [...own].sort((a, b) => b.value - a.value).slice(0, most);
}

/**
 * A unit's mean answer to each class, and how selective it is: (most − mean of the others) / (most + mean of the others), of
 * what it answers above its lowest. (Morcos and others, 2018.)
 */
export function selectivity(own, labels, classes) {
  const [sum, count] = [new Array(classes).fill(0), new Array(classes).fill(0)];
  for (const { image, value } of own) {
    sum[labels[image]] += value;
    count[labels[image]] += 1;
  }
  const means = sum.map((total, k) => (count[k] ? total / count[k] : Number.NaN));
  const known = means.filter(Number.isFinite);
  const most = Math.max(...known);
  const others = (known.reduce((a, b) => a + b, 0) - most) / Math.max(1, known.length - 1);
  const floor = Math.min(0, ...known);
  const whole = most + others - 2 * floor;
  return { means, best: means.indexOf(most), index: whole > 0 ? (most - others) / whole : 0 };
}

/**
 * The square of the image that one place of a layer's map sees: {row, column, size}, in pixels; it may reach over the edge.
 * null where the layer sees the whole image.
 */
export function seenBy(layers, place, index) {
  const { shape } = layers[place];
  if (shape.length !== 3) return null;
  let [row, column, size] = [Math.floor(index / shape[1]), index % shape[1], 1];
  for (let at = place; at >= 0; at--) {
    const { kind, kernel, size: window, strides } = layers[at];
    if (kind !== "conv" && kind !== "pool") continue;
    const wide = kind === "conv" ? kernel.shape[0] : window[0];
    const before = beforeOf(layers, at, wide);
    [row, column] = [row * strides[0] - before, column * strides[0] - before];
    size = (size - 1) * strides[0] + wide;
  }
  return { row, column, size };
}

function beforeOf(layers, at, wide) {
  const { padding, strides, shape } = layers[at];
  if (padding !== "same") return 0;
  const input = layers[at - 1]?.shape?.[0] ?? layers[at].input ?? shape[0] * strides[0];
  return Math.floor(Math.max((Math.ceil(input / strides[0]) - 1) * strides[0] + wide - input, 0) / 2);
}
