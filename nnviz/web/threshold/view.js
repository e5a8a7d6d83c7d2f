// A threshold to drag: the numbers of all examples, what becomes of them, a curve, and what the errors cost.

import { choices } from "../base/controls.js";
import { element, setText, watchWidth } from "../base/dom.js";
import { percent, short } from "../base/numbers.js";
import { createCosts } from "../base/threshold_costs.js";
import { outcome, rates, walk } from "../base/threshold_counts.js";
import { CURVES, createCurve } from "../base/threshold_curve.js";
import { createHistogram } from "../base/threshold_histogram.js";
import { unpack } from "../base/unpack.js";

const CELLS = {
  missed: ["missed", "false negatives"],
  found: ["found", "true positives"],
  leftOut: ["rightly left out", "true negatives"],
  alarms: ["false alarms", "false positives"],
};
const RATES = {
  precision: "Precision",
  recall: "Recall",
  falseAlarms: "False alarms",
  f1: "F1",
  accuracy: "Accuracy",
};
const [BESIDE, NARROW, GAP] = [300, 640, 24];
const REST = 250; // milliseconds without a move after which a threshold is told

/** @returns {update(data), destroy()}; `on.choose(cell, threshold)` asks for the examples of a cell, `on.settle(threshold)` tells
 * where the hand came to rest, of data that `settle`. */
export function createThreshold(root, on) {
  const view = { curve: "roc", threshold: null, width: 0, subject: null };
  let resting = null;
  const move = (threshold) => {
    view.threshold = threshold;
    draw(parts, view);
    clearTimeout(resting);
    if (view.settles) resting = setTimeout(() => on.settle(view.threshold), REST);
  };
  const parts = build(view, on, move);
  root.append(parts.node);
  const stop = watchWidth(root, (width) => {
    view.width = width;
    draw(parts, view);
  });
  const update = (data) => {
    take(view, data);
    draw(parts, view);
  };
  const destroy = () => {
    clearTimeout(resting);
    stop();
  };
  return { update, destroy };
}

function build(view, on, move) {
  const histogram = createHistogram(move);
  const curve = createCurve(move);
  const titles = Object.fromEntries(Object.entries(CURVES).map(([name, { title }]) => [name, title]));
  const kinds = choices("Curve", titles, (name) => {
    view.curve = name;
    draw(parts, view);
  });
  const cells = Object.fromEntries(
    Object.entries(CELLS).map(([name, [words, term]]) => [
      name,
      cell(name, words, term, () => on.choose(name, view.threshold)),
    ]),
  );
  const numbers = Object.fromEntries(Object.keys(RATES).map((name) => [name, element("b", {})]));
  const costs = createCosts(() => draw(parts, view), move);
  const head = element("div", { class: "th-head" });
  const told = element("p", { class: "th-told", "aria-live": "polite" });
  const four = element("div", { class: "th-cells" }, ...Object.values(cells).map(({ node }) => node));
  const stage = element("div", { class: "th-stage" }, histogram.node, four);
  const beside = element("div", { class: "th-beside" }, kinds.node, curve.node);
  const row = Object.entries(RATES).map(([name, words]) => element("span", {}, `${words} `, numbers[name]));
  const node = element(
    "div",
    { class: "th-view" },
    element("div", { class: "th-row" }, element("div", {}, head, stage), beside),
    element("div", { class: "th-rates" }, ...row),
    costs.node,
    told,
  );
  const parts = { node, head, histogram, curve, kinds, cells, numbers, costs, told };
  return parts;
}

function cell(name, words, term, choose) {
  const count = element("b", {});
  const node = element(
    "button",
    { type: "button", class: "th-cell", "data-cell": name, title: `Show the ${term}`, onclick: choose },
    count,
    ` ${words} `,
    element("span", { class: "th-term" }, term),
  );
  return { node, count };
}

function take(view, data) {
  if (view.subject === data.subject) {
    view.name = data.name;
    return;
  }
  const [positive, negative] = [data.positive, data.negative].map((packed) => unpack(packed).values);
  Object.assign(view, data, { positive, negative, walked: walk({ positive, negative, above: data.above }) });
  view.threshold = data.threshold;
}

function draw(parts, view) {
  if (!view.subject || !view.width) return;
  const wide = view.width >= NARROW;
  view.counts = outcome(view, view.threshold);
  parts.node.toggleAttribute("data-narrow", !wide);
  view.curveWidth = wide ? BESIDE : view.width;
  const width = wide ? view.width - BESIDE - GAP : view.width;
  setText(
    parts.head,
    `Called ${view.name} ${view.above ? "above" : "from"} ${view.shown} ${short(view.threshold)}${view.above ? "" : " up"}`,
  );
  parts.histogram.draw({ ...view, width });
  parts.curve.draw(view);
  parts.kinds.update(view.curve);
  for (const [name, { count }] of Object.entries(parts.cells)) setText(count, view.counts[name].toLocaleString("en"));
  const shares = rates(view.counts);
  for (const [name, node] of Object.entries(parts.numbers)) {
    setText(node, Number.isFinite(shares[name]) ? percent(shares[name]) : "none");
  }
  parts.costs.update(view);
  setText(parts.told, view.told);
}
