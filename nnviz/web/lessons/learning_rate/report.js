// The picture in numbers: what stands beside the formula's symbols, and the tables.

import { short } from "../../base/numbers.js";
import { KINDS, rateAt } from "./schedules.js";
import { curvatures, STEPS, slowest, VIEWS } from "./state.js";
import { factor, limit, path } from "./valley.js";
import { rateText } from "./words.js";

const MARKS = [0, 1, 2, 3, 5, 10, 20, STEPS];

export function valuesOf(state) {
  const { rate, curvature, start, step, hidden } = state;
  const steps = slowest(state);
  const shape = { kind: state.kind, peak: state.peak, end: state.end, warmup: state.warmup };
  const shown = state.view === "valley" ? rate : state.view === "finder" ? state.chosen : state.peak;
  return {
    eta: rateText(shown),
    w: hidden ? "hidden" : short(path(rate, curvature, start, STEPS)[Math.floor(step)]),
    c: short(curvature),
    factor: hidden ? "hidden" : short(factor(rate, curvature)),
    limit: hidden ? "hidden" : rateText(limit(curvature)),
    k: hidden ? "hidden" : Number.isFinite(steps) ? `${steps} needed` : "never",
    etat: `${rateText(rateAt(0.5, shape))} half way`,
    warm: state.kind === "warmup" ? `${Math.round(100 * state.warmup)} %` : "none",
    finder: rateText(state.chosen),
  };
}

export function tablesOf(state, world) {
  const tables = [];
  if (state.view === "valley" && !state.hidden) tables.push(valleyTable(state));
  if (state.view === "finder" && world.finder) tables.push(finderTable(world.finder), ...triedTable(world));
  if (state.view === "schedules") tables.push(schedulesTable(state), ...racedTable(world));
  return tables.length
    ? tables
    : [{ caption: VIEWS[state.view], head: ["What", "Value"], rows: [["Learning rate", rateText(state.rate)]] }];
}

function valleyTable(state) {
  const { rate, start } = state;
  return {
    caption: `The weight from ${short(start)} at a learning rate of ${rateText(rate)}`,
    head: ["Curvature", "Limit 2/c", ...MARKS.map((k) => `step ${k}`)],
    rows: curvatures(state).map((curvature) => {
      const places = path(rate, curvature, start, STEPS);
      return [short(curvature), rateText(limit(curvature)), ...MARKS.map((k) => short(places[k]))];
    }),
  };
}

function finderTable({ rates, smoothed, title }) {
  const every = Math.max(1, Math.floor(rates.length / 12));
  const rows = rates.map((rate, i) => [rateText(rate), short(smoothed[i])]).filter((_, i) => i % every === 0);
  return { caption: `The range test of ${title}`, head: ["Learning rate", "Loss"], rows };
}

function triedTable({ tried }) {
  if (!tried.length) return [];
  const rows = tried.map(({ rate, loss }) => [rateText(rate), ...[0, 0.25, 0.5, 1].map((share) => at(loss, share))]);
  return [{ caption: "Training loss", head: ["Learning rate", "first epoch", "a quarter", "half way", "end"], rows }];
}

function schedulesTable(state) {
  const shares = [0, 0.1, 0.25, 0.5, 0.75, 0.99];
  const shape = { peak: state.peak, end: state.end, warmup: state.warmup };
  return {
    caption: "Learning rate over the training",
    head: ["Schedule", ...shares.map((share) => `${Math.round(100 * share)} %`)],
    rows: Object.entries(KINDS).map(([kind, words]) => [
      words,
      ...shares.map((share) => rateText(rateAt(share, { ...shape, kind }))),
    ]),
  };
}

function racedTable({ raced }) {
  if (!raced) return [];
  const rows = raced.runs.map(({ loss }, i) => [
    KINDS[raced.kinds[i]],
    ...[0, 0.25, 0.5, 1].map((share) => at(loss, share)),
  ]);
  return [
    { caption: "Training loss of the race", head: ["Schedule", "first epoch", "a quarter", "half way", "end"], rows },
  ];
}

function at(loss, share) {
  const value = loss[Math.round(share * (loss.length - 1))];
  return value === null ? "no number" : short(value);
}
