// The picture in numbers: beside the formula's symbols, as tables, and what a check is judged by.

import { percent, short } from "../../base/numbers.js";
import { ratio } from "../../lesson/gradient_lane.js";

export function valuesOf(state, moment) {
  return {
    gradient: ratio(moment.first),
    factor: short(moment.factor),
    depth: String(state.depth),
    sigma: state.scale.toFixed(2),
    slope: short(moment.layers[state.layer].slope),
    signal: short(moment.layers.at(-1).size),
    clip: state.clipping === "none" ? "off" : short(state.threshold, 2),
  };
}

export function tablesOf(state, { layers, gradient, predicted, bars }) {
  const rows = layers.map(({ size, flat, slope }, l) => [
    l + 1,
    short(size),
    short(predicted.size[l]),
    short(slope),
    percent(flat),
    ratio(gradient[l]),
    ratio(predicted.gradient[l]),
    ratio(bars[l]),
  ]);
  const of = state.shown === "weights" ? "weights' gradient, as shown" : "as shown";
  return [
    {
      caption:
        `${state.depth} layers of 64 units, ${state.activation}, scale ${state.scale.toFixed(2)}; ` +
        "gradients in parts of the last layer's",
      head: ["Layer", "signal", "in theory", "slope", "almost flat", "∂L/∂outputs", "in theory", of],
      rows,
    },
  ];
}

/** {name: number} for "make the picture do this". */
export function measuresOf(state, moment) {
  return {
    first: moment.first,
    signal: moment.layers.at(-1).size,
    depth: state.depth,
    scale: state.scale,
    skip: Number(state.skip),
    normalized: Number(state.normalization !== "none"),
    sigmoid: Number(state.activation === "sigmoid"),
    tanh: Number(state.activation === "tanh"),
    relu: Number(state.activation === "relu"),
    linear: Number(state.activation === "linear"),
    length: moment.clipped?.lengthAfter ?? -1,
    turned: moment.clipped?.angle ?? -1,
  };
}
