// A small network and how it learns: tanh units, one sigmoid output, binary cross-entropy, gradients by
// backpropagation, steps by Adam (Kingma and Ba, 2015). Pure functions of plain arrays; nothing here is drawn.

import { random } from "../base/random.js";

export const SIZES = [2, 8, 8, 1];

/** How many weights, biases included, a network of these sizes has. */
export function weightCount(sizes) {
  return sizes.slice(1).reduce((sum, size, i) => sum + size * (sizes[i] + 1), 0);
}

/**
 * A network with random weights (Glorot and Bengio, 2010) and biases of zero. In `weights` each unit's incoming
 * weights are followed by its bias, unit after unit, layer after layer; `values[layer][unit]` holds the last answer.
 */
export function createNetwork(seed, sizes = SIZES) {
  const weights = new Float64Array(weightCount(sizes));
  const uniform = random(seed);
  let at = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    const limit = Math.sqrt(6 / (sizes[layer - 1] + sizes[layer]));
    for (let unit = 0; unit < sizes[layer]; unit++, at++) {
      for (let from = 0; from < sizes[layer - 1]; from++) weights[at++] = (2 * uniform() - 1) * limit;
    }
  }
  return {
    sizes,
    weights,
    values: sizes.map((size) => new Float64Array(size)),
    errors: sizes.map((size) => new Float64Array(size)),
  };
}

/** The network's probability of class 1 at a point; leaves every unit's value in `network.values`. */
export function answer({ sizes, weights, values }, x, y) {
  values[0][0] = x;
  values[0][1] = y;
  const last = sizes.length - 1;
  let at = 0;
  for (let layer = 1; layer <= last; layer++) {
    const [incoming, units] = [values[layer - 1], values[layer]];
    for (let unit = 0; unit < units.length; unit++) {
      let sum = 0;
      for (let from = 0; from < incoming.length; from++) sum += weights[at++] * incoming[from];
      sum += weights[at++];
      units[unit] = layer === last ? 1 / (1 + Math.exp(-sum)) : Math.tanh(sum);
    }
  }
  return values[last][0];
}

/**
 * Mean binary cross-entropy of the points {x, y, label} and its gradient, which is written into `gradient`.
 * @returns {loss, right}: right is the share of points on the right side of 1/2
 */
export function backpropagate(network, points, gradient) {
  gradient.fill(0);
  let [loss, right] = [0, 0];
  for (const { x, y, label } of points) {
    const probability = answer(network, x, y);
    loss -= Math.log(Math.max(label ? probability : 1 - probability, 1e-15));
    right += probability > 0.5 === label > 0.5;
    network.errors.at(-1)[0] = (probability - label) / points.length;
    addGradient(network, gradient);
  }
  return { loss: loss / points.length, right: right / points.length };
}

/** Adds one point's gradient, layer by layer from the last; `network.errors` holds the loss's slope at each unit's sum. */
function addGradient({ sizes, weights, values, errors }, gradient) {
  let start = weights.length;
  for (let layer = sizes.length - 1; layer > 0; layer--) {
    const [incoming, slopes, before] = [values[layer - 1], errors[layer], errors[layer - 1]];
    start -= slopes.length * (incoming.length + 1);
    before.fill(0);
    let at = start;
    for (let unit = 0; unit < slopes.length; unit++) {
      for (let from = 0; from < incoming.length; from++, at++) {
        gradient[at] += slopes[unit] * incoming[from];
        before[from] += slopes[unit] * weights[at];
      }
      gradient[at++] += slopes[unit];
    }
    if (layer > 1) for (let from = 0; from < before.length; from++) before[from] *= 1 - incoming[from] ** 2;
  }
}

/** `learn(points)` takes one step of Adam on all points; returns what `backpropagate` does. */
export function createLearner(network, rate = 0.02) {
  const [gradient, mean, square] = [0, 1, 2].map(() => new Float64Array(network.weights.length));
  let step = 0;
  return function learn(points) {
    const score = backpropagate(network, points, gradient);
    step += 1;
    const [first, second] = [1 - 0.9 ** step, 1 - 0.999 ** step];
    for (let i = 0; i < gradient.length; i++) {
      mean[i] = 0.9 * mean[i] + 0.1 * gradient[i];
      square[i] = 0.999 * square[i] + 0.001 * gradient[i] ** 2;
      network.weights[i] -= (rate * (mean[i] / first)) / (Math.sqrt(square[i] / second) + 1e-7);
    }
    return score;
  };
}

/** Two spirals as the app's own data source has them: radius r from 0 to 1, angle 2π·(turns·r + arm/2). */
export function spirals(count, turns, noise, seed) {
  const uniform = random(seed);
  const jitter = () => noise * Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const each = count / 2;
  return Array.from({ length: count }, (_, i) => {
    const label = i < each ? 0 : 1;
    const radius = ((i % each) + 1) / each;
    const angle = 2 * Math.PI * (turns * radius + label / 2);
    return { x: radius * Math.cos(angle) + jitter(), y: radius * Math.sin(angle) + jitter(), label };
  });
}
