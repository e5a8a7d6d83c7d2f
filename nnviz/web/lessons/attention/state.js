// What the lesson on attention stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";

export const VIEWS = {
  map: "Watch it learn",
  vectors: "Queries and keys",
  block: "The whole block",
  own: "Your network",
};
export const TASKS = { reverse: "Turn it around", sort: "Sort it" };
export const LETTERS = "ABCDEF";
export const LENGTH = 8;
/** What share of letters may be guessed to be right in the end: name → share. */
export const GUESSES = { chance: 1 / 6, some: 0.4, more: 0.6, all: 1 };
export const FARTHEST = 3; // of a vector on the plane
const BEGINNING = {
  view: "map",
  task: "reverse",
  positions: true,
  mask: "none",
  typed: "FACEBEAD",
  text: "FACEBEAD",
  head: 1,
  query: 0,
  key: 7,
  trained: 1e6,
  scaled: true,
  painting: false,
  divide: 1.41,
  size: 64,
  part: "map",
  example: 0,
  layer: 0,
  ownHead: 0,
  guess: null,
};

export function beginning() {
  return {
    ...BEGINNING,
    on: [true, true],
    forbidden: [],
    q: [1.6, 0.9],
    keys: [
      [1.8, 1.2],
      [-0.6, 1.9],
      [-1.7, -0.8],
      [0.9, -1.6],
    ],
  };
}

/** The beginning with these changes. */
export function setState(state, next) {
  Object.assign(state, beginning(), structuredClone(next));
  if (next.text) state.typed = next.text;
}

/** What is typed: taken as the list where it is one, else kept in the field alone. */
export function type(state, typed) {
  state.typed = typed;
  const text = typed.trim().toUpperCase();
  if (!problemOf(text)) state.text = text;
}

/** Why a text is no list for this network; "" where it is one. */
export function problemOf(typed) {
  const text = typed.trim().toUpperCase();
  const strange = [...new Set([...text].filter((letter) => !LETTERS.includes(letter)))];
  if (strange.length) {
    const never = strange.map((letter) => (letter === " " ? "a space" : `“${letter}”`)).join(", ");
    return `The network knows the letters A to F; it was never shown ${never}.`;
  }
  const count = [...text].length;
  if (count === LENGTH) return "";
  return `The network reads lists of ${LENGTH} letters, and there are ${count}. Type ${LENGTH} letters from A to F.`;
}

/** Whether a network is shown only once its reader has said how well it will do: what it lacks is its lesson. */
export function waitsForGuess({ positions, mask, guess }) {
  return guess === null && (!positions || mask === "causal");
}

/** The guess that is nearest to a share. */
export function nearestGuess(share) {
  return Object.keys(GUESSES).reduce((best, name) =>
    Math.abs(GUESSES[name] - share) < Math.abs(GUESSES[best] - share) ? name : best,
  );
}

export function lettersOf({ text }) {
  return [...text].map((letter) => LETTERS.indexOf(letter));
}

/** What is right: the list turned around, or sorted. */
export function truthOf(task, letters) {
  return task === "reverse" ? letters.toReversed() : letters.toSorted((a, b) => a - b);
}

/** Which places may look at which: those of the mask that it was trained with, but for the forbidden ones. */
export function allowedOf({ mask, forbidden }) {
  const hidden = new Set(forbidden);
  return (query, key) => (mask !== "causal" || key <= query) && !hidden.has(query * LENGTH + key);
}

/** Forbids a place to look at another one, or allows it again. */
export function paint(state, query, key, on = null) {
  const at = query * LENGTH + key;
  const there = state.forbidden.includes(at);
  if (on === there) return;
  state.forbidden = there ? state.forbidden.filter((own) => own !== at) : [...state.forbidden, at];
}

export function toggleHead(state, head) {
  state.on = state.on.map((own, k) => (k === head ? !own : own));
}

/** Another network: what was done to the one before is undone. */
export function choose(state, part) {
  Object.assign(state, part, { forbidden: [], on: [true, true], trained: 1e6, guess: null });
}

/** Vectors stay on the plane. */
export function move(state, which, x, y) {
  const place = [x, y].map((value) => Math.round(100 * clamp(value, -FARTHEST, FARTHEST)) / 100);
  if (which === "q") state.q = place;
  else state.keys = state.keys.map((own, k) => (k === which ? place : own));
}
