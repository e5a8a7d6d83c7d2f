// What is to be said about a moment of the picture, in sentences. Pure functions.

import { percent, short } from "../../base/numbers.js";

const GROUPS = ["", " million", " billion", " trillion"];

/** "1/4,300 of", "one part in 8 million of", "520 times": how a ratio is read aloud, before what it is a part of. */
export function share(value) {
  if (!(value > 0)) return "nothing of";
  if (value < 1e-6) return `one part in ${large(1 / value)} of`;
  if (value < 0.1) return `1/${large(1 / value)} of`;
  return value < 1 ? `${short(value, 2)} of` : `${large(value)} times`;
}

/** 4,300; 8.1 million; 10²⁰ and more as a power. */
export function large(value) {
  if (value < 1e6) return short(value, 2);
  const group = Math.floor(Math.log10(value) / 3) - 1;
  return group < GROUPS.length ? `${short(value / 1000 ** (group + 1), 2)}${GROUPS[group]}` : short(value, 2);
}

const KINDS = [
  [1e-3, "vanishes"],
  [0.1, "fades"],
  [10, "flows"],
  [1e3, "grows"],
  [Infinity, "explodes"],
];

/** [what happens in a word, the sentence] about the gradient. */
export function verdict({ first, factor, predicted }, { depth }) {
  const expected = predicted.gradient[0] ** (1 / Math.max(depth - 1, 1));
  const each = `On average each layer multiplies it by ${short(factor)}; theory says ${short(expected)}.`;
  const got = `Layer 1 gets ${share(first)} what layer ${depth} gets.`;
  if (!Number.isFinite(first)) return ["broken", "The numbers are too large for a computer."];
  const [, kind] = KINDS.find(([most]) => first < most);
  return [kind, `${got} ${each}`];
}

/** What became of the signal at the last layer. */
export function signalWords({ layers }) {
  const { size } = layers.at(-1);
  const what = size < 0.01 ? "dies out" : size > 100 ? "bursts" : "arrives";
  return `${what}, ${short(size, 2)} large at the last layer`;
}

export function layerWords({ layers, gradient, weights }, { layer }) {
  const { size, flat, slope } = layers[layer];
  const own = weights ? `, that of its weights ${short(weights[layer], 2)}` : "";
  return (
    `Layer ${layer + 1}: outputs of size ${short(size)}; slopes of size ${short(slope)}, ${percent(flat)} of them almost 0 ` +
    `(under 0.05). Its gradient is ${share(gradient[layer])} the last layer's${own}.`
  );
}

const LATER = { all: "all layers together", layer: "each layer for itself", value: "each entry for itself" };

export function clippingWords({ clipped }, { clipping, threshold }) {
  if (!clipped) return "";
  const { length, lengthAfter, angle, cut } = clipped;
  if (cut === 0) return `The gradient of all weights is ${short(length)} long: nothing is above ${short(threshold)}.`;
  return (
    `Clipped, ${LATER[clipping]}, at ${short(threshold)}: all weights' gradient was ${short(length)} long and is ` +
    `${short(lengthAfter)}; ${percent(cut)} of its entries changed, and its direction turned by ${short(angle, 2)}°.`
  );
}

/** Where the gradient, on its way back, first leaves the band from 1/1,000 to 1,000 times: index of the layer, −1 for nowhere. */
export function leaves(gradient) {
  return gradient.findLastIndex((value) => !(value >= 1e-3 && value <= 1e3));
}

export const GUESS =
  "Your guess first: on its way from right to left, at which layer is the gradient below 1/1,000 or above 1,000 times? Click it.";

export function guessWords({ gradient }, said) {
  const there = leaves(gradient);
  const name = (layer) => (layer < 0 ? "nowhere" : `layer ${layer + 1}`);
  if (said === there) return `You said ${name(said)}, and so it is. `;
  return `You said ${name(said)}; it is ${name(there)}. `;
}

export const OWN =
  "Takes the network that you have in hand in the Lab, trained or not: 64 of its training examples go forward, and their loss back.";

/** What is said around the race of six deep networks. */
export const RACE = {
  words:
    "Six networks of twelve layers, 16 units each, learn to part two half moons by plain gradient descent. " +
    "They differ in activation, normalization and skip connections alone.",
  question: "Which of them will not learn at all?",
  labels: ["sigmoid", "tanh", "ReLU, He", "sigmoid, batch norm", "sigmoid, skips", "ReLU, He, skips"],
  answer: (networks) => lowest(networks.map(({ label, rows }) => [label, rows.at(-1)?.accuracy ?? 0])),
  why:
    "Look at the gradients at the beginning: in the network of plain sigmoids the first layer gets less than a millionth of what the " +
    "last one gets. With batch normalization the same sigmoids learn; with skip connections alone they find a line at least.",
};

function lowest(pairs) {
  return pairs.reduce((least, pair) => (pair[1] < least[1] ? pair : least), ["", Infinity])[0];
}
