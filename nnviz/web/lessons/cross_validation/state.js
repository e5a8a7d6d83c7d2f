// What the lesson on cross-validation stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";
import { deal, most, SCHEMES, split } from "./dealing.js";
import { LEAKS, leakStudy } from "./leaks.js";
import { drawStudy, EXAMPLES } from "./sample.js";
import { deviation, estimate, final, mean, repeated, scored } from "./scoring.js";

export const VIEWS = {
  folds: "Deal the folds",
  luck: "How sure is a score?",
  leak: "Leaks",
  networks: "Train networks",
};
export const MOST_SPLITS = 400;
export const STUDIES = 100;
export const LIMITS = { held: [0.1, 0.5], rounds: [1, 10], few: [2, 20], chosen: [1, 30], power: [1, 3.3] };
const START = {
  view: "folds",
  scheme: "shuffled",
  k: 5,
  seed: 3,
  fold: 0,
  truth: false,
  held: 0.25,
  few: 5,
  rounds: 1,
  splits: 1,
  luckGuess: "",
  covered: 0,
  leak: "columns",
  power: 3,
  chosen: 10,
  studies: 0,
  leakGuess: "",
};

export function beginning() {
  return { ...START };
}

/** The beginning with these changes; what a link asks for is brought into range, since it may be anything. */
export function setState(state, next) {
  Object.assign(state, beginning(), next);
  for (const [name, list] of Object.entries({ view: VIEWS, scheme: SCHEMES, leak: LEAKS })) {
    if (!Object.hasOwn(list, state[name])) state[name] = START[name];
  }
  for (const name of ["held", "power"]) state[name] = clamp(state[name], ...LIMITS[name]);
  for (const name of ["rounds", "few", "chosen"]) state[name] = Math.round(clamp(state[name], ...LIMITS[name]));
  state.seed = Math.round(clamp(state.seed, 1, 1e6));
  state.splits = Math.round(clamp(state.splits, 0, MOST_SPLITS));
  for (const name of ["studies", "covered"]) state[name] = Math.round(clamp(state[name], 0, STUDIES));
  chooseFolds(state, state.k);
}

/** Brings the number of folds, and the one that is held out, into the scheme's range. */
export function chooseFolds(state, k) {
  state.k = Math.round(clamp(k, 2, most(state.scheme, studyOf(state)).folds));
  state.fold = Math.round(clamp(state.fold, 0, state.k));
}

export function chooseScheme(state, scheme) {
  state.scheme = scheme;
  chooseFolds(state, state.k);
}

/** Another sample of patients: what was seen of the last one is forgotten. */
export function another(state) {
  Object.assign(state, { seed: state.seed + 1, splits: 1, fold: 0 });
}

export function columnsOf({ power }) {
  return Math.round(10 ** power);
}

/** Remembers what it returned for the last few states that look alike. */
function remembered(names, compute, keep = 8) {
  const known = new Map();
  return (state) => {
    const key = JSON.stringify(names.map((name) => state[name]));
    if (!known.has(key)) {
      if (known.size >= keep) known.delete(known.keys().next().value);
      known.set(key, compute(state));
    }
    return known.get(key);
  };
}

/** The sixty examples that are dealt: twenty people, three visits each. */
export const studyOf = remembered(["seed"], ({ seed }) => drawStudy(seed, 3));

/** {deals, folds: scores of each, mean, deviation, interval: half its width, truth, final: the neuron trained on all} */
export const folded = remembered(["seed", "scheme", "k"], (state) => {
  const study = studyOf(state);
  const deals = deal(state.scheme, study, state.k, state.seed);
  const folds = scored(study, deals);
  const scores = folds.map(({ score }) => score);
  const ratio = mean(folds.map(({ train, test }) => test / train));
  const { neuron, truth } = final(study);
  return { deals, folds, ratio, final: neuron, truth, ...estimate(scores, ratio) };
});

/** Sixty people with one row each, for what chance does to a score. */
export const luckStudy = remembered(["seed"], ({ seed }) => {
  const study = drawStudy(seed, 1);
  return { ...study, ...final(study) };
});

export function heldOut({ held }) {
  return Math.round(held * EXAMPLES);
}

/** Scores of the first 400 splits of the reader's sample. */
export const splitScores = remembered(["seed", "held"], (state) => {
  const study = luckStudy(state);
  return Array.from({ length: MOST_SPLITS }, (_, i) => {
    const deals = [split(EXAMPLES, heldOut(state), 1000 * state.seed + i)];
    return scored(study, deals)[0].score;
  });
});

/** What k folds say of the same sample, each time dealt otherwise: 100 means; and the first of them with its intervals. */
export const dealtMeans = remembered(["seed", "few", "rounds"], (state) => {
  const study = luckStudy(state);
  const { few, rounds } = state;
  const all = Array.from({ length: STUDIES }, (_, i) => repeated(study, few, rounds, 1000 * state.seed + i * rounds));
  const scores = all.map((round) => round.map(({ score }) => score));
  return { means: scores.map(mean), own: estimate(scores[0], 1 / (few - 1)), scores: scores[0] };
});

/** The same study done anew with other people: whether its two intervals hold the true score. */
const coverage = new Map();
export function covers({ few, rounds }, number) {
  const key = `${few} ${rounds} ${number}`;
  if (!coverage.has(key)) {
    if (coverage.size > 4 * STUDIES) coverage.clear();
    const study = drawStudy(50_000 + number, 1);
    const { truth } = final(study);
    const scores = repeated(study, few, rounds, number).map(({ score }) => score);
    const told = estimate(scores, 1 / (few - 1));
    coverage.set(key, { ...told, truth, held: (half) => Math.abs(told.mean - truth) <= half });
  }
  return coverage.get(key);
}

const leaks = new Map();
/** Study `number` of the leak on show. */
export function leakOf(state, number) {
  const columns = columnsOf(state);
  const key = state.leak === "columns" ? `${number} ${columns} ${state.chosen}` : `${state.leak} ${number}`;
  if (!leaks.has(key)) {
    if (leaks.size > 4 * STUDIES) leaks.clear();
    leaks.set(key, leakStudy(state.leak, number, { columns, chosen: Math.min(state.chosen, columns) }));
  }
  return leaks.get(key);
}

/** All studies of the leak that have been done: {wrong, right, truth}, lists. */
export function leakStudies(state) {
  const all = Array.from({ length: state.studies }, (_, i) => leakOf(state, i + 1));
  const list = (name) => all.map((one) => one[name]);
  return { wrong: list("wrong"), right: list("right"), truth: list("truth") };
}

export { deviation, mean };
