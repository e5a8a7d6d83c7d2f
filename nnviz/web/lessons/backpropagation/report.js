// Backpropagation in numbers: what stands beside the formula's symbols, and the picture as tables.

import { short } from "../../base/numbers.js";
import { PARAMETERS } from "./tape.js";
import { symbol, written } from "./words.js";

/** Part of the formula → the number of the network that stands for it. */
const SHOWN = {
  x1: "x1",
  w11: "w11",
  h1: "h1",
  v1: "v1",
  p: "p",
  L: "L",
  "ds p": "ds",
  "slope h1": "h1's",
  "gradient w11": "dw11",
};

export function valuesOf(state, { steps, known, done }) {
  const reached = new Set(steps.slice(0, done).map(({ name }) => name));
  const seen = (name) => (reached.has(name) || name in state.numbers ? short(known[name]) : "not yet");
  const numbers = Object.fromEntries(Object.entries(SHOWN).map(([part, name]) => [part, seen(name)]));
  return { ...numbers, eta: state.rate.toFixed(2), difference: short(state.epsilon) };
}

/** What a check is judged by: the numbers of the network, and all that both passes come to. */
export function measuresOf({ known }) {
  return Object.fromEntries(["x1", "v1", "h1", "ds", "dw11", "L"].map((name) => [name, known[name]]));
}

export function tablesOf(state, { steps, known }) {
  const rows = steps.map((step) => {
    const { symbol: sign, letters, numbers, value } = written(step, known, state.rate);
    return [sign, step.phase, letters, numbers, value];
  });
  const weights = PARAMETERS.map((name) => {
    const numbers = [known[name], known[`d${name}`], known[`${name}'`]];
    return [symbol(name), ...numbers.map((number) => short(number))];
  });
  return [
    {
      caption: `Every step, ${state.hidden} hidden units, ${state.ending}`,
      head: ["Number", "Pass", "Formula", "With numbers", "Value"],
      rows,
    },
    {
      caption: "Gradients and new weights",
      head: ["Weight", "value", "∂L/∂weight", "after the update"],
      rows: weights,
    },
  ];
}
