// A network of dense layers, evaluated here with the weights that Keras trained: relu between the layers, sigmoid at the end.

import { unpack } from "../base/unpack.js";

/** [{kernel, bias}] of packed arrays → layers to decode with. */
export function layersOf(packed) {
  return packed.map(({ kernel, bias }) => {
    const { shape, values } = unpack(kernel);
    return { inputs: shape[0], units: shape[1], kernel: values, bias: unpack(bias).values };
  });
}

/** What the layers make of a point: Float64Array of numbers from 0 to 1. */
export function decode(layers, point) {
  let values = Float64Array.from(point);
  for (const [place, layer] of layers.entries()) {
    values = weighted(layer, values);
    const last = place === layers.length - 1;
    for (let i = 0; i < values.length; i++) values[i] = last ? 1 / (1 + Math.exp(-values[i])) : Math.max(values[i], 0);
  }
  return values;
}

function weighted({ inputs, units, kernel, bias }, values) {
  const sums = Float64Array.from(bias);
  for (let i = 0; i < inputs; i++) {
    if (!values[i]) continue;
    for (let j = 0; j < units; j++) sums[j] += values[i] * kernel[i * units + j];
  }
  return sums;
}
