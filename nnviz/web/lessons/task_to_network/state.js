// What the walk "From task to network" stands at: the decisions, and what became known by them. Nothing here knows the screen.

export const STATIONS = {
  question: "The question",
  data: "The data",
  output: "Output and loss",
  network: "The network",
  train: "First training",
  diagnosis: "Diagnosis",
  next: "Next step",
};
export const TASKS = { binary: "one of two", multiclass: "one of several", regression: "a number" };
export const ACTIVATIONS = { linear: "none", sigmoid: "sigmoid", softmax: "softmax", relu: "ReLU" };
export const LOSSES = {
  binary_crossentropy: "binary cross-entropy",
  sparse_categorical_crossentropy: "cross-entropy",
  mean_squared_error: "mean squared error",
  hinge: "hinge",
};
export const SIZES = { none: "no hidden layer", suggested: "as suggested", large: "many times larger" };
export const RATIOS = { fewer: "fewer", more: "more", many: "over ten times as many" };
const DECISIONS = {
  scaling: "standard",
  units: 1,
  activation: "linear",
  loss: "mean_squared_error",
  size: "suggested",
  step: "",
};
const GUESSES = { task: null, guess: null, guessed: false, ratio: null, expected: null, cause: null };
const START = { data: "breast_cancer", station: "question", ...DECISIONS };

export function beginning() {
  return { ...START, guesses: { ...GUESSES }, visited: [START.station], looks: {}, networks: {}, runs: [null, null] };
}

/**
 * Where somebody stood who comes back from another page; the beginning where nobody was, or where what is their own has
 * become another. `kept`: {state, own} or null; `own`: what their own data are called.
 */
export function resumed(kept, own) {
  if (!kept || (kept.state.data === "own" && kept.own !== own)) return beginning();
  const others = (entries) =>
    Object.fromEntries(Object.entries(entries).filter(([key]) => !/^own |"data":"own"/.test(key)));
  return { ...kept.state, looks: others(kept.state.looks), networks: others(kept.state.networks) };
}

/** The beginning with these changes, as experiments and checks ask for it; what was learnt of data and networks stays. */
export function setState(state, next) {
  const { looks, networks } = state;
  Object.assign(state, beginning(), { looks, networks }, structuredClone({ ...next, guesses: undefined }));
  state.guesses = { ...GUESSES, ...next.guesses };
  goTo(state, state.station);
}

export function goTo(state, station) {
  state.station = station;
  if (!state.visited.includes(station)) state.visited.push(station);
}

/** Other data: all decisions and predictions begin anew. */
export function chooseData(state, data) {
  setState(state, { data, station: state.station === "question" ? "question" : "data" });
}

/** A decision; what was trained with another one does not count any more. */
export function decide(state, part) {
  Object.assign(state, part);
  state.runs = [null, null];
  Object.assign(state.guesses, { cause: null });
  if (!("step" in part)) state.step = "";
}

/** The change to try next: the first run stays. */
export function chooseStep(state, step) {
  state.step = step;
  state.runs[1] = null;
}

export function predict(state, part) {
  Object.assign(state.guesses, part);
}

export function move(state, by) {
  const names = Object.keys(STATIONS);
  const at = names.indexOf(state.station) + by;
  if (names[at]) goTo(state, names[at]);
}

export function lookKey({ data, scaling }) {
  return `${data} ${scaling}`;
}

export function lookOf(state) {
  return state.looks[lookKey(state)] ?? null;
}

/** What the page needs in order to make the experiment; `step` is of the second training. */
export function choicesOf({ data, scaling, units, activation, loss, size, step }, second = false) {
  return { data, scaling, units, activation, loss, size, step: second ? step : "" };
}

export function networkOf(state) {
  return state.networks[JSON.stringify(choicesOf(state))] ?? null;
}

/** How many weights there are for each training example, as one of RATIOS. */
export function ratioOf(parameters, training) {
  if (parameters <= training) return "fewer";
  return parameters > 10 * training ? "many" : "more";
}

/** Whether the station has been dealt with, for the mark on the path. */
export function done(state) {
  const { guesses, runs } = state;
  const look = lookOf(state);
  const network = networkOf(state);
  const ended = (run) => Boolean(run && !isActive(run));
  return {
    question: Boolean(look && guesses.task === look.task),
    data: guesses.guessed,
    output: Boolean(network?.fits) && state.visited.includes("output"),
    network: guesses.ratio !== null && Boolean(network?.ready),
    train: ended(runs[0]),
    diagnosis: ended(runs[0]) && guesses.cause !== null,
    next: ended(runs[1]),
  };
}

export function isActive({ state }) {
  return ["queued", "running", "paused"].includes(state);
}

export function measuresOf(state) {
  const look = lookOf(state);
  const network = networkOf(state);
  const score = (run) => run?.score ?? Number.NaN;
  return {
    task: look ? Object.keys(TASKS).indexOf(look.task) : Number.NaN,
    outputs: look?.outputs ?? Number.NaN,
    units: state.units,
    fits: network ? Number(network.fits) : Number.NaN,
    probability: network ? Number(/probabilit/.test(network.read)) : Number.NaN,
    parameters: network?.parameters ?? Number.NaN,
    training: look?.training ?? Number.NaN,
    score: score(state.runs[0]),
    second: score(state.runs[1]),
  };
}
