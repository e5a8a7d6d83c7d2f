// What the picture says in a sentence, from its numbers.

import { percent, short } from "../../base/numbers.js";
import { cheapest, cost, rates } from "../../base/threshold_counts.js";
import { OWN } from "./state.js";

/** How people and groups are called: of the lesson's own cases, or of a class of the reader's own data. */
export function namesOf(state, cases) {
  if (state.test !== OWN || !cases?.names) {
    return { people: true, yes: "ill", no: "healthy", called: "called back", left: "sent home", shown: "illness" };
  }
  const name = cases.names[cases.positive];
  return { people: false, yes: name, no: `not ${name}`, called: `called ${name}`, left: "left out", shown: name };
}

/** What moving the threshold trades, in whole people. */
export function verdict(counts, names, costs, walked) {
  const { found, missed, alarms } = counts;
  const least = cheapest(walked, costs);
  const told = `${missed} missed, ${alarms} ${names.people ? "frightened for nothing" : "false alarms"}.`;
  if (cost(counts, costs) <= cost(least, costs)) return `${told} At these costs no threshold does better.`;
  if (!missed) return `${told} Nobody is missed: that is what it costs.`;
  if (!found) return `${told} Nobody is ${names.called}: no false alarm, and no help.`;
  return `${told} Drag the threshold: fewer of one kind is more of the other.`;
}

export function valuesVerdict(kind, errors, others, own) {
  if (own) return `Your network is off by ${short(errors.mae)} on average, and its R² is ${short(errors.r2)}.`;
  if (errors.r2 < 0) return "R² below 0: the mean alone, the same guess for everybody, would do better than this line.";
  if (kind === "squares")
    return "No line has a smaller MSE. Pull the point at the far right to the floor: the line runs after it.";
  if (kind === "distances")
    return "No line has a smaller MAE. Pull the point at the far right to the floor: this line hardly cares.";
  const more = errors.mse / others.squares.mse - 1;
  return `Your line’s MSE is ${percent(more)} above the least there is, its MAE ${percent(errors.mae / others.distances.mae - 1)}.`;
}

export function shareWords(counts, name) {
  const value = rates(counts)[name];
  return Number.isFinite(value) ? percent(value) : "none";
}
