// Ten layers and what each initializer makes of a signal that passes them. Pure functions.

import { drawNetwork, passes, rootMeanSquare } from "../../lesson/deep_network.js";
import { histogram } from "../../lesson/histogram.js";
import { orthonormal } from "./orthogonal.js";

export const [DEPTH, EXAMPLES, LIMIT] = [10, 32, 3];
/** What a weight's spread (standard deviation) is, from how many numbers go into a unit of its layer and how many units there are. */
export const INITIALIZERS = {
  zeros: { title: "zeros", spread: () => 0 },
  small: { title: "too small", spread: () => 0.01 },
  glorot: { title: "Glorot", spread: (fanIn, fanOut) => Math.sqrt(2 / (fanIn + fanOut)) },
  he: { title: "He", spread: (fanIn) => Math.sqrt(2 / fanIn) },
  large: { title: "too large", spread: () => 1 },
  orthogonal: { title: "orthogonal", spread: (fanIn, fanOut) => 1 / Math.sqrt(Math.max(fanIn, fanOut)) },
};
export const SHAPES = { even: "64 everywhere", narrow: "128 → 8", wide: "8 → 128" };

/** How wide the input and each layer are. */
export function widthsOf(shape) {
  if (shape === "even") return new Array(DEPTH + 1).fill(64);
  const falling = Array.from({ length: DEPTH + 1 }, (_, l) => 128 - 12 * l);
  return shape === "narrow" ? falling : falling.reverse();
}

const networks = new Map();

/** Drawn numbers with spread 1 (orthogonal ones: with what their own spread leaves to be 1), made once for a shape and seed. */
export function networkOf(shape, seed, initializer) {
  const key = `${shape} ${seed} ${initializer === "orthogonal"}`;
  if (!networks.has(key)) {
    if (networks.size > 8) networks.clear();
    const net = drawNetwork(seed, widthsOf(shape), EXAMPLES);
    networks.set(key, initializer === "orthogonal" ? { ...net, kernels: net.kernels.map(turned(net.widths)) } : net);
  }
  return networks.get(key);
}

function turned(widths) {
  return (kernel, l) => {
    const [fanIn, fanOut] = [widths[l], widths[l + 1]];
    const root = Math.sqrt(Math.max(fanIn, fanOut));
    return orthonormal(kernel, fanIn, fanOut).map((entry) => entry * root);
  };
}

/** What `passes` wants. */
export function howOf({ initializer, gain, activation }) {
  const { spread } = INITIALIZERS[initializer];
  return {
    depth: DEPTH,
    activation,
    normalization: "none",
    skip: false,
    spread: (fanIn, fanOut) => gain * spread(fanIn, fanOut),
  };
}

/**
 * @returns {layers: [{counts, below, above, size, fanIn, fanOut, spread, drawn}], back: the first layer's gradient in parts of the
 *   last layer's}
 */
export function scaleOf(state) {
  const net = networkOf(state.shape, state.seed, state.initializer);
  const how = howOf(state);
  const { layers } = passes(net, how);
  const described = layers.map(({ outputs }, l) => {
    const [fanIn, fanOut] = [net.widths[l], net.widths[l + 1]];
    const spread = how.spread(fanIn, fanOut);
    const drawn = spread * rootMeanSquare(net.kernels[l]);
    return { ...histogram(outputs, LIMIT), size: rootMeanSquare(outputs), fanIn, fanOut, spread, drawn };
  });
  return { layers: described, back: backOf(layers) };
}

/** The first layer's gradient in parts of the last layer's. */
function backOf(layers) {
  return rootMeanSquare(layers[0].blame) / rootMeanSquare(layers.at(-1).blame);
}

/** {activation: {initializer: {size, back}}}: of the last layer's outputs, and what comes back; which activation wants which. */
export function sizesOf({ shape, seed, gain }, activations) {
  const size = (activation, initializer) => {
    const { layers } = passes(networkOf(shape, seed, initializer), howOf({ initializer, gain, activation }));
    return { size: rootMeanSquare(layers.at(-1).outputs), back: backOf(layers) };
  };
  const row = (activation) =>
    Object.fromEntries(Object.keys(INITIALIZERS).map((initializer) => [initializer, size(activation, initializer)]));
  return Object.fromEntries(activations.map((activation) => [activation, row(activation)]));
}
