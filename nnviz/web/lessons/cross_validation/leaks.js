// Three ways in which test examples leak into training, each done wrongly and rightly on the same drawn study. Pure functions.

import { normals, random } from "../../base/random.js";
import { deal } from "./dealing.js";
import { accuracy, fit } from "./neuron.js";
import { order, trueScore } from "./sample.js";
import { mean } from "./scoring.js";

const N = 60;
export const FOLDS = 5;

export const LEAKS = {
  columns: {
    title: "Choosing columns",
    wrong: ["Choose the best columns on all rows", "Deal the folds", "Train and test"],
    right: ["Deal the folds", "Choose the best columns on the training rows", "Train and test"],
  },
  people: {
    title: "People cut apart",
    wrong: ["Shuffle all rows", "Deal rows into folds", "Train and test"],
    right: ["Keep the rows of a person together", "Deal people into folds", "Train and test"],
  },
  scale: {
    title: "Scaling",
    wrong: ["Scale by mean and spread of all rows", "Deal the folds", "Train and test"],
    right: ["Deal the folds", "Scale by mean and spread of the training rows", "Train and test"],
  },
};

/** One study: the scores of its five folds done wrongly and rightly, and the true score. `columns`, `chosen`: of "columns". */
export function leakStudy(kind, seed, { columns, chosen }) {
  if (kind === "columns") return columnsStudy(seed, columns, chosen);
  return kind === "people" ? peopleStudy(seed) : scaleStudy(seed);
}

function told(wrong, right, truth) {
  return { wrong: mean(wrong), right: mean(right), truth, folds: { wrong, right } };
}

/** Half of N rows of each class, at random. */
function coins(seed, n = N) {
  return Uint8Array.from(order(n, random(2027 * seed + 5)), (place) => place % 2);
}

function columnsStudy(seed, columns, chosen) {
  const noise = normals(2027 * seed + 6, N * columns);
  const y = coins(seed);
  const deals = deal("shuffled", { n: N }, FOLDS, seed);
  const all = Array.from({ length: N }, (_, i) => i);
  const before = best(noise, y, all, columns, chosen);
  const wrong = deals.map((fold) => scoreOn(noise, y, fold, columns, before));
  const right = deals.map((fold) => scoreOn(noise, y, fold, columns, best(noise, y, fold.train, columns, chosen)));
  return told(wrong, right, 0.5);
}

/** The columns whose correlation with the label is largest, either way: places, the best first. */
export function best(x, y, rows, columns, chosen) {
  const share = mean(rows.map((i) => y[i]));
  const found = [];
  for (let j = 0; j < columns; j++) {
    let [with_, sum, square] = [0, 0, 0];
    for (const i of rows) {
      const value = x[i * columns + j];
      with_ += value * (y[i] - share);
      sum += value;
      square += value * value;
    }
    const size = Math.abs(with_) / Math.sqrt(Math.max(square - (sum * sum) / rows.length, 1e-12));
    if (found.length === chosen && size <= found.at(-1)[0]) continue;
    const above = found.findIndex(([other]) => other < size);
    found.splice(above < 0 ? found.length : above, 0, [size, j]);
    if (found.length > chosen) found.pop();
  }
  return found.map(([, j]) => j);
}

function scoreOn(x, y, { train, test }, columns, kept) {
  const p = kept.length;
  const own = new Float64Array(N * p);
  for (let i = 0; i < N; i++) kept.forEach((j, place) => (own[i * p + place] = x[i * columns + j]));
  return accuracy(fit(own, y, train, p), own, y, test, p);
}

const PEOPLE = { count: 20, p: 15, shift: 0.28, visit: 0.35 };

/** Twenty people with three rows each: what a person is like differs far more than what is ill about them. */
function peopleStudy(seed) {
  const { count, p, shift, visit } = PEOPLE;
  const ill = coins(seed, count);
  const noise = normals(2027 * seed + 7, count * p + N * p);
  const x = new Float64Array(N * p);
  const y = new Uint8Array(N);
  const person = new Uint8Array(N);
  for (let i = 0; i < N; i++) {
    const own = Math.floor(i / 3);
    [person[i], y[i]] = [own, ill[own]];
    for (let j = 0; j < p; j++) {
      x[i * p + j] = (2 * ill[own] - 1) * shift + noise[own * p + j] + visit * noise[count * p + i * p + j];
    }
  }
  const study = { n: N, p, x, y, person };
  const scores = (scheme) =>
    deal(scheme, study, FOLDS, seed).map(({ train, test }) => accuracy(fit(x, y, train, p), x, y, test, p));
  const all = Array.from({ length: N }, (_, i) => i);
  const means = [new Array(p).fill(-shift), new Array(p).fill(shift)];
  return told(scores("shuffled"), scores("people"), trueScore(fit(x, y, all, p), means, Math.hypot(1, visit), 0.5));
}

const SCALED = { p: 8, shift: 0.35 };

/** Columns of very different sizes, brought to one by their mean and spread. */
function scaleStudy(seed) {
  const { p, shift } = SCALED;
  const y = coins(seed);
  const noise = normals(2027 * seed + 8, N * p);
  const x = noise.map((value, at) => (value + (2 * y[Math.floor(at / p)] - 1) * shift) * 10 ** ((at % p) - 4));
  const all = Array.from({ length: N }, (_, i) => i);
  const deals = deal("shuffled", { n: N }, FOLDS, seed);
  const scores = (rows) =>
    deals.map(({ train, test }) => {
      const scaled = standardised(x, rows ?? train, p);
      return accuracy(fit(scaled, y, train, p), scaled, y, test, p);
    });
  const { low, spread } = moments(x, all, p);
  const neuron = fit(standardised(x, all, p), y, all, p);
  // back to the size that the columns were drawn in, where the spread within a class is 1
  const back = Float64Array.from(neuron, (w, j) => (j < p ? (w / spread[j]) * 10 ** (j - 4) : w));
  for (let j = 0; j < p; j++) back[p] -= (neuron[j] * low[j]) / spread[j];
  const means = [new Array(p).fill(-shift), new Array(p).fill(shift)];
  return told(scores(all), scores(null), trueScore(back, means, 1, 0.5));
}

function moments(x, rows, p) {
  const low = Array.from({ length: p }, (_, j) => mean(rows.map((i) => x[i * p + j])));
  const spread = low.map((middle, j) => Math.sqrt(mean(rows.map((i) => (x[i * p + j] - middle) ** 2))) || 1);
  return { low, spread };
}

/** All rows, scaled by mean and spread of `rows`. */
function standardised(x, rows, p) {
  const { low, spread } = moments(x, rows, p);
  return x.map((value, at) => (value - low[at % p]) / spread[at % p]);
}
