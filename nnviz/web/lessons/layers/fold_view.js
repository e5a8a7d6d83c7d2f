// What so many folds make of the line: the whole, and above it one fold after another, with one input on its way.

import { fixed } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { clamp, scale } from "../../base/scales.js";
import { foldsOf } from "./folds.js";
import { heights, through, widths } from "./plot.js";

const PAD = { left: 34, right: 12 };
const HEIGHT = 300;
const PLOT = [26, 262];
const SMALL = 88;

/**
 * on: tip(crease, peak), probe(x).
 * @returns {update({depth, crease, peak, probe, moment, words}), destroy()}
 */
export function createFoldView(root, on) {
  const marks = {
    frame: svg("g", { class: "la-frame" }),
    wide: svg("path", { class: "la-wide" }),
    curve: svg("path", { class: "la-curve", "data-part": "f" }),
    corners: svg("path", { class: "la-corners", "data-part": "R" }),
    probe: createProbe(),
  };
  const picture = svg("svg", { class: "la-curves", role: "group" }, ...Object.values(marks));
  const strip = element("div", { class: "la-strip", "data-part": "L" });
  root.append(strip, picture, createKey());
  const view = { on, now: null, width: 0, marks, picture, strip };
  listen(view);
  return sized(root, view, draw, {
    field: "now",
    arrange: () => arrange(view),
  });
}

function createKey() {
  return element(
    "p",
    { class: "la-key nl-muted" },
    element("span", {}, element("i", { class: "la-dash la-deep" }), "the deep network"),
    element(
      "span",
      {},
      element("i", { class: "la-dash la-flat" }),
      "one layer of as many units: kinks spread, weights fitted",
    ),
  );
}

function createProbe() {
  return svg(
    "g",
    { class: "la-probe", tabindex: "0", role: "slider", "data-part": "x" },
    svg("path", {}),
    svg("circle", { r: 15, class: "la-hit" }),
    svg("circle", { r: 6, class: "la-knob" }),
  );
}

function listen(view) {
  draggable(view.marks.probe, view.picture, {
    to: (px) => view.on.probe(clamp(round(view.x.invert(px)), 0, 1)),
    by: (dx) => view.on.probe(clamp(round(view.now.probe + dx * 0.01), 0, 1)),
  });
}

function arrange(view) {
  const { width, picture, marks } = view;
  view.x = scale([0, 1], [PAD.left, width - PAD.right]);
  view.y = scale([0, 1], [PLOT[1], PLOT[0]]);
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  marks.frame.replaceChildren(
    ...heights(view.y, [0, 0.5, 1], PAD.left, width - PAD.right),
    ...widths(view.x, [0, 0.25, 0.5, 0.75, 1], PLOT[1] + 2),
    svg("text", { x: width - PAD.right, y: HEIGHT - 4, "text-anchor": "end" }, "input x →"),
  );
}

function draw(view) {
  const { now, width, marks, x, y, picture } = view;
  if (!now || !width) return;
  const { depth, moment, probe, crease, peak } = now;
  const pixels = (points) => points.map(([u, v]) => [x(u), y(v)]);
  setAttributes(picture, { "aria-label": now.words });
  setAttributes(marks.wide, { d: through(pixels(moment.wide)) });
  const ends = pixels(moment.layers[depth]);
  setAttributes(marks.curve, { d: through(ends), style: `stroke-width: ${clamp(150 / ends.length, 1, 2.6)}` });
  setAttributes(marks.corners, {
    d: ends.map(([u, v]) => `M${(u - 0.01).toFixed(2)} ${v.toFixed(2)}h.02`).join(""),
    "stroke-width": clamp(340 / ends.length, 2, 7).toFixed(1),
  });
  const way = foldsOf(probe, depth, crease, peak);
  const [line, hit, knob] = marks.probe.children;
  const [cx, cy] = [x(probe).toFixed(1), y(way[depth]).toFixed(1)];
  setAttributes(line, { d: `M${cx} ${PLOT[1]}V${cy}` });
  for (const circle of [hit, knob]) setAttributes(circle, { cx, cy });
  setAttributes(marks.probe, {
    "aria-label": "one input: left and right move it",
    "aria-valuenow": probe.toFixed(2),
    "aria-valuetext": `${fixed(probe)} becomes ${way
      .slice(1)
      .map((value) => fixed(value))
      .join(", ")}`,
  });
  drawStrip(view, way);
}

/** One small chart a layer: what has become of the line after it. */
function drawStrip(view, way) {
  const { strip, now } = view;
  const charts = keepCount(strip, now.depth, (i) => createSmall(view, i));
  charts.forEach((chart, i) => {
    const [title, picture] = chart.children;
    const [curve, dot, tip] = picture.children;
    const place = ([u, v]) => [4 + u * (SMALL - 8), SMALL - 6 - v * (SMALL - 14)];
    setText(title, i === 0 ? "layer 1: one fold" : `layer ${i + 1}`);
    const corners = now.moment.layers[i + 1].map(place);
    setAttributes(curve, { d: through(corners), style: `stroke-width: ${clamp(40 / corners.length, 0.5, 1.5)}` });
    const [cx, cy] = place([now.probe, way[i + 1]]);
    setAttributes(dot, { cx: cx.toFixed(1), cy: cy.toFixed(1) });
    if (tip) drawTip(tip, place([now.crease, now.peak]), now);
  });
}

function createSmall(view, i) {
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${SMALL} ${SMALL}`, width: SMALL, height: SMALL },
    svg("path", { class: "la-curve" }),
    svg("circle", { r: 3.2, class: "la-dotprobe" }),
  );
  if (i === 0) picture.append(createTip(view, picture));
  return element("div", { class: "la-small" }, element("span", {}), picture);
}

/** The tip of the first fold; all folds are alike. */
function createTip(view, picture) {
  const tip = svg(
    "g",
    { class: "la-handle la-tip", tabindex: "0", role: "slider" },
    svg("circle", { r: 14, class: "la-hit" }),
    svg("circle", { r: 5.5, class: "la-knob" }),
  );
  const set = (crease, peak) => view.on.tip(clamp(round(crease), 0.1, 0.9), clamp(round(peak), 0.2, 1));
  draggable(tip, picture, {
    to: (px, py) => set((px - 4) / (SMALL - 8), (SMALL - 6 - py) / (SMALL - 14)),
    by: (dx, dy) => set(view.now.crease + dx * 0.01, view.now.peak + dy * 0.01),
  });
  return tip;
}

function drawTip(tip, [x, y], { crease, peak }) {
  setAttributes(tip, {
    transform: `translate(${x.toFixed(1)} ${y.toFixed(1)})`,
    "aria-label": "the tip of every fold: the arrow keys move it",
    "aria-valuenow": crease.toFixed(2),
    "aria-valuetext": `crease at ${fixed(crease)}, tip ${fixed(peak)} high`,
  });
}

function round(value) {
  return Math.round(value * 100) / 100;
}
