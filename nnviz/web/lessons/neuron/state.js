// What the lesson "The neuron" stands at: the neuron, its examples, and who learns from them. Nothing here knows the screen.

import { clamp } from "../../base/scales.js";
import { ACTIVATIONS, forward, side } from "./neuron.js";
import { createLearner, TASKS } from "./perceptron_learner.js";

const START = { w1: 0.8, w2: -1.2, b: 0.3, x1: 1.5, x2: 0.4, activation: "sigmoid", task: "free", play: false };

export function beginning() {
  const points = TASKS.free.points();
  return { ...START, points, learner: createLearner(points), current: null };
}

/** Other examples: the perceptron starts from nothing on a gate, and from the line in hand on one's own points. */
export function beginTask(state, task) {
  const points = TASKS[task].points();
  Object.assign(state, { task, points, learner: createLearner(points), current: null });
  if (task !== "free") Object.assign(state, TASKS[task].start, { activation: "step" });
}

/** The beginning with these changes, as experiments and checks ask for it. */
export function setState(state, next) {
  const task = next.task ?? START.task;
  beginTask(state, task);
  Object.assign(state, START, task === "free" ? {} : { ...TASKS[task].start, activation: "step" }, next, { task });
}

/** The perceptron forgets what it has learnt from the examples. */
export function restart(state) {
  Object.assign(state, TASKS[state.task].start, { activation: "step", current: null });
  state.learner = createLearner(state.points);
}

export function movePoint(state, i, x, y) {
  Object.assign(state.points[i], { x, y });
  state.learner = createLearner(state.points);
}

export function moveLine(state, [w1, w2], bias) {
  Object.assign(state, { w1, w2, b: clamp(bias, -9, 9) });
}

/** One step of the perceptron's rule, on the next example. */
export function learnOne(state) {
  const step = state.learner.next([state.w1, state.w2], state.b);
  const [w1, w2] = step.newWeights.map(tidy);
  const [x1, x2] = step.x;
  Object.assign(state, { w1, w2, b: tidy(step.newBias), activation: "step", current: step.index, x1, x2 });
}

export function outputOf({ x1, x2, w1, w2, b, activation }) {
  return forward([x1, x2], [w1, w2], b, activation);
}

/** Whether each example lies on its own side of the line. */
export function sidesOf({ points, w1, w2, b }) {
  return points.map(({ x, y, label }) => side([x, y], [w1, w2], b) === label);
}

/** The neuron's output anywhere on the plane, as a function of both inputs. */
export function fieldOf({ w1, w2, b, activation }) {
  const { at } = ACTIVATIONS[activation];
  return (x, y) => at(w1 * x + w2 * y + b);
}

/** Sums of tenths without the dust of binary fractions. */
function tidy(value) {
  return Math.round(value * 1e6) / 1e6;
}
