// The picture in numbers: beside the formula's symbols, as tables, and for goals.

import { fixed } from "../../base/controls.js";
import { percent, short } from "../../base/numbers.js";
import { areaUnderRoc, averagePrecision, cheapest, cost, rates } from "../../base/threshold_counts.js";
import { reliability } from "./calibration.js";
import { countsOf, heated, sortedPeople } from "./state.js";
import { errorsOf } from "./values.js";

/** The formula's parts that stand for people, as its legend names them, and who they are. */
const COUNTED = {
  "tp recall precision f1 accuracy": "found",
  "fp precision f1": "alarms",
  "fn recall f1": "missed",
  "tn accuracy": "leftOut",
};

/** `now`: {state, cases or null, values {y, said} or null, crowd or null}. */
export function valuesOf({ state, cases, values, crowd }) {
  const told = { t: percent(state.threshold), pi: percent(state.prevalence), T: fixed(state.temperature) };
  if (cases) {
    const counts = (state.view === "rare" && state.guess && crowd) || countsOf(state, cases);
    const shares = rates(counts);
    for (const [part, name] of Object.entries(COUNTED)) told[part] = String(Math.round(counts[name]));
    for (const name of ["accuracy", "precision", "recall", "f1"]) {
      told[name] = Number.isFinite(shares[name]) ? percent(shares[name]) : "none";
    }
    told.area = percent(areaUnderRoc(sortedPeople(cases).walked));
    told["ece acc"] = percent(reliability(heated(state, cases), cases.truth).error);
  }
  if (values) {
    const errors = errorsOf(values.y, values.said);
    Object.assign(told, {
      mse: short(errors.mse),
      mae: short(errors.mae),
      r2: short(errors.r2),
      ybar: short(errors.mean),
    });
    told.y = `${values.y.length} points`;
    told.yhat = "the line";
  }
  return told;
}

export function tablesOf({ state, cases, values, names }) {
  const tables = [];
  if (cases && state.view !== "values") {
    const counts = countsOf(state, cases);
    const sorted = sortedPeople(cases);
    const mean = fixed(averagePrecision(sorted.walked), 4);
    tables.push({
      caption: `What becomes of ${cases.people.length} people at a threshold of ${percent(state.threshold)}`,
      head: ["", names.left, names.called],
      rows: [
        [names.yes, counts.missed, counts.found],
        [names.no, counts.leftOut, counts.alarms],
      ],
    });
    tables.push({
      caption: `Thresholds; area under the ROC ${fixed(areaUnderRoc(sorted.walked), 4)}, mean precision ${mean}`,
      head: ["threshold", "found", "missed", "false alarms", "rightly left out"],
      rows: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9].map((threshold) => {
        const { found, missed, alarms, leftOut } = countsOf({ ...state, threshold }, cases);
        return [percent(threshold), found, missed, alarms, leftOut];
      }),
    });
    tables.push({
      caption: "How often it comes true",
      head: ["told", "cases", "mean told", "share who are"],
      rows: reliability(heated(state, cases), cases.truth).bins.map(({ from, to, count, said, right }) => [
        `${percent(from)} to ${percent(to)}`,
        count,
        count ? percent(said) : "–",
        count ? percent(right) : "–",
      ]),
    });
  }
  if (values && (state.view === "values" || !tables.length)) {
    tables.push({
      caption: "Points, and what the line says of them",
      head: ["point", "x", "y", "line", "error"],
      rows: Array.from(values.x, (x, i) => [
        i + 1,
        short(x),
        short(values.y[i]),
        short(values.said[i]),
        short(values.y[i] - values.said[i]),
      ]),
    });
  }
  if (!tables.length)
    tables.push({
      caption: "The threshold",
      head: ["threshold", ""],
      rows: [[percent(state.threshold), "the cases are on their way"]],
    });
  return tables;
}

/** What a goal is judged by. */
export function measuresOf({ state, cases, values, crowd }, costs) {
  const told = { threshold: state.threshold, prevalence: state.prevalence, temperature: state.temperature };
  if (cases) {
    const counts = countsOf(state, cases);
    const { walked } = sortedPeople(cases);
    const shares = rates(counts);
    Object.assign(told, counts, { recall: shares.recall, precision: shares.precision });
    Object.assign(told, {
      cost: cost(counts, costs),
      least: cost(cheapest(walked, costs), costs),
      miss: costs.miss,
      alarm: costs.alarm,
    });
    const fewest = walked.find((one) => one.found / (one.found + one.missed) >= 0.9);
    if (fewest) told.fewest_alarms = fewest.alarms;
    told.error = reliability(heated(state, cases), cases.truth).error;
    told.sure = Number(state.test === "sure");
  }
  if (crowd) told.crowd_precision = rates(crowd).precision;
  if (values) {
    const errors = errorsOf(values.y, values.said);
    Object.assign(told, { mse: errors.mse, mae: errors.mae, r2: errors.r2 });
  }
  return told;
}
