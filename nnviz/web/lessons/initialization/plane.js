// The plane of the twins: the network's answer as a field, the points, and each unit's line with its arrow, which can be dragged.

import { binaryPainter } from "../../base/colors.js";
import { element, keepCount, setAttributes, svg, watchWidth } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { lineAcross } from "../../base/lines.js";
import { short } from "../../base/numbers.js";
import { createRaster } from "../../base/raster.js";
import { scale } from "../../base/scales.js";
import { answer, POINTS, UNITS } from "./symmetry.js";

const [LOW, HIGH] = [-2, 2];
const [CELLS, SHARP, MOST] = [56, 240, 400];
const REACH = 0.5; // how far the arrow of a weight of 1 goes on the plane
const RINGS = [15, 11.5, 8, 4.5]; // twins lie on each other and are still all seen
const STEP = 0.02;
const MARKS = ["M-4.5 -4.5H4.5V4.5H-4.5Z", "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0 -10 0"];

/** on.shape(unit, {w1, w2, b}). @returns {node, update({net, theme}), destroy()} */
export function createPlane(on) {
  const parts = createParts();
  const plane = { on, parts, shown: null, side: 0, raster: createRaster(), values: new Float32Array(CELLS * CELLS) };
  const node = element("div", { class: "in-plane" }, element("div", { class: "in-stage" }, parts.canvas, parts.over));
  parts.handles.forEach((handle, unit) => listen(plane, handle, unit));
  const destroy = watchWidth(node, (width) => {
    plane.side = Math.min(width, MOST);
    for (const one of [parts.canvas, parts.over.parentNode]) {
      Object.assign(one.style, { width: `${plane.side}px`, height: `${plane.side}px` });
    }
    draw(plane);
  });
  const update = (shown) => {
    plane.shown = shown;
    draw(plane);
  };
  return { node, update, destroy };
}

function createParts() {
  const canvas = element("canvas", { width: SHARP, height: SHARP, role: "img" });
  const points = svg("g", { class: "in-points" });
  const lines = Array.from({ length: UNITS }, (_, j) => svg("path", { class: `in-line in-unit-${j}` }));
  const handles = Array.from({ length: UNITS }, (_, j) =>
    svg(
      "g",
      {
        class: `in-handle in-unit-${j}`,
        tabindex: "0",
        role: "slider",
        "aria-label": `weights of unit ${j + 1}: arrow keys`,
      },
      svg("path", { class: "in-arrow" }),
      svg("circle", { class: "in-grip", r: 16 }),
      svg("circle", { class: "in-ring", r: RINGS[j] }),
    ),
  );
  const group = svg("g", { "data-part": "w" }, ...lines, ...handles);
  const over = svg("svg", { class: "in-over" }, points, group);
  return { canvas, points, lines, handles, over };
}

function listen(plane, handle, unit) {
  draggable(handle, plane.parts.over, {
    to: (x, y) => pull(plane, unit, plane.x.invert(x), plane.y.invert(y)),
    by: (dx, dy) => {
      const { w1, w2, b } = plane.shown.net.units[unit];
      plane.on.shape(unit, { w1: w1 + dx * STEP, w2: w2 + dy * STEP, b });
    },
  });
}

/** The arrow's tip is at the pointer: the weights are what it says, and the line still passes the arrow's foot. */
function pull({ on, feet }, unit, x, y) {
  const [u, v] = feet[unit];
  const [w1, w2] = [(x - u) / REACH, (y - v) / REACH];
  on.shape(unit, { w1, w2, b: -w1 * u - w2 * v });
}

function draw(plane) {
  const { shown, side, parts } = plane;
  if (!shown?.theme || side <= 0) return;
  plane.x = scale([LOW, HIGH], [0, side]);
  plane.y = scale([LOW, HIGH], [side, 0]);
  setAttributes(parts.over, { viewBox: `0 0 ${side} ${side}`, width: side, height: side });
  drawField(plane);
  drawPoints(plane);
  plane.feet = shown.net.units.map((own) => footOf(own));
  shown.net.units.forEach((own, unit) => drawUnit(plane, own, unit));
}

function drawField({ shown, parts, raster, values }) {
  const step = (HIGH - LOW) / (CELLS - 1);
  for (let row = 0; row < CELLS; row++) {
    for (let col = 0; col < CELLS; col++)
      values[row * CELLS + col] = answer(shown.net, LOW + col * step, LOW + row * step);
  }
  raster.fill(values, CELLS, CELLS, binaryPainter(shown.theme), { flip: true });
  raster.draw(parts.canvas.getContext("2d"), 0, 0, SHARP, SHARP, { nodes: true });
  setAttributes(parts.canvas, { "aria-label": "The network's answer on the plane, with four clouds of points" });
}

function drawPoints({ parts, x, y }) {
  keepCount(parts.points, POINTS.length, () => svg("path")).forEach((node, i) => {
    const point = POINTS[i];
    setAttributes(node, {
      d: MARKS[point.label],
      class: `in-class-${point.label}`,
      transform: `translate(${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)})`,
    });
  });
}

/** The middle of what is seen of a unit's line; the plane's middle where none is seen. */
function footOf({ w1, w2, b }) {
  const ends = lineAcross([w1, w2], b, [LOW, HIGH]);
  return ends ? [0, 1].map((i) => (ends[0][i] + ends[1][i]) / 2) : [0, 0];
}

function drawUnit({ parts, feet, x, y }, { w1, w2, b }, unit) {
  const ends = lineAcross([w1, w2], b, [LOW, HIGH]);
  const at = ([u, v]) => `${x(u).toFixed(1)} ${y(v).toFixed(1)}`;
  setAttributes(parts.lines[unit], { d: ends ? `M${at(ends[0])}L${at(ends[1])}` : null });
  const [u, v] = feet[unit];
  const inside = (value) => Math.min(Math.max(value, LOW + 0.1), HIGH - 0.1);
  const tip = [inside(u + w1 * REACH), inside(v + w2 * REACH)];
  const [arrow, grip, ring] = parts.handles[unit].children;
  setAttributes(arrow, { d: `M${at([u, v])}L${at(tip)}` });
  const place = { cx: x(tip[0]).toFixed(1), cy: y(tip[1]).toFixed(1) };
  for (const circle of [grip, ring]) setAttributes(circle, place);
  setAttributes(parts.handles[unit], {
    "aria-valuenow": w1.toFixed(2),
    "aria-valuetext": `w₁ ${short(w1)}, w₂ ${short(w2)}, bias ${short(b)}`,
  });
}
