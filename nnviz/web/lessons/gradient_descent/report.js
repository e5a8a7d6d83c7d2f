// The race in numbers: what stands beside the formula's symbols, and the picture as tables.

import { short } from "../../base/numbers.js";
import { RULES } from "./optimizers.js";
import { STEPS, TITLES } from "./state.js";

const MARKS = [0, 1, 2, 5, 10, 20, 50, 100, STEPS];

export function valuesOf(state, trails) {
  const trail = trails?.[state.inspect];
  if (!trail) return {};
  const k = Math.min(Math.floor(state.step), STEPS - 1);
  const pair = (two) => (two ? `${short(two[0])}, ${short(two[1])}` : "not used");
  return {
    w: pair(trail.weights[k]),
    gradient: pair(trail.gradient[k]),
    eta: short(trail.rate[k]),
    loss: short(trail.loss[k]),
    beta: state.momentum.toFixed(2),
    velocity: pair(trail.state[k].velocity ?? trail.state[k].mean),
    square: pair(trail.state[k].square),
    update: pair(trail.update[k]),
  };
}

/** What a check is judged by: of plain SGD, how far above the lowest loss it ends and how often it changes walls. */
export function measuresOf(state, trails, lowest) {
  const trail = trails?.sgd;
  const told = {
    surface: Object.keys(TITLES).indexOf(state.surface),
    rate: state.rate,
    alone: Number(state.on.join() === "sgd"),
  };
  if (!trail) return told;
  const walls = trail.weights.map(([, w]) => Math.sign(w));
  const flips = walls.filter((side, k) => k && side !== walls[k - 1]).length;
  const end = trail.loss.at(-1) - lowest;
  return { ...told, flips, above: Number.isFinite(end) ? Math.min(end, 1e9) : 1e9 };
}

export function tablesOf(state, trails) {
  if (!trails) return [];
  const table = (caption, text) => ({
    caption,
    head: ["Optimizer", ...MARKS.map((k) => `step ${k}`)],
    rows: state.on.map((name) => [RULES[name].title, ...MARKS.map((k) => text(trails[name], k))]),
  });
  const from = `${TITLES[state.surface]} from w = (${state.start.join(", ")}), learning rate ${short(state.rate)}`;
  return [
    table(`Loss on ${from}`, (trail, k) => short(trail.loss[k])),
    table("Weights w₁, w₂", (trail, k) => trail.weights[k].map((w) => short(w)).join(", ")),
  ];
}
