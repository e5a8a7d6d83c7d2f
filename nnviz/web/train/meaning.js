// What a network's shown numbers mean, as nnviz/training/meaning.py decided it. Pure functions.

import { percent, short } from "../base/numbers.js";

const PROBABILITY = { shown: "probability", low: 0, high: 1, threshold: 0.5, shares: true };

/** The meaning that a graph names; where none was recorded, the numbers are probabilities. */
export function meaningOf(graph) {
  return graph.meaning ?? PROBABILITY;
}

/** One number for each class from an example's shown numbers: class 0 of a single unit is the other side. */
export function byClass({ low, high }, shown) {
  return shown.length === 1 ? [low + high - shown[0], shown[0]] : shown;
}

/** How far a shown number is on the way from a sure no to a sure yes, 0 to 1. */
export function certainty({ low, high }, value) {
  return Math.min(Math.max((value - low) / (high - low), 0), 1);
}

/** "96.4 %", or the margin or score as it is. */
export function numberText({ shown }, value) {
  return shown === "probability" ? percent(value) : short(value);
}

/** "96.4 %", "margin 1.30", "score 0.82" */
export function inWords(meaning, value) {
  return meaning.shown === "probability" ? percent(value) : `${meaning.shown} ${short(value)}`;
}

/** What the colours of a plane and its line stand for, in a few words. */
export function colourWords({ shown, threshold }, units) {
  if (shown === "probability") return "colour: probability";
  const line = units === 1 ? `, line at ${short(threshold)}` : "";
  return shown === "margin" ? `colour: margin, full from ±1${line}` : `colour: score${line}`;
}
