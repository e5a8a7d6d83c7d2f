// What a training history holds: which series belong together, their names, their paths. Pure functions.

import { percent, short } from "../base/numbers.js";

const PERCENT = /accuracy|precision|recall/;
const TITLES = {
  auc: "AUC",
  pr_auc: "PR-AUC",
  mcc: "MCC",
  kappa: "Cohen's kappa",
  r2_score: "R²",
  log_loss: "Log-loss",
};

/** {"loss", "val_loss", "accuracy"} → [{name, title, training, validation}], the loss first; null where absent. */
export function pairs(series) {
  const names = [...new Set(Object.keys(series).map((key) => key.replace(/^val_/, "")))];
  names.sort((a, b) => (a === "loss" ? -1 : b === "loss" ? 1 : 0));
  return names.map((name) => ({
    name,
    title: titleOf(name),
    training: series[name] ?? null,
    validation: series[`val_${name}`] ?? null,
  }));
}

export function titleOf(name) {
  if (TITLES[name]) return TITLES[name];
  const words = name.replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A value of a series as people read it: shares in percent, the rest in 3 digits. */
export function valueText(name, value) {
  if (value === undefined) return "";
  return PERCENT.test(name) ? percent(value) : short(value);
}

/** Whether a smaller value is the better one. */
export function lowerIsBetter(name) {
  return !/accuracy|precision|recall|auc|r2|f1|mcc|kappa|iou|top_/.test(name);
}

/** Index of the best finite value of a series, -1 for none, and for the rate, of which none is; of equals the first. */
export function bestIndex(name, values) {
  if (name === "learning_rate") return -1;
  const sign = lowerIsBetter(name) ? 1 : -1;
  let best = -1;
  (values ?? []).forEach((value, i) => {
    if (value !== null && Number.isFinite(value) && (best < 0 || sign * value < sign * values[best])) best = i;
  });
  return best;
}

/**
 * SVG path through the finite points; a gap where a value is not a number (or, on a log axis, not positive). A point
 * that stands alone is a line of no length, which round ends make a dot.
 */
export function path(epochs, values, x, y, log = false) {
  const drawn = (value) => Number.isFinite(value ?? Number.NaN) && !(log && value <= 0);
  let [text, pen] = ["", "M"];
  values.forEach((value, i) => {
    if (!drawn(value)) {
      pen = "M";
      return;
    }
    text += `${pen}${x(epochs[i]).toFixed(1)} ${y(value).toFixed(1)}`;
    if (pen === "M" && !drawn(values[i + 1])) text += "h0";
    pen = "L";
  });
  return text;
}

/** [first, last] epochs of each run of values that are not numbers. */
export function gaps(epochs, values) {
  const found = [];
  values.forEach((value, i) => {
    if (value !== null && Number.isFinite(value)) return;
    const last = found[found.length - 1];
    if (last && last.end === i - 1) last.end = i;
    else found.push({ start: i, end: i });
  });
  return found.map(({ start, end }) => [epochs[start], epochs[end]]);
}
