// A deep network of dense layers on a small batch: one pass forward, one backward, on plain typed arrays.
// The twin of nnviz/concepts/deep_network.py, held equal to it, and so to Keras, by a test. Pure functions.
//
// A layer is Dense without biases (they are 0 at the start), then normalization, then the activation, and with skip
// connections its input is added to what comes out. One sigmoid unit reads the last layer; the loss is cross-entropy.

import { normals } from "../base/random.js";
import { timesKernel, timesKernelTransposed } from "./matrices.js";
import { CURVES } from "./unit_curves.js";

export const EPSILON = 1e-3; // what Keras adds to a variance before it divides by its root
const READOUT = 999; // after the seeds of the layers

/**
 * Normal numbers with spread 1 for a network: its inputs (examples × widths[0]), its labels in turn 0 and 1, a kernel a layer
 * (widths[l] × widths[l + 1]) and what reads the last layer. A layer is the same whatever the depth.
 */
export function drawNetwork(seed, widths, examples) {
  return {
    widths,
    examples,
    inputs: normals(seed * 1000, examples * widths[0]),
    labels: Float64Array.from({ length: examples }, (_, i) => i % 2),
    kernels: widths.slice(1).map((width, l) => normals(seed * 1000 + l + 1, widths[l] * width)),
    readout: normals(seed * 1000 + READOUT, Math.max(...widths)),
  };
}

/**
 * Both passes through the first `depth` layers; their weights are the drawn numbers times spread(fan in, fan out).
 * @param how {depth, spread, activation, normalization "none" | "batch" | "layer", skip (widths are then all the same)}
 * @returns {loss, layers: [{width, given, sums, outputs, slopes, blame, sumBlame}]}: (examples × width) each; `given` goes in,
 *   `sums` go into the activation, whose `slopes` there are kept, `blame` is ∂loss/∂outputs and `sumBlame` ∂loss/∂(Dense's own
 *   sums), both of the mean loss.
 */
export function passes(net, how) {
  const layers = forward(net, how);
  const { loss, blame } = judge(net, layers.at(-1));
  backward(net, how, layers, blame);
  return { loss, layers };
}

/** The forward pass alone: its layers, without blame. */
export function forward({ widths, examples, inputs, kernels }, { depth, spread, activation, normalization, skip }) {
  const curve = CURVES[activation].of;
  const layers = [];
  let given = inputs;
  for (let l = 0; l < depth; l++) {
    const [fanIn, width] = [widths[l], widths[l + 1]];
    const sums = timesKernel(given, kernels[l], [examples, fanIn, width], spread(fanIn, width));
    const roots = normalized(sums, examples, width, normalization);
    const outputs = new Float64Array(sums.length);
    for (let i = 0; i < sums.length; i++) outputs[i] = curve(sums[i]) + (skip ? given[i] : 0);
    layers.push({ width, given, sums, roots, outputs, blame: null, slopes: null, sumBlame: null });
    given = outputs;
  }
  return layers;
}

/** Where a normalization's groups lie: a unit's values over the batch, or an example's values over the units. */
function groups(examples, width, normalization) {
  return normalization === "batch"
    ? { count: width, size: examples, first: (g) => g, step: width }
    : { count: examples, size: width, first: (g) => g * width, step: 1 };
}

/** Normalizes each group of `sums` in place; returns what each was divided by, null without normalization. */
function normalized(sums, examples, width, normalization) {
  if (normalization === "none") return null;
  const { count, size, first, step } = groups(examples, width, normalization);
  const roots = new Float64Array(count);
  for (let g = 0; g < count; g++) {
    const [from, to] = [first(g), first(g) + size * step];
    let [mean, square] = [0, 0];
    for (let i = from; i < to; i += step) mean += sums[i] / size;
    for (let i = from; i < to; i += step) square += (sums[i] - mean) ** 2 / size;
    roots[g] = Math.sqrt(square + EPSILON);
    for (let i = from; i < to; i += step) sums[i] = (sums[i] - mean) / roots[g];
  }
  return roots;
}

/** Mean cross-entropy of a sigmoid unit that reads the outputs, and ∂loss/∂outputs. */
function judge({ examples, labels, readout }, { outputs, width }) {
  const blame = new Float64Array(examples * width);
  const factor = 1 / Math.sqrt(width);
  let loss = 0;
  for (let i = 0; i < examples; i++) {
    let sum = 0;
    for (let j = 0; j < width; j++) sum += outputs[i * width + j] * readout[j] * factor;
    loss += (Math.max(sum, 0) - sum * labels[i] + Math.log1p(Math.exp(-Math.abs(sum)))) / examples;
    const error = (1 / (1 + Math.exp(-sum)) - labels[i]) / examples;
    for (let j = 0; j < width; j++) blame[i * width + j] = error * readout[j] * factor;
  }
  return { loss, blame };
}

function backward({ widths, examples, kernels }, { spread, activation, normalization, skip }, layers, last) {
  const { slope } = CURVES[activation];
  let blame = last;
  for (let l = layers.length - 1; l >= 0; l--) {
    const { sums, roots, width } = layers[l];
    const [sumBlame, slopes] = [new Float64Array(blame.length), new Float64Array(blame.length)];
    for (let i = 0; i < blame.length; i++) {
      slopes[i] = slope(sums[i]);
      sumBlame[i] = blame[i] * slopes[i];
    }
    if (roots) throughNormalization(sumBlame, sums, roots, groups(examples, width, normalization));
    Object.assign(layers[l], { blame, slopes, sumBlame });
    if (!l) break;
    const sizes = [examples, widths[l], width];
    const back = timesKernelTransposed(sumBlame, kernels[l], sizes, spread(widths[l], width));
    if (skip) for (let i = 0; i < back.length; i++) back[i] += blame[i];
    blame = back;
  }
}

/** ∂loss/∂(normalized) → ∂loss/∂(before), in place: mean and root depend on every value of the group. */
function throughNormalization(blame, sums, roots, { count, size, first, step }) {
  for (let g = 0; g < count; g++) {
    const [from, to] = [first(g), first(g) + size * step];
    let [mean, along] = [0, 0];
    for (let i = from; i < to; i += step) {
      mean += blame[i] / size;
      along += (blame[i] * sums[i]) / size;
    }
    for (let i = from; i < to; i += step) blame[i] = (blame[i] - mean - sums[i] * along) / roots[g];
  }
}

/** (fan in × width) ∂loss/∂kernel of a layer. */
export function kernelGradient({ given, sumBlame, width }, examples) {
  const fanIn = given.length / examples;
  const gradient = new Float64Array(fanIn * width);
  for (let i = 0; i < examples; i++) {
    for (let k = 0; k < fanIn; k++) {
      const value = given[i * fanIn + k];
      if (value === 0) continue;
      const [from, row] = [k * width, i * width];
      for (let j = 0; j < width; j++) gradient[from + j] += value * sumBlame[row + j];
    }
  }
  return gradient;
}

/** The root mean square of all entries: how large they are, whatever their number. */
export function rootMeanSquare(values) {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] * values[i];
  return Math.sqrt(sum / values.length);
}
