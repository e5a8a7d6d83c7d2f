// What the lesson "Weight initialization" stands at: which part is looked at, the twins as they learn, and the ten layers.

import { clamp } from "../../base/scales.js";
import { DEPTH } from "./scale.js";
import { apart, begin, judged, stepped } from "./symmetry.js";

export const VIEWS = { twins: "Twins", scale: "Ten layers", race: "Six beginnings", own: "Your network" };
export const WAYS = { size: "signal forward", back: "gradient back" };
export const STARTS = { zeros: "zeros", equal: "all 0.5", random: "random" };
export const [MOST_STEPS, NUDGE] = [3000, 0.01];
const BEGINNING = {
  view: "twins",
  start: "equal",
  draw: 1,
  initializer: "glorot",
  activation: "relu",
  gain: 1,
  shape: "even",
  layer: 0,
  seed: 1,
  way: "size",
};

export function beginning() {
  return restarted({ ...BEGINNING });
}

/** The beginning with these changes; `nudges`: units of which one weight is moved a little; `steps`: how many are done at once. */
export function setState(state, { nudges = 0, steps = 0, net, ...next }) {
  restarted(Object.assign(state, BEGINNING, next));
  state.layer = clamp(Math.round(state.layer), 0, DEPTH - 1);
  state.gain = clamp(state.gain, 0.1, 10);
  if (net) state.net = structuredClone(net);
  for (let unit = 0; unit < nudges; unit++) nudge(state, unit, NUDGE * (unit + 1), 0);
  advance(state, steps);
}

/** The twins at their beginning. */
export function restarted(state) {
  return Object.assign(state, { net: begin(state.start, state.draw), history: [], playing: false });
}

/** One unit's weights moved by hand. */
export function nudge(state, unit, dw1, dw2) {
  const own = state.net.units[unit];
  const units = state.net.units.with(unit, { ...own, w1: own.w1 + dw1, w2: own.w2 + dw2 });
  state.net = { ...state.net, units };
}

/** One unit with other weights and another bias. */
export function reshape(state, unit, part) {
  state.net = { ...state.net, units: state.net.units.with(unit, { ...state.net.units[unit], ...part }) };
}

/** So many steps of gradient descent, noted one by one; returns whether there may be more. */
export function advance(state, steps) {
  for (let i = 0; i < steps && state.history.length < MOST_STEPS; i++) {
    state.history.push({ loss: judged(state.net).loss, apart: apart(state.net) });
    state.net = stepped(state.net);
  }
  return state.history.length < MOST_STEPS;
}
