// Accuracy, precision, recall and F1 as fractions of the people in the picture.

import { element, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { rates } from "../../base/threshold_counts.js";

/** Score → the formula's parts that its people stand for, the question it answers, and what it is a fraction of. */
const SCORES = {
  accuracy: {
    title: "Accuracy",
    part: "accuracy",
    asks: () => "How many of all answers are right?",
    of: ({ found, missed, alarms, leftOut }) => [found + leftOut, found + missed + alarms + leftOut],
  },
  precision: {
    title: "Precision",
    part: "precision",
    asks: ({ called, yes }) => `Of those ${called}, how many are ${yes}?`,
    of: ({ found, alarms }) => [found, found + alarms],
  },
  recall: {
    title: "Recall",
    part: "recall",
    asks: ({ yes }) => `Of those who are ${yes}, how many are found?`,
    of: ({ found, missed }) => [found, found + missed],
  },
  f1: {
    title: "F1",
    part: "f1",
    asks: () => "Both together: errors count as much as half a find",
    of: ({ found, alarms, missed }) => [2 * found, 2 * found + alarms + missed],
  },
};

/** @returns {node, update(counts, names)} */
export function createFractions() {
  const rows = Object.entries(SCORES).map(([name, score]) => createRow(name, score));
  const node = element("div", { class: "mt-fractions" }, ...rows.map((row) => row.node));
  return {
    node,
    update: (counts, names) => {
      const shares = rates(counts);
      for (const row of rows) row.update(counts, names, shares[row.name]);
    },
  };
}

function createRow(name, { title, part, asks, of }) {
  const [asked, top, bottom, value, bar] = [
    element("span", { class: "mt-asks" }),
    element("b", {}),
    element("b", {}),
    element("strong", { class: "mt-share" }),
    element("i", {}),
  ];
  const fraction = element("span", { class: "mt-fraction", "aria-hidden": "true" }, top, bottom);
  const node = element(
    "div",
    { class: "mt-score", "data-part": part, tabindex: "0" },
    element("span", { class: "mt-name" }, title, asked),
    fraction,
    value,
    element("span", { class: "mt-track" }, bar),
  );
  const update = (counts, names, share) => {
    const [over, under] = of(counts);
    setText(asked, asks(names));
    setText(top, String(over));
    setText(bottom, String(under));
    setText(value, under ? percent(share) : "nobody");
    bar.style.width = `${under ? 100 * share : 0}%`;
  };
  return { name, node, update };
}
