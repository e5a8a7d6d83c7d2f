// The gradient on its way back: of each layer a bar, up from 1 where it has grown and down where it has shrunk, on a scale of powers
// of ten. 1 is what the last layer gets.

import { keepCount, setAttributes, setText, svg } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { clamp } from "../base/scales.js";
import { isLabelled } from "./columns.js";

export const DECADES = 9; // up and down; what lies beyond is cut off, and marked
const LINES = {
  9: "billion ×",
  6: "million ×",
  3: "1,000 ×",
  0: "1",
  [-3]: "1/1,000",
  [-6]: "1/million",
  [-9]: "1/billion",
};

/** @returns {node, height, draw({columns, values, before: values or null, theory: values or null, top})} */
export function createGradientLane({ height = 176 } = {}) {
  const parts = {
    grid: svg("g", { class: "sl-grid" }),
    before: svg("g", { class: "gl-before" }),
    bars: svg("g", { class: "gl-bars" }),
    theory: svg("path", { class: "sl-theory" }),
    marks: svg("g", { class: "sl-sizes" }),
  };
  const node = svg("g", { class: "gl-lane", "data-part": "gradient" }, ...Object.values(parts));
  return { node, height, draw: (view) => draw(parts, view, height) };
}

function draw(parts, { columns, values, before, theory, top }, height) {
  const y = (value) => top + height / 2 - (clamp(power(value), -DECADES, DECADES) / DECADES) * (height / 2);
  drawGrid(parts.grid, columns, y);
  drawBars(parts.bars, columns, values, y);
  drawBars(parts.before, columns, before ?? [], y);
  const points = (theory ?? []).map((value, l) => `${columns.centre(l).toFixed(1)} ${y(value).toFixed(1)}`);
  setAttributes(parts.theory, { d: points.length ? `M${points.join("L")}` : null });
  drawNumbers(parts.marks, columns, values, y, [top, top + height]);
}

function drawBars(group, { centre, step }, values, y) {
  const wide = Math.min(step * 0.62, 46);
  const bars = keepCount(group, values.length, () => svg("rect", { rx: 2 }));
  values.forEach((value, l) => {
    const [from, to] = [y(1), y(value)];
    setAttributes(bars[l], {
      x: (centre(l) - wide / 2).toFixed(1),
      y: Math.min(from, to).toFixed(1),
      width: wide.toFixed(1),
      height: Math.max(Math.abs(to - from), 1).toFixed(1),
      "data-sign": value < 1 ? "minus" : "plus",
      "data-beyond": Math.abs(power(value)) > DECADES ? "" : null,
    });
  });
}

/** What each bar says, at its end, where there is room for it. */
function drawNumbers(group, columns, values, y, [top, bottom]) {
  const texts = keepCount(group, values.length, () => svg("text", { "text-anchor": "middle" }));
  values.forEach((value, l) => {
    const level = value < 1 ? Math.min(y(value) + 14, bottom + 12) : Math.max(y(value) - 5, top - 2);
    setAttributes(texts[l], { x: columns.centre(l).toFixed(1), y: level.toFixed(1) });
    setText(texts[l], isLabelled(columns, l) ? ratio(value) : "");
  });
}

function drawGrid(grid, { left, right }, y) {
  const lines = Object.entries(LINES);
  const nodes = keepCount(grid, lines.length, () => svg("g", {}, svg("line"), svg("text", { "text-anchor": "end" })));
  lines.forEach(([decade, words], i) => {
    const [line, text] = nodes[i].children;
    const level = y(10 ** Number(decade));
    setAttributes(line, { x1: left, x2: right, y1: level.toFixed(1), y2: level.toFixed(1) });
    setAttributes(nodes[i], { "data-one": decade === "0" ? "" : null });
    setAttributes(text, { x: left - 6, y: (level + 4).toFixed(1) });
    setText(text, words);
  });
}

/** The power of ten of a value; 0 is below every scale. */
export function power(value) {
  return value > 0 ? Math.log10(value) : Number.isNaN(value) ? 0 : -Infinity;
}

/** A ratio in few characters: 0.25, 3.1e−5, 2.0e4. */
export function ratio(value) {
  if (!(value > 0) || !Number.isFinite(value)) return short(value);
  return value >= 0.01 && value < 1000
    ? short(value, 2)
    : short(value, 2).length < 6
      ? short(value, 2)
      : exponent(value);
}

function exponent(value) {
  const at = Math.floor(Math.log10(value));
  return `${(value / 10 ** at).toFixed(0)}e${at}`.replace("-", "−");
}
