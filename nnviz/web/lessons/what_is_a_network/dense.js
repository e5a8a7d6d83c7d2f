// A chain of dense layers, evaluated here: what Keras computes, number for number (a test holds it to that).

import { sigmoid } from "./team.js";

const FUNCTIONS = {
  linear: (sums) => sums,
  relu: (sums) => sums.map((z) => Math.max(z, 0)),
  tanh: (sums) => sums.map(Math.tanh),
  sigmoid: (sums) => sums.map(sigmoid),
  softmax,
};

/** [outputs of every layer] for inputs as the network is given them; `layers`: [{kernel {shape, values}, bias, activation}]. */
export function forwardThrough(layers, inputs) {
  const outputs = [];
  for (const { kernel, bias, activation } of layers) {
    const from = outputs.at(-1) ?? inputs;
    const [, units] = kernel.shape;
    const sums = Array.from(bias, (own, j) => from.reduce((sum, x, i) => sum + x * kernel.values[i * units + j], own));
    outputs.push(FUNCTIONS[activation](sums));
  }
  return outputs;
}

/** The last layer's numbers as people read them: one for each class, or the target's value. */
export function readable(meaning, raw) {
  const { squash, offset, scale, low, high, classes } = meaning;
  const squashed = squash ? FUNCTIONS[squash](raw) : raw;
  const shown = squashed.map((value, k) => offset[k % offset.length] + scale[k % scale.length] * value);
  return classes && shown.length === 1 ? [low + high - shown[0], shown[0]] : shown;
}

function softmax(sums) {
  const most = Math.max(...sums);
  const powers = sums.map((z) => Math.exp(z - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}
