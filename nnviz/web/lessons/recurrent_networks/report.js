// The picture in numbers: what stands beside the formula's symbols, the tables, and what a check measures.

import { fixed } from "../../base/controls.js";
import { percent, short } from "../../base/numbers.js";
import { errorsOf } from "./race_view.js";
import { loopOf, loopSlope } from "./state.js";

export function valuesOf(state, { read, reaches }) {
  if (state.view === "loop") {
    const step = loopOf(state)[state.at - 1];
    return {
      W: fixed(state.w),
      U: fixed(state.u),
      b: fixed(state.b),
      x: fixed(step.x),
      hb: fixed(step.before),
      h: fixed(step.h),
    };
  }
  if (state.view === "reach") {
    const [simple] = reaches;
    const J = simple ? short(simple.sizes[0] / simple.sizes.at(-1), 2) : "";
    return state.source === "drawn" ? { rho: fixed(state.radius), J } : { J };
  }
  const step = read?.steps[state.step];
  if (!step || state.view !== "read") return {};
  const values = { x: read.marks[state.step] === " " ? "␣" : read.marks[state.step], h: fixed(step.h[state.unit]) };
  values.hb = fixed(step.before.h[state.unit]);
  for (const part of ["f", "i", "o", "g"]) if (step[part]) values[part] = fixed(step[part][state.unit]);
  if (state.cell === "LSTM")
    Object.assign(values, { c: fixed(step.c[state.unit]), cb: fixed(step.before.c[state.unit]) });
  return values;
}

export function tablesOf(state, world) {
  const ways = { read: readTable, loop: loopTable, reach: reachTable, race: raceTable, own: ownTable };
  return [ways[state.view](state, world)];
}

function readTable(state, { read }) {
  if (!read?.steps.length) return { caption: "Nothing is typed", head: ["What", "Value"], rows: [["Characters", "0"]] };
  return {
    caption: `${state.cell}: its output h after each character, and its answer`,
    head: ["Character", ...Array.from({ length: read.cell.units }, (_, k) => `unit ${k + 1}`), "Answer yes", "True"],
    rows: read.steps.map(({ h }, t) => [
      read.marks[t] === " " ? "space" : read.marks[t],
      ...Array.from(h, (value) => fixed(value)),
      percent(read.answers[t]),
      read.truth[t] ? "yes" : "no",
    ]),
  };
}

function loopTable(state) {
  return {
    caption: `One unit with w = ${fixed(state.w)}, u = ${fixed(state.u)}, b = ${fixed(state.b)}`,
    head: ["Step", "Input", "State before", "Sum", "State"],
    rows: loopOf(state).map(({ x, before, sum, h }, t) => [String(t + 1), ...[x, before, sum, h].map((v) => fixed(v))]),
  };
}

function reachTable(_, { reaches }) {
  const steps = reaches[0]?.sizes.length ?? 0;
  const backs = [0, 1, 2, 5, 10, 20, 40].filter((back) => back < steps);
  return {
    caption: "Size of the slope of the last output, in parts of its size at the end",
    head: ["Cell", ...backs.map((back) => `${back} back`)],
    rows: reaches.length
      ? reaches.map(({ name, sizes }) => [
          name,
          ...backs.map((back) => short(sizes[steps - 1 - back] / sizes[steps - 1], 2)),
        ])
      : [["none yet"]],
  };
}

function raceTable(state, { race }) {
  const errors = state.guess === null ? [] : errorsOf(race.lines);
  return {
    caption: `Adding two marked numbers of ${state.length}: mean squared error`,
    head: ["Cell", "Error"],
    rows: errors.length ? errors.map(({ cell, last }) => [cell, short(last, 2)]) : [["guessing", "0.167"]],
  };
}

function ownTable(state, { own }) {
  if (!own) return { caption: "Your network", head: ["What", "Value"], rows: [["Example", "none yet"]] };
  const { shown } = own.layers[Math.min(state.layer, own.layers.length - 1)];
  const values = shown[state.value] ?? shown.h;
  return {
    caption: `${own.title || "Your network"}: what its layer keeps after each step`,
    head: ["Step", ...Array.from(values[0], (_, k) => `unit ${k + 1}`)],
    rows: values.map((row, t) => [String(own.steps[t] || t + 1), ...Array.from(row, (value) => fixed(value))]),
  };
}

/** What a check that says "make the picture do this" is judged by. */
export function measuresOf(state, { read, reaches }) {
  const views = { read: 0, loop: 1, reach: 2, race: 3, own: 4 };
  const steps = loopOf(state);
  const measured = { view: views[state.view], w: state.w, u: state.u, b: state.b, last: steps.at(-1).h };
  Object.assign(measured, {
    slope: loopSlope(state, steps),
    first: state.inputs[0],
    others: Math.max(...state.inputs.slice(1).map(Math.abs)),
  });
  if (state.view === "reach" && reaches[0]) {
    measured.drawn = Number(state.source === "drawn");
    for (const { name, sizes } of reaches) measured[name] = sizes[0] / sizes.at(-1);
  }
  if (state.view === "read" && read?.answers.length) {
    measured.answer = read.answers.at(-1);
    measured.truth = Number(read.truth.at(-1));
    measured.held = Object.values(state.held).filter((value) => value !== null).length;
    measured.length = read.marks.length;
  }
  return measured;
}
