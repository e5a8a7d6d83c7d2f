// What the lesson on deploying stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";

export const VIEWS = {
  file: "In the file",
  request: "A request",
  versions: "Two versions",
  year: "A year in use",
  retrain: "Learning again",
};
export const MOST = 2000; // requests of one canary
export const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
export const YEARS = 4; // that are looked at closely
export const START = 6; // the first month in which something is different, counted from 1
/** Where each monitor's alarm stands at first, and how far it can be dragged. */
export const LEVELS = { distance: [0.15, 0.6], psi: [0.1, 1], answers: [0.15, 0.6], wrong: [0.35, 1] };
const BEGINNING = {
  view: "file",
  network: "tips",
  missing: "nothing",
  bits: 32,
  fault: "",
  second: "better",
  turns: [{ at: 0, share: 10 }],
  sent: 0,
  seed: 1,
  change: "prices",
  monitor: "distance",
  level: LEVELS.distance[0],
  month: 12,
  year: 0,
  worth: 3,
  table: false,
  drifted: "service",
  plan: "never",
  when: 6,
  window: "all",
};
export const TOLD = Object.keys(BEGINNING);

export function beginning() {
  return structuredClone(BEGINNING);
}

/** The beginning with these changes; the network that was chosen stays. */
export function setState(state, next) {
  const level = next.monitor && next.level === undefined ? { level: LEVELS[next.monitor][0] } : {};
  const share = next.share === undefined ? {} : { turns: [{ at: 0, share: next.share }] };
  Object.assign(state, beginning(), { network: state.network }, level, share, next);
  delete state.share;
}

/** How many of a hundred requests go to version 2 from now on. */
export function turn(state, share) {
  const whole = clamp(Math.round(share), 0, 100);
  const turns = state.turns.filter(({ at }) => at < state.sent);
  state.turns = turns.at(-1)?.share === whole ? turns : [...turns.slice(-40), { at: state.sent, share: whole }];
  if (!state.turns.length || state.turns[0].at > 0) state.turns[0] = { ...state.turns[0], at: 0 };
}

/** The share that version 2 gets of the next request, in per cent. */
export function shareNow({ turns, sent }) {
  return turns.findLast(({ at }) => at <= sent)?.share ?? turns[0].share;
}

/** Another version 2, or the same one over again. */
export function afresh(state, second = state.second) {
  const share = state.turns[0].share;
  Object.assign(state, { second, sent: 0, turns: [{ at: 0, share }], seed: state.seed + 1 });
}

export function chooseMonitor(state, monitor) {
  Object.assign(state, { monitor, level: LEVELS[monitor][0] });
}
