// What is reckoned on a surface of losses: means over each setting and what they explain, the best of n trials, and what the
// best is worth on other data. The twin of nnviz/concepts/hyperparameters.py. Pure functions.

import { random } from "../../base/random.js";

export const LEVELS = 17;
export const SEEDS = 2;
export const NODES = LEVELS * LEVELS;

/** Where the loss of a network stands: rate, other setting, seed. */
export function place([rate, other, seed]) {
  return (rate * LEVELS + other) * SEEDS + seed;
}

/** The mean over seeds: LEVELS × LEVELS, rate by rate. */
export function meanTable(losses) {
  return Float64Array.from({ length: NODES }, (_, i) => {
    let sum = 0;
    for (let s = 0; s < SEEDS; s++) sum += losses[i * SEEDS + s];
    return sum / SEEDS;
  });
}

/**
 * Means over the part of a table within a window, and the share of its variance that each explains (functional ANOVA).
 * @param window {rate: [first, last], other: [first, last]}, both included
 * @returns {rate, other: means by level (NaN outside), shares: {rate, other, both}}
 */
export function marginals(table, { rate: [r0, r1], other: [o0, o1] }) {
  const rate = new Float64Array(LEVELS).fill(Number.NaN);
  const other = new Float64Array(LEVELS).fill(Number.NaN);
  const values = [];
  for (let r = r0; r <= r1; r++) {
    const row = Array.from(table.subarray(r * LEVELS + o0, r * LEVELS + o1 + 1));
    rate[r] = mean(row);
    values.push(...row);
  }
  for (let o = o0; o <= o1; o++) {
    other[o] = mean(Array.from({ length: r1 - r0 + 1 }, (_, i) => table[(r0 + i) * LEVELS + o]));
  }
  const total = variance(values);
  const share = (means) => (total > 0 ? variance(Array.from(means).filter(Number.isFinite)) / total : 0);
  const [first, second] = [share(rate), share(other)];
  return { rate, other, shares: { rate: first, other: second, both: total > 0 ? Math.max(0, 1 - first - second) : 0 } };
}

export function mean(values) {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function variance(values) {
  const middle = mean(values);
  return mean(values.map((value) => (value - middle) ** 2));
}

/**
 * What the best of n random networks is worth, by how many were tried: {validation, test: lists by `tried`}.
 * @param curse (sizes, counts, 2), as nnviz/concepts/response_surface.py says; size: which of the sizes
 */
export function winners(curse, size, counts) {
  const at = (n, which) => curse[(size * counts + n) * 2 + which];
  const list = (which) => Array.from({ length: counts }, (_, n) => at(n, which));
  return { validation: list(0), test: list(1) };
}

/** Between the counts that were measured, along the logarithm of n. */
export function between(tried, values, n) {
  const above = Math.max(
    1,
    tried.findIndex((count) => count >= n),
  );
  const [low, high] = [tried[above - 1], tried[above]];
  const share = Math.log(n / low) / Math.log(high / low);
  return values[above - 1] + share * (values[above] - values[above - 1]);
}

/** How the best of n random trials is spread over the networks sorted by loss: chances, the best network first. */
function chances(count, n) {
  return Float64Array.from({ length: count }, (_, i) => (1 - i / count) ** n - (1 - (i + 1) / count) ** n);
}

/** Networks from the lowest to the highest loss. */
export function ranked(losses) {
  return Array.from(losses, (_, i) => i).sort((a, b) => losses[a] - losses[b]);
}

/** What to expect of the best of n random trials: {validation: the loss that chose it, test: its loss on other data}. */
export function expectedBest({ validation, test }, n, order = ranked(validation)) {
  const chance = chances(order.length, n);
  let [chosen, other] = [0, 0];
  order.forEach((network, i) => {
    chosen += chance[i] * validation[network];
    other += chance[i] * test[network];
  });
  return { validation: chosen, test: other };
}

/** The largest square grid of at most so many trials, its points in the middle of equal parts. */
export function gridTrials(budget, seed = 0) {
  const side = Math.floor(Math.sqrt(budget) + 1e-9);
  const level = (i) => Math.min(LEVELS - 1, Math.floor(((i + 0.5) * LEVELS) / side));
  const draw = random(389 * seed + 3);
  return Array.from({ length: side * side }, (_, i) => [
    level(Math.floor(i / side)),
    level(i % side),
    Math.floor(draw() * SEEDS),
  ]);
}

/** Trials anywhere. `straight`: rates drawn evenly by size instead of by factors, between the lowest and the highest. */
export function randomTrials(budget, seed, rates = null) {
  const draw = random(6151 * seed + 41);
  return Array.from({ length: budget }, () => [
    rates ? nearest(rates, rates[0] + draw() * (rates[LEVELS - 1] - rates[0])) : Math.floor(draw() * LEVELS),
    Math.floor(draw() * LEVELS),
    Math.floor(draw() * SEEDS),
  ]);
}

/** The level whose value is nearest by factors. */
export function nearest(values, value) {
  const away = (level) => Math.abs(Math.log(values[level] / value));
  return values.reduce((best, _, level) => (away(level) < away(best) ? level : best), 0);
}

/** The lowest loss after each trial. */
export function bestSoFar(losses, trials) {
  let best = Infinity;
  return trials.map((trial) => {
    best = Math.min(best, losses[place(trial)]);
    return best;
  });
}
