// What the lesson on recurrent networks stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";

export const VIEWS = {
  read: "Type and watch",
  loop: "The loop, unrolled",
  reach: "Back through time",
  race: "Who remembers?",
  own: "Your network",
};
export const CELLS = { SimpleRNN: "SimpleRNN", GRU: "GRU", LSTM: "LSTM" };
export const SOURCES = { drawn: "New cells", trained: "Trained ones, on your text" };
export const LENGTHS = [6, 10, 20, 40];
export const MOST = 40; // characters
export const INPUTS = 6; // of the loop
const FREE = { f: null, i: null, o: null, z: null, r: null };
const BEGINNING = {
  view: "read",
  task: "quotes",
  cell: "LSTM",
  text: null,
  step: 0,
  unit: 3,
  trained: 1e6,
  shown: "h",
  part: "f",
  w: 1,
  u: 0.9,
  b: 0,
  unrolled: 1,
  at: 1,
  source: "drawn",
  radius: 1,
  keep: 0,
  linear: false,
  clip: false,
  length: 40,
  guess: null,
  example: 0,
  layer: 0,
  value: "h",
};

export function beginning() {
  return { ...BEGINNING, held: { ...FREE }, inputs: [1, 0, 0, 0, 0, 0] };
}

/** The beginning with these changes; `codes` are the characters of a text as a link tells them. */
export function setState(state, { codes, ...next }) {
  const before = beginning();
  Object.assign(state, before, structuredClone(next), { held: { ...FREE, ...next.held } });
  if (codes?.length) state.text = codes.map((code) => String.fromCodePoint(code)).join("");
  if (next.text && next.step === undefined) state.step = [...next.text].length - 1;
}

/** What a link carries: a text by its characters' numbers, since it may hold any mark. */
export function toldOf(state) {
  const { text, ...rest } = structuredClone(state);
  return { ...rest, codes: [...(text ?? "")].map((mark) => mark.codePointAt(0)) };
}

/** Another text: the chosen step is its last one unless it was in the middle of what stayed. */
export function type(state, text) {
  const [before, next] = [[...(state.text ?? "")], [...text].slice(0, MOST)];
  const atEnd = state.step >= before.length - 1;
  state.text = next.join("");
  state.step = clamp(atEnd ? next.length - 1 : state.step, 0, Math.max(next.length - 1, 0));
}

export function chooseTask(state, task, text) {
  Object.assign(state, { task, text, step: [...text].length - 1, held: { ...FREE } });
}

export function chooseCell(state, cell) {
  const part = { SimpleRNN: "n", GRU: "z", LSTM: "f" }[cell];
  Object.assign(state, { cell, part, shown: "h", held: { ...FREE } });
}

/** Holds a gate of every unit at the chosen step; letGo frees all. */
export function hold(state, gate, value) {
  state.held = { ...state.held, [gate]: clamp(value, 0, 1) };
}

export function letGo(state) {
  state.held = { ...FREE };
}

export function pick(state, step, unit) {
  if (step !== state.step) letGo(state);
  Object.assign(state, { step, unit: unit ?? state.unit });
}

/** {step, gates} as `read` takes it, or null where nothing is held. */
export function forcedOf({ step, held }) {
  const gates = Object.fromEntries(Object.entries(held).filter(([, value]) => value !== null));
  return Object.keys(gates).length ? { step, gates } : null;
}

/** The kinds of the characters of a text, and which of them the task does not know. */
export function kindsOf(task, text) {
  const marks = [...text];
  const kinds = marks.map((mark) => {
    const at = task.kinds.indexOf(mark);
    return at < 0 ? 2 : at;
  });
  const strange = task.strict ? marks.filter((_, i) => kinds[i] === 2) : [];
  return { marks, kinds, strange };
}

/** One number for the kind of each character, as the networks read them. */
export function oneHot(kinds) {
  return kinds.map((kind) => [0, 1, 2].map((own) => Number(own === kind)));
}

/** What is true after each character (nnviz/concepts/recurrent_networks.py tells the same). */
export function truthOf(task, kinds) {
  let [count, depth, before] = [0, 0, -1];
  return kinds.map((kind) => {
    if (task === "brackets") depth = Math.max(depth + Number(kind === 0) - Number(kind === 1), 0);
    if (task === "quotes") count += Number(kind === 0);
    if (task === "parity") count += Number(kind === 1);
    if (task === "seen") count += Number(before === 0 && kind === 1);
    before = kind;
    if (task === "brackets") return depth > 0;
    return task === "seen" ? count > 0 : count % 2 === 1;
  });
}

/** The loop: one unit that reads `inputs`. [{x, before, sum, h}] */
export function loopOf({ w, u, b, inputs }) {
  let before = 0;
  return inputs.map((x) => {
    const sum = w * x + u * before + b;
    const step = { x, before, sum, h: Math.tanh(sum) };
    before = step.h;
    return step;
  });
}

/** How far the last state of the loop moves with the first input: the product of all slopes on the way. */
export function loopSlope({ w, u }, steps) {
  return steps.reduce((product, { h }, t) => product * (1 - h ** 2) * (t ? u : w), 1);
}
