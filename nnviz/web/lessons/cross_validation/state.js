// What the lesson on cross-validation stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";
import { deal, most, SCHEMES, split } from "./dealing.js";
import { growing } from "./growing.js";
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

const isRevealed = ({ splits }) => splits === MOST_SPLITS;

const splits = growing(
  ({ seed, held }) => `${seed} ${held}`,
  (state, i) => scored(luckStudy(state), [split(EXAMPLES, heldOut(state), 1000 * state.seed + i)])[0].score,
  (state) => state.splits,
  1,
);

/** The scores of k folds of the same sample, each time dealt otherwise. */
const dealings = growing(
  ({ seed, few, rounds }) => `${seed} ${few} ${rounds}`,
  (state, i) => {
    const { seed, few, rounds } = state;
    return repeated(luckStudy(state), few, rounds, 1000 * seed + i * rounds).map(({ score }) => score);
  },
  (state) => (isRevealed(state) ? STUDIES : 1),
  1,
);

/** The same study done anew with other people: its two intervals, and the true score. */
const coverage = growing(
  ({ few, rounds }) => `${few} ${rounds}`,
  ({ few, rounds }, i) => {
    const study = drawStudy(50_000 + i, 1);
    const scores = repeated(study, few, rounds, i).map(({ score }) => score);
    return { ...estimate(scores, 1 / (few - 1)), truth: final(study).truth };
  },
  (state) => state.covered,
);

const leaks = growing(
  (state) => (state.leak === "columns" ? `${columnsOf(state)} ${state.chosen}` : state.leak),
  (state, i) => {
    const columns = columnsOf(state);
    return leakStudy(state.leak, i + 1, { columns, chosen: Math.min(state.chosen, columns) });
  },
  (state) => state.studies,
);

/** Computes what the view on show lacks, for so many milliseconds. @returns whether there is more to do */
export function advance(state, milliseconds) {
  const until = performance.now() + milliseconds;
  if (state.view === "leak") return leaks.advance(state, until);
  if (state.view !== "luck") return false;
  return [
    dealings.advance(state, until),
    splits.advance(state, until),
    dealings.advance({ ...state, rounds: 1 }, until),
    coverage.advance(state, until),
  ].some(Boolean);
}

/** Scores of the splits of the reader's sample that were drawn, and computed so far. */
export function splitScores(state) {
  return splits.of(state);
}

/** What k folds say of the same sample, each time dealt otherwise: means; and of the first of them its intervals. */
export function dealtMeans(state) {
  dealings.advance(state, 0);
  const all = dealings.of(state);
  return { means: all.map(mean), own: estimate(all[0], 1 / (state.few - 1)), scores: all[0] };
}

/** Of how many studies done so far each interval holds the true score: {naive, corrected, count}. */
export function coverageOf(state) {
  const all = coverage.of(state);
  const held = (name) => all.filter((one) => Math.abs(one.mean - one.truth) <= one[name]).length;
  return { naive: held("naive"), corrected: held("corrected"), count: all.length };
}

/** All studies of the leak that have been done: {wrong, right, truth}, lists. */
export function leakStudies(state) {
  const all = leaks.of(state);
  const list = (name) => all.map((one) => one[name]);
  return { wrong: list("wrong"), right: list("right"), truth: list("truth") };
}

export { deviation, mean };
