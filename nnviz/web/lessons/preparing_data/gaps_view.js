// A table with gaps: which rows are complete, and what is put into the gaps.

import { css, pick, ramp, rgb } from "../../base/colors.js";
import { choices, select } from "../../base/controls.js";
import { element, fitCanvas, setAttributes, setText, watchWidth } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { deviation } from "./preparing.js";
import { FILLS, filledOf, GAPS, gapsOf } from "./state.js";

const [HEAD, ROW, SIDE] = [112, 4.6, 12];
const SPREAD = 2.5; // deviations at which a colour is full

/** @returns {node, update(state, {wine, theme, refusal}), destroy()}; on.change({…}) */
export function createGapsView(on) {
  const view = { on, width: 0, state: null };
  view.canvas = element("canvas", {
    role: "img",
    class: "pd-table",
    "aria-label": "The table, cell by cell",
    "data-part": "p",
  });
  view.place = element("div", { class: "pd-place" }, view.canvas);
  view.gaps = choices("Empty cells", GAPS, (gaps) => on.change({ gaps, ...(gaps === "device" ? { column: 6 } : {}) }));
  view.gaps.node.dataset.part = "p";
  view.fill = choices("What to do", FILLS, (fill) => on.change({ fill }));
  view.column = select("Look at", {}, (column) => on.change({ column: Number(column) }));
  view.complete = element("b", { class: "pd-big" });
  view.expected = element("span", { class: "nl-muted" });
  view.spread = element("b", { class: "pd-big" });
  view.spreadWords = element("span", { class: "nl-muted" });
  view.said = element("p", { class: "pd-said", role: "status" });
  const numbers = element(
    "div",
    { class: "pd-numbers" },
    element("div", { class: "pd-number", "data-part": "m" }, view.complete, view.expected),
    element("div", { class: "pd-number" }, view.spread, view.spreadWords),
  );
  view.panel = element(
    "div",
    { class: "pd-controls" },
    element("div", { class: "nl-bar" }, element("span", { class: "nl-label" }, "Empty cells"), view.gaps.node),
    view.fill.node,
    view.column.node,
    numbers,
    view.said,
  );
  view.node = element("div", { class: "pd-scale" }, element("div", { class: "pd-left" }, view.place), view.panel);
  const stop = watchWidth(view.place, (width) => {
    view.width = width;
    if (view.state) draw(view);
  });
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: stop };
}

function update(view, state, world) {
  Object.assign(view, { state, world });
  view.gaps.update(state.gaps);
  view.fill.update(state.fill);
  const { wine, refusal } = world;
  if (!wine) {
    setText(view.said, refusal || "Reading the table …");
    return;
  }
  view.column.options(Object.fromEntries(wine.names.map((name, i) => [i, name])));
  view.column.update(String(state.column));
  view.told = gapsOf(state, wine);
  const { complete, expected } = view.told;
  const rows = wine.training.rows.length;
  setText(view.complete, `${complete} of ${rows}`);
  setText(view.expected, expected === null ? "rows are complete" : `rows complete; by chance ${short(expected, 2)}`);
  const filled = filledOf(state, view.told, wine);
  view.value = filled.value;
  const name = wine.names[state.column];
  const gap = filled.there.length < rows;
  const shrunk = gap && state.fill !== "drop";
  setText(
    view.spread,
    shrunk ? `${short(deviation(filled.there))} → ${short(deviation(filled.all))}` : short(deviation(filled.there)),
  );
  setText(
    view.spreadWords,
    shrunk ? `deviation of ${name}, filled with ${short(filled.value)}` : `deviation of ${name}`,
  );
  setText(view.said, refusal || saidOf(state, view.told, wine));
  draw(view);
}

export function saidOf({ gaps, fill }, { complete, left, share, count }, { training }) {
  const rows = training.rows.length;
  if (fill === "drop" && gaps === "device") {
    const third = training.labels.filter((label) => label === 2).length;
    const told = `Of the third cultivar ${left[2]} of ${third} wines are left: what is missing says who made the wine.`;
    return `${told} Whoever leaves these rows out never learns about it, and has no answer for such wines later.`;
  }
  if (fill === "drop") {
    const kept = percent(complete / rows);
    return `Only ${percent(share)} of the cells are empty, but a row needs all ${count} of its cells: ${kept} of the rows are left.`;
  }
  if (fill === "indicator") {
    return gaps === "device"
      ? "One more input for the column says where nothing was told. Here that alone tells the third cultivar."
      : "One more input for each column with gaps says where they were. By chance they say nothing: more inputs, no more knowledge.";
  }
  return "Every row stays. The same number stands in all gaps of a column, so the column varies less than it did.";
}

function draw(view) {
  const { width, world, canvas, told, state } = view;
  const { wine, theme } = world ?? {};
  if (!width || !wine || !told) return;
  const extra = state.fill === "indicator" ? told.count : 0;
  const order = [...told.cells.keys()];
  const cell = Math.min(34, (width - SIDE - 8) / (told.count + extra * 0.34));
  const height = HEAD + order.length * ROW;
  const context = fitCanvas(canvas, width, height);
  context.clearRect(0, 0, width, height);
  heads(context, { wine, cell, theme, column: state.column });
  const table = ramp(theme.diverging);
  const scales = wine.training.columns.map((values, k) => spreadOf(values.filter((_, i) => !told.cells[i][k])));
  for (const [at, i] of order.entries()) {
    const top = HEAD + at * ROW;
    const faded = state.fill === "drop" && !told.whole[i];
    context.globalAlpha = faded ? 0.16 : 1;
    context.fillStyle = theme.classes[wine.training.labels[i]];
    context.fillRect(0, top, 6, ROW - 0.8);
    for (let k = 0; k < told.count; k++)
      drawCell(context, { view, table, scales, i, k, left: SIDE + k * cell, top, cell });
    for (let k = 0; k < extra; k++) {
      context.fillStyle = told.cells[i][k]
        ? theme.text
        : css(rgb(theme.diverging[Math.floor(theme.diverging.length / 2)]));
      context.fillRect(SIDE + told.count * cell + 6 + k * cell * 0.33, top, cell * 0.33 - 1, ROW - 0.8);
    }
  }
  context.globalAlpha = 1;
  setAttributes(canvas, {
    "aria-label": `${order.length} wines, ${told.count} columns: ${told.complete} rows complete`,
  });
}

function drawCell(context, { view, table, scales, i, k, left, top, cell }) {
  const { world, told, state } = view;
  const { wine, theme } = world;
  const empty = told.cells[i][k];
  if (empty && state.fill === "drop") {
    context.fillStyle = theme.text;
    context.fillRect(left + cell / 2 - 1.5, top + 1, 3, ROW - 2.6);
    return;
  }
  const { middle, size, fill } = scales[k];
  const value = empty ? (state.fill === "mean" ? middle : fill) : wine.training.columns[k][i];
  context.fillStyle = css(pick(table, (value - middle) / size, -SPREAD, SPREAD, rgb(theme.nan)));
  context.fillRect(left, top, cell - 1.5, ROW - 0.8);
  if (!empty) return;
  context.strokeStyle = theme.muted;
  context.lineWidth = 0.6;
  context.strokeRect(left + 0.5, top + 0.4, cell - 2.5, ROW - 1.6);
}

function spreadOf(values) {
  const middle = values.reduce((sum, value) => sum + value, 0) / values.length;
  const rising = [...values].sort((a, b) => a - b);
  const half = rising.length / 2;
  const fill = rising.length % 2 ? rising[Math.floor(half)] : (rising[half - 1] + rising[half]) / 2;
  return { middle, size: deviation(values) || 1, fill };
}

function heads(context, { wine, cell, theme, column }) {
  context.font = "12px sans-serif";
  context.textBaseline = "middle";
  for (const [k, name] of wine.names.entries()) {
    context.save();
    context.translate(SIDE + (k + 0.5) * cell, HEAD - 6);
    context.rotate(-Math.PI / 3);
    context.fillStyle = k === column ? theme.accent : theme.muted;
    context.fillText(name.replace(" of diluted wines", ""), 0, 0);
    context.restore();
  }
}
