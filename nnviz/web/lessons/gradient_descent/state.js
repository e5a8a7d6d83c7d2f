// What the lesson "Gradient descent" stands at: the surface, who runs on it and how, and the step that is shown.

import { path, RULES } from "./optimizers.js";

export const STEPS = 150;
export const TITLES = {
  bowl: "Bowl",
  ravine: "Ravine",
  saddle: "Saddle",
  two_minima: "Two minima",
  plateau: "Plateau",
  line: "Real data",
  network: "Real network",
};
const BEGINNING = {
  surface: "ravine",
  on: ["sgd", "momentum", "adam"],
  inspect: "momentum",
  rate: 0.03,
  momentum: 0.9,
  schedule: "constant",
  batch: 0,
};

export function beginning(start) {
  return { ...BEGINNING, start, step: 0 };
}

/** The beginning with these changes; on a surface that is known, from its own start and with its own rate. */
export function setState(state, next, surfaces) {
  Object.assign(state, BEGINNING, { surface: state.surface }, next, { step: 0 });
  const surface = surfaces[state.surface];
  if (surface) Object.assign(state, { start: surface.start, rate: surface.rate }, next);
}

/** One optimizer more or less in the race, never none; returns whether that was possible. */
export function toggle(state, name) {
  const on = state.on.includes(name) ? state.on.filter((other) => other !== name) : [...state.on, name];
  if (!on.length) return false;
  state.on = Object.keys(RULES).filter((other) => on.includes(other));
  state.inspect = on.includes(name) ? name : on.includes(state.inspect) ? state.inspect : state.on[0];
  return true;
}

/** The settings of one optimizer: the memory is called differently in each. */
export function settingsOf(name, { momentum }) {
  if (["momentum", "nesterov"].includes(name)) return { momentum };
  if (["adam", "adamw"].includes(name)) return { beta_1: momentum };
  return {};
}

/** Everything that each optimizer of the race went through, by the formulas of this page. */
export function trailsOf(state, surface) {
  const { start, rate, schedule, batch } = state;
  const trail = (name) =>
    path(name, surface, start, rate, STEPS, { schedule, batchSize: batch, settings: settingsOf(name, state) });
  return Object.fromEntries(state.on.map((name) => [name, trail(name)]));
}

/** The same race as a question to Keras. */
export function raceOf(state) {
  return {
    names: state.on,
    surface: state.surface,
    start: state.start,
    rate: state.rate,
    steps: STEPS,
    schedule: state.schedule,
    batch_size: state.batch,
    settings: Object.fromEntries(state.on.map((name) => [name, settingsOf(name, state)])),
  };
}
