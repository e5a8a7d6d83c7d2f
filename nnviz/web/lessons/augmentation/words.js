// What the picture says in a sentence, from its numbers.

import { percent } from "../../base/numbers.js";
import { largest } from "./reader.js";
import { plateau } from "./state.js";
import { DIALS } from "./transforms.js";

export function dialWords({ state, key, shares, curves, names, truth, titles }) {
  const { words, low, high } = DIALS[state.dial];
  const said = largest(shares);
  const now = `“${titles[key]}” says ${names[said]} with ${percent(shares[said])}.`;
  if (truth === null) return now;
  if (said !== truth) return `${now} It was a ${names[truth]}.`;
  const [from, to] = plateau(curves[key]);
  if (from === low && to === high) return `${now} It keeps its answer over the whole range.`;
  return `${now} It keeps its answer from ${words(from)} to ${words(to)}.`;
}

/** What the guess about few examples is followed by: from the networks of the race. */
export const FEW = {
  few20: "Twenty digits are two of each class. Small changes make more of them, but no change invents another hand.",
  few50:
    "Compare the two losses: with small changes the training digits are never the same twice, so the gap is smaller.",
  few200: "Compare the gaps: with small changes hardly any is left, and upright digits are read better too.",
};
