// What the lesson "Convolutions" stands at: the image, the kernel and how it is laid over it. Nothing here knows the screen.

import { resized, sliced, spread } from "./kernels.js";

const START = {
  image: "scene",
  channels: 1,
  kernel: "vertical",
  size: 3,
  bias: 0,
  stride: 1,
  padding: "valid",
  dilation: 1,
  relu: "none",
  pooling: "none",
  row: null,
  col: null,
  depth: 2,
  unit: null,
  until: null,
};

/** What a link to the picture as it stands says. */
export const TOLD = [...Object.keys(START).filter((name) => name !== "until"), "weights"];

export function beginning() {
  return { ...START, weights: [] };
}

/** What the reader changed; stride and dilation cannot both be larger than 1, so the other one gives way. */
export function changeState(state, next, kernels) {
  Object.assign(state, next);
  if (state.dilation > 1 && state.stride > 1)
    Object.assign(state, "dilation" in next ? { stride: 1 } : { dilation: 1 });
  if (next.size || next.channels) fitKernel(state, kernels);
}

/** The preset at hand, spread over the channels; a kernel made by hand grows or shrinks around its middle. */
export function fitKernel(state, kernels) {
  const preset = kernels.find(({ name }) => name === state.kernel);
  if (preset && preset.weights.length === state.size) state.weights = spread(preset.weights, state.channels);
  else Object.assign(state, { weights: resized(state.weights, state.size, state.channels), kernel: "hand" });
}

/** A kernel that a network has learnt, with its own size, channels and bias. */
export function takeLearnt(state, { name, size, channels, weights, bias }) {
  Object.assign(state, { kernel: name, size, channels, weights: [...weights], bias });
}

/** The beginning with these changes, as experiments and checks ask for it. */
export function setState(state, { slices, ...next }, kernels) {
  const preset = kernels.find(({ name }) => name === (next.kernel ?? START.kernel));
  Object.assign(state, START, { size: preset?.weights.length ?? START.size }, next);
  if (slices) Object.assign(state, { size: slices[0].length, weights: sliced(slices) });
  else if (next.weights?.length !== state.size ** 2 * state.channels) fitKernel(state, kernels);
}

/** How many pixels the kernel reaches over, beyond its first one. */
export function reachOf({ dilation, size }) {
  return dilation * (size - 1);
}
