// One of several: three shares to drag, the true class, the cross-entropy on its curve, and the gradient of each logit.

import { fixed } from "../../base/controls.js";
import { keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { percent } from "../../base/numbers.js";
import { clamp, scale } from "../../base/scales.js";
import { drawBars } from "./curves.js";
import { crossentropy } from "./losses.js";
import { CLASSES } from "./state.js";

const ROW = 74;
const TOP = 28;
const CURVE = { left: 30, right: 10, top: 12, height: 232 };
const MOST = 5;

/** on.share(i, share). @returns {update(state), destroy()} */
export function createClasses(bars, curve, on) {
  const view = { on, shown: null, bars: createBars(), curve: createCurve(), width: 0, wide: 0 };
  bars.append(view.bars.picture);
  curve.append(view.curve.picture);
  const stops = [
    watchWidth(bars, (width) => {
      view.width = width;
      arrangeBars(view);
      draw(view);
    }),
    watchWidth(curve, (width) => {
      view.wide = width;
      arrangeCurve(view);
      draw(view);
    }),
  ];
  return {
    update: (state) => {
      view.shown = state;
      draw(view);
    },
    destroy: () => {
      for (const stop of stops) stop();
      bars.replaceChildren();
      curve.replaceChildren();
    },
  };
}

function createBars() {
  const [axes, rows] = [svg("g", { class: "lf-axes" }), svg("g", {})];
  return { axes, rows, picture: svg("svg", { class: "lf-shares", role: "group" }, axes, rows) };
}

function arrangeBars(view) {
  const { width, bars } = view;
  const split = 44 + (width - 44) * 0.62;
  view.p = scale([0, 1], [48, split - 62]);
  view.g = scale([-1, 1], [split, width - 26]);
  const height = TOP + ROW * CLASSES.length;
  setAttributes(bars.picture, { viewBox: `0 0 ${width} ${height}`, width, height });
  const down = (at, strong) =>
    svg("line", { x1: at, x2: at, y1: TOP - 8, y2: height - 6, class: strong ? "lf-zero" : null });
  bars.axes.replaceChildren(
    svg("text", { x: view.p(0), y: 12, class: "lf-title", "data-part": "p" }, "share p"),
    svg(
      "text",
      { x: view.g(0), y: 12, "text-anchor": "middle", class: "lf-title", "data-part": "g" },
      "gradient of the logit",
    ),
    ...[0, 0.5, 1].map((v) => down(view.p(v), v === 0)),
    ...[-1, 0, 1].map((v) => down(view.g(v), v === 0)),
  );
}

function createCurve() {
  const parts = {
    axes: svg("g", { class: "lf-axes" }),
    bars: svg("g", { class: "lf-own", "data-part": "p" }),
    line: svg("path", { class: "lf-ce", "data-part": "ce" }),
    drop: svg("path", { class: "lf-drop" }),
    dot: svg("circle", { r: 7, class: "lf-cedot", "data-part": "ce" }),
    words: svg("text", { class: "lf-name", "data-part": "ce" }),
  };
  return { ...parts, picture: svg("svg", { class: "lf-cecurve", role: "img" }, ...Object.values(parts)) };
}

function arrangeCurve(view) {
  const { wide, curve } = view;
  const bottom = CURVE.top + CURVE.height;
  const x = scale([0, 1], [CURVE.left, wide - CURVE.right]);
  const y = scale([0, MOST], [bottom, CURVE.top]);
  Object.assign(view, { x, y });
  setAttributes(curve.picture, { viewBox: `0 0 ${wide} ${bottom + 34}`, width: wide, height: bottom + 34 });
  const across = (v) =>
    svg("line", { x1: CURVE.left, x2: wide - CURVE.right, y1: y(v), y2: y(v), class: v ? null : "lf-zero" });
  curve.axes.replaceChildren(
    ...[0, 1, 2, 3, 4, 5].flatMap((v) => [
      across(v),
      svg("text", { x: CURVE.left - 6, y: y(v) + 4, "text-anchor": "end" }, String(v)),
    ]),
    ...[0, 0.25, 0.5, 0.75, 1].map((v) =>
      svg("text", { x: x(v), y: bottom + 16, "text-anchor": "middle" }, percent(v).replace(".0", "")),
    ),
    svg(
      "text",
      { x: wide - CURVE.right, y: bottom + 32, "text-anchor": "end", class: "lf-title" },
      "share of the truth",
    ),
    svg(
      "text",
      { x: wide - CURVE.right, y: CURVE.top + 14, "text-anchor": "end", class: "lf-title" },
      "cross-entropy −log p",
    ),
  );
  const points = Array.from({ length: 200 }, (_, i) => 0.0068 + (i / 199) * 0.9932);
  setAttributes(curve.line, {
    d: `M${points.map((p) => `${x(p).toFixed(1)} ${y(-Math.log(p)).toFixed(1)}`).join("L")}`,
  });
}

function draw(view) {
  const { shown, width, wide } = view;
  if (!shown || !width || !wide) return;
  const { gradient, value } = crossentropy(shown.shares, shown.named);
  keepCount(view.bars.rows, CLASSES.length, (i) => createRow(view, i)).forEach((row, i) => {
    drawRow(view, row, i, gradient[i]);
  });
  const { x, y, curve } = view;
  drawBars(curve.bars, shown.bars, x, [0, 1], y(0), 0.45 * (y(0) - y(MOST)));
  const share = shown.shares[shown.named];
  const [px, py] = [x(share), y(Math.min(value, MOST))];
  setAttributes(curve.dot, { cx: px, cy: py });
  setAttributes(curve.drop, { d: `M${px} ${y(0)}V${py}H${x(0)}` });
  setText(curve.words, fixed(value, 3));
  const right = px < wide - 90;
  setAttributes(curve.words, { x: px + (right ? 13 : -13), y: py - 10, "text-anchor": right ? "start" : "end" });
  setAttributes(curve.picture, {
    "aria-label": `Cross-entropy ${fixed(value, 3)} at a share of ${percent(share)} for the truth`,
  });
}

function drawRow({ shown, p, g }, row, i, gradient) {
  const [name, bar, part, pull, number] = row.children;
  const share = shown.shares[i];
  const isTrue = i === shown.named;
  setAttributes(row, { transform: `translate(0 ${TOP + i * ROW + 28})`, "data-true": isTrue ? "" : null });
  setText(name, CLASSES[i]);
  setAttributes(bar.children[0], { x: p(0), width: Math.max(p(share) - p(0), 0.8) });
  for (const node of [bar.children[1], bar.children[2]]) setAttributes(node, { cx: p(share) });
  setAttributes(bar, { "aria-valuenow": share.toFixed(3), "aria-valuetext": percent(share) });
  setText(part, percent(share));
  setAttributes(part, { x: p(share) + 14, y: 5 });
  const to = g(clamp(gradient, -1, 1));
  setAttributes(pull, {
    x: Math.min(g(0), to),
    width: Math.max(Math.abs(to - g(0)), 0.8),
    "data-sign": Math.sign(gradient),
  });
  setText(number, fixed(gradient));
  setAttributes(number, { x: to + (gradient < 0 ? -5 : 5), y: -13, "text-anchor": "middle" });
}

function createRow(view, i) {
  const bar = svg(
    "g",
    { class: "lf-bar", tabindex: "0", role: "slider", "aria-label": `share of ${CLASSES[i]}`, "data-part": "p" },
    svg("rect", { y: -13, height: 26, rx: 3 }),
    svg("circle", { r: 20, class: "lf-hold" }),
    svg("circle", { r: 8, class: "lf-knob" }),
  );
  setAttributes(bar, { "aria-valuemin": 0, "aria-valuemax": 1 });
  draggable(bar, view.bars.picture, {
    to: (x) => view.on.share(i, view.p.invert(x)),
    by: (dx, dy) => view.on.share(i, view.shown.shares[i] + 0.01 * (dx + dy)),
  });
  return svg(
    "g",
    { class: "lf-row" },
    svg("text", { x: 0, y: 5, class: "lf-class" }),
    bar,
    svg("text", { class: "lf-percent" }),
    svg("rect", { y: -8, height: 16, rx: 2, class: "lf-pull", "data-part": "g" }),
    svg("text", { class: "lf-small" }),
  );
}
