// What the lesson on preparing data stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";
import { eigen, fitScale, limitsOf, paraboloid, quantile, scaled, stepsNeeded } from "./preparing.js";

export const VIEWS = {
  scale: "Scale",
  gaps: "Gaps",
  outliers: "Outliers",
  categories: "Categories",
  leaks: "Splits and leaks",
};
export const SCALINGS = { none: "As measured", standard: "Standardized", minmax: "Min–max", robust: "Robust" };
export const GAPS = { 5: "5 %", 10: "10 %", 20: "20 %", device: "Coarse device" };
export const FILLS = { drop: "Leave rows out", mean: "Mean", median: "Median", indicator: "Median + indicator" };
export const CURES = { robust: "Robust", clip: "Clip" };
export const LEAKS = { number: "Sample number", bottle: "Measured three times", chosen: "Columns chosen on all" };
export const SIDES = {
  number: null,
  bottle: { false: "Split by chance", true: "Split by bottle" },
  chosen: { false: "Chosen on all", true: "Chosen on training" },
};
export const UNITS = [
  [-3, "kg"],
  [0, "g"],
  [3, "mg"],
];
export const FARTHEST = 1000; // a wrong value at most, times what it should be
const START = [-0.82, 0.62]; // of the descent, as offset from the lowest place, in halves of the picture
const BEGINNING = {
  view: "scale",
  data: "wine",
  first: 0,
  second: 12,
  unit: -2,
  how: "none",
  rate: 0.9,
  gaps: "20",
  fill: "drop",
  column: 12,
  factor: 100,
  cure: "robust",
  order: "name",
  leak: "number",
  cured: false,
};

export const beginning = () => ({ ...BEGINNING });
export const TOLD = Object.keys(BEGINNING);

/** The beginning with these changes. */
export function setState(state, next) {
  Object.assign(state, beginning(), next);
}

/** The wines' training rows in columns: {columns [[…]], y: 1 for the first cultivar, labels}. */
export function trainingOf({ x, labels, part }) {
  const rows = part.flatMap((own, i) => (own === 0 ? [i] : []));
  const [, count] = x.shape;
  const columns = Array.from({ length: count }, (_, k) => rows.map((i) => x.values[i * count + k]));
  return { rows, columns, labels: rows.map((i) => labels[i]), y: rows.map((i) => Number(labels[i] === 0)) };
}

/** The loss over two weights as the picture draws it. `table`: {columns, y}; null before there is one. */
export function bowlOf({ first, second, unit, how, rate }, table) {
  if (!table) return null;
  const [one, other] = [first, second].map((k) => table.columns[Math.min(k, table.columns.length - 1)]);
  const raw = [one, other.map((value) => value * 10 ** unit)];
  const fits = raw.map((values) => fitScale(values, how));
  const [a, b] = raw.map((values, i) => scaled(values, fits[i]));
  const surface = paraboloid(a, b, table.y);
  const own = eigen(surface.curvature);
  const eta = (rate * 2) / own.large;
  return { ...surface, ...own, eta, fits, start: START, steps: stepsNeeded(surface.curvature, START, eta) };
}

/** What the gaps do to the training rows. `wine` with `training` as `trainingOf` gives it. */
export function gapsOf({ gaps }, wine) {
  const { x, chances, gauged, limit, training } = wine;
  const [, count] = x.shape;
  const empty = (i, k) =>
    gaps === "device" ? k === gauged && x.values[i * count + k] < limit : chances[i * count + k] < Number(gaps) / 100;
  const cells = training.rows.map((i) => Array.from({ length: count }, (_, k) => empty(i, k)));
  const whole = cells.map((row) => !row.includes(true));
  const complete = whole.filter(Boolean).length;
  const expected = gaps === "device" ? null : training.rows.length * (1 - Number(gaps) / 100) ** count;
  const left = [0, 1, 2].map((own) => training.labels.filter((label, i) => label === own && whole[i]).length);
  return { cells, whole, complete, expected, left, share: gaps === "device" ? null : Number(gaps) / 100, count };
}

/** A column without its gaps, and what is put into them: {there, value, before, after: deviations}. */
export function filledOf({ fill, column }, gaps, { training }) {
  const values = training.columns[column];
  const there = values.filter((_, i) => !gaps.cells[i][column]);
  if (!there.length) return { there, value: Number.NaN };
  const value = fill === "mean" ? there.reduce((sum, own) => sum + own, 0) / there.length : quantile(there, 0.5);
  return { there, value, all: values.map((own, i) => (gaps.cells[i][column] ? value : own)) };
}

/** One column with one value typed wrong, and what each way of scaling makes of it. */
export function typedOf({ factor, column }, { training, typed }) {
  const at = training.rows.indexOf(typed);
  const values = training.columns[column].map((value, i) => (i === at ? value * factor : value));
  const [low, high] = limitsOf(values);
  const clipped = values.map((value) => clamp(value, low, high));
  const ways = {
    standard: scaled(values, fitScale(values, "standard")),
    minmax: scaled(values, fitScale(values, "minmax")),
    robust: scaled(values, fitScale(values, "robust")),
    clip: scaled(clipped, fitScale(clipped, "standard")),
  };
  return { at, values, low, high, ways, right: training.columns[column][at] };
}

/** How wide the middle half of values is. */
export const middleOf = (values) => quantile(values, 0.75) - quantile(values, 0.25);

/** The order of the continents on the axis: places in the list of names. */
export function orderOf({ order }, { continents, codes, life }) {
  const places = continents.map((_, k) => k);
  if (order === "name") return places;
  const middle = (k) => {
    const own = life.filter((_, i) => codes[i] === k);
    return own.reduce((sum, value) => sum + value, 0) / own.length;
  };
  if (order === "life") return places.sort((a, b) => middle(a) - middle(b));
  const own = order.split(" ").map(Number);
  return own.length === continents.length && new Set(own).size === own.length && own.every((k) => k in continents)
    ? own
    : places;
}

/** An order with one of its places moved by one. */
export function movedOrder(order, at, by) {
  const to = clamp(at + by, 0, order.length - 1);
  const next = [...order];
  [next[at], next[to]] = [next[to], next[at]];
  return next.join(" ");
}

/** {validation: rows, twins: those of them with another measurement of their bottle in training}. */
export function twinsOf(parts, times = 3) {
  const validation = parts.flatMap((own, i) => (own === 1 ? [i] : []));
  const bottle = (i) => Math.floor(i / times);
  const trained = new Set(parts.flatMap((own, i) => (own === 0 ? [bottle(i)] : [])));
  return { validation: validation.length, twins: validation.filter((i) => trained.has(bottle(i))).length };
}

/** What a check that says "make the picture do this" is judged by. */
export function measuresOf(state, world) {
  const measured = { view: Object.keys(VIEWS).indexOf(state.view), factor: state.factor, unit: state.unit };
  const bowl = bowlOf(state, world.table);
  if (bowl) Object.assign(measured, { kappa: Math.min(bowl.kappa, 1e12), scaled: Number(state.how !== "none") });
  if (world.wine) Object.assign(measured, { middle: middleOf(typedOf(state, world.wine).ways.minmax) });
  return measured;
}
