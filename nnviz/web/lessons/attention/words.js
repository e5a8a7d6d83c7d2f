// What the lesson on attention says of its pictures.

import { fixed } from "../../base/controls.js";
import { percent, short } from "../../base/numbers.js";

export const GUESS_WORDS = { chance: "17 %, as by chance", some: "about 40 %", more: "about 60 %", all: "nearly all" };

/** What was said before, and what it came to, once the training has ended. */
export function guessWords(guess, share, right) {
  if (guess === null || share === null) return "";
  const told = `${percent(share)} in the end.`;
  return guess === right ? `You said ${GUESS_WORDS[guess]}: ${told}` : `You said ${GUESS_WORDS[guess]}; it is ${told}`;
}

/** How the network stands: waiting, being trained, or what it has learnt. */
export function standing({ line, problem, state, guessing }) {
  if (problem) return problem;
  if (guessing) return "A new block, as it begins. Guess, and you will see it trained.";
  if (!line) return "A new block, as it begins. Keras is training one: a few seconds …";
  const under = state === "finished" ? "" : " Training goes on …";
  return `After ${line.step.toLocaleString("en")} steps: ${percent(line.accuracy)} of the letters of new lists are right.${under}`;
}

/** What the change by the reader costs. */
export function changeWords({ on, forbidden }, measured) {
  const off = on.flatMap((own, k) => (own ? [] : [`head ${k + 1}`]));
  if (!off.length && !forbidden.length) return "";
  const what = [
    off.length ? `without ${off.join(" and ")}` : "",
    forbidden.length ? `with ${forbidden.length} forbidden ${forbidden.length === 1 ? "look" : "looks"}` : "",
  ];
  const told = what.filter(Boolean).join(" and ");
  return `${told[0].toUpperCase()}${told.slice(1)}: ${percent(measured)} of the letters of 100 new lists are right.`;
}

/** One cell of a head's map, written out. */
export function cellWords({ product, score, weight, key, scaled }) {
  if (score === -Infinity) return "This look is forbidden: its score is minus infinity, its share 0.";
  const divided = scaled ? ` / √${key} = ${fixed(score)}` : "";
  return `query · key = ${fixed(product)}${divided}; softmax over the row makes it ${percent(weight)}.`;
}

/** Where a place looks most. */
export function lookWords(letters, weights, query) {
  const most = weights.reduce((best, own, k) => (own > weights[best] ? k : best), 0);
  if (!weights[most]) return `Place ${query + 1} may look nowhere.`;
  return `Place ${query + 1} (${letters[query]}) looks most at place ${most + 1} (${letters[most]}): ${percent(weights[most])}.`;
}

export function vectorWords({ weights }, divide) {
  const most = weights.reduce((best, own, k) => (own > weights[best] ? k : best), 0);
  const how =
    divide < 0.6
      ? " Divided by so little, softmax all but chooses one."
      : divide > 3.5
        ? " Divided by so much, all get nearly the same."
        : "";
  return `Key ${most + 1} points most where the query points, and gets ${percent(weights[most])} of the attention.${how}`;
}

export function sizeWords(size, raw, scaled) {
  const top = (weights) => percent(Math.max(...weights));
  return (
    `With ${size} numbers in each vector, products are about ±${short(Math.sqrt(size), 2)}. Undivided, the largest share is ${top(raw)}; ` +
    `divided by √${size}, ${top(scaled)}.`
  );
}
