// What the lesson "Vanishing and exploding gradients" stands at: how the network is built, and what is looked at.

import { clamp } from "../../base/scales.js";
import { drawNetwork } from "../../lesson/deep_network.js";

export const [WIDTH, EXAMPLES, DEEPEST, SHALLOWEST] = [64, 32, 50, 2];
export const REACH = [0.1, 4.47]; // of the weights' scale
export const SCALES = { "0.50": "small 0.5", "1.00": "Glorot 1", 1.41: "He 1.41", "2.00": "large 2" };
export const NORMALIZATIONS = { none: "none", batch: "batch", layer: "layer" };
export const CLIPPINGS = { none: "none", all: "all together", layer: "each layer", value: "each entry" };
export const VIEWS = { network: "One network, any depth", race: "Six trained side by side", own: "Your network" };
const BEGINNING = {
  view: "network",
  depth: 12,
  scale: 1,
  activation: "sigmoid",
  normalization: "none",
  skip: false,
  shown: "outputs",
  clipping: "none",
  threshold: 1,
  layer: 0,
  seed: 1,
  guess: null, // "open" while the reader guesses, then the layer that was said, −1 for nowhere
};

export function beginning() {
  return { ...BEGINNING };
}

/** The beginning with these changes, as experiments and checks ask for it; clipping is of weights' gradients. */
export function setState(state, next) {
  Object.assign(state, BEGINNING, next);
  state.depth = clamp(Math.round(state.depth), SHALLOWEST, DEEPEST);
  state.layer = clamp(Math.round(state.layer), 0, state.depth - 1);
  state.scale = clamp(state.scale, ...REACH);
  if (state.clipping !== "none") state.shown = "weights";
}

/** What the reader changed: a chosen layer stays within the network, and clipping shows the weights' gradients. */
export function change(state, part) {
  Object.assign(state, { guess: state.guess === "open" ? "open" : null }, part);
  state.layer = Math.min(state.layer, state.depth - 1);
  if (part.clipping && part.clipping !== "none") state.shown = "weights";
  if (part.shown === "outputs") state.clipping = "none";
}

/** He's scale is √2, which the slider shows as 1.41. */
export function exactScale(scale) {
  return Math.abs(scale - Math.SQRT2) < 0.006 ? Math.SQRT2 : scale;
}

const networks = new Map();

/** The drawn numbers of a seed, made once. */
export function networkOf(seed) {
  if (!networks.has(seed)) {
    if (networks.size > 3) networks.clear();
    networks.set(seed, drawNetwork(seed, new Array(DEEPEST + 1).fill(WIDTH), EXAMPLES));
  }
  return networks.get(seed);
}

/** What `passes` and `theory` want. */
export function howOf({ depth, scale, activation, normalization, skip }) {
  const exact = exactScale(scale);
  return { depth, activation, normalization, skip, scale: exact, spread: (fanIn) => exact / Math.sqrt(fanIn) };
}
