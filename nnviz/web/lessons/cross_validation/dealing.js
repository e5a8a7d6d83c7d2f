// How examples are dealt into folds, as scikit-learn deals them: KFold, the same after shuffling, StratifiedKFold, GroupKFold,
// TimeSeriesSplit. Pure functions.

import { random } from "../../base/random.js";
import { order } from "./sample.js";

export const SCHEMES = {
  blocks: { title: "In order", sklearn: "KFold" },
  shuffled: { title: "Shuffled", sklearn: "KFold(shuffle=True)" },
  stratified: { title: "Stratified", sklearn: "StratifiedKFold" },
  people: { title: "By person", sklearn: "GroupKFold" },
  time: { title: "Forward in time", sklearn: "TimeSeriesSplit" },
};

/** The most folds that the scheme can deal of this study, and why. */
export function most(scheme, { n, y, person }) {
  if (scheme === "people") {
    const people = new Set(person).size;
    return { folds: people, why: `There are ${people} people, and each goes whole into one fold.` };
  }
  if (scheme === "stratified") {
    const ill = y.reduce((sum, one) => sum + one, 0);
    const folds = Math.min(ill, n - ill);
    return { folds, why: `With more than ${folds} folds, some would have none of the rarer class.` };
  }
  if (scheme === "time")
    return { folds: 15, why: "More folds in time would begin with too few examples to learn from." };
  return { folds: n, why: "" };
}

/** @returns [{train: rows, test: rows}], k of them */
export function deal(scheme, study, k, seed = 0) {
  const { n } = study;
  const all = Array.from({ length: n }, (_, i) => i);
  if (scheme === "time") return forward(n, k);
  const places = scheme === "blocks" ? all : order(n, random(104729 * seed + 17));
  const fold = FOLD_OF[scheme](places, study, k);
  return Array.from({ length: k }, (_, j) => ({
    test: all.filter((i) => fold[i] === j),
    train: all.filter((i) => fold[i] !== j),
  }));
}

const FOLD_OF = { blocks: even, shuffled: even, stratified, people };

/** The first n mod k folds have one example more. */
function even(places, { n }, k) {
  const fold = new Int16Array(n);
  let from = 0;
  for (let j = 0; j < k; j++) {
    const size = Math.floor(n / k) + (j < n % k ? 1 : 0);
    for (let i = from; i < from + size; i++) fold[places[i]] = j;
    from += size;
  }
  return fold;
}

/** As StratifiedKFold: fold j is promised as many of a class as there are among every k-th of the sorted labels from j on. */
function stratified(places, { n, y }, k) {
  const first = y[places[0]];
  const classes = [first, 1 - first];
  const sorted = places.map((i) => (y[i] === first ? 0 : 1)).sort((a, b) => a - b);
  const fold = new Int16Array(n);
  classes.forEach((label, c) => {
    const folds = [];
    for (let j = 0; j < k; j++) for (let i = j; i < n; i += k) if (sorted[i] === c) folds.push(j);
    let next = 0;
    for (const i of places) if (y[i] === label) fold[i] = folds[next++];
  });
  return fold;
}

/** Each person whole to the fold that has fewest examples so far. */
function people(places, { n, person }, k) {
  const met = [...new Set(places.map((i) => person[i]))];
  const sizes = new Array(k).fill(0);
  const own = new Map();
  for (const one of met) {
    const j = sizes.indexOf(Math.min(...sizes));
    own.set(one, j);
    sizes[j] += person.reduce((count, other) => count + Number(other === one), 0);
  }
  return Int16Array.from({ length: n }, (_, i) => own.get(person[i]));
}

function forward(n, k) {
  const size = Math.floor(n / (k + 1));
  return Array.from({ length: k }, (_, j) => {
    const from = n - (k - j) * size;
    return {
      train: Array.from({ length: from }, (_, i) => i),
      test: Array.from({ length: size }, (_, i) => from + i),
    };
  });
}

/** A single split at random: so many examples held out. */
export function split(n, held, seed) {
  const places = order(n, random(15485863 * seed + 29));
  return { test: places.slice(0, held), train: places.slice(held) };
}
