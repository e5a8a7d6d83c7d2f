// What is to be said about a rate in a valley. Pure functions.

import { short } from "../../base/numbers.js";
import { slowest } from "./state.js";
import { factor, fate, limit, NEAR } from "./valley.js";

const FATES = {
  creeps: "It creeps",
  settles: "It comes straight down",
  lands: "One step and it is there",
  bounces: "It overshoots every time, and still settles",
  swings: "It swings for ever, neither nearer nor farther",
  explodes: "It flies out",
};

/** A rate as it is written everywhere here: three digits, no zeros at its end. */
export function rateText(rate) {
  return Number(rate.toPrecision(3)).toLocaleString("en", { maximumSignificantDigits: 3 });
}

/** What one step does to the weight, in a sentence. */
export function verdict(state) {
  const { rate, curvature, second } = state;
  const f = factor(rate, curvature);
  const steps = slowest(state);
  const kept = `each step keeps ${short(100 * Math.abs(f))} % of the distance`;
  const sides = f < 0 ? " and changes sides" : "";
  const when = Number.isFinite(steps)
    ? `${steps} step${steps === 1 ? "" : "s"} to ${100 * NEAR} %.`
    : "It never arrives.";
  const who = second ? "The steep one: " : "";
  return `${who}${FATES[fate(rate, curvature)]}: ${kept}${sides}. ${second ? "Both need: " : ""}${when}`;
}

/** What is said while the limit is hidden, and once the guess was made. */
export function guessWords({ hidden, guess, curvature }) {
  if (hidden)
    return `This valley has curvature ${short(curvature)}. Drag the rate to where the ball only just fails to rest, then let it roll.`;
  if (!guess) return "";
  const off = guess.rate / guess.limit - 1;
  const there = `2 / ${short(curvature)} = ${rateText(guess.limit)}`;
  if (Math.abs(off) < 0.03) return `Exactly: the limit is ${there}, and you said ${rateText(guess.rate)}.`;
  const side = off < 0 ? "below, so it comes to rest" : "above, so it flies out";
  return `You said ${rateText(guess.rate)}. The limit is ${there}: you were ${Math.round(100 * Math.abs(off))} % ${side}.`;
}

/** The limit, written out. */
export function limitText(curvature) {
  return `2/c = ${rateText(limit(curvature))}`;
}
