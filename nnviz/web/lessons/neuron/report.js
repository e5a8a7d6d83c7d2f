// The neuron in numbers: what stands beside the formula's symbols, and the picture as tables.

import { fixed } from "../../base/controls.js";
import { ACTIVATIONS, forward } from "./neuron.js";
import { TASKS } from "./perceptron_learner.js";
import { outputOf, sidesOf } from "./state.js";

export function valuesOf(state) {
  const { z, a } = outputOf(state);
  const inputs = `${fixed(state.x1)}, ${fixed(state.x2)}`;
  return {
    x: inputs,
    "x1 x2": inputs,
    "w1 w2": `${fixed(state.w1)}, ${fixed(state.w2)}`,
    b: fixed(state.b),
    z: fixed(z),
    f: ACTIVATIONS[state.activation].title,
    a: fixed(a, 3),
  };
}

/** What a check is judged by: whose examples these are, how many are wrong, and how far the nearest one is from the line. */
export function measuresOf(state) {
  const length = Math.hypot(state.w1, state.w2) || 1;
  const distances = state.points.map(({ x, y }) => Math.abs(state.w1 * x + state.w2 * y + state.b) / length);
  const wrong = sidesOf(state).filter((right) => !right).length;
  return { task: Object.keys(TASKS).indexOf(state.task), wrong, nearest: Math.min(...distances) };
}

/** `comparisons`: [part, words, alike, not alike] each. */
export function tablesOf(state, comparisons) {
  return [
    { caption: "The sum", head: ["", "weight", "input", "product"], rows: sumRows(state) },
    { caption: "The examples", head: ["", "x₁", "x₂", "class", "z", "side"], rows: exampleRows(state) },
    {
      caption: "Alike and not alike",
      head: ["part", "alike", "not alike"],
      rows: comparisons.map(([, ...words]) => words),
    },
  ];
}

function sumRows(state) {
  const { products, z, a } = outputOf(state);
  return [
    ["first input", fixed(state.w1), fixed(state.x1), fixed(products[0])],
    ["second input", fixed(state.w2), fixed(state.x2), fixed(products[1])],
    ["bias", fixed(state.b), "", fixed(state.b)],
    ["z", "", "", fixed(z)],
    [`a = ${state.activation}(z)`, "", "", fixed(a, 3)],
  ];
}

function exampleRows(state) {
  const sides = sidesOf(state);
  return state.points.map(({ x, y, label }, i) => [
    `example ${i + 1}`,
    fixed(x),
    fixed(y),
    label,
    fixed(forward([x, y], [state.w1, state.w2], state.b, "step").z),
    sides[i] ? "right" : "wrong",
  ]);
}
