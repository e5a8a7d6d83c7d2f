// What the lesson "Looking inside" stands at, and every change to it, without the screen.

export const VIEWS = { fault: "Find the fault", units: "What a unit looks for", probe: "How soon is it known?" };
export const LENSES = {
  maps: "Outputs",
  spread: "Activations",
  weights: "Weights",
  silent: "Silent units",
  scores: "Scores",
};
export const ROWS = {
  input: "Input",
  "conv 1": "Convolution 1",
  "conv 2": "Convolution 2",
  hidden: "Hidden",
  output: "Output",
};
const START = {
  view: "fault",
  lens: "maps",
  case: 0,
  example: 0,
  fault: "",
  place: "",
  layer: 0,
  unit: 0,
  whose: "sound",
};

/** `answers`: {case: what was last said to be wrong with it}; `drawn`: pixels of one's own, or null; `off`: {layer: [units]}. */
export function beginning() {
  return { ...START, drawn: null, answers: {}, off: {} };
}

/** The beginning with these changes; what was found out about cases stays. */
export function setState(state, next) {
  const { answers } = state;
  Object.assign(state, beginning(), { answers }, structuredClone(next));
}

/** Another suspect: nothing has been said about it yet. */
export function openCase(state, number) {
  Object.assign(state, { case: number, fault: "", place: "" });
}

/** Another image of those that are there. */
export function chooseExample(state, example) {
  Object.assign(state, { example, drawn: null });
}

/** A pixel of one's own: the image in sight is drawn on. */
export function paint(state, image, index, shade) {
  state.drawn ??= [...image];
  state.drawn[index] = shade;
}

/**
 * What is said to be wrong: which fault, and in which layer where it is in one.
 * @param truth {fault, layer: "" where it is in none}
 */
export function name(state, truth) {
  const { fault, place } = state;
  const right = fault === truth.fault;
  state.answers[state.case] = { fault, place, right, placed: right && (!truth.layer || place === truth.layer) };
}

/** Switches a unit off, or on again. */
export function toggle(state, layer, unit) {
  const own = new Set(state.off[layer] ?? []);
  if (!own.delete(unit)) own.add(unit);
  state.off[layer] = [...own];
}

/** Switches these units of a layer off, besides those that are. */
export function silence(state, layer, units) {
  state.off[layer] = [...new Set([...(state.off[layer] ?? []), ...units])];
}

/** {layer: Set of units} as the chain takes it. */
export function switchedOff({ off }) {
  return Object.fromEntries(Object.entries(off).map(([layer, units]) => [layer, new Set(units)]));
}

/** How many cases were solved, with the place where there is one. */
export function solved({ answers }) {
  return Object.values(answers).filter(({ placed }) => placed).length;
}
