// What the page sends when it is asked: a photograph, and kernels that a network has learnt.

import { unpack } from "../../base/unpack.js";

export function photographOf(packed) {
  const {
    shape: [rows, cols, channels],
    values,
  } = unpack(packed);
  return { rows, cols, channels, values };
}

/** One {name, title, size, channels, bias, weights} per kernel; `kernels` is (count, size, size, channels). */
export function learntOf(kernels, biases) {
  const {
    shape: [count, size, , channels],
    values,
  } = unpack(kernels);
  const each = size * size * channels;
  const offsets = unpack(biases).values;
  return Array.from({ length: count }, (_, i) => ({
    name: `learnt-${i}`,
    title: `filter ${i + 1}`,
    size,
    channels,
    bias: offsets[i],
    weights: values.slice(i * each, (i + 1) * each),
  }));
}
