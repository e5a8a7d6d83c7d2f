// What several views and the report show of the surface: curves of searches, the part within the window, trials laid over it.

import { PLAYS, SEARCHERS } from "./state.js";
import { bestSoFar, between, gridTrials, marginals, mean, randomTrials, winners } from "./surface.js";

const SCATTERED = 16;

/** Best loss so far of one play, or its mean over the plays that have come. */
export function curvesOf(state, { losses, plays }) {
  if (!losses) return {};
  const numbers = state.mean ? Array.from({ length: PLAYS }, (_, i) => i) : [state.play];
  const curves = {};
  for (const name of Object.keys(SEARCHERS)) {
    const known = numbers.map((number) => plays(number)[name]).filter(Boolean);
    const lists = known.map((trials) => bestSoFar(losses.validation, trials.slice(0, state.budget)));
    if (lists.length)
      curves[name] = { count: lists.length, values: lists[0].map((_, i) => mean(lists.map((list) => list[i]))) };
  }
  return curves;
}

/** What of the surface the window holds. */
export function windowed(state, table) {
  return table ? marginals(table, { rate: state.rates, other: state.others }) : null;
}

/** The sixteen trials that are laid over the map. */
export function scattered(state, axes) {
  if (state.scatter === "grid") return gridTrials(SCATTERED);
  return randomTrials(SCATTERED, state.play + 1, state.straight ? axes.rate.values : null);
}

/** What the best of the networks drawn is worth: {validation, test, curves: the same by how many were tried}. */
export function cursed(state, { losses, tried }) {
  const curves = winners(losses.curse, state.held, tried.length);
  const at = (name) => between(tried, curves[name], state.drawn);
  return { validation: at("validation"), test: at("test"), curves };
}
