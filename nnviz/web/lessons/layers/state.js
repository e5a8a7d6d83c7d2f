// What the lesson "Width and depth" stands at: the target, the steps, the folds. Nothing here knows the screen.

import { clamp } from "../../base/scales.js";
import { cornersOf, deepParameters, wideTwin } from "./folds.js";
import { errorOf, even, fitted, outputOf, POINTS, parametersOf, TARGETS, targetOf } from "./steps.js";

export const MODES = { build: "One wide layer", fold: "Many layers", train: "Train both" };
export const MOST = { units: 24, difficulty: 6, depth: 7 };
export const LIMITS = { t: [0, 1], v: [-2, 2], s: [0.002, 0.2] };

const RANGES = {
  difficulty: [1, MOST.difficulty],
  depth: [1, MOST.depth],
  chosen: [0, MOST.units - 1],
  crease: [0.1, 0.9],
  peak: [0.2, 1],
  probe: [0, 1],
  c: [-9, 9],
};

const START = {
  mode: "build",
  target: "bump",
  difficulty: 1,
  c: -0.6,
  chosen: 0,
  keep: false,
  depth: 1,
  crease: 0.5,
  peak: 1,
  probe: 0.3,
  level: "hard",
};
const PAIR = [
  { t: 0.3, v: 1, s: 0.02 },
  { t: 0.8, v: -0.6, s: 0.02 },
];

export function beginning() {
  return { ...START, units: PAIR.map((unit) => ({ ...unit })), drawn: [], box: null };
}

/**
 * The beginning with these changes; `even`: so many steps evenly spread and fitted; `box`: that target.
 * What a link asks for is brought into range, since it may be anything.
 */
export function setState(state, { even: count, ...next }) {
  Object.assign(state, beginning(), structuredClone(next));
  for (const [name, limits] of Object.entries(RANGES)) state[name] = clamp(state[name], ...limits);
  for (const name of ["difficulty", "depth", "chosen"]) state[name] = Math.round(state[name]);
  state.units = state.units.slice(0, MOST.units).map(({ t, v, s }) => ({ t, v, s: clamp(s, ...LIMITS.s) }));
  if (!Object.hasOwn(MODES, state.mode)) state.mode = START.mode;
  if (!(state.drawn.length === POINTS.length && state.drawn.every(Number.isFinite))) state.drawn = [];
  const known = Object.hasOwn(TARGETS, state.target) || (state.target === "drawn" && state.drawn.length);
  if (!known) state.target = START.target;
  if (next.box) Object.assign(state, { target: "drawn", drawn: boxOf(next.box) });
  if (count !== undefined) spread(state, clamp(Math.round(count), 0, MOST.units));
  if (state.keep) fit(state);
}

/** At its edges a box is half way up, so that a hard step just there is right. */
function boxOf({ from, to, low, high }) {
  const inside = (x) => (Math.abs(x - from) < 1e-9 || Math.abs(x - to) < 1e-9 ? 0.5 : Number(x > from && x < to));
  return Array.from(POINTS, (x) => low + (high - low) * inside(x));
}

/** The target at POINTS. */
export function wantedOf({ target, difficulty, drawn }) {
  return target === "drawn" ? drawn : targetOf(target, difficulty);
}

/** Another target; one's own begins as the one before it. */
export function aim(state, target, difficulty = state.difficulty) {
  if (target === "drawn" && !state.drawn.length) state.drawn = Array.from(wantedOf(state));
  Object.assign(state, { target, difficulty, box: null });
  if (state.keep) fit(state);
}

/** The reader's own target from one place to another, both (x, y). */
export function draw(state, [x0, y0], [x1, y1]) {
  const last = POINTS.length - 1;
  const [from, to] = [x0, x1].map((x) => clamp(Math.round(x * last), 0, last));
  for (let i = Math.min(from, to); i <= Math.max(from, to); i++) {
    const share = to === from ? 1 : (i - from) / (to - from);
    state.drawn[i] = clamp(y0 + share * (y1 - y0), -1, 1);
  }
  state.box = null;
  if (state.keep) fit(state);
}

/** Changes one step; where heights are kept fitted, its own height follows too. */
export function moveUnit(state, i, part) {
  const unit = state.units[i];
  for (const [name, value] of Object.entries(part)) unit[name] = clamp(value, ...LIMITS[name]);
  state.chosen = i;
  if (state.keep) fit(state);
}

export function fit(state) {
  Object.assign(state, fitted(state.units, wantedOf(state)));
}

/** So many steps, evenly spread, with the best heights. */
export function spread(state, count) {
  state.units = even(count);
  state.chosen = Math.min(state.chosen, Math.max(count - 1, 0));
  fit(state);
}

/** One more step, where it helps most of 39 places; all heights are fitted. */
export function addUnit(state) {
  if (state.units.length >= MOST.units) return;
  const wanted = wantedOf(state);
  let best = null;
  for (let k = 1; k < 40; k++) {
    const tried = fitted([...state.units, { t: k / 40, v: 0, s: 0.02 }], wanted);
    const error = errorOf(outputOf(tried.units, tried.c), wanted);
    if (!best || error < best.error) best = { ...tried, error };
  }
  Object.assign(state, { units: best.units, c: best.c, chosen: best.units.length - 1 });
}

export function removeUnit(state) {
  state.units.splice(state.chosen, 1);
  state.chosen = clamp(state.chosen, 0, Math.max(state.units.length - 1, 0));
  if (state.keep) fit(state);
}

/** What the views draw of the steps: curves, error, parameters. */
export function momentOf(state) {
  const wanted = wantedOf(state);
  const curve = outputOf(state.units, state.c);
  const count = state.units.length;
  return { wanted, curve, error: errorOf(curve, wanted), parameters: parametersOf([1, count, 1]), count };
}

const past = new Map();

/** [error of the best heights for n evenly spread steps, n from 0 to the most]; kept for the last target. */
export function evenErrors(state) {
  const key = state.target === "drawn" ? state.drawn.join() : `${state.target} ${state.difficulty}`;
  if (!past.has(key)) {
    const wanted = wantedOf(state);
    past.clear();
    past.set(
      key,
      Array.from({ length: MOST.units + 1 }, (_, count) => {
        const { units, c } = fitted(even(count), wanted);
        return errorOf(outputOf(units, c), wanted);
      }),
    );
  }
  return past.get(key);
}

/** What the views draw of the folds. */
export function foldMoment({ depth, crease, peak }) {
  const layers = cornersOf(depth, crease, peak);
  const pieces = layers[depth].length - 1;
  return {
    layers,
    pieces,
    units: 2 * depth,
    parameters: deepParameters(depth),
    wide: wideTwin(2 * depth, depth, crease, peak),
    needed: pieces,
    neededParameters: parametersOf([1, pieces, 1]),
    wideParameters: parametersOf([1, 2 * depth, 1]),
  };
}

export function titles() {
  return {
    ...Object.fromEntries(Object.entries(TARGETS).map(([name, { title }]) => [name, title])),
    drawn: "Draw it",
  };
}
