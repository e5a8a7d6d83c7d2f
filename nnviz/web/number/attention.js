// One head of attention: the query against every key, the softmax of the scores, the values counted by it.

import { element, setAttributes } from "../base/dom.js";
import { percent, short } from "../base/numbers.js";
import { tint } from "./grids.js";
import { signedScale } from "./scale.js";

const [MOST_STEPS, MOST_CELLS, WRITTEN] = [14, 16, 4];
const PARTS = ["query", "keys", "scores", "weights", "values", "mixed"];

/** Whether the steps that begin here are those of a head. */
export function isHead(steps, at) {
  const number = steps[at].symbol.match(/^query_(\d+)$/)?.[1];
  return number !== undefined && PARTS.every((part, k) => steps[at + k]?.symbol === `${part}_${number}`);
}

export const HEAD_STEPS = PARTS.length;

/** @param steps the six of a head; on.step(at): what a step is called. @returns {node, units, reveal(count)} */
export function createHead(steps, theme, on) {
  const [query, keys, scores, weights, values, mixed] = steps.map(({ results }) => results);
  const order = Array.from(weights.values.keys()).sort((a, b) => weights.values[b] - weights.values[a]);
  const shown = order.slice(0, MOST_STEPS).sort((a, b) => a - b);
  const most = Math.max(...weights.values, 1e-12);
  const scales = { keys: signedScale(keys.values, theme), values: signedScale(values.values, theme) };
  const row = ({ values: all, shape }, at) => all.subarray(at * shape.at(-1), (at + 1) * shape.at(-1));
  const part = (name, ...children) => element("div", { class: `nu-at nu-at-${name}`, "data-part": name }, ...children);
  const score = (at) => (Number.isFinite(scores.values[at]) ? short(scores.values[at]) : "hidden");
  const bar = (at) => element("i", { style: `width: ${(100 * weights.values[at]) / most}%` });
  const lines = shown.flatMap((at) => [
    part("name", on.step(at)),
    part("keys", cellsOf(row(keys, at), scales.keys)),
    part("scores", score(at)),
    part("weights", element("span", { class: "nu-track" }, bar(at)), percent(weights.values[at])),
    part("values", cellsOf(row(values, at), scales.values)),
  ]);
  const rest = order.length - shown.length;
  const heads = ["", "Keys", "Scores", "Softmax", "Values"].map((name) => element("div", { class: "nu-athead" }, name));
  const grid = element(
    "div",
    { class: "nu-attention" },
    part("name", element("b", {}, "Query")),
    part("query", cellsOf(query.values, signedScale(query.values, theme))),
    ...[1, 2, 3].map(() => part("query")),
    ...heads,
    ...lines,
    part("name", rest > 0 ? `${rest.toLocaleString("en")} more` : ""),
    ...[1, 2].map(() => part("mixed")),
    part("mixed", element("b", {}, "Mixed")),
    part("mixed", cellsOf(mixed.values, signedScale(mixed.values, theme))),
  );
  const hidden = steps[2].words.split(". ").slice(1).join(". ");
  const told = element(
    "p",
    { class: "nu-words" },
    `The query of this step times each key, divided by √${query.values.length}, is a score. ${hidden} `,
    "Softmax makes shares of the scores; the values, each counted by its share, add up to what this head has mixed.",
  );
  const node = element("section", { class: "nu-card" }, element("h4", {}, steps[0].group || "Attention"), told, grid);
  return { node, units: PARTS.length, reveal: (count) => reveal(grid, count) };
}

function reveal(grid, count) {
  for (const node of grid.querySelectorAll("[data-part]")) {
    const at = PARTS.indexOf(node.dataset.part);
    setAttributes(node, { "data-hidden": at >= count ? "" : null });
  }
}

function cellsOf(numbers, scale) {
  const count = Math.min(numbers.length, MOST_CELLS);
  const nodes = Array.from({ length: count }, (_, k) => {
    const node = element("span", { title: short(numbers[k], 4) });
    tint(node, numbers[k], scale);
    if (numbers.length > WRITTEN) node.textContent = "";
    return node;
  });
  return element("div", { class: "nu-atcells", "data-wide": numbers.length <= WRITTEN ? "" : null }, ...nodes);
}
