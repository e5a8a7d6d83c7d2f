// What is said of each function, and of a chain of layers, from its numbers.

import { fixed } from "../../base/controls.js";
import { short } from "../../base/numbers.js";
import { FLAT, FUNCTIONS } from "./functions.js";

export const ABOUT = {
  linear:
    "No activation: the sum is passed on as it is. No gradient is lost, and nothing is gained: see “No activation”. " +
    "Right for the output of a regression.",
  step: "The first one (1943): on or off. Its slope is 0 everywhere, so a gradient can never say which way is better.",
  sigmoid:
    "From 0 to 1, slope 0.25 at best: every layer loses at least three quarters of the gradient. " +
    "Right for a yes-or-no output, seldom for hidden layers today.",
  tanh:
    "From −1 to 1, centred on 0, slope 1 at best. A better hidden layer than sigmoid; still flat far from 0. " +
    "At home inside recurrent layers.",
  relu:
    "The usual first choice for hidden layers: slope exactly 1 where it is on, and cheap. " +
    "Where it is off the slope is 0: a unit that is off for every example can never learn again.",
  leaky_relu: "ReLU with a way back: slope 0.2 where ReLU is off, so no unit is ever stuck.",
  elu: "ReLU on the right; on the left it levels off at −1, so outputs average nearer to 0. Costs an exponential.",
  gelu: "A smooth ReLU with a small dip below 0. The hidden layers of BERT and GPT-2 use it.",
  silu: "z times its own sigmoid, also called Swish: smooth, with a dip. In EfficientNet, and, as part of SwiGLU, in Llama.",
  softplus:
    "A smooth ReLU that never reaches 0. For outputs that must be positive, such as a width; rarely for hidden layers.",
};

/** name → how its value and its slope are worked out. */
export const LAWS = {
  linear: ["z", "1"],
  step: ["1 if z > 0, else 0", "0"],
  sigmoid: ["1 / (1 + exp(−z))", "f(z) (1 − f(z))"],
  tanh: ["tanh(z)", "1 − f(z)²"],
  relu: ["z if z > 0, else 0", "1 if z > 0, else 0"],
  leaky_relu: ["z if z > 0, else 0.2 z", "1 if z > 0, else 0.2"],
  elu: ["z if z > 0, else exp(z) − 1", "1 if z > 0, else exp(z)"],
  gelu: ["z Φ(z), Φ: standard normal", "Φ(z) + z Φ′(z)"],
  silu: ["z σ(z), σ: sigmoid", "σ(z) (1 + z − f(z))"],
  softplus: ["log(1 + exp(z))", "sigmoid(z)"],
};

/** The value and slope of a function at z, in a line. */
export function readout(name, z) {
  const { title, at, slope } = FUNCTIONS[name];
  return `${title}: value ${fixed(at(z), 3)}, slope ${fixed(slope(z), 3)}`;
}

/** Whether the function is flat here, in a few words; "" where it is not. */
export function flatness(name, z) {
  const slope = FUNCTIONS[name].slope(z);
  if (slope === 0) return "slope 0: no gradient gets through";
  return Math.abs(slope) < FLAT ? "saturated: hardly any gradient gets through" : "";
}

/** What becomes of the signal and of the gradient, in two sentences. */
export function verdict({ values, gradients }) {
  const [signal, arrives] = [values[values.length - 1], gradients[0]];
  const layers = values.length === 1 ? "One layer" : `${values.length} layers`;
  return `${layers}: the signal comes out as ${Math.abs(signal) < 1000 ? fixed(signal, 2) : short(signal)}. ${arrival(Math.abs(arrives))}`;
}

function arrival(size) {
  if (size === 0) return "No gradient arrives at the first layer: it cannot learn from this example.";
  if (size < 0.001) return `Of the gradient ${part(size)} arrives at the first layer: it hardly learns.`;
  if (size < 0.5) return `Of the gradient ${short(100 * size)} % arrives at the first layer.`;
  if (size <= 2) return `The gradient survives: ${short(100 * size)} % of it arrives at the first layer.`;
  return `The gradient grows: ${short(size)} times as much arrives at the first layer.`;
}

/** A small share as "one part in 1.05 million". */
function part(size) {
  const of = 1 / size;
  const [unit, name] =
    of < 1e6 ? [1, ""] : of < 1e9 ? [1e6, " million"] : of < 1e12 ? [1e9, " billion"] : [1e12, " trillion"];
  return of < 1e18 ? `one part in ${short(of / unit)}${name}` : "next to nothing";
}

/** How sure softmax is, in a sentence. */
export function shareWords(shares, temperature) {
  const top = Math.max(...shares);
  if (top > 0.995)
    return "Nearly all goes to the largest logit: this is what a low temperature, or a clear lead, does.";
  if (top < 0.3) return "Nearly even: at a high temperature softmax hardly looks at the logits.";
  const sure = temperature < 1 ? "Colder than 1: surer than trained." : "Hotter than 1: less sure than trained.";
  return `The shares always sum to 1; only the differences between logits count. ${temperature === 1 ? "" : sure}`;
}
