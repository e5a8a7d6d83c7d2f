// The picture in numbers: beside the formula's symbols, as tables, and what a check is judged by.

import { short } from "../../base/numbers.js";
import { INITIALIZERS } from "./scale.js";
import { apart, different, judged } from "./symmetry.js";

export function valuesOf(state, moment, circles) {
  const { gradient, loss } = judged(state.net);
  const layer = moment.layers[state.layer];
  const [w, slope] = [state.net.units[0].w1, gradient.units[0].w1];
  return {
    w: short(w),
    gradient: short(slope),
    loss: short(loss),
    apart: short(apart(state.net)),
    fans: `${layer.fanIn}, ${layer.fanOut}`,
    variance: short(layer.spread ** 2),
    spread: short(layer.spread),
    gain: state.gain.toFixed(2),
    size: short(moment.layers.at(-1).size),
    circle: `${short(circles.at(-1).longest, 2)}, ${short(circles.at(-1).shortest, 2)}`,
  };
}

export function tablesOf(state, moment, circles) {
  const { gradient } = judged(state.net);
  const units = state.net.units.map(({ w1, w2, b, v }, j) => [
    `unit ${j + 1}`,
    ...[w1, w2, b, v, gradient.units[j].w1, gradient.units[j].v].map((value) => short(value)),
  ]);
  const layers = moment.layers.map(({ fanIn, fanOut, spread, drawn, size }, l) => [
    l + 1,
    fanIn,
    fanOut,
    ...[spread, drawn, size, circles[l + 1].longest, circles[l + 1].shortest].map((value) => short(value)),
  ]);
  return [
    {
      caption: `The twins after ${state.history.length} steps, output bias ${short(state.net.c)}`,
      head: ["Unit", "w₁", "w₂", "b", "v", "∂L/∂w₁", "∂L/∂v"],
      rows: units,
    },
    {
      caption: `Ten layers, ${INITIALIZERS[state.initializer].title}, ${state.activation}, gain ${state.gain.toFixed(2)}`,
      head: ["Layer", "in", "out", "spread", "drawn", "size", "longest radius", "shortest"],
      rows: layers,
    },
  ];
}

/** {name: number} for "make the picture do this". */
export function measuresOf(state, moment) {
  const { loss, accuracy } = judged(state.net);
  return {
    twins: Number(state.view === "twins"),
    different: different(state.net),
    steps: state.history.length,
    loss,
    accuracy,
    size: moment.layers.at(-1).size,
    gain: state.gain,
    even: Number(state.shape === "even"),
    ...Object.fromEntries(Object.keys(INITIALIZERS).map((name) => [name, Number(state.initializer === name)])),
    relu: Number(state.activation === "relu"),
    tanh: Number(state.activation === "tanh"),
    equal: Number(state.start === "equal"),
  };
}
