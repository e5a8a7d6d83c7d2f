// What the lesson "Overfitting" stands at: the curve, the sample, the fit; and what is measured of it. Knows no screen.

import { clamp } from "../../base/scales.js";
import { decompose, FAMILIES, fitTo, otherSamples, sample, TRUTHS } from "./fits.js";

export const LIMITS = { n: [8, 60], sigma: [0, 0.6], power: [-9, 0] };

export const MODES = { curves: "Fit a curve", networks: "Train networks" };

const START = {
  mode: "curves",
  truth: "wave",
  family: "polynomial",
  sigma: 0.3,
  n: 20,
  power: -9,
  count: 2,
  seed: 1,
  ghosts: true,
  all: false,
};
const ENOUGH = 6;
const FIRST = { polynomial: 2, relu: 4 };

export function beginning() {
  return { ...START, moved: {}, seen: [START.count] };
}

/** The beginning with these changes; what a link asks for is brought into range, since it may be anything. */
export function setState(state, next) {
  const family = named(FAMILIES, next.family, START.family);
  Object.assign(state, beginning(), { count: FIRST[family] }, structuredClone(next), { family });
  for (const [name, limits] of Object.entries(LIMITS)) state[name] = clamp(state[name], ...limits);
  state.mode = named(MODES, state.mode, START.mode);
  state.truth = named(TRUTHS, state.truth, START.truth);
  state.n = Math.round(state.n);
  state.seed = Math.round(clamp(state.seed, 1, 1e6));
  chooseCapacity(state, Math.max(state.count, 1));
  state.all = true;
}

/** Notes the capacity on show: the curves of all are drawn once the reader has looked at a few, or wants to see them. */
export function see(state) {
  if (!state.seen.includes(state.count)) state.seen.push(state.count);
  if (state.seen.length >= ENOUGH) state.all = true;
}

export function shownRows({ all, seen }, rows) {
  return all ? rows : rows.filter(({ count }) => seen.includes(count));
}

function named(entries, name, otherwise) {
  return Object.hasOwn(entries, name) ? name : otherwise;
}

/** Changes what the sample depends on: points that were moved lie where the sample puts them again. */
export function resample(state, part) {
  Object.assign(state, part, { moved: {} });
}

export function chooseFamily(state, family) {
  Object.assign(state, { family, count: FIRST[family], seen: [] });
}

export function movePoint(state, i, x, y) {
  state.moved[i] = [clamp(x, -1, 1), clamp(y, -2, 2)];
}

/** Shifts the capacity by so many of the choices there are. */
export function stepCapacity(state, by) {
  const { counts } = FAMILIES[state.family];
  state.count = counts[clamp(counts.indexOf(state.count) + by, 0, counts.length - 1)];
}

/** The choice nearest to so many coefficients. */
export function chooseCapacity(state, wanted) {
  const away = (count) => Math.abs(Math.log(count / wanted));
  state.count = FAMILIES[state.family].counts.reduce((best, count) => (away(count) < away(best) ? count : best));
}

/** 0 where there is none. */
export function ridgeOf({ power }) {
  return power <= LIMITS.power[0] ? 0 : 10 ** power;
}

export function settingOf(state) {
  const { family, count, n, sigma, truth } = state;
  return { family, count, n, sigma, truth, ridge: ridgeOf(state) };
}

/** The reader's own sample, with the points that were moved. */
export function ownSample({ n, sigma, seed, truth, moved }) {
  const own = sample(n, sigma, seed, truth);
  for (const [i, [x, y]] of Object.entries(moved)) {
    own.x[i] = x;
    own.y[i] = y;
  }
  return own;
}

/** What "degree 5" or "12 units" is called. */
export function capacityWords({ family, count }) {
  return family === "polynomial" ? `degree ${count - 1}` : `${count - 1} unit${count === 2 ? "" : "s"}`;
}

let others = { key: "", samples: [] };

function samplesOf(state) {
  const key = `${state.n} ${state.sigma} ${state.truth}`;
  if (others.key !== key) others = { key, samples: otherSamples(state) };
  return others.samples;
}

const known = new Map();

/** The fits of this capacity to all other samples; the last hundred are kept. */
export function measured(state, count = state.count) {
  const setting = { ...settingOf(state), count };
  const key = JSON.stringify(setting);
  if (!known.has(key)) {
    if (known.size > 100) known.delete(known.keys().next().value);
    known.set(key, decompose(setting, samplesOf(state)));
  }
  return known.get(key);
}

export function ownFit(state) {
  return fitTo(ownSample(state), settingOf(state));
}

/** Every capacity in turn: `rows[i]` belongs to counts[i]; it is computed bit by bit, so that nothing stands still. */
export function createSweep() {
  let [key, rows] = ["", []];
  return {
    /** Goes on until the time is over. @returns whether there is more to do */
    advance(state, milliseconds) {
      const { counts } = FAMILIES[state.family];
      const wanted = JSON.stringify({ ...settingOf(state), count: 0 });
      if (wanted !== key) [key, rows] = [wanted, []];
      const end = performance.now() + milliseconds;
      while (rows.length < counts.length && (performance.now() < end || !rows.length)) {
        const count = counts[rows.length];
        const { train, bias2, variance, noise, test } = measured(state, count);
        rows.push({ count, train, bias2, variance, noise, test });
      }
      return rows.length < counts.length;
    },
    rows: () => rows,
  };
}

/** The row of the lowest error on new examples, once all are known. */
export function bestOf(state, rows) {
  if (rows.length < FAMILIES[state.family].counts.length) return null;
  return rows.reduce((best, row) => (row.test < best.test ? row : best));
}
