// Scores of folds, their mean, and how sure it is. Pure functions.

import { deal } from "./dealing.js";
import { accuracy, fit } from "./neuron.js";
import { trueScore } from "./sample.js";

/** A neuron for each deal: [{neuron, score: on its test rows, train and test: how many}]. */
export function scored(study, deals) {
  const { x, y, p } = study;
  return deals.map(({ train, test }) => {
    const neuron = fit(x, y, train, p);
    return { neuron, score: accuracy(neuron, x, y, test, p), train: train.length, test: test.length };
  });
}

/** The neuron trained on all rows, and its score on all people that there could be. */
export function final(study) {
  const { x, y, p, n } = study;
  const all = Array.from({ length: n }, (_, i) => i);
  const neuron = fit(x, y, all, p);
  return { neuron, truth: trueScore(neuron) };
}

/** k folds, dealt `rounds` times: scores of all, one round after the other. */
export function repeated(study, k, rounds, seed) {
  return Array.from({ length: rounds }, (_, r) => scored(study, deal("shuffled", study, k, seed + r))).flat();
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** The sample standard deviation. */
export function deviation(values) {
  const middle = mean(values);
  return Math.sqrt(values.reduce((sum, value) => sum + (value - middle) ** 2, 0) / (values.length - 1));
}

/**
 * The mean of n scores and two 95 % intervals: as if the scores were independent, and corrected for the training rows that they
 * share (Nadeau and Bengio, 2003).
 * @param ratio test rows over training rows
 * @returns {mean, deviation, naive: half its width, corrected: half its width}
 */
export function estimate(scores, ratio) {
  const [n, spread] = [scores.length, deviation(scores)];
  const t = quantile(n - 1);
  return {
    mean: mean(scores),
    deviation: spread,
    naive: t * spread * Math.sqrt(1 / n),
    corrected: t * spread * Math.sqrt(1 / n + ratio),
  };
}

const FEW = [12.7062, 4.30265, 3.18245, 2.77645, 2.57058, 2.44691];
const Z = 1.959963985;

/** Student's t that 95 % of the values stay within, by degrees of freedom (Cornish and Fisher's series from 7 on). */
export function quantile(freedom) {
  if (freedom <= FEW.length) return FEW[freedom - 1];
  const terms = [
    (Z ** 3 + Z) / 4,
    (5 * Z ** 5 + 16 * Z ** 3 + 3 * Z) / 96,
    (3 * Z ** 7 + 19 * Z ** 5 + 17 * Z ** 3 - 15 * Z) / 384,
    (79 * Z ** 9 + 776 * Z ** 7 + 1482 * Z ** 5 - 1920 * Z ** 3 - 945 * Z) / 92160,
  ];
  return terms.reduce((sum, term, i) => sum + term / freedom ** (i + 1), Z);
}
