// The picture in numbers: what stands beside the formula's symbols, and the tables.

import { short } from "../../base/numbers.js";
import { lastBatch, spread, updates } from "./counting.js";
import { guessOf } from "./race_view.js";
import { lossAt, ranking } from "./racing.js";
import { AXES, countersOf } from "./state.js";

const n = (value) => value.toLocaleString("en");

export function valuesOf(state, { data, stage }) {
  const values = { B: n(state.batch), E: String(state.epochs) };
  if (data) Object.assign(values, { n: n(data.n), U: n(updates(data.n, state.batch, state.epochs)) });
  if (!stage) return values;
  const size = Math.min(state.batch, stage.n);
  return {
    ...values,
    g: short(stage.length),
    gB: `± ${short(spread(stage.variance, size, stage.n))}`,
    sigma: short(Math.sqrt(stage.variance)),
  };
}

export function tablesOf(state, world) {
  const { data, stage, runs } = world;
  if (state.view === "arrow" && stage) return [arrowTable(stage)];
  if (state.view === "race" && runs && guessOf(state))
    return [raceTable(runs, state.axis), curvesTable(runs, state.axis)];
  return data
    ? [countTable(state, data)]
    : [{ caption: "Batches", head: ["What", "Value"], rows: [["Batch size", n(state.batch)]] }];
}

function countTable(state, data) {
  const at = countersOf(state, data.n);
  return {
    caption: `${n(data.n)} training examples in batches of ${n(state.batch)}`,
    head: ["What", "So far", "In all"],
    rows: [
      ["Examples", n(at.seen), n(data.n * state.epochs)],
      ["Updates", n(at.update), n(at.all)],
      ["Epochs", String(at.done ? state.epochs : at.epoch), String(state.epochs)],
      ["Size of the last batch", "", n(lastBatch(data.n, state.batch))],
    ],
  };
}

function arrowTable({ strays, variance, n: all }) {
  return {
    caption: "How far the gradient of a batch strays from that of all examples",
    head: ["Batch size", "200 batches", "By the formula"],
    rows: Object.entries(strays).map(([size, far]) => [
      n(Number(size)),
      short(far),
      short(spread(variance, Number(size), all)),
    ]),
  };
}

function raceTable(runs, axis) {
  return {
    caption: `Training loss after the same number of ${AXES[axis]}`,
    head: ["Training", "Loss"],
    rows: ranking(runs, axis).map(({ label, loss }) => [label, numberOr(loss)]),
  };
}

function curvesTable(runs, axis) {
  const end = Math.min(...runs.map((run) => run.epochs.at(-1)));
  const marks = [0, 0.1, 0.25, 0.5, 1];
  return {
    caption: `Training loss by epoch, up to epoch ${n(end)} (${AXES[axis]} compared)`,
    head: ["Training", ...marks.map((share) => `epoch ${n(Math.round(share * end))}`)],
    rows: runs.map((run) => [
      run.label,
      ...marks.map((share) => numberOr(lossAt(run, "epoch", Math.round(share * end)))),
    ]),
  };
}

function numberOr(value) {
  return Number.isFinite(value) ? short(value) : "no number";
}
