// The patients of a small study, drawn anew for every seed. Since they are drawn, the score on all patients that there could
// be is known exactly: what no real study ever knows. Pure functions.

import { normals, random } from "../../base/random.js";

export const EXAMPLES = 60;
export const PRIOR = 0.35; // how many of all are ill
export const MEANS = [
  [-0.75, -0.45],
  [0.75, 0.45],
];
const PERSON = Math.sqrt(0.6); // spread between people, and between visits of one; together 1
const VISIT = Math.sqrt(0.4);

/**
 * @param visits of each person
 * @returns {n, p: 2, x: n × 2 row after row, y: 1 for ill, person: whose row it is}, in the order in which they came: more of
 *   the ill come late
 */
export function drawStudy(seed, visits = 1, n = EXAMPLES) {
  const people = n / visits;
  const uniform = random(7919 * seed + 11);
  const ill = order(people, uniform).map((place) => Number(place < Math.round(PRIOR * people)));
  const came = ill.map((one) => uniform() + 0.45 * one);
  const noise = normals(7919 * seed + 12, 2 * people + 2 * n);
  const rows = Array.from({ length: n }, (_, i) => ({ person: Math.floor(i / visits), at: 0, i }));
  for (const row of rows) row.at = came[row.person] + (visits > 1 ? 0.5 * uniform() : 0);
  rows.sort((one, other) => one.at - other.at || one.i - other.i);
  const study = { n, p: 2, x: new Float64Array(2 * n), y: new Uint8Array(n), person: new Uint8Array(n) };
  rows.forEach(({ person, i }, place) => {
    study.y[place] = ill[person];
    study.person[place] = person;
    for (const axis of [0, 1]) {
      const own = PERSON * noise[2 * person + axis] + VISIT * noise[2 * people + 2 * i + axis];
      study.x[2 * place + axis] = MEANS[ill[person]][axis] + own;
    }
  });
  return study;
}

/** 0 … n−1 in a random order (Fisher and Yates). */
export function order(n, uniform) {
  const places = Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const j = Math.floor(uniform() * (i + 1));
    [places[i], places[j]] = [places[j], places[i]];
  }
  return places;
}

/**
 * The share of all people that there could be whom a neuron judges rightly, by the normal distribution that they are drawn from.
 * @param neuron weights, the bias last; `means` of the two classes; `spread` of a column within a class
 */
export function trueScore(neuron, means = MEANS, spread = 1, prior = PRIOR) {
  const p = neuron.length - 1;
  let length = 0;
  const at = [neuron[p], neuron[p]];
  for (let j = 0; j < p; j++) {
    length += neuron[j] ** 2;
    for (const c of [0, 1]) at[c] += neuron[j] * means[c][j];
  }
  if (!Number.isFinite(neuron[p]) || length === 0) return neuron[p] > 0 ? prior : 1 - prior;
  const unit = spread * Math.sqrt(length);
  return prior * below(at[1] / unit) + (1 - prior) * below(-at[0] / unit);
}

/** The normal distribution function, to 1e-7 (Abramowitz and Stegun, 7.1.26, refined by its series near 0). */
export function below(z) {
  const x = Math.abs(z) / Math.SQRT2;
  if (x < 1.5) {
    let [term, sum] = [x, x];
    for (let k = 1; k < 30; k++) {
      term *= (-x * x) / k;
      sum += term / (2 * k + 1);
    }
    const half = sum / Math.sqrt(Math.PI);
    return z > 0 ? 0.5 + half : 0.5 - half;
  }
  const t = 1 / (1 + 0.3275911 * x);
  const series = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  const tail = 0.5 * series * Math.exp(-x * x);
  return z > 0 ? 1 - tail : tail;
}
