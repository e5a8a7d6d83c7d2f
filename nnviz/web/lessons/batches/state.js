// What the lesson on batches stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";
import { examplesSeen, lastBatch, spread, standsAt, updates } from "./counting.js";

export const VIEWS = { epoch: "One epoch", arrow: "A batch’s arrow", race: "Small against large" };
export const EPOCHS = 5;
export const AXES = { epoch: "epochs", update: "updates", second: "seconds" };
export const ORDERS = { shuffled: "Shuffled every epoch", sorted: "Sorted by class" };
const BEGINNING = {
  view: "epoch",
  network: "digits",
  batch: 32,
  epochs: 2,
  order: "shuffled",
  stage: 0,
  near: false,
  compared: "sizes",
  axis: "epoch",
  guesses: {},
};

export function beginning() {
  return { ...BEGINNING, guesses: {}, update: 0 };
}

/** The beginning with these changes; the data that were chosen stay. */
export function setState(state, next) {
  Object.assign(state, beginning(), { network: state.network }, next);
}

/** A whole batch size between 1 and all. */
export function resize(state, batch, examples) {
  state.batch = clamp(Math.round(batch), 1, examples || 100_000);
  state.update = 0;
}

/** A batch on a slider from 0 to 1: 1 at its left end, all at its right one, by factors. */
export function batchAt(share, examples) {
  return Math.max(1, Math.round(examples ** share));
}

export function shareOf(batch, examples) {
  return examples > 1 ? clamp(Math.log(batch) / Math.log(examples), 0, 1) : 0;
}

/** What a check that says "make the picture do this" is judged by. */
export function measuresOf(state, examples, stage) {
  const { batch, epochs } = state;
  const n = examples || 1;
  const sample = stage ? stage.n : 0;
  const measured = {
    view: Object.keys(VIEWS).indexOf(state.view),
    examples: n,
    batch,
    epochs,
    updates: updates(n, batch, epochs),
    last: lastBatch(n, batch),
    sorted: Number(state.order === "sorted"),
    seen: examplesSeen(state.update, n, batch),
    stage: state.stage,
  };
  if (!stage) return measured;
  return { ...measured, sample, length: stage.length, stray: spread(stage.variance, Math.min(batch, sample), sample) };
}

/** Where the counters stand. */
export function countersOf({ update, batch, epochs }, examples) {
  const all = updates(examples, batch, epochs);
  const at = standsAt(Math.min(update, all), examples, batch);
  const done = update >= all;
  return {
    ...at,
    all,
    done,
    update: Math.min(update, all),
    seen: examplesSeen(Math.min(update, all), examples, batch),
  };
}
