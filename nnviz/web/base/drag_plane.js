// A plane to play on: a field of colour, the line where it changes sides, its arrow, examples and the current input,
// all of which can be dragged.

import { fixed } from "./controls.js";
import { element, keepCount, setAttributes, svg, watchWidth } from "./dom.js";
import { draggable } from "./drag.js";
import { lineAcross } from "./lines.js";
import { tickText } from "./numbers.js";
import { createRaster } from "./raster.js";
import { clamp, scale, ticks } from "./scales.js";

const PAD = { left: 34, right: 10, top: 8, bottom: 34 };
const CELLS = 100;
const SHARP = 200; // pixels of the field: the browser's compositor makes them as large as the plane, at no cost to a drag
const ARROW = 0.16; // how much of the plane's width an arrow of length 1 takes, times `arrow`
const SHAPES = ["M-5.5 -5.5H5.5V5.5H-5.5Z", "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0"]; // of the two classes

/**
 * on: point(i, x, y), input(x, y), line(weights, bias).
 * @returns {update({domain, arrow, field(x, y), painter, weights, bias, points [{x, y, label, wrong}], current, input,
 *   names, words}), destroy()}
 */
export function createDragPlane(root, on) {
  const plane = { on, shown: null, side: 0, foot: null, raster: createRaster(), ...createStage() };
  root.append(plane.stage);
  listen(plane);
  const stopWatching = watchWidth(root, (width) => arrange(plane, width));
  return {
    update: (next) => {
      plane.shown = { ...plane.shown, ...next };
      draw(plane);
    },
    destroy: () => {
      stopWatching();
      root.replaceChildren();
    },
  };
}

function createStage() {
  const place = `inset:${PAD.top}px auto auto ${PAD.left}px`;
  const canvas = element("canvas", { role: "img", width: SHARP, height: SHARP, style: place });
  const handle = (kind, part, ...children) =>
    svg("g", { class: `dp-${kind}`, "data-part": part, tabindex: "0", role: "slider" }, ...children);
  const stroke = () => [svg("path", { class: "dp-grip" }), svg("path", { class: "dp-stroke" })];
  const cross = svg("path", { d: "M-12 0H12M0 -12V12" });
  const grip = svg("circle", { r: 15, class: "dp-grip" });
  const marks = {
    axes: svg("g", { class: "dp-axes" }),
    line: handle("line", "z b", ...stroke(), word("z = 0")),
    arrow: handle("arrow", "w1 w2", ...stroke(), svg("path", { class: "dp-head" }), word("w")),
    points: svg("g", {}),
    input: handle("input", "x1 x2", grip, svg("circle", { r: 8 }), cross, word("x", 11, 22)),
  };
  const over = svg("svg", { class: "dp-over" }, ...Object.values(marks));
  return { canvas, marks, over, stage: element("div", { class: "dp-stage" }, canvas, over) };
}

function listen(plane) {
  const { marks, stage, on } = plane;
  draggable(marks.input, stage, {
    to: (x, y) => on.input(...placeAt(plane, x, y)),
    by: (dx, dy) => on.input(...moved(plane, plane.shown.input, dx, dy)),
  });
  draggable(marks.line, stage, {
    to: (x, y) => shiftTo(plane, plane.x.invert(x), plane.y.invert(y)),
    by: (dx, dy) => on.line(plane.shown.weights, round(plane.shown.bias + 0.05 * (dx + dy))),
  });
  draggable(marks.arrow, stage, {
    to: (x, y) => pointArrow(plane, x, y),
    by: (dx, dy) => turn(plane, dx, dy),
  });
}

/** The place on the plane that stands at these pixels. */
function placeAt({ x, y, shown }, px, py) {
  return [x.invert(px), y.invert(py)].map((v) => clamp(round(v), ...shown.domain));
}

function moved({ shown }, [x, y], dx, dy) {
  const step = (shown.domain[1] - shown.domain[0]) / 60;
  return [x + dx * step, y + dy * step].map((v) => clamp(round(v), ...shown.domain));
}

/** The line goes through (x, y), its direction unchanged. */
function shiftTo({ shown, on }, x, y) {
  const [w1, w2] = shown.weights;
  on.line([w1, w2], round(-w1 * x - w2 * y));
}

/** The arrow's tip is at the pointer: the weights are what it says; the line still passes its foot. */
function pointArrow(plane, px, py) {
  const { x, y, side, shown, foot } = plane;
  const unit = side * ARROW * shown.arrow || 1;
  takeWeights(plane, [(px - x(foot[0])) / unit, (y(foot[1]) - py) / unit]);
}

function turn(plane, dx, dy) {
  const [w1, w2] = plane.shown.weights;
  const [angle, length] = [Math.atan2(w2, w1) - dx * 0.05, Math.max(Math.hypot(w1, w2) + dy * 0.05, 0.1)];
  takeWeights(plane, [length * Math.cos(angle), length * Math.sin(angle)]);
}

function takeWeights({ foot, on }, wanted) {
  const weights = wanted.map((w) => clamp(round(w), -3, 3));
  on.line(weights, round(-weights[0] * foot[0] - weights[1] * foot[1]));
}

function arrange(plane, width) {
  const { stage, canvas } = plane;
  const side = Math.min(width - PAD.left - PAD.right, 430);
  stage.style.width = `${side + PAD.left + PAD.right}px`;
  stage.style.height = `${side + PAD.top + PAD.bottom}px`;
  Object.assign(canvas.style, { width: `${side}px`, height: `${side}px` });
  Object.assign(plane, { side, axes: "" });
  draw(plane);
}

function draw(plane) {
  const { shown, side, marks, canvas } = plane;
  if (!shown || side <= 0) return;
  plane.x = scale(shown.domain, [PAD.left, PAD.left + side]);
  plane.y = scale(shown.domain, [PAD.top + side, PAD.top]);
  drawField(plane);
  drawAxes(plane);
  drawLine(plane);
  drawArrow(plane);
  drawPoints(plane);
  place(plane, marks.input, shown.input, `the input: x₁ ${fixed(shown.input[0])}, x₂ ${fixed(shown.input[1])}`);
  setAttributes(canvas, { "aria-label": shown.words });
}

/** Only when the field is another one: dragging the input or an example leaves it as it is. */
function drawField(plane) {
  const { shown, side, raster, canvas } = plane;
  const drawn = [...shown.weights, shown.bias, ...shown.domain, side];
  if (plane.painter === shown.painter && plane.drawn?.every((value, i) => value === drawn[i])) return;
  Object.assign(plane, { drawn, painter: shown.painter });
  plane.values ??= new Float32Array(CELLS * CELLS);
  const { values } = plane;
  const [low, high] = shown.domain;
  const step = (high - low) / (CELLS - 1);
  for (let row = 0; row < CELLS; row++) {
    for (let col = 0; col < CELLS; col++) values[row * CELLS + col] = shown.field(low + col * step, low + row * step);
  }
  raster.fill(values, CELLS, CELLS, shown.painter, { flip: true });
  raster.draw(canvas.getContext("2d"), 0, 0, SHARP, SHARP, { nodes: true });
}

function drawAxes(plane) {
  const { shown, side, x, y, marks, over } = plane;
  const signature = `${shown.domain} ${side}`;
  if (plane.axes === signature) return;
  plane.axes = signature;
  const bottom = PAD.top + side;
  const at = ticks(...shown.domain, 6);
  const step = at[1] - at[0];
  const name = (words, place) => svg("text", { class: "dp-name", "text-anchor": "middle", ...place }, words);
  marks.axes.replaceChildren(
    svg("rect", { x: PAD.left, y: PAD.top, width: side, height: side, rx: 2 }),
    ...at.map((v) => svg("text", { x: x(v), y: bottom + 15, "text-anchor": "middle" }, tickText(v, step))),
    ...at.map((v) => svg("text", { x: PAD.left - 6, y: y(v) + 4, "text-anchor": "end" }, tickText(v, step))),
    name("input x₁", { x: PAD.left + side / 2, y: bottom + 31 }),
    name("input x₂", { transform: `translate(10 ${PAD.top + side / 2}) rotate(-90)` }),
  );
  setAttributes(over, { viewBox: `0 0 ${side + PAD.left + PAD.right} ${bottom + PAD.bottom}` });
}

/** The line where the sum is 0, and its foot: the middle of what is seen of it, where the arrow begins. */
function drawLine(plane) {
  const { shown, marks, x, y } = plane;
  const ends = lineAcross(shown.weights, shown.bias, shown.domain);
  const middle = (shown.domain[0] + shown.domain[1]) / 2;
  plane.foot = ends ? [0, 1].map((i) => (ends[0][i] + ends[1][i]) / 2) : [middle, middle];
  marks.line.style.display = ends ? "" : "none";
  describe(marks.line, "the line: arrow keys move it", shown.bias, `bias ${fixed(shown.bias)}`);
  if (!ends) return;
  const [grip, stroke, name] = marks.line.children;
  const path = `M${ends.map(([u, v]) => `${x(u).toFixed(1)} ${y(v).toFixed(1)}`).join("L")}`;
  for (const node of [grip, stroke]) setAttributes(node, { d: path });
  nameLine(plane, name, ends);
}

/** The name of the line stands near its right end, a little way in. */
function nameLine({ x, y, foot }, name, ends) {
  const from = [x(foot[0]), y(foot[1])];
  const [end] = ends.map(([u, v]) => [x(u), y(v)]).sort((p, q) => q[0] - p[0]);
  const length = Math.hypot(from[0] - end[0], from[1] - end[1]) || 1;
  const [dx, dy] = [from[0] - end[0], from[1] - end[1]].map((d) => (d * 34) / length);
  setAttributes(name, {
    x: (end[0] + dx).toFixed(1),
    y: (end[1] + dy + (dy > 12 || dy < -12 ? 0 : -8)).toFixed(1),
    "text-anchor": "end",
  });
}

function drawArrow({ shown, side, foot, x, y, marks }) {
  const { weights } = shown;
  const unit = side * ARROW * shown.arrow;
  const from = [x(foot[0]), y(foot[1])];
  const tip = [from[0] + weights[0] * unit, from[1] - weights[1] * unit];
  const angle = Math.atan2(tip[1] - from[1], tip[0] - from[0]);
  const [grip, stroke, head, letter] = marks.arrow.children;
  setAttributes(letter, {
    x: (tip[0] + 14 * Math.cos(angle)).toFixed(1),
    y: (tip[1] + 5 + 14 * Math.sin(angle)).toFixed(1),
    "text-anchor": "middle",
  });
  setAttributes(grip, { d: `M${tip[0] - 0.1} ${tip[1]}L${tip[0] + 0.1} ${tip[1]}` });
  setAttributes(stroke, {
    d: `M${from.map((v) => v.toFixed(1)).join(" ")}L${tip.map((v) => v.toFixed(1)).join(" ")}`,
  });
  setAttributes(head, {
    d: "M0 0L-11 -6L-8 0L-11 6Z",
    transform: `translate(${tip[0].toFixed(1)} ${tip[1].toFixed(1)}) rotate(${((angle * 180) / Math.PI).toFixed(1)})`,
  });
  const label = "the weights: left and right turn them, up and down make them longer";
  describe(marks.arrow, label, weights[0], `weights ${weights.map((w) => fixed(w)).join(" and ")}`);
}

function drawPoints(plane) {
  const { points, current } = plane.shown;
  const nodes = keepCount(plane.marks.points, points.length, (i) => createPoint(plane, i));
  points.forEach((point, i) => {
    const node = nodes[i];
    const side = point.wrong ? "on the wrong side" : "on its side";
    setAttributes(node.children[1], { d: SHAPES[point.label ? 1 : 0], class: `dp-mark dp-class-${point.label}` });
    node.classList.toggle("dp-wrong", Boolean(point.wrong));
    node.classList.toggle("dp-now", i === current);
    place(plane, node, [point.x, point.y], `example ${i + 1} of class ${point.label}, ${side}`);
  });
}

function createPoint(plane, i) {
  const node = svg(
    "g",
    { class: "dp-point", tabindex: "0", role: "slider" },
    svg("circle", { r: 13, class: "dp-grip" }),
    svg("path", { class: "dp-mark" }),
    svg("circle", { r: 12, class: "dp-halo" }),
  );
  draggable(node, plane.stage, {
    to: (x, y) => plane.on.point(i, ...placeAt(plane, x, y)),
    by: (dx, dy) => {
      const { x, y } = plane.shown.points[i];
      plane.on.point(i, ...moved(plane, [x, y], dx, dy));
    },
  });
  return node;
}

function place(plane, node, [x, y], words) {
  setAttributes(node, { transform: `translate(${plane.x(x).toFixed(1)} ${plane.y(y).toFixed(1)})` });
  describe(node, words, x, `${fixed(x)}, ${fixed(y)}`);
}

function describe(node, label, value, text) {
  setAttributes(node, { "aria-label": label, "aria-valuenow": fixed(value).replace("−", "-"), "aria-valuetext": text });
}

function word(text, x = 0, y = 0) {
  return svg("text", { x, y, class: "dp-word" }, text);
}

function round(value) {
  return Math.round(value * 100) / 100;
}
