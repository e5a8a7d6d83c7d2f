// All numbers of one moment of the picture: both passes, what each layer's lane shows, and what theory says. Pure functions.

import { kernelGradient, passes, rootMeanSquare } from "../../lesson/deep_network.js";
import { histogram } from "../../lesson/histogram.js";
import { theory } from "../../lesson/mean_field.js";
import { clip } from "./clipping.js";
import { EXAMPLES, howOf, networkOf } from "./state.js";

export const LIMIT = 3; // of the values that a violin shows

/**
 * @returns {loss, layers: [{counts, below, above, size, flat, blame, kernel}], bars: [ratio to the last layer], before, theory,
 *   clipped, first: the first layer's ratio, factor: of a layer on the way back, on average}
 */
export function momentOf(state) {
  const { loss, layers: all } = passes(networkOf(state.seed), howOf(state));
  const weights = state.shown === "weights" ? all.map((layer) => kernelGradient(layer, EXAMPLES)) : null;
  const layers = all.map(described);
  const blame = layers.map((layer) => layer.blame);
  const predicted = theory(howOf(state));
  const clipped = weights && state.clipping !== "none" ? clip(weights, state.clipping, state.threshold) : null;
  const before = weights?.map(rootMeanSquare);
  const after = clipped?.after.map(rootMeanSquare);
  const values = relative(after ?? before ?? blame, (before ?? blame).at(-1));
  const gradient = relative(blame, blame.at(-1));
  return {
    loss,
    layers,
    gradient,
    bars: values,
    weights: before,
    before: after ? relative(before, before.at(-1)) : null,
    predicted: { ...predicted, gradient: backFrom(predicted.factor) },
    clipped,
    first: gradient[0],
    factor: state.depth > 1 ? gradient[0] ** (1 / (state.depth - 1)) : 1,
  };
}

function described({ slopes, outputs, blame }) {
  let flat = 0;
  for (let i = 0; i < slopes.length; i++) if (Math.abs(slopes[i]) < 0.05) flat += 1;
  return {
    ...histogram(outputs, LIMIT),
    size: rootMeanSquare(outputs),
    flat: flat / slopes.length,
    slope: rootMeanSquare(slopes),
    blame: rootMeanSquare(blame),
  };
}

function relative(values, one) {
  return values.map((value) => value / one);
}

/** The factors of the layers → what is left of the last layer's gradient at each. */
function backFrom(factors) {
  const left = new Array(factors.length).fill(1);
  for (let l = factors.length - 2; l >= 0; l--) left[l] = left[l + 1] * factors[l + 1];
  return left;
}
