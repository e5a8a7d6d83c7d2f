// What is to be said about the twins and the ten layers, in sentences. Pure functions.

import { percent, short } from "../../base/numbers.js";
import { INITIALIZERS } from "./scale.js";
import { different, judged } from "./symmetry.js";

const COUNTS = ["None", "One", "Two", "Three", "Four"];

/** [the fact in a few words, the sentence] about the units. */
export function twinsWords({ net, start }) {
  const { accuracy, loss, gradient } = judged(net);
  const count = different(net);
  const stands = `The network gets ${percent(accuracy)} of the points right, loss ${short(loss)}.`;
  const still = gradient.units.every((own) => Object.values(own).every((slope) => slope === 0));
  if (still && start === "zeros")
    return ["Nothing moves but the output's bias.", `Every other gradient is exactly 0. ${stands}`];
  if (count === 1) return ["All four units are the same.", `Together they draw one line. ${stands}`];
  if (count < net.units.length)
    return [`${COUNTS[count]} different units of four.`, `The others are twins to the last digit. ${stands}`];
  return ["Four different units.", stands];
}

export function scaleWords({ layers, back }, { activation, initializer }) {
  const { size } = layers.at(-1);
  const what = size === 0 ? "is gone" : size < 0.1 ? "fades" : size > 10 ? "bursts" : "keeps its size";
  const flat = ["sigmoid", "tanh"].includes(activation) && size > 0.85 && initializer === "large";
  const pressed = flat ? " Almost all units are pressed against their ends, where the slope is 0." : "";
  const returns = Number.isFinite(back)
    ? `Back at layer 1 the gradient is ${short(back, 2)} times the last layer's.`
    : "";
  return [`The signal ${what}.`, `It goes in with size 1 and comes out with ${short(size, 2)}.${pressed} ${returns}`];
}

/** [{name, formula, numbers, chosen}] of the chosen layer. */
export function formulas({ layers }, { layer, initializer }) {
  const { fanIn, fanOut } = layers[layer];
  const line = (name, formula, numbers) => ({
    name: INITIALIZERS[name].title,
    formula,
    numbers: `${numbers} → spread ${short(INITIALIZERS[name].spread(fanIn, fanOut))}`,
    chosen: name === initializer,
  });
  return [
    line("glorot", "2 / (in + out)", `2 / (${fanIn} + ${fanOut}) = ${short(2 / (fanIn + fanOut))}`),
    line("he", "2 / in", `2 / ${fanIn} = ${short(2 / fanIn)}`),
    line("orthogonal", "1 / max(in, out)", `1 / ${Math.max(fanIn, fanOut)} = ${short(1 / Math.max(fanIn, fanOut))}`),
  ];
}

export function layerWords({ layers }, { layer, gain }) {
  const { fanIn, fanOut, spread, drawn, size } = layers[layer];
  const times = gain === 1 ? "" : ` with gain ${gain.toFixed(2)}`;
  return (
    `Layer ${layer + 1}: ${fanIn} numbers go in, ${fanOut} come out. Its weights should spread by ${short(spread)}${times}; ` +
    `those drawn do by ${short(drawn)}. Outputs of size ${short(size)}.`
  );
}

export const OWN =
  "Builds the network that you have in hand in the Lab anew with its own seed: how far should its weights spread, and do they?";

/** What is said around the race of six beginnings. */
export const RACE = {
  words:
    "Ten layers of ReLU, 16 units each, learn to part two half moons by plain gradient descent: the same network six times, " +
    "with weights that begin as zeros, with a spread of 0.01, by Glorot, by He, orthogonal, and with a spread of 1.",
  title: "One draw each",
  more: {
    draws: {
      title: "Three draws each",
      why: "Three draws of the same beginning end alike: which numbers were drawn hardly matters, how far they spread does.",
    },
  },
  question: "Which of them ends in numbers that are too large for a computer?",
  labels: ["zeros", "too small, 0.01", "Glorot", "He", "orthogonal", "too large, 1"],
  answer: (networks) => networks.find(({ frames }) => frames.at(-1)?.state === "diverged")?.label ?? null,
  why:
    "Its first gradients are over a thousand, and one step throws the weights away. Zeros and too small stand still, with gradients of " +
    "exactly 0 and of almost 0; the other three learn, He the fastest.",
};
