// The picture in numbers: beside the formula's symbols, as tables, and for goals.

import { fixed } from "../../base/controls.js";
import { evenErrors, foldMoment, momentOf } from "./state.js";
import { outputAt } from "./steps.js";

export function valuesOf(state) {
  const { error, parameters, count } = momentOf(state);
  const unit = state.units[state.chosen];
  const folds = foldMoment(state);
  return {
    x: fixed(state.probe),
    f: `error ${error.toFixed(3)}`,
    n: String(count),
    t: unit ? fixed(unit.t) : "",
    v: unit ? fixed(unit.v) : "",
    s: unit ? fixed(unit.s, 3) : "",
    c: fixed(state.c),
    P: String(parameters),
    L: String(state.depth),
    R: String(folds.pieces),
  };
}

/** `trained`: the tables of the race. */
export function tablesOf(state, trained) {
  if (state.mode === "build") return buildTables(state);
  return state.mode === "fold" || !trained.length ? [foldTable(state)] : trained;
}

function buildTables(state) {
  const { wanted, curve } = momentOf(state);
  const errors = evenErrors(state);
  return [
    {
      caption: "The hidden units",
      head: ["unit", "position", "height", "softness", "weight in", "bias", "weight out"],
      rows: state.units.map(({ t, v, s }, i) => [
        i + 1,
        fixed(t),
        fixed(v),
        fixed(s, 3),
        fixed(1 / s),
        fixed(-t / s),
        fixed(v),
      ]),
    },
    {
      caption: "Target and output",
      head: ["x", "target", "output"],
      rows: [0, 40, 80, 120, 160, 200].map((i) => [fixed(i / 200), fixed(wanted[i]), fixed(curve[i])]),
    },
    {
      caption: "Error of evenly spread units",
      head: ["units", "error", "parameters"],
      rows: [0, 2, 4, 8, 12, 16, 24].map((n) => [n, errors[n].toFixed(3), 3 * n + 1]),
    },
  ].filter(({ rows }) => rows.length);
}

function foldTable(state) {
  const rows = Array.from({ length: state.depth }, (_, k) => {
    const { pieces, parameters, needed, neededParameters } = foldMoment({ ...state, depth: k + 1 });
    return [k + 1, pieces, 2 * (k + 1), parameters, needed, neededParameters];
  });
  const head = ["layers", "pieces", "units", "parameters", "units in one layer", "parameters in one layer"];
  return { caption: "What each layer adds", head, rows };
}

/** What a goal is judged by. */
export function measuresOf(state) {
  const { error, parameters, count } = momentOf(state);
  const { pieces, parameters: deep, units } = foldMoment(state);
  const folds = state.mode === "fold";
  const [first, last] = [...state.units]
    .sort((a, b) => a.t - b.t)
    .filter((_, i, all) => i % Math.max(all.length - 1, 1) === 0);
  return {
    folds: Number(folds),
    error,
    units: folds ? units : count,
    parameters: folds ? deep : parameters,
    depth: state.depth,
    pieces,
    peak: state.peak,
    box: Number(Boolean(state.box)),
    start: outputAt(state.units, state.c, 0),
    first_at: first?.t,
    first_height: first?.v,
    last_at: last?.t,
    last_height: last?.v,
  };
}
