// What the lesson "Activation functions" stands at, and every change to it. Nothing here knows the screen.

import { clamp } from "../../base/scales.js";
import { chain, collapse, FUNCTIONS, network, softmax } from "./functions.js";

export const VIEWS = {
  function: "Value and slope",
  linear: "No activation",
  softmax: "Softmax",
  race: "Trained side by side",
};
export const ENDS = [-6, 6]; // of z
export const MOST_LAYERS = 20;
export const CLASSES = ["cat", "dog", "bird", "fish"];
export const CLOSE = 0.1; // from a point, for the curve to pass through it
export const INNER = { linear: "none", relu: "ReLU", tanh: "tanh" };
/** The weights of every further layer: they turn its two numbers, and keep their size. */
export const TURN = [
  [0.8, -0.6],
  [0.6, 0.8],
];

const START = {
  view: "function",
  name: "sigmoid",
  other: "",
  all: false,
  z: 2,
  weight: 1,
  layers: 10,
  inner: "linear",
  further: 0,
  w1: 1.2,
  b1: 0.6,
  w2: -0.8,
  b2: 0.4,
  v1: 1,
  v2: 0.7,
  c: -0.2,
  corner: 0,
  steep: 1,
  level: 0,
  logits: [2, 1, 0.5, -1],
  temperature: 1,
  layer: null,
  own: false,
  guess: [],
};
export const TINY = ["w1", "b1", "w2", "b2", "v1", "v2", "c"];

export function beginning() {
  return { ...START, logits: [...START.logits], guess: [] };
}

/** The beginning with these changes, as experiments and checks ask for it. */
export function setState(state, next) {
  Object.assign(state, beginning(), next);
}

export function moveZ(state, z) {
  state.z = clamp(Math.round(z * 100) / 100, ...ENDS);
}

export function moveLogit(state, i, value) {
  state.logits[i] = clamp(Math.round(value * 10) / 10, -4, 4);
}

/** Names a network that will not learn, or takes the name back; of more than two the first one goes. */
export function guess(state, label) {
  const others = state.guess.filter((name) => name !== label);
  state.guess = others.length < state.guess.length ? others : [...others, label].slice(-2);
}

/** Another function; the second one steps aside where it is the same. */
export function choose(state, name) {
  state.name = name;
  if (state.other === name) state.other = "";
}

export function pointOf({ name, z }) {
  return { a: FUNCTIONS[name].at(z), slope: FUNCTIONS[name].slope(z) };
}

export function chainOf({ name, z, weight, layers }) {
  return chain(name, z, weight, layers);
}

/** The layers of the small network: one number in, two units, what further layers there are, one number out. */
export function layersOf({ w1, b1, w2, b2, v1, v2, c, further }) {
  const turning = Array.from({ length: further }, () => ({ weights: TURN, biases: [0, 0] }));
  return [{ weights: [[w1], [w2]], biases: [b1, b2] }, ...turning, { weights: [[v1, v2]], biases: [c] }];
}

/** The one neuron, y = slope · x + shift, that all layers together are where none has an activation. */
export function oneNeuron(state) {
  const { weights, biases } = collapse(layersOf(state));
  return { slope: weights[0][0], shift: biases[0] };
}

export function outputAt(state, x) {
  return network(layersOf(state), [x], state.inner)[0];
}

/** What the small network may be asked to pass through: a corner, which no straight line has. */
export function pointsOf({ corner, steep, level }) {
  return [-2, -1, 0, 1, 2].map((x) => [x, level + steep * Math.abs(x - corner)]);
}

/** How far the curve is from each point. */
export function missesOf(state) {
  return pointsOf(state).map(([x, y]) => Math.abs(outputAt(state, x) - y));
}

export function sharesOf({ logits, temperature }) {
  return softmax(logits, temperature);
}

/** What a question's goal may look at. */
export function measuresOf(state) {
  const { values, gradients } = chainOf(state);
  const shares = sharesOf(state);
  return {
    function: Object.keys(FUNCTIONS).indexOf(state.name),
    z: state.z,
    slope: pointOf(state).slope,
    weight: state.weight,
    layers: state.layers,
    signal: values[values.length - 1],
    gradient: gradients[0],
    activation: state.inner === "linear" ? 0 : 1,
    miss: Math.max(...missesOf(state)),
    corner: state.corner,
    steep: state.steep,
    level: state.level,
    largest: Math.max(...shares),
    smallest: Math.min(...shares),
    temperature: state.temperature,
    moved: Math.max(...state.logits.map((value, i) => Math.abs(value - START.logits[i]))),
  };
}
