// What theory says of a very wide network with random weights, layer by layer, without computing the network: the spread of its
// signal, and by how much each layer multiplies the gradient on its way back. The twin of nnviz/concepts/mean_field.py.
// Poole et al., "Exponential expressivity in deep neural networks through transient chaos" (2016); Schoenholz et al.,
// "Deep information propagation" (2017); with batch normalization as in Yang et al., "A mean field theory of batch
// normalization" (2019), for examples that have nothing in common.

import { EPSILON } from "./deep_network.js";
import { CURVES } from "./unit_curves.js";

const [CELLS, REACH] = [400, 8];
const STEP = (2 * REACH) / CELLS;
const NODES = Float64Array.from({ length: CELLS }, (_, i) => -REACH + (i + 0.5) * STEP);
const DENSITY = NODES.map((z) => (STEP * Math.exp(-(z * z) / 2)) / Math.sqrt(2 * Math.PI));

/** Means over sums z of a normal distribution of this spread: {mean of f(z), of its square, of its slope's square}. */
export function moments(activation, spread) {
  const { of, slope } = CURVES[activation];
  let [mean, square, slopes] = [0, 0, 0];
  for (let i = 0; i < CELLS; i++) {
    const [value, steep] = [of(spread * NODES[i]), slope(spread * NODES[i])];
    mean += DENSITY[i] * value;
    square += DENSITY[i] * value * value;
    slopes += DENSITY[i] * steep * steep;
  }
  return { mean, square, slopes };
}

/**
 * @param how as for `passes` of deep_network.js; inputs have spread 1 and nothing in common.
 * @returns {size: [root mean square of each layer's outputs], factor: [by how much each layer multiplies the gradient's
 *   size from its outputs to what it was given]}
 */
export function theory({ depth, scale, activation, normalization, skip }) {
  const variance = scale * scale;
  const found = { size: [], factor: [] };
  let [square, mean, apart] = [1, 0, 1]; // of the signal: mean square, mean, and what differs between examples
  for (let l = 0; l < depth; l++) {
    const before = variance * (normalization === "batch" ? apart : square);
    const divided = normalization === "none" ? 1 : before + EPSILON;
    const branch = moments(activation, Math.sqrt(before / divided));
    found.factor.push(Math.sqrt((variance * branch.slopes) / divided + (skip ? 1 : 0)));
    const own = branch.square - branch.mean ** 2;
    if (skip) {
      square += branch.square + 2 * mean * branch.mean;
      mean += branch.mean;
      apart += own;
    } else [square, mean, apart] = [branch.square, branch.mean, own];
    found.size.push(Math.sqrt(square));
  }
  return found;
}
