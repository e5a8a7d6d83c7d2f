// All thresholds at once: the numbers of the people, ROC, precision and gain, and the area as a chance to be tried out.

import { choices } from "../../base/controls.js";
import { element, setText, sized } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { areaUnderRoc, averagePrecision, rates } from "../../base/threshold_counts.js";
import { CURVES, createCurve } from "../../base/threshold_curve.js";
import { createHistogram } from "../../base/threshold_histogram.js";

const NARROW = 720;

/** on.threshold(value), on.curve(name), on.pairs(count). @returns {node, update({sorted, counts, state, names, others}), destroy()} */
export function createCurvesView(on) {
  const titles = Object.fromEntries(Object.entries(CURVES).map(([name, { title }]) => [name, title]));
  const parts = {
    histogram: createHistogram(on.threshold, 300),
    curve: createCurve(on.threshold, 330),
    kinds: choices("Curve", titles, on.curve),
    rates: element("p", { class: "mt-rates" }),
    area: element("p", { class: "mt-said", "data-part": "area" }),
    pairs: element("p", { class: "mt-said", role: "status" }),
  };
  const button = (words, count) =>
    element("button", { type: "button", class: "nl-button", onclick: () => on.pairs(count) }, words);
  parts.drawing = element("div", { class: "nl-bar" }, button("Draw a pair", 1), button("Draw 100 pairs", 100));
  const left = element(
    "div",
    {},
    element("h3", { class: "nl-title" }, "What the network says of each"),
    parts.histogram.node,
    parts.rates,
  );
  const right = element("div", {}, parts.kinds.node, parts.curve.node, parts.area, parts.drawing, parts.pairs);
  const node = element("div", { class: "mt-two" }, left, right);
  const view = { shown: null, width: 0, ...parts };
  const { update, destroy } = sized(node, view, draw);
  return { node, update, destroy };
}

function draw(view) {
  const { shown, width } = view;
  if (!shown || !width) return;
  const { sorted, counts, state, names } = shown;
  const wide = width >= NARROW;
  const [left, right] = wide ? [Math.floor((width - 40) * 0.55), Math.floor((width - 40) * 0.45)] : [width, width];
  view.histogram.draw({ ...sorted, width: left, low: 0, high: 1, threshold: state.threshold });
  view.curve.draw({
    ...sorted,
    others: shown.others,
    curveWidth: right,
    curve: state.curve,
    counts,
    threshold: state.threshold,
    low: 0,
    high: 1,
  });
  view.kinds.update(state.curve);
  const { recall, falseAlarms, precision } = rates(counts);
  const share = (value) => (Number.isFinite(value) ? percent(value) : "none");
  setText(
    view.rates,
    `From ${percent(state.threshold)} up, they are ${names.called}: ${share(recall)} found, ${share(falseAlarms)} false alarms, ` +
      `precision ${share(precision)}. Above the line those who are ${names.yes}, below it the others.`,
  );
  setText(view.area, areaWords(state, sorted, names));
  for (const node of [view.drawing, view.pairs]) node.hidden = state.curve !== "roc";
  setText(view.pairs, pairWords(state.pairs, names));
}

function areaWords({ curve, threshold }, { walked, positive, negative }, names) {
  if (!positive.length || !negative.length) return "Of one kind only there is no curve.";
  if (curve === "pr") {
    const share = positive.length / (positive.length + negative.length);
    return `Mean precision over all who are found: ${percent(averagePrecision(walked))}. Guessing gives ${percent(share)}.`;
  }
  const upTo = walked.filter((one) => one.threshold >= threshold);
  const [whole, part] = [walked, upTo].map((own) => percent(areaUnderRoc(own)));
  const words = `Area under the ROC: ${whole} of the square; shaded, up to the threshold: ${part}.`;
  return `${words} So often is a random person who is ${names.yes} told a larger number than a random one who is not.`;
}

function pairWords({ asked, won }, { yes }) {
  if (!asked) return `Try it: draw one who is ${yes} and one who is not, again and again.`;
  return `${won.toLocaleString("en")} of ${asked.toLocaleString("en")} pairs in the right order: ${percent(won / asked)}.`;
}
