// What the lesson "Regularization" stands at, and every change to it. Nothing here knows the screen.

import { random as randomFrom } from "../../base/random.js";
import { clamp } from "../../base/scales.js";
import { best, costs } from "./penalty.js";
import { drawUnits } from "./subnetworks.js";

export const VIEWS = { remedies: "Six remedies", weight: "One weight", dropout: "Dropout" };
export const REACH = 2.5; // of the weight's axis
const START = { view: "remedies", star: 1.4, l1: 0.5, l2: 0, rate: 0.5, draws: 1, guess: null, own: false };
/** What a link to the picture as it stands says. */
export const TOLD = ["view", "star", "l1", "l2", "rate", "draws", "own"];
export const MOST_DRAWS = 60;

export function beginning() {
  return { ...START, seed: 1, network: null };
}

export function setState(state, next) {
  const { view, star, l1, l2, rate, draws, own } = { ...START, ...next };
  Object.assign(state, { view: view in VIEWS ? view : START.view, own: own === true });
  Object.assign(state, { star: clamp(star, -REACH, REACH), l1: clamp(l1, 0, 2), l2: clamp(l2, 0, 3) });
  Object.assign(state, { rate: clamp(rate, 0, 0.9), draws: clamp(Math.round(draws), 1, MOST_DRAWS) });
}

export function moveStar(state, star) {
  state.star = Math.round(clamp(star, -REACH, REACH) * 100) / 100;
}

/** The best weight, and what it costs. */
export function bestOf(state) {
  const weight = best(state);
  return { weight, ...costs(weight, state) };
}

/** Which hidden units each of the drawn networks keeps: [[true, false, …], …], the same for the same seed. */
export function drawnOf({ rate, draws, seed, network }) {
  if (!network) return [];
  const random = randomFrom(seed);
  return Array.from({ length: draws }, () => drawUnits(network.bias.length, rate, random));
}

export function measuresOf(state) {
  const { weight } = bestOf(state);
  return {
    view: Object.keys(VIEWS).indexOf(state.view),
    ...{ star: state.star, l1: state.l1, l2: state.l2, weight, share: state.star ? weight / state.star : 0 },
    ...{ rate: state.rate, draws: state.draws },
  };
}
