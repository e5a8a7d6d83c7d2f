// Queries and keys in two dimensions, to drag: products, softmax, the mix of the values; and why products are divided by √d.

import { fixed, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { chanceProducts } from "./fresh.js";
import { createVectorPlane } from "./plane.js";
import { attend, softmax } from "./transformer.js";
import { sizeWords, vectorWords } from "./words.js";

export const VALUES = [10, 20, 30, 40]; // what the keys stand for: one number each
const SIZES = [1, 2, 4, 8, 16, 32, 64, 128, 256, 512];

/** What the picture computes of its vectors. */
export function attended({ q, keys, divide }) {
  const values = VALUES.slice(0, keys.length).map((value) => [value]);
  return attend(q, keys, values, divide);
}

/** on.change({…}), on.move(which, x, y). @returns {node, update(state, world), destroy()} */
export function createVectorsView(on) {
  const view = {};
  const place = element("div", { class: "at-planeplace" });
  view.plane = createVectorPlane(place, on);
  view.rows = element("div", { class: "at-table", role: "group", "aria-label": "Scores and shares" });
  view.divide = slider({
    part: "d",
    label: "Divided by",
    min: 0.2,
    max: 6,
    step: 0.01,
    input: (divide) => on.change({ divide }),
  });
  view.mixed = element("p", { class: "at-mixed", "data-part": "Z" });
  view.said = element("p", { class: "at-said", role: "status" });
  view.size = slider({
    part: "d",
    label: "Numbers in a vector, d",
    min: 0,
    max: SIZES.length - 1,
    step: 1,
    input: (at) => on.change({ size: SIZES[at] }),
  });
  view.raw = createBars("undivided");
  view.scaled = createBars("divided by √d");
  view.sized = element("p", { class: "at-said nl-muted" });
  const longer = element("h3", { class: "nl-title" }, "Longer vectors: why √d?");
  const table = element("div", { class: "at-panel" }, view.rows, view.divide.node, view.mixed, view.said);
  const more = element(
    "div",
    { class: "at-panel at-longer" },
    longer,
    view.size.node,
    view.raw.node,
    view.scaled.node,
    view.sized,
  );
  const help = element(
    "p",
    { class: "nl-muted at-help" },
    "Drag the query q, or a key. A key is as wide as its share.",
  );
  view.node = element(
    "div",
    { class: "at-view at-vectors" },
    element("div", { class: "at-left" }, place, help),
    element("div", { class: "at-right" }, table, more),
  );
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.plane.destroy() };
}

function createBars(name) {
  const row = element("div", { class: "at-bars" });
  return { row, node: element("div", { class: "at-line" }, element("span", { class: "nl-label" }, name), row) };
}

function update(view, state, { theme }) {
  const told = attended(state);
  view.plane.update({ q: state.q, keys: state.keys, weights: told.weights, theme });
  writeRows(view.rows, state, told, theme);
  view.divide.update(state.divide, Math.abs(state.divide - Math.SQRT2) < 0.006 ? "√2" : fixed(state.divide));
  const terms = told.weights.map((share, k) => `${fixed(share)} · ${VALUES[k]}`).join(" + ");
  setText(view.mixed, `mixed: ${terms} = ${fixed(told.mixed[0], 1)}`);
  setText(view.said, vectorWords(told, state.divide));
  const products = chanceProducts(state.size, 12);
  const [raw, scaled] = [softmax(products), softmax(products.map((product) => product / Math.sqrt(state.size)))];
  view.size.update(SIZES.indexOf(state.size), String(state.size));
  writeBars(view.raw.row, raw);
  writeBars(view.scaled.row, scaled);
  setText(view.sized, sizeWords(state.size, raw, scaled));
}

/** Key by key: query · key, divided, its share, and the value that it is worth. */
function writeRows(place, { q, keys, divide }, { scores, weights }, theme) {
  const make = () =>
    element(
      "div",
      { class: "at-keyrow" },
      element("b", {}),
      element("span", {}),
      element("span", { class: "at-track", "data-part": "A" }, element("i", {})),
      element("span", {}),
      element("span", { "data-part": "V" }),
    );
  const nodes = keepCount(place, keys.length, make);
  keys.forEach((key, k) => {
    const [name, score, track, share, value] = nodes[k].children;
    const product = key[0] * q[0] + key[1] * q[1];
    setText(name, `k${k + 1}`);
    setAttributes(name, { style: `border-color:${theme.classes[k]}` });
    setText(score, `q · k = ${fixed(product)}, / ${fixed(divide)} = ${fixed(scores[k])}`);
    setAttributes(track.firstChild, {
      style: `width:${(100 * weights[k]).toFixed(1)}%;background:${theme.classes[k]}`,
    });
    setText(share, percent(weights[k]));
    setText(value, `value ${VALUES[k]}`);
  });
}

function writeBars(place, weights) {
  const nodes = keepCount(place, weights.length, () => element("i", {}));
  weights.forEach((share, k) =>
    setAttributes(nodes[k], { style: `height:${Math.max(100 * share, 1).toFixed(1)}%`, title: percent(share) }),
  );
}
