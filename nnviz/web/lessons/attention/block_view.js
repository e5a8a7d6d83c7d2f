// The whole block on the reader's list: every part with its real numbers and their size, and what goes around it.

import { ramp, rgb, signedPainter, tablePainter } from "../../base/colors.js";
import { choices } from "../../base/controls.js";
import { element, fitCanvas, setAttributes, setText } from "../../base/dom.js";
import { createRaster, limitOf } from "../../base/raster.js";
import { createCells } from "./cells.js";
import { partsOf } from "./parts.js";
import { LENGTH } from "./state.js";

const GROUPS = [
  { names: ["x"] },
  { names: ["query", "key", "value", "map", "head", "mixed"], around: "goes around the heads, and is added" },
  { names: ["norm1"] },
  { names: ["inner1", "inner2"], around: "goes around, and is added" },
  { names: ["norm2"] },
  { names: ["answers"] },
];
const [CELL, TALL] = [6, 72];

/** on.change({…}). @returns {node, update(state, world), destroy()} */
export function createBlockView(on) {
  const view = { cards: {}, raster: createRaster() };
  view.head = choices("Which head", { 0: "Head 1", 1: "Head 2" }, (head) => on.change({ head: Number(head) }));
  view.flow = element("div", { class: "at-flow" }, ...GROUPS.map((group) => createGroup(view, group, on)));
  view.title = element("h3", { class: "nl-title" });
  view.words = element("p", { class: "at-said" });
  view.rows = Array.from({ length: LENGTH }, () => createCells(""));
  const numbers = element("div", { class: "at-numbers" }, ...view.rows.map(({ node }) => node));
  const told = element("div", { class: "at-opened" }, view.title, view.words, numbers);
  view.node = element("div", { class: "at-block" }, view.head.node, view.flow, told);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.node.remove() };
}

function createGroup(view, { names, around }, on) {
  const cards = names.map((name) => {
    const canvas = element("canvas", { "aria-hidden": "true" });
    const [title, size] = [element("b", {}), element("span", { class: "nl-muted" })];
    const node = element(
      "button",
      { type: "button", class: "at-part", onclick: () => on.change({ part: name }) },
      title,
      canvas,
      size,
    );
    view.cards[name] = { node, canvas, title, size };
    return node;
  });
  const inside = element("div", { class: "at-inside" }, ...cards);
  return around ? element("div", { class: "at-around" }, element("span", { class: "at-arc" }, around), inside) : inside;
}

function update(view, state, { pass, letters, theme }) {
  view.head.update(state.head);
  const parts = partsOf(pass, state.head);
  for (const part of parts) drawPart(view, part, state.part, theme);
  const chosen = parts.find(({ name }) => name === state.part) ?? parts[4];
  const { values, rows, cols } = chosen.matrix;
  setText(view.title, `${chosen.title}: ${rows} × ${cols}`);
  setText(view.words, chosen.words);
  const limit = limitOf(values);
  view.rows.forEach((row, k) => {
    setText(row.node.firstChild, `${k + 1} ${letters[k]}`);
    row.update(values.subarray(k * cols, (k + 1) * cols), limit, theme, chosen.signed);
  });
}

function drawPart(view, { name, title, matrix, signed, part }, chosen, theme) {
  const { node, canvas, title: head, size } = view.cards[name];
  const { values, rows, cols } = matrix;
  setText(head, title);
  setText(size, `${rows} × ${cols}`);
  setAttributes(node, { "aria-pressed": String(name === chosen), "data-part": part ?? null });
  const [width, height] = [cols * CELL, TALL];
  const context = fitCanvas(canvas, width, height);
  const limit = limitOf(values);
  const painter = signed ? signedPainter(theme, limit) : tablePainter(ramp(theme.sequential), 0, limit, rgb(theme.nan));
  view.raster.fill(values, rows, cols, painter);
  view.raster.draw(context, 0, 0, width, height, { smooth: false });
}
