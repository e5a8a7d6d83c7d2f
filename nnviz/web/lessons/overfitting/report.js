// The picture in numbers: beside the formula's symbols, as tables, and for goals.

import { fixed } from "../../base/controls.js";
import { short } from "../../base/numbers.js";
import { GRID, TRUTHS } from "./fits.js";
import { bestOf, capacityWords, measured, ownFit, ownSample, ridgeOf } from "./state.js";

export function valuesOf(state) {
  const { bias2, variance, test, train } = measured(state);
  return {
    E: short(test),
    B: short(bias2),
    V: short(variance),
    sigma: fixed(state.sigma),
    T: short(train),
    f: TRUTHS[state.truth].title.toLowerCase(),
    m: "30 fits",
    p: String(state.count),
    n: String(state.n),
    lambda: ridgeOf(state) ? short(ridgeOf(state), 2) : "none",
  };
}

/** `trained`: the tables of the race. */
export function tablesOf(state, rows, trained) {
  if (state.mode === "networks" && trained.length) return trained;
  const own = ownSample(state);
  const { curve } = ownFit(state);
  const { mean } = measured(state);
  return [
    {
      caption: "Errors by capacity, means over 30 samples",
      head: ["capacity", "training", "bias²", "variance", "noise", "new examples"],
      rows: rows.map((row) => [
        capacityWords({ ...state, count: row.count }),
        ...["train", "bias2", "variance", "noise", "test"].map((name) => short(row[name])),
      ]),
    },
    {
      caption: "Your sample",
      head: ["example", "x", "y"],
      rows: Array.from(own.x, (x, i) => [i + 1, fixed(x), fixed(own.y[i])]),
    },
    {
      caption: "The curves",
      head: ["x", "true", "your fit", "mean of 30 fits"],
      rows: [0, 25, 50, 75, 100].map((i) => [
        fixed(GRID[i]),
        fixed(TRUTHS[state.truth].at(GRID[i])),
        fixed(curve[i]),
        fixed(mean[i]),
      ]),
    },
  ];
}

/** What a goal is judged by; best_… once every capacity is known. */
export function measuresOf(state, rows) {
  const { bias2, variance, test, train } = measured(state);
  const best = bestOf(state, rows);
  return {
    bias2,
    variance,
    test,
    train,
    count: state.count,
    n: state.n,
    sigma: state.sigma,
    ridge: ridgeOf(state),
    relu: Number(state.family === "relu"),
    best_count: best?.count,
    best_test: best?.test,
  };
}
