// Fits of noisy examples of a known curve, and what their error is made of: the twin of nnviz/concepts/fits.py.

import { normals, random } from "../../base/random.js";
import { coefficients, predict } from "./ridge.js";

export const GRID = Float64Array.from({ length: 101 }, (_, i) => -1 + i / 50);
export const SAMPLES = 30;
const GOLDEN = 0.6180339887498949;
const ROOT = Math.sqrt(3);

export const TRUTHS = {
  wave: { title: "Wave", at: (x) => Math.sin(1.5 * Math.PI * x) },
  bend: { title: "Bend", at: (x) => 1.4 * x * x - 0.6 },
  jump: { title: "Jump", at: (x) => Math.tanh(6 * x) },
};

/** Kinds of fits: how many coefficients there are to choose from, and fill(x, count, design, from): the features of one input. */
export const FAMILIES = {
  polynomial: {
    title: "Polynomial",
    unit: "degree",
    counts: Array.from({ length: 15 }, (_, i) => i + 1),
    fill: fillLegendre,
  },
  relu: {
    title: "ReLU units",
    unit: "units",
    counts: [
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 14, 16, 18, 20, 22, 25, 28, 32, 36, 40, 50, 60, 80, 100, 140, 200,
    ].map((units) => units + 1),
    fill: fillRelu,
  },
};

function fillLegendre(x, count, design, from) {
  let [before, current] = [0, 1];
  for (let k = 0; k < count; k++) {
    design[from + k] = current * Math.sqrt(2 * k + 1);
    [before, current] = [current, ((2 * k + 1) * x * current - k * before) / (k + 1)];
  }
}

const KINKS = Float64Array.from({ length: 200 }, (_, j) => -1 + 2 * ((j * GOLDEN) % 1));

function fillRelu(x, count, design, from) {
  design[from] = 1;
  for (let j = 0; j < count - 1; j++) {
    const distance = j % 2 ? KINKS[j] - x : x - KINKS[j];
    design[from + j + 1] = distance > 0 ? ROOT * distance : 0;
  }
}

/** n × count features, row after row. */
export function features(family, xs, count) {
  const design = new Float64Array(xs.length * count);
  const { fill } = FAMILIES[family];
  for (let i = 0; i < xs.length; i++) fill(xs[i], count, design, i * count);
  return design;
}

/** n examples: {x, y}, one at a random place in each n-th of [−1, 1], its value with noise of spread sigma. */
export function sample(n, sigma, seed, truth) {
  const uniform = random(1000 * seed + 1);
  const noise = normals(1000 * seed + 2, n);
  const x = Float64Array.from({ length: n }, (_, i) => -1 + (2 * (i + uniform())) / n);
  return { x, y: x.map((place, i) => TRUTHS[truth].at(place) + sigma * noise[i]) };
}

/** One fit: {curve on GRID, train: its mean squared error on its own examples, test: on new ones}. */
export function fitTo({ x, y }, { family, count, sigma, truth, ridge }, judged = features(family, GRID, count)) {
  const design = features(family, x, count);
  const solution = coefficients(design, y, count, ridge);
  const curve = predict(judged, solution);
  const test = distance(curve, GRID.map(TRUTHS[truth].at)) + sigma ** 2;
  return { curve, train: distance(predict(design, solution), y), test };
}

/** What the fits of one capacity to samples 2, 3, … do: {fits, mean, train, bias2, variance, noise, test}. */
export function decompose(setting, samples) {
  const { family, count, sigma, truth } = setting;
  const judged = features(family, GRID, count);
  const fits = samples.map((one) => fitTo(one, setting, judged));
  const mean = new Float64Array(GRID.length);
  for (const { curve } of fits) for (let i = 0; i < mean.length; i++) mean[i] += curve[i] / fits.length;
  return {
    fits: fits.map(({ curve }) => curve),
    mean,
    train: average(fits.map(({ train }) => train)),
    bias2: distance(mean, GRID.map(TRUTHS[truth].at)),
    variance: average(fits.map(({ curve }) => distance(curve, mean))),
    noise: sigma ** 2,
    test: average(fits.map(({ test }) => test)),
  };
}

/** The other samples: those that the reader might have got as well. */
export function otherSamples({ n, sigma, truth }) {
  return Array.from({ length: SAMPLES }, (_, i) => sample(n, sigma, i + 2, truth));
}

function average(values) {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

/** The mean of the squared differences. */
function distance(a, b) {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += (a[i] - b[i]) ** 2;
  return sum / a.length;
}
