// What the lesson "What is a neural network?" stands at, and every change to it. Nothing here knows the screen.

import { clamp } from "../../base/scales.js";
import { BEGINNING, chanceTeam, decide, EVENINGS, factsOf, firstOf, learn, lossOf, MEMBERS, rightOf } from "./team.js";

export const RATE = 2;
export const SURE = 0.05; // the loss at which the team has learnt the record
export const MOST_STEPS = 1500;
export const MOST_EVENINGS = 12;
export const MOST_WEIGHT = 12;
const START = { tab: "team", facts: [1, 1, 0], members: 3, start: "given", brain: 8, revealed: false };

export function beginning() {
  const state = { ...START, facts: [...START.facts], record: EVENINGS.map((evening) => [...evening]), chance: 0 };
  restart(state);
  return state;
}

/** The beginning with these changes, as experiments and checks ask for it. `record`: rows as in EVENINGS. */
export function setState(state, next) {
  Object.assign(state, beginning(), structuredClone({ ...next, team: undefined }));
  delete state.play;
  restart(state);
  if (next.team) state.team = structuredClone(next.team);
}

/** The team forgets what it learnt: the weights given at first, or others by chance. */
export function restart(state) {
  state.team =
    state.start === "given"
      ? structuredClone(firstOf(BEGINNING, state.members))
      : chanceTeam(state.chance, state.members);
  Object.assign(state, {
    steps: 0,
    losses: [lossOf(state.team, state.record)],
    rights: [rightOf(state.team, state.record)],
  });
}

/** Other weights by chance each time. */
export function drawTeam(state) {
  state.chance += state.start === "chance" ? 1 : 0;
  state.start = "chance";
  restart(state);
}

export function giveTeam(state) {
  state.start = "given";
  restart(state);
}

export function setMembers(state, members) {
  state.members = members;
  restart(state);
}

export function setFact(state, i, value) {
  state.facts[i] = clamp(Math.round(value * 100) / 100, 0, 1);
}

/** One number of the team: what is "weight" (fact, member), "bias" (member), "voice" (member) or "chair". */
export function setWeight(state, { what, fact, member }, value) {
  const { team } = state;
  const rounded = clamp(Math.round(value * 10) / 10, -MOST_WEIGHT, MOST_WEIGHT);
  if (what === "weight") team.weights[fact][member] = rounded;
  if (what === "bias") team.biases[member] = rounded;
  if (what === "voice") team.voices[member] = rounded;
  if (what === "chair") team.bias = rounded;
  forgetCurve(state);
}

export function weightOf({ team }, { what, fact, member }) {
  if (what === "weight") return team.weights[fact][member];
  return what === "chair" ? team.bias : (what === "bias" ? team.biases : team.voices)[member];
}

/** Learns from the whole record, so many steps. */
export function learnSteps(state, steps = 1) {
  for (let i = 0; i < steps && !ended(state); i++) {
    state.team = learn(state.team, state.record, RATE);
    state.steps += 1;
    state.losses.push(lossOf(state.team, state.record));
    state.rights.push(rightOf(state.team, state.record));
  }
}

/** Whether there is nothing left to learn, or no hope: "learnt", "stuck" or "". */
export function ended({ losses, steps }) {
  if (losses.at(-1) < SURE) return "learnt";
  return steps >= MOST_STEPS ? "stuck" : "";
}

export function flip(state, row) {
  const evening = state.record[row];
  evening[evening.length - 1] = 1 - evening.at(-1);
  forgetCurve(state);
}

export function addEvening(state, good) {
  if (state.record.length >= MOST_EVENINGS) return;
  state.record.push([...state.facts, good ? 1 : 0]);
  forgetCurve(state);
}

export function removeEvening(state, row) {
  if (state.record.length <= 2) return;
  state.record.splice(row, 1);
  forgetCurve(state);
}

export function showEvening(state, row) {
  state.facts = factsOf(state.record[row]);
}

export function answerOf({ team, facts }) {
  return decide(team, facts);
}

export function measuresOf(state) {
  const { answer, voices } = answerOf(state);
  const [loud, friends, exam] = state.facts;
  const own = Object.fromEntries(voices.map((voice, j) => [`voice${j + 1}`, voice]));
  const right = rightOf(state.team, state.record);
  const unchanged = JSON.stringify(state.record) === JSON.stringify(EVENINGS) ? 1 : 0;
  return {
    answer,
    loud,
    friends,
    exam,
    ...own,
    right,
    evenings: state.record.length,
    unchanged,
    members: state.members,
  };
}

export function namesOf({ members }) {
  return MEMBERS.slice(0, members);
}

/** After a change by hand the curve of learning begins anew. */
function forgetCurve(state) {
  Object.assign(state, {
    steps: 0,
    losses: [lossOf(state.team, state.record)],
    rights: [rightOf(state.team, state.record)],
  });
}
