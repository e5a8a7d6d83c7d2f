// What the lesson "Stability and local minima" stands at, and every change to it. Nothing here knows the screen.

import { normals } from "../../base/random.js";
import { clamp } from "../../base/scales.js";
import { clipped, minimaOf, REACH, roll, settledIn, VALLEYS } from "./valleys.js";

export const VIEWS = { valleys: "Valleys", seeds: "Twenty seeds", between: "Between two networks" };
export const UNITS = { 2: "2 hidden units", 3: "3", 8: "8" };
export const WAYS = { seeds: "another seed", order: "the same, reordered" };
export const STEPS = 120;
const BASIN_STARTS = 240;
export const SOLVED = 0.85; // accuracy on new examples from which a network counts as having found it
const START = {
  ...{ view: "valleys", valley: "dents", start: -2.1, rate: 0.05, noise: 0, limit: 0, balls: 1 },
  ...{ units: 2, own: false, guess: 10, way: "seeds", place: 0.5 },
};

/** What a link to the picture as it stands says. */
export const TOLD = Object.keys(START);

export function beginning() {
  return { ...START, seed: 1, networks: null };
}

export function setState(state, next) {
  const wanted = { ...START, ...next };
  const known = (value, all, other) => (value in all ? value : other);
  Object.assign(state, wanted, {
    view: known(wanted.view, VIEWS, START.view),
    valley: known(wanted.valley, VALLEYS, START.valley),
    way: known(wanted.way, WAYS, START.way),
    units: Number(known(wanted.units, UNITS, START.units)),
    start: clamp(wanted.start, -REACH, REACH),
    rate: clamp(wanted.rate, 0.002, 3),
    place: clamp(wanted.place, -0.25, 1.25),
    balls: wanted.balls > 1 ? 20 : 1,
  });
  delete state.play;
}

/** The ways of all balls: one from where it was put, or twenty from seeded places. */
export function waysOf({ valley, start, rate, noise, limit, balls, seed }) {
  const starts = balls === 1 ? [start] : Array.from(normals(seed + 50, balls), (z) => clamp(1.4 * z, -REACH, REACH));
  return starts.map((from, i) => {
    const drawn = noise ? normals(seed * 100 + i, STEPS).map((z) => z * noise) : null;
    return roll(valley, { start: from, rate, steps: STEPS, limit, noise: drawn });
  });
}

/** For starts all along the axis, without noise: which minimum each ends in, -1 for none. */
export function basinsOf({ valley, rate, limit }) {
  const minima = minimaOf(valley);
  const ends = Array.from({ length: BASIN_STARTS }, (_, i) => {
    const start = -REACH + (2 * REACH * (i + 0.5)) / BASIN_STARTS;
    return settledIn(roll(valley, { start, rate, steps: 200, limit }), minima);
  });
  return { minima, ends };
}

/** How many balls have come to rest in each minimum; the last number is of those in none. */
export function restsOf(state) {
  const minima = minimaOf(state.valley);
  const counts = new Array(minima.length + 1).fill(0);
  for (const way of waysOf(state)) {
    const at = settledIn(way, minima, state.noise ? 0.6 : 0.12);
    counts[at < 0 ? minima.length : at] += 1;
  }
  return { minima, counts };
}

/** The first ball's first step, with all that makes it. */
export function stepOf({ valley, start, rate, limit }) {
  const { value, slope, curvature } = VALLEYS[valley].at(start);
  const used = clipped(slope, limit);
  return { value, slope, curvature, used, next: start - rate * used };
}

export function measuresOf(state) {
  const { minima, counts } = restsOf({ ...state, balls: 1 });
  const rest = counts.indexOf(1);
  const [way] = waysOf({ ...state, balls: 1 });
  const sharp = minima.map((w) => VALLEYS[state.valley].at(w).curvature);
  return {
    valley: Object.keys(VALLEYS).indexOf(state.valley),
    rests: rest < minima.length ? minima[rest] : 99,
    lowest: Math.min(...way),
    curvature: rest < minima.length ? sharp[rest] : 0,
    ...{ start: state.start, rate: state.rate, noise: state.noise, limit: state.limit },
  };
}
