// What the lesson "Loss functions" stands at, and every change to it. Nothing here knows the screen.

import { clamp } from "../../base/scales.js";
import { fit } from "./fits.js";
import { crossentropy, DELTA, GAMMA, OF_ERROR, OF_OUTPUT, sigmoid } from "./losses.js";

export const VIEWS = { line: "A number", output: "Yes or no", classes: "One of several", race: "Trained side by side" };
export const FIELD = [0, 10]; // of both axes of the points
export const CLASSES = ["cat", "dog", "bird"];
export const ERRORS = [-6, 6];
export const OUTPUTS = [-8, 8];

const POINTS = [
  [0.8, 1.6],
  [1.9, 1.9],
  [2.9, 3.2],
  [4, 3.3],
  [5.1, 4.8],
  [6.2, 5.1],
  [7.2, 6.4],
  [8.6, 1.2],
];
export const OUTLIER = 7;

const START = {
  view: "line",
  on: ["mse", "mae"],
  delta: DELTA,
  flat: false,
  chosen: OUTLIER,
  error: -3,
  judged: ["bce", "mse"],
  gamma: GAMMA,
  truth: 1,
  z: -3,
  named: 0,
  mine: false,
  own: false,
  guess: "",
};

export function beginning() {
  return { ...START, points: POINTS.map((point) => [...point]), shares: [0.5, 0.3, 0.2] };
}

/** The beginning with these changes, as experiments and checks ask for it. */
export function setState(state, next) {
  Object.assign(state, beginning(), next);
  state.points = state.points.map((point) => [...point]);
}

export function movePoint(state, i, x, y) {
  state.chosen = i;
  state.points[i] = [x, y].map((value) => clamp(Math.round(value * 20) / 20, ...FIELD));
}

export function moveError(state, error) {
  state.error = clamp(Math.round(error * 20) / 20, ...ERRORS);
}

export function moveOutput(state, z) {
  state.z = clamp(Math.round(z * 20) / 20, ...OUTPUTS);
}

/** Switches a loss on or off; the last one stays. `list`: "on" of a number, "judged" of a yes or no. */
export function toggle(state, list, name) {
  const order = Object.keys(list === "on" ? OF_ERROR : OF_OUTPUT);
  const next = order.filter((one) => (one === name) !== state[list].includes(one));
  if (next.length) state[list] = next;
}

/** One share as the reader wants it; the others make room, each in proportion. */
export function moveShare(state, i, share) {
  const next = clamp(Math.round(share * 100) / 100, 0.01, 0.98);
  const rest = state.shares.reduce((sum, value, j) => sum + (j === i ? 0 : value), 0);
  state.shares = state.shares.map((value, j) => (j === i ? next : (value / rest) * (1 - next)));
}

/** {name: {slope, shift, loss}} of every loss that is on. */
export function fitsOf({ points, on, delta, flat }) {
  return Object.fromEntries(on.map((name) => [name, fit(points, name, { delta, flat })]));
}

/** The error that each line makes at the chosen point. */
export function errorsAt({ points, chosen }, fits) {
  const [x, y] = points[chosen];
  return Object.fromEntries(Object.entries(fits).map(([name, { slope, shift }]) => [name, slope * x + shift - y]));
}

/** What a question's goal may look at. */
export function measuresOf(state) {
  const all = fitsOf({ ...state, on: Object.keys(OF_ERROR) });
  const { truth, z, gamma } = state;
  const pull = (name) => Math.abs(OF_OUTPUT[name].slope(z, { truth, gamma }));
  const moved = POINTS.map(([x, y], i) => Math.hypot(x - state.points[i]?.[0], y - state.points[i]?.[1]));
  return {
    ...Object.fromEntries(Object.entries(all).map(([name, { slope }]) => [`slope_${name}`, slope])),
    flat: Number(state.flat),
    delta: state.delta,
    outlier: state.points[OUTLIER]?.[1] ?? 0,
    others: Math.max(...moved.slice(0, OUTLIER).map((by) => (Number.isFinite(by) ? by : 9))),
    error: state.error,
    z,
    truth,
    share: sigmoid(truth ? z : -z),
    ...Object.fromEntries(Object.keys(OF_OUTPUT).map((name) => [`pull_${name}`, pull(name)])),
    named: state.named,
    crossentropy: crossentropy(state.shares, state.named).value,
  };
}
