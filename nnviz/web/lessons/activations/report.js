// Activation functions in numbers: what stands beside the formula's symbols, and the picture as tables.

import { fixed } from "../../base/controls.js";
import { percent, short } from "../../base/numbers.js";
import { FUNCTIONS } from "./functions.js";
import { CLASSES, chainOf, oneNeuron, outputAt, pointOf, pointsOf, sharesOf } from "./state.js";

export function valuesOf(state) {
  const { a, slope } = pointOf(state);
  const { gradients } = chainOf(state);
  const one = oneNeuron(state);
  return {
    z: fixed(state.z),
    f: FUNCTIONS[state.name].title,
    a: fixed(a, 3),
    slope: fixed(slope, 3),
    w: fixed(state.weight, 1),
    g: short(gradients[0], 2),
    W: fixed(one.slope),
    one: `${fixed(one.slope)} x ${one.shift < 0 ? "−" : "+"} ${fixed(Math.abs(one.shift))}`,
    logit: state.logits.map((value) => fixed(value, 1)).join(", "),
    T: fixed(state.temperature, 1),
    p: sharesOf(state)
      .map((share) => fixed(share))
      .join(", "),
  };
}

export function tablesOf(state) {
  const { sums, values, slopes, gradients } = chainOf(state);
  const shares = sharesOf(state);
  const { slope, shift } = oneNeuron(state);
  return [
    {
      caption: `All functions at z = ${fixed(state.z)}`,
      head: ["function", "value", "slope"],
      rows: Object.values(FUNCTIONS).map(({ title, at, slope: of }) => [
        title,
        fixed(at(state.z), 3),
        fixed(of(state.z), 3),
      ]),
    },
    {
      caption: `${state.layers} layers of ${FUNCTIONS[state.name].title}, weight ${fixed(state.weight, 1)}`,
      head: ["layer", "sum z", "signal a", "slope", "gradient that arrives"],
      rows: sums.map((z, i) => [i + 1, fixed(z), fixed(values[i], 3), fixed(slopes[i], 3), short(gradients[i])]),
    },
    {
      caption: "The small network",
      head: ["input x", "its output y", "one neuron", "point"],
      rows: pointsOf(state).map(([x, y]) => [
        fixed(x, 0),
        fixed(outputAt(state, x)),
        fixed(slope * x + shift),
        fixed(y, 0),
      ]),
    },
    {
      caption: `Softmax at temperature ${fixed(state.temperature, 1)}`,
      head: ["class", "logit", "share"],
      rows: CLASSES.map((name, i) => [name, fixed(state.logits[i], 1), percent(shares[i])]),
    },
  ];
}
