// The picture in numbers: beside the formula's symbols, as tables, and for goals.

import { percent } from "../../base/numbers.js";
import { SCHEMES } from "./dealing.js";
import {
  columnsOf,
  coverageOf,
  dealtMeans,
  folded,
  heldOut,
  leakStudies,
  luckStudy,
  MOST_SPLITS,
  mean,
  splitScores,
} from "./state.js";

const points = (value) => (100 * value).toFixed(1);

/** What the numbers beside the formula are of: the folds as dealt, or the folds of "How sure is a score?". */
function shownOf(state) {
  if (state.view !== "luck") {
    const dealt = folded(state);
    return { ...dealt, k: state.k, rounds: 1, known: state.truth, scores: dealt.folds.map(({ score }) => score) };
  }
  const { own, scores } = dealtMeans(state);
  const { truth } = luckStudy(state);
  const ratio = 1 / (state.few - 1);
  return { ...own, ratio, truth, k: state.few, rounds: state.rounds, known: state.splits === MOST_SPLITS, scores };
}

export function valuesOf(state) {
  const shown = shownOf(state);
  return {
    CV: percent(shown.mean),
    s: `${shown.scores.length} scores`,
    k: String(shown.k),
    r: String(shown.rounds),
    sd: `${points(shown.deviation)} points`,
    q: shown.ratio.toFixed(3),
    I: `± ${points(shown.corrected)} points`,
    T: shown.known ? percent(shown.truth) : "?",
  };
}

/** `trained`: the tables of the race. */
export function tablesOf(state, trained) {
  if (state.view === "networks" && trained.length) return trained;
  if (state.view === "leak" && leakStudies(state).wrong.length) return [leakTable(state)];
  if (state.view === "luck") return luckTables(state);
  return [foldTable(state)];
}

function foldTable(state) {
  const { folds } = folded(state);
  return {
    caption: `${SCHEMES[state.scheme].title}: ${state.k} folds`,
    head: ["Fold", "Learned from", "Tested on", "Right"],
    rows: folds.map(({ train, test, score }, j) => [j + 1, train, test, percent(score)]),
  };
}

function luckTables(state) {
  const { own } = dealtMeans(state);
  const seen = splitScores(state);
  const held = coverageOf(state);
  const rows = [
    ["Splits drawn", String(seen.length)],
    ["Lowest split", seen.length ? percent(Math.min(...seen)) : "none yet"],
    ["Highest split", seen.length ? percent(Math.max(...seen)) : "none yet"],
    [`${state.few} folds × ${state.rounds}`, percent(own.mean)],
    ["Plain interval", `± ${points(own.naive)} points`],
    ["Corrected interval", `± ${points(own.corrected)} points`],
    ["Studies done anew", String(held.count)],
    ["Plain interval holds the true score", held.count ? `${held.naive} of ${held.count}` : "not counted yet"],
    ["Corrected interval holds it", held.count ? `${held.corrected} of ${held.count}` : "not counted yet"],
  ];
  return [{ caption: "One sample of 60, scored in several ways", head: ["What", "Value"], rows }];
}

function leakTable(state) {
  const done = leakStudies(state);
  return {
    caption: `Means of ${done.wrong.length} studies`,
    head: ["How", "Right"],
    rows: [
      ["Done wrongly", percent(mean(done.wrong))],
      ["Done rightly", percent(mean(done.right))],
      ["In truth", percent(mean(done.truth))],
    ],
  };
}

/** What a goal is judged by. */
export function measuresOf(state) {
  const shown = shownOf(state);
  const done = leakStudies(state);
  const leaked = state.view === "leak" && done.wrong.length ? { wrong: mean(done.wrong), right: mean(done.right) } : {};
  return {
    mean: shown.mean,
    deviation: shown.deviation,
    naive: shown.naive,
    corrected: shown.corrected,
    k: shown.k,
    rounds: shown.rounds,
    held: heldOut(state),
    luck: Number(state.view === "luck"),
    folds: Number(state.view === "folds"),
    people: Number(state.scheme === "people"),
    time: Number(state.scheme === "time"),
    columns: columnsOf(state),
    chosen: state.chosen,
    studies: state.view === "leak" && state.leak === "columns" ? done.wrong.length : 0,
    ...leaked,
  };
}
