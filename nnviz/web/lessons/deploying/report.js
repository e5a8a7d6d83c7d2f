// The picture in numbers: what stands beside the formula's symbols, the tables, and what a check measures.

import { percent, short } from "../../base/numbers.js";
import { needed } from "./canary.js";
import { BITS, differences, numbersOf, sizeOf } from "./loaded.js";
import { courseOf, onOld, wrongAnswers } from "./retraining.js";
import { MONTHS, shareNow, VIEWS } from "./state.js";
import { stationsOf } from "./stations.js";
import { cellsOf, standing } from "./versions_view.js";
import { alarmOf } from "./watching.js";
import { monthOf, rulesOf, shownOf, yearsOf } from "./year_view.js";

export function valuesOf(state, world) {
  if (state.view === "file" && world.file) {
    const { largest, at } = differences(world.file, state.missing, state.bits);
    const [app, loaded] = [numbersOf(world.file, "nothing", 32), numbersOf(world.file, state.missing, state.bits)];
    return { d: short(largest), app: short(app[at]), file: short(loaded[at]) };
  }
  if (state.view === "versions" && world.versions) {
    const { shares } = world.versions;
    const gap = Math.abs(shares[state.second] - shares.first);
    const middle = (shares[state.second] + shares.first) / 2;
    const least = needed(middle, gap);
    return { n: Number.isFinite(least) ? least.toLocaleString("en") : "∞", p: percent(middle), delta: percent(gap) };
  }
  if (state.view === "year" && world.year) {
    const column = shownOf(monthOf(world.year, state), state);
    return { D: short(column.distance) };
  }
  return {};
}

export function tablesOf(state, world) {
  const tables = {
    file: fileTable,
    request: requestTable,
    versions: versionsTable,
    year: yearTable,
    retrain: retrainTable,
  };
  return [
    tables[state.view](state, world) ?? {
      caption: "Not there yet",
      head: ["What", "Value"],
      rows: [["Stage", state.view]],
    },
  ];
}

function fileTable({ missing }, { file }) {
  if (!file) return null;
  return {
    caption: `Largest difference from the app’s answers, with ${missing} left behind`,
    head: [
      "Bits for each weight",
      "Largest difference",
      file.classes.length ? "Wrong answers" : "Mean error",
      "Weights",
    ],
    rows: BITS.map((bits) => {
      const { largest, error } = differences(file, missing, bits);
      const wrong = file.classes.length ? percent(error) : short(error);
      return [String(bits), short(largest), wrong, sizeOf(file.parameters, bits)];
    }),
  };
}

function requestTable(_, { request }) {
  if (!request) return null;
  const rows = stationsOf(request).map(({ title, stands, seconds }) => [
    title,
    stands,
    seconds === null ? "" : `${short(1e6 * seconds)} µs`,
  ]);
  return { caption: "What became of the request", head: ["Station", "State", "Time"], rows };
}

function versionsTable(state, { versions }) {
  if (!versions) return null;
  const { told } = standing(state, versions);
  return {
    caption: `${state.sent.toLocaleString("en")} requests, ${shareNow(state)} % of the next ones to version 2`,
    head: ["", "Requests", "Off", "95 % interval", "Bills over $25"],
    rows: [
      ["Version 1", ...cellsOf(told.first)],
      ["Version 2", ...cellsOf(told.second)],
    ],
  };
}

function yearTable(state, { year, monitors }) {
  if (!year) return null;
  const years = yearsOf(year, state.monitor);
  return {
    caption: `${monitors[state.monitor]}, month by month, in year ${state.year + 1}`,
    head: ["Month", "Monitor", "Alarm", "Answers that were off"],
    rows: years[state.year].map((value, k) => [
      MONTHS[k],
      short(value),
      value > state.level ? "yes" : "no",
      percent(year.months[state.year][k].wrong),
    ]),
  };
}

function retrainTable(state, { retrained }) {
  if (!retrained) return null;
  const course = courseOf(retrained, state);
  return {
    caption: "The share of answers that are off by more than a dollar",
    head: ["Month", "First network", "With your plan"],
    rows: course.map((share, k) => [MONTHS[k], percent(retrained.before[k]), percent(share)]),
  };
}

/** What a check that says "make the picture do this" is judged by. */
export function measuresOf(state, { versions, year, retrained }) {
  const measured = {
    view: Object.keys(VIEWS).indexOf(state.view),
    level: state.level,
    bits: state.bits,
    sent: state.sent,
  };
  if (year && state.view === "year") {
    const { falsely, caught, months } = alarmOf(yearsOf(year, state.monitor), state.level, rulesOf(state));
    const change = ["none", "prices", "groups"].indexOf(state.change);
    const columns = Number(["distance", "psi"].includes(state.monitor));
    Object.assign(measured, { falsely, caught, months, change, columns });
  }
  if (versions && state.view === "versions") {
    const { told } = standing(state, versions);
    Object.assign(measured, { first: told.first.requests, second: told.second.requests, harmed: told.harmed });
  }
  if (retrained && state.view === "retrain") {
    Object.assign(measured, { wrong: wrongAnswers(courseOf(retrained, state)), old: onOld(retrained, state) });
    measured.drifted = ["service", "prices", "cents", "none"].indexOf(state.drifted);
  }
  return measured;
}
