// What the lesson on the learning rate stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";
import { factor, limit, stepsNeeded } from "./valley.js";

export const STEPS = 40;
export const RATES = [0.01, 10];
export const CURVATURES = [0.5, 8];
export const HEIGHT = 9; // of the loss that the valley shows
export const VIEWS = {
  valley: "One weight",
  rates: "Six rates",
  finder: "Find a rate",
  schedules: "Change it on the way",
};
const BEGINNING = {
  view: "valley",
  rate: 0.12,
  curvature: 2,
  second: 0,
  start: -2.6,
  hidden: false,
  guess: null,
  network: "diagnosis",
  chosen: 0.001,
  kind: "cosine",
  peak: 0.1,
  end: 0.01,
  warmup: 0.1,
  raced: ["constant", "cosine"],
};

export function beginning() {
  return { ...BEGINNING, step: 0 };
}

/** The beginning with these changes; the network that was chosen stays. */
export function setState(state, next) {
  Object.assign(state, beginning(), { network: state.network }, next);
  bend(state, state.curvature);
}

/** A curvature that the valley can show; the start stays on the screen. */
export function bend(state, curvature) {
  state.curvature = clamp(Number(curvature.toFixed(2)), ...CURVATURES);
  place(state, state.start);
}

/** A start on the slope, off the very bottom. */
export function place(state, start) {
  const most = Math.min(3.1, Math.sqrt((2 * 0.97 * HEIGHT) / state.curvature));
  const size = clamp(Math.abs(start), 0.3, most);
  state.start = Number((start < 0 ? -size : size).toFixed(2));
}

/** Hides the limit of a valley, and has the reader guess it. */
export function hide(state, curvature) {
  bend(state, curvature);
  Object.assign(state, { hidden: true, guess: null, second: 0, rate: 0.05, step: 0 });
}

/** The guess is made: the limit is shown beside it. */
export function reveal(state) {
  Object.assign(state, { hidden: false, guess: { rate: state.rate, limit: limit(state.curvature) } });
}

/** The steepest curvature that the rate has to suit, and the gentlest. */
export function curvatures({ curvature, second }) {
  return second ? [curvature, second].sort((one, other) => other - one) : [curvature];
}

/** Steps until the last of the weights has arrived. */
export function slowest(state, rate = state.rate) {
  return Math.max(...curvatures(state).map((one) => stepsNeeded(rate, one)));
}

/** What a check that says "make the picture do this" is judged by; −1 stands for "never". */
export function measuresOf(state) {
  const steps = slowest(state);
  return {
    view: Object.keys(VIEWS).indexOf(state.view),
    rate: state.rate,
    curvature: state.curvature,
    second: state.second,
    factor: factor(state.rate, state.curvature),
    steps: Number.isFinite(steps) ? steps : -1,
    hidden: Number(state.hidden),
    chosen: state.chosen,
    peak: state.peak,
    end: state.end,
    warmup: state.kind === "warmup" ? state.warmup : 0,
    constant: Number(state.kind === "constant"),
  };
}
