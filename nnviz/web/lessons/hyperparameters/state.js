// What the lesson on hyperparameters stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";
import { LEVELS, SEEDS } from "./surface.js";

export const VIEWS = {
  hand: "Search by hand",
  search: "Four searchers",
  axes: "What matters",
  curse: "The winner’s curse",
};
export const OWN = { own: "Your search" };
export const TRIES = 12;
export const BUDGET = [4, 25];
export const PLAYS = 8;
export const MOST_DRAWN = 300;
export const SIZES = 5; // of validation sets
export const SEARCHERS = { grid: "Grid", random: "Random", tpe: "TPE", gp: "Gaussian process" };
const PAIRS = ["units", "l2", "epsilon"];
const ALL = [0, LEVELS - 1];
const START = {
  view: "hand",
  pair: "units",
  tries: [],
  rate: 4,
  other: 8,
  revealed: false,
  budget: 16,
  shown: 0,
  play: 0,
  mean: false,
  searchGuess: "",
  scatter: "random",
  straight: false,
  rates: ALL,
  others: ALL,
  drawn: 16,
  held: 2,
};

export function beginning() {
  return structuredClone(START);
}

/** The beginning with these changes; what a link asks for is brought into range, since it may be anything. */
export function setState(state, next) {
  Object.assign(state, beginning(), structuredClone(next));
  if (!Object.hasOwn({ ...VIEWS, ...OWN }, state.view)) state.view = START.view;
  if (!PAIRS.includes(state.pair)) state.pair = START.pair;
  if (!["random", "grid"].includes(state.scatter)) state.scatter = START.scatter;
  state.tries = state.tries.slice(0, TRIES).map((one) => [level(one[0]), level(one[1]), whole(one[2], 0, SEEDS - 1)]);
  for (const name of ["rate", "other"]) state[name] = level(state[name]);
  state.budget = whole(state.budget, ...BUDGET);
  state.shown = whole(state.shown, 0, state.budget);
  state.play = whole(state.play, 0, PLAYS - 1);
  state.drawn = whole(state.drawn, 1, MOST_DRAWN);
  state.held = whole(state.held, 0, SIZES - 1);
  for (const name of ["rates", "others"]) state[name] = span(state[name]);
}

function whole(value, low, high) {
  return Math.round(clamp(Number.isFinite(value) ? value : low, low, high));
}

function level(value) {
  return whole(value, 0, LEVELS - 1);
}

/** Two levels, the lower first, at least two apart. */
export function span([from, to]) {
  const low = Math.min(level(from), LEVELS - 3);
  return [low, Math.max(level(to), low + 2)];
}

export function choosePair(state, pair) {
  Object.assign(state, { pair, tries: [], revealed: false, shown: 0, rates: ALL, others: ALL });
}

/** Trains the network that is chosen: the first time from one seed, again from another one. */
export function attempt(state, rate, other) {
  Object.assign(state, { rate: level(rate), other: level(other) });
  if (state.tries.length >= TRIES) return;
  const before = state.tries.filter(([r, o]) => r === state.rate && o === state.other).length;
  const seed = (state.rate * 7 + state.other * 3 + before) % SEEDS;
  state.tries = [...state.tries, [state.rate, state.other, seed]];
}

export function again(state) {
  Object.assign(state, { tries: [], revealed: false });
}
