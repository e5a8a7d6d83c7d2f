// What the walk says to a prediction and to a decision; numbers come from the data and from the app.

import { percent, short } from "../../base/numbers.js";
import { ACTIVATIONS, isActive, LOSSES, ratioOf, SIZES, TASKS } from "./state.js";

const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

/** What stands in the data: "569 examples of 30 numbers". */
export function shapeWords({ kind, shape, training, validation }) {
  const all = (training + validation).toLocaleString("en");
  if (kind === "image") return `${all} images of ${shape[0]} × ${shape[1]} pixels`;
  if (kind === "sequence") return `${all} sequences of ${shape[0]} steps`;
  if (kind === "tokens") return `${all} texts of up to ${shape[0]} words`;
  return `${all} examples of ${count(shape[0], "number")}`;
}

/** What is asked for: the classes, or the range of the target. */
export function targetWords({ task, classes, target, range }) {
  if (task === "regression") return `${target}, in the data from ${short(range[0])} to ${short(range[1])}`;
  const shown = classes.slice(0, 10).join(", ");
  return `${target} (${shown}${classes.length > 10 ? ", …" : ""})`;
}

export function taskFeedback({ task, classes, outputs, target }, guessed) {
  const amount = outputs === 1 ? "The answer is a number" : `The answers are ${outputs} numbers`;
  const truths = {
    binary: `The answer is ${classes[0]} or ${classes[1]}: one of two. One probability says it all.`,
    multiclass: `There are ${classes.length} classes: one of several. Each gets a probability of its own, and they sum to 1.`,
    regression: `${amount}, on a scale (${target}): near misses are better than far ones.`,
  };
  const slips = {
    "multiclass regression":
      "The names may look like numbers, but a mix-up of 1 and 7 is no smaller than one of 1 and 9: they are classes.",
    "binary multiclass":
      "Two classes could have two outputs, but one is enough: the other's probability is what is left.",
    "regression multiclass": "Values on a scale are no classes: 151 is nearly right where 150 is asked for.",
    "regression binary": "Neither yes nor no: a value on a scale.",
    "binary regression": "The two names are no amounts: there is nothing between them.",
    "multiclass binary": "There are more than two.",
  };
  return guessed === task ? truths[task] : `${slips[`${task} ${guessed}`]} ${truths[task]}`;
}

/** What guessing is worth: a share, or how far off. */
export function guessWords(look) {
  if (look.task === "regression") return short(look.guess);
  return percent(look.guess);
}

export function guessQuestion({ task, classes, counts }) {
  if (task === "regression") return `Always answer the mean, whoever asks. By how much is that wrong on average?`;
  const most = classes[counts.indexOf(Math.max(...counts))];
  return `Always answer “${most}”, the most frequent class. How often is that right?`;
}

/** How far the columns' scales are apart, as the network gets them. */
export function scaleWords(scales, scaling) {
  if (scales.length < 2) return "";
  const spans = scales.map(([, , , low, high]) => high - low).filter((span) => span > 0);
  const times = Math.max(...spans) / Math.min(...spans);
  const told = `the widest column is ${short(times, 2)} times as wide as the narrowest`;
  if (scaling === "none") {
    return times > 20
      ? `As they are, ${told}: its numbers drown the others.`
      : `As they are, ${told}: no column drowns the others.`;
  }
  return `Scaled, ${told}: each has its say.`;
}

export function guessFeedback(look, guessed) {
  const regression = look.task === "regression";
  const off = Math.abs(guessed - look.guess);
  const near = off <= (regression ? 0.1 * (look.range[1] - look.range[0]) : 0.05);
  const truth = `${regression ? "By" : "In"} ${guessWords(look)}${regression ? "" : " of the cases"}`;
  const why = regression
    ? "A network has to be nearer than that to have learnt anything."
    : "A network has to beat that to have learnt anything. An accuracy alone says little.";
  return `${truth}${near ? ", as you thought" : ""}. ${why}`;
}

export function ratioFeedback(parameters, training, guessed) {
  const truth = ratioOf(parameters, training);
  const told = `${count(parameters, "weight")} for ${count(training, "training example")}.`;
  const means = {
    fewer: "So few cannot learn the examples by heart; whether they are enough, training will tell.",
    more: "That is usual, and works; watch the validation curve.",
    many: "It could learn every example by heart. The validation curve will show whether it does.",
  };
  return `${guessed === truth ? "Right" : "Not quite"}: ${told} ${means[truth]}`;
}

/** How near the reader's expectation of the best score was. */
export function expectedWords(expected, run, look) {
  const off = Math.abs(expected - run.score);
  const near =
    off <= 0.02
      ? "very near"
      : off <= 0.08
        ? "near"
        : expected > run.score
          ? "less than you expected"
          : "more than you expected";
  const level = look.task !== "regression" && run.score <= look.guess + 0.02 ? " That is no better than guessing." : "";
  return `You expected ${percent(expected)}; it reached ${percent(run.score)}: ${near}.${level}`;
}

/** A share as the walk's score: accuracy, or the variance explained. */
export function scoreName({ task }) {
  return task === "regression" ? "share of the variance explained" : "accuracy";
}

/** What stands on the path below each station's name. */
export function summaries(state, look, network, { steps, diagnoses }) {
  const [first, second] = state.runs;
  const said = (run) => (run && !isActive(run) && run.score !== null ? percent(run.score) : run ? "training" : "");
  return {
    question: state.guesses.task && look ? TASKS[look.task] : "",
    data: look ? count(look.training, "training example") : "",
    output: `${state.units} · ${ACTIVATIONS[state.activation]} · ${LOSSES[state.loss]}`,
    network: state.guesses.ratio && network ? count(network.parameters, "weight") : SIZES[state.size],
    train: said(first),
    diagnosis: diagnoses[state.guesses.cause] ?? "",
    next: state.step ? `${steps[state.step].title}${second ? `: ${said(second)}` : ""}` : "",
  };
}
