// What the lesson "Metrics" stands at: the cases, the threshold, how rare the illness is, how sure the network. Knows no screen.

import { clamp } from "../../base/scales.js";
import { outcome, walk } from "../../base/threshold_counts.js";
import { atTemperature } from "./calibration.js";

export const VIEWS = {
  people: "The waiting room",
  curves: "All thresholds",
  rare: "A rare illness",
  calibration: "Sure, and right?",
  values: "Predicted numbers",
};
export const TESTS = { quick: "Quick test", full: "Full test", sure: "Too sure" };
export const LINES = { own: "Yours", squares: "Least MSE", distances: "Least MAE" };
export const OWN = "own";
export const PEOPLE = 100;
export const RARE = { low: 0.001, high: 0.5 };
export const HOT = { low: 0.1, high: 10 };
export const TOLD = [
  "view",
  "test",
  "threshold",
  "prevalence",
  "temperature",
  "curve",
  "miss",
  "alarm",
  "line",
  "ends",
  "moved",
];

const START = {
  view: "people",
  test: "quick",
  threshold: 0.5,
  prevalence: 0.3,
  guess: "",
  guessedAt: 0,
  temperature: 1,
  curve: "roc",
  miss: 10,
  alarm: 1,
  line: "squares",
  ends: [100, 200],
};

export function beginning() {
  return { ...START, ends: [...START.ends], moved: [], pairs: { asked: 0, won: 0 } };
}

/** The beginning with these changes; what a link asks for is brought into range, since it may be anything. */
export function setState(state, next) {
  Object.assign(state, beginning(), structuredClone(next));
  state.view = named(VIEWS, state.view, START.view);
  state.test = named({ ...TESTS, [OWN]: "" }, state.test, START.test);
  state.line = named(LINES, state.line, START.line);
  state.curve = named({ roc: 1, pr: 1, gain: 1 }, state.curve, START.curve);
  state.threshold = clamp(state.threshold, 0, 1);
  state.prevalence = clamp(state.prevalence, RARE.low, RARE.high);
  state.temperature = clamp(state.temperature, HOT.low, HOT.high);
  for (const name of ["miss", "alarm"]) state[name] = clamp(state[name], 0, 1e6);
}

function named(entries, name, otherwise) {
  return Object.hasOwn(entries, name) ? name : otherwise;
}

/** Cases as they were told → with what is drawn of them; `people` are the first hundred. */
export function readCases({ numbers, truth, facts = [], ...told }) {
  const people = numbers.slice(0, PEOPLE).map((number, i) => ({ number, ill: truth[i] === 1, fact: facts[i] ?? "" }));
  return { ...told, numbers, truth, people };
}

const sorted = new WeakMap();

/** Of the people, the numbers of those who are ill and of the others, rising, and every threshold that makes a difference. */
export function sortedPeople(cases) {
  if (!sorted.has(cases)) {
    const numbers = (ill) => cases.people.filter((one) => one.ill === ill).map(({ number }) => number);
    const [positive, negative] = [numbers(true), numbers(false)].map((own) => Float64Array.from(own).sort());
    sorted.set(cases, { positive, negative, above: false, walked: walk({ positive, negative, above: false }) });
  }
  return sorted.get(cases);
}

/** {found, missed, alarms, leftOut} of the people at the state's threshold. */
export function countsOf(state, cases) {
  return outcome(sortedPeople(cases), state.threshold);
}

/** What becomes of one person: "tp", "fn", "fp" or "tn". */
export function fate({ number, ill }, threshold) {
  const called = number >= threshold;
  return ill ? (called ? "tp" : "fn") : called ? "fp" : "tn";
}

/** The numbers of all cases with their logits divided by the state's temperature. */
export function heated(state, cases) {
  return state.temperature === 1 ? cases.numbers : atTemperature(cases.numbers, state.temperature);
}

/** One more draw of pairs, an ill person and a healthy one: whose number is larger; a tie counts half. */
export function drawPairs(state, cases, count, uniform) {
  const { positive, negative } = sortedPeople(cases);
  for (let k = 0; k < count; k++) {
    const a = positive[Math.floor(uniform() * positive.length)];
    const b = negative[Math.floor(uniform() * negative.length)];
    state.pairs.won += a > b ? 1 : a === b ? 0.5 : 0;
  }
  state.pairs.asked += count;
}
