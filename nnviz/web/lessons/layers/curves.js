// The target, what the network makes of it, and below them the steps that it is made of, each of which can be dragged.

import { fixed } from "../../base/controls.js";
import { element, keepCount, setAttributes, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { scale } from "../../base/scales.js";
import { heights, through, widths } from "./plot.js";
import { outputAt, POINTS } from "./steps.js";

const PAD = { left: 34, right: 12 };
const SUM = [10, 246]; // top and bottom of the upper panel
const STEPS = [274, 418];
const HEIGHT = 440;

/**
 * on: unit(i, {t, v}), choose(i), soften(i, s), draw(from, to).
 * @returns {update({units, c, chosen, target, wanted, curve, words}), destroy()}
 */
export function createCurves(root, on) {
  const view = { on, now: null, width: 0, marks: createMarks(), pen: null };
  const { marks } = view;
  view.picture = svg("svg", { class: "la-curves", role: "group" }, ...Object.values(marks));
  root.append(element("div", { class: "la-plot" }, view.picture));
  view.x = scale([0, 1], [PAD.left, 100]);
  view.sum = scale([-1, 1], [SUM[1], SUM[0]]);
  view.step = scale([-2, 2], [STEPS[1], STEPS[0]]);
  listenToPen(view);
  listenToGrip(view);
  return sized(root, view, draw, {
    field: "now",
    arrange: (width) => {
      view.x = scale([0, 1], [PAD.left, width - PAD.right]);
      drawFrame(view);
    },
  });
}

function createMarks() {
  const path = (kind, part) => svg("path", { class: `la-${kind}`, "data-part": part });
  return {
    frame: svg("g", { class: "la-frame" }),
    paper: svg("rect", { class: "la-paper" }),
    hint: svg(
      "text",
      { class: "la-label la-hint", x: PAD.left + 8, y: SUM[0] + 18 },
      "draw the target here, with the mouse or a finger",
    ),
    gap: path("gap", null),
    wanted: path("wanted", null),
    curve: path("curve", "f"),
    guides: svg("path", { class: "la-guides" }),
    single: svg("g", { class: "la-steps", "data-part": "v" }),
    grip: svg(
      "g",
      { class: "la-grip", tabindex: "0", role: "slider", "data-part": "s" },
      svg("path", { class: "la-width" }),
      svg("circle", { r: 15, class: "la-hit" }),
      svg("rect", { x: -3, y: -9, width: 6, height: 18, rx: 3 }),
    ),
    handles: svg("g", { "data-part": "t v" }),
  };
}

/** While one's own target is chosen, the pen draws it. */
function listenToPen(view) {
  const place = (px, py) => [view.x.invert(px), view.sum.invert(py)];
  draggable(view.marks.paper, view.picture, {
    start: (px, py) => {
      view.pen = place(px, py);
      view.on.draw(view.pen, view.pen);
    },
    to: (px, py) => {
      const next = place(px, py);
      view.on.draw(view.pen, next);
      view.pen = next;
    },
  });
}

/** The grip beside the chosen step makes it softer or harder. */
function listenToGrip(view) {
  draggable(view.marks.grip, view.picture, {
    to: (px) => {
      const { units, chosen } = view.now;
      view.on.soften(chosen, Math.abs(view.x.invert(px) - units[chosen].t) / 2);
    },
    by: (dx) => {
      const { units, chosen } = view.now;
      view.on.soften(chosen, units[chosen].s + dx * 0.002);
    },
  });
}

function createHandle(view, i) {
  const node = svg(
    "g",
    { class: "la-handle", tabindex: "0", role: "slider" },
    svg("path", { class: "la-stem" }),
    svg("circle", { r: 15, class: "la-hit" }),
    svg("circle", { r: 6.5, class: "la-knob" }),
  );
  node.addEventListener("focus", () => view.on.choose(i));
  draggable(node, view.picture, {
    to: (px, py) => view.on.unit(i, { t: round(view.x.invert(px)), v: round(view.step.invert(py)) }),
    by: (dx, dy) => {
      const { t, v } = view.now.units[i];
      view.on.unit(i, { t: round(t + dx * 0.01), v: round(v + dy * 0.05) });
    },
  });
  return node;
}

function drawFrame({ width, picture, marks, x, sum, step }) {
  const right = width - PAD.right;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  setAttributes(marks.paper, { x: PAD.left, y: SUM[0], width: right - PAD.left, height: SUM[1] - SUM[0] });
  const label = (words, y, part) => svg("text", { x: PAD.left + 6, y, class: "la-label", "data-part": part }, words);
  marks.frame.replaceChildren(
    ...heights(sum, [-1, 0, 1], PAD.left, right),
    ...heights(step, [-2, 0, 2], PAD.left, right),
    ...widths(x, [0, 0.25, 0.5, 0.75, 1], STEPS[1] + 2),
    svg("text", { x: right, y: SUM[1] + 17, "text-anchor": "end", "data-part": "x" }, "input x →"),
    label("each hidden unit’s step: drag a dot", STEPS[0] - 9, null),
  );
}

function draw(view) {
  const { now, width, marks, x, sum, picture } = view;
  if (!now || !width) return;
  const { units, wanted, curve, target } = now;
  setAttributes(picture, { "aria-label": now.words });
  marks.paper.classList.toggle("la-open", target === "drawn");
  marks.hint.style.display = target === "drawn" ? "" : "none";
  const line = (values) => Array.from(values, (value, i) => [x(POINTS[i]), sum(clip(value))]);
  const [aim, made] = [line(wanted), line(curve)];
  setAttributes(marks.wanted, { d: through(aim) });
  setAttributes(marks.curve, { d: through(made) });
  setAttributes(marks.gap, { d: `${through(aim)}${through(made.reverse()).replace("M", "L")}Z` });
  drawSteps(view, units);
}

function drawSteps(view, units) {
  const { marks, x, step, now } = view;
  const paths = keepCount(marks.single, units.length, () => svg("path", {}));
  const handles = keepCount(marks.handles, units.length, (i) => createHandle(view, i));
  units.forEach((unit, i) => {
    const curve = Array.from({ length: 101 }, (_, k) => [x(k / 100), step(outputAt([unit], 0, k / 100))]);
    setAttributes(paths[i], { d: through(curve), "data-sign": Math.sign(unit.v) });
    paths[i].classList.toggle("la-chosen", i === now.chosen);
    drawHandle(view, handles[i], unit, i);
  });
  setAttributes(marks.guides, { d: units.map(({ t }) => `M${x(t).toFixed(1)} ${SUM[0]}V${STEPS[1]}`).join("") });
  const chosen = units[now.chosen];
  marks.grip.style.display = chosen ? "" : "none";
  if (chosen) drawGrip(view, chosen);
}

function drawHandle({ x, step, now }, node, { t, v }, i) {
  const [stem, hit, knob] = node.children;
  const [cx, cy] = [x(t).toFixed(1), step(v).toFixed(1)];
  setAttributes(stem, { d: `M${cx} ${step(0)}V${cy}` });
  for (const circle of [hit, knob]) setAttributes(circle, { cx, cy });
  node.classList.toggle("la-chosen", i === now.chosen);
  setAttributes(node, {
    "data-sign": Math.sign(v),
    "aria-label": `step ${i + 1}: left and right move it, up and down change its height`,
    "aria-valuenow": t.toFixed(2),
    "aria-valuetext": `at ${fixed(t)}, height ${fixed(v)}`,
  });
}

function drawGrip({ marks, x, step }, { t, v, s }) {
  const [reach, hit, bar] = marks.grip.children;
  const y = step(v / 2);
  const at = Math.max(x(t + 2 * s), x(t) + 22);
  setAttributes(reach, { d: `M${x(t).toFixed(1)} ${y.toFixed(1)}H${at.toFixed(1)}` });
  for (const node of [hit, bar]) setAttributes(node, { transform: `translate(${at.toFixed(1)} ${y.toFixed(1)})` });
  setAttributes(marks.grip, {
    "aria-label": "softness of the chosen step: left and right",
    "aria-valuenow": s.toFixed(3),
    "aria-valuetext": `softness ${fixed(s, 3)}`,
  });
}

function clip(value) {
  return Math.min(Math.max(value, -1.05), 1.05);
}

function round(value) {
  return Math.round(value * 100) / 100;
}
