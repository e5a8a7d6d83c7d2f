// What the lesson "Backpropagation" stands at: the network's numbers, how far the example has gone, and what is checked.

import { BEGINNING, ENDINGS, PARAMETERS, passes, valuesOf } from "./tape.js";

export const STEPS = 56;
/** The first and the last step of each phase. */
export const PHASES = { forward: [0, 18], backward: [18, 43], update: [43, STEPS] };
const START = { step: 0, hidden: "sigmoid", ending: ENDINGS[0], rate: 0.5, checked: "w11", epsilon: 0.1 };

export function beginning() {
  return { ...START, numbers: { ...BEGINNING } };
}

/** The beginning with these changes, as experiments and checks ask for it. */
export function setState(state, { numbers = {}, ...next }) {
  Object.assign(state, START, next, { numbers: { ...BEGINNING, ...numbers } });
}

/** The update becomes the network: what training repeats. */
export function takeUpdate(state) {
  const { known } = momentOf(state);
  const learnt = Object.fromEntries(PARAMETERS.map((name) => [name, known[`${name}'`]]));
  state.numbers = { ...state.numbers, ...learnt };
  state.step = PHASES.forward[1];
}

/** All steps of both passes, every number by its name, how many steps are done, and the one that was done last. */
export function momentOf({ numbers, hidden, ending, rate, step }) {
  const steps = passes(numbers, hidden, ending, rate);
  const done = Math.floor(step);
  return { steps, known: valuesOf(numbers, steps), done, current: steps[done - 1] };
}

export function phaseOf(done) {
  return Object.keys(PHASES).find((phase) => done > PHASES[phase][0] && done <= PHASES[phase][1]) ?? "";
}
