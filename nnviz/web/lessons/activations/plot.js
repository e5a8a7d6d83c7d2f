// The function and its slope over z, one above the other; the point slides along both with its tangent.

import { pick, ramp, rgb } from "../../base/colors.js";
import { fixed } from "../../base/controls.js";
import { keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { clamp, scale } from "../../base/scales.js";
import { FLAT, FUNCTIONS } from "./functions.js";
import { ENDS } from "./state.js";
import { LAWS } from "./words.js";

const PAD = { left: 30, right: 10, top: 8 };
const VALUES = [-1.4, 3.4];
const SLOPES = [-0.2, 1.45];
const STRIP = 9;
const STEPS = 240;
const AT = Array.from({ length: STEPS + 1 }, (_, i) => ENDS[0] + ((ENDS[1] - ENDS[0]) * i) / STEPS);

/** on.z(value). @returns {update({theme, name, other, all, z}), destroy()} */
export function createPlot(root, on) {
  const plot = { on, shown: null, width: 0, ...createParts() };
  root.append(plot.picture);
  for (const node of [plot.field, plot.handle]) {
    draggable(node, plot.picture, {
      start: (x) => on.z(plot.x.invert(x)),
      to: (x) => on.z(plot.x.invert(x)),
      by: (dx, dy) => on.z(plot.shown.z + 0.1 * (dx + dy)),
    });
    node.style.touchAction = "pan-y";
  }
  return sized(root, plot, draw, {
    arrange: (width) => {
      plot.width = width;
      arrange(plot);
    },
  });
}

function createParts() {
  const path = (name, part) => svg("path", { class: name, "data-part": part });
  const parts = {
    flat: svg("g", { class: "af-flat", "data-part": "slope" }),
    axes: svg("g", { class: "af-axes" }),
    strip: svg("rect", { class: "af-strip", fill: "url(#af-slope)", "data-part": "slope" }),
    faint: svg("g", { class: "af-faint" }),
    bars: svg("g", { class: "af-own", "data-part": "z" }),
    otherValue: path("af-curve af-other"),
    otherSlope: path("af-curve af-other"),
    value: path("af-curve", "f"),
    slope: path("af-curve", "slope"),
    field: svg("rect", { class: "af-field" }),
    otherDots: svg("g", { class: "af-otherdots" }, svg("circle", { r: 4 }), svg("circle", { r: 4 })),
    tangent: path("af-tangent", "slope"),
  };
  parts.ramp = svg("linearGradient", { id: "af-slope" });
  parts.line = svg("line", { class: "af-line", "data-part": "z" });
  parts.dots = [svg("circle", { r: 7, "data-part": "a" }), svg("circle", { r: 5.5, "data-part": "slope" })];
  parts.laws = ["f", "slope"].map((part) => svg("text", { class: "af-title", "data-part": part }));
  parts.names = ["a", "slope", "z"].map((part) => svg("text", { class: "af-name", "data-part": part }));
  parts.handle = svg(
    "g",
    {
      class: "af-handle",
      tabindex: "0",
      role: "slider",
      "aria-label": "the sum z",
      "aria-valuemin": -6,
      "aria-valuemax": 6,
    },
    parts.line,
    ...parts.dots,
  );
  const { flat, axes, strip, faint, bars, otherValue, otherSlope, value, slope, field, otherDots, tangent, handle } =
    parts;
  const layers = [
    flat,
    axes,
    bars,
    strip,
    faint,
    otherValue,
    otherSlope,
    value,
    slope,
    field,
    otherDots,
    tangent,
    handle,
  ];
  parts.picture = svg(
    "svg",
    { class: "af-plot" },
    svg("defs", {}, parts.ramp),
    ...layers,
    ...parts.laws,
    ...parts.names,
  );
  return parts;
}

/** Scales for this width: in the upper plot both axes have one scale, so that a slope of 1 looks like one. */
function arrange(plot) {
  const { width, picture, axes, strip, field } = plot;
  const unit = (width - PAD.left - PAD.right) / (ENDS[1] - ENDS[0]);
  const upper = Math.max(unit, 30) * (VALUES[1] - VALUES[0]);
  const lower = Math.max(1.5 * unit, 56) * (SLOPES[1] - SLOPES[0]);
  const middle = PAD.top + upper + 8;
  const bottom = middle + STRIP + 8 + lower;
  plot.x = scale(ENDS, [PAD.left, width - PAD.right]);
  plot.y = scale(VALUES, [PAD.top + upper, PAD.top]);
  plot.s = scale(SLOPES, [bottom, bottom - lower]);
  plot.bottom = bottom;
  setAttributes(picture, { viewBox: `0 0 ${width} ${bottom + 36}`, width, height: bottom + 36 });
  setAttributes(strip, { x: PAD.left, y: middle, width: width - PAD.left - PAD.right, height: STRIP, rx: 4 });
  setAttributes(field, { x: PAD.left, y: PAD.top, width: width - PAD.left - PAD.right, height: bottom - PAD.top });
  axes.replaceChildren(...axisNodes(plot));
  setAttributes(plot.laws[0], { x: PAD.left + 8, y: PAD.top + 15 });
  setAttributes(plot.laws[1], { x: PAD.left + 8, y: plot.s(SLOPES[1]) + 13 });
  plot.drawn = "";
}

function axisNodes({ x, y, s, bottom, width }) {
  const across = (at, strong) =>
    svg("line", { x1: PAD.left, x2: width - PAD.right, y1: at, y2: at, class: strong ? "af-zero" : null });
  const label = (text, at) => svg("text", { x: PAD.left - 6, y: at + 4, "text-anchor": "end" }, text);
  const down = (from, to) => svg("line", { x1: x(0), x2: x(0), y1: from, y2: to, class: "af-zero" });
  return [
    ...[-1, 0, 1, 2, 3].flatMap((v) => [across(y(v), v === 0), label(fixed(v, 0), y(v))]),
    ...[0, 0.5, 1].flatMap((v) => [across(s(v), v === 0), label(v === 0.5 ? "½" : fixed(v, 0), s(v))]),
    down(y(VALUES[0]), y(VALUES[1])),
    down(s(SLOPES[0]), s(SLOPES[1])),
    ...[-6, -4, -2, 0, 2, 4, 6].map((v) =>
      svg("text", { x: x(v), y: bottom + 15, "text-anchor": "middle" }, fixed(v, 0)),
    ),
  ];
}

function draw(plot) {
  const { shown, width } = plot;
  if (!shown || !width) return;
  const drawn = [shown.name, shown.other, shown.all, shown.theme.background, width].join();
  if (drawn !== plot.drawn) drawCurves(plot);
  plot.drawn = drawn;
  drawBars(plot);
  drawPoint(plot);
}

function drawCurves(plot) {
  const { shown, x, y, s, value, slope, otherValue, otherSlope, faint, flat } = plot;
  const { name, other, all } = shown;
  setAttributes(value, { d: pathOf(FUNCTIONS[name].at, x, y) });
  setAttributes(slope, { d: pathOf(FUNCTIONS[name].slope, x, s) });
  setAttributes(otherValue, { d: other ? pathOf(FUNCTIONS[other].at, x, y) : "" });
  setAttributes(otherSlope, { d: other ? pathOf(FUNCTIONS[other].slope, x, s) : "" });
  const others = all ? Object.values(FUNCTIONS) : [];
  const lines = others.flatMap(({ at, slope: of }) => [pathOf(at, x, y), pathOf(of, x, s)]);
  keepCount(faint, lines.length, () => svg("path", { class: "af-curve" })).forEach((node, i) =>
    setAttributes(node, { d: lines[i] }),
  );
  flat.replaceChildren(...shades(plot));
  setText(plot.laws[0], `value f(z) = ${LAWS[name][0]}`);
  setText(plot.laws[1], `slope f′(z) = ${LAWS[name][1]}`);
  drawRamp(plot);
}

/** A curve, cut where it leaves the plot, and where it jumps. */
function pathOf(f, x, y) {
  let [text, pen, last] = ["", "M", null];
  for (const z of AT) {
    const value = f(z);
    const jumps = last !== null && Math.abs(value - last) > 0.5;
    if (jumps) pen = "M";
    if (value > 3.45 || value < -1.45) pen = "M";
    else {
      text += `${pen}${x(z).toFixed(1)} ${y(value).toFixed(1)}`;
      pen = "L";
    }
    last = value;
  }
  return text;
}

/** Grey where the slope is next to nothing. */
function shades({ shown, x, y, bottom }) {
  const isFlat = AT.map((z) => Math.abs(FUNCTIONS[shown.name].slope(z)) < FLAT);
  const runs = [];
  isFlat.forEach((flat, i) => {
    if (flat && !isFlat[i - 1]) runs.push([AT[i], AT[i]]);
    else if (flat) runs[runs.length - 1][1] = AT[i];
  });
  return runs.flatMap(([from, to]) => {
    const [left, right] = [x(from), x(to)];
    const area = svg("rect", { x: left, width: Math.max(right - left, 0), y: PAD.top, height: bottom - PAD.top });
    if (right - left < 84) return [area];
    const place = { x: (left + right) / 2, y: y(VALUES[0]) - 7, "text-anchor": "middle" };
    return [area, svg("text", place, right - left > 150 ? `slope below ${FLAT}` : "saturated")];
  });
}

/** The sums of the reader's own network, as bars on the floor of the upper plot. */
function drawBars({ bars, shown, x, y }) {
  const floor = y(VALUES[0]);
  const tall = 0.28 * (floor - y(VALUES[1]));
  const step = (x(ENDS[1]) - x(ENDS[0])) / (shown.bars.length || 1);
  keepCount(bars, shown.bars.length, () => svg("rect", {})).forEach((node, i) => {
    const height = tall * shown.bars[i];
    setAttributes(node, {
      x: (x(ENDS[0]) + i * step + 0.5).toFixed(1),
      width: Math.max(step - 1, 0.5).toFixed(1),
      y: (floor - height).toFixed(1),
      height: height.toFixed(1),
    });
  });
}

function drawRamp({ ramp: gradient, shown }) {
  const table = ramp(shown.theme.sequential);
  const stops = AT.filter((_, i) => i % 4 === 0);
  keepCount(gradient, stops.length, (i) => svg("stop", { offset: i / (stops.length - 1) })).forEach((stop, i) => {
    const size = Math.abs(FUNCTIONS[shown.name].slope(stops[i]));
    setAttributes(stop, { "stop-color": css(pick(table, size, 0, 1.15, rgb(shown.theme.nan))) });
  });
}

const css = (colour) => `rgb(${colour.map(Math.round).join(" ")})`;

function drawPoint(plot) {
  const { shown, x, y, s, line, dots, names, handle, tangent, otherDots, bottom, width } = plot;
  const { name, other, z } = shown;
  const [a, slope] = [FUNCTIONS[name].at(z), FUNCTIONS[name].slope(z)];
  const at = x(z);
  const [up, low] = [clamp(y(a), y(VALUES[1]), y(VALUES[0])), s(slope)];
  setAttributes(line, { x1: at, x2: at, y1: PAD.top, y2: bottom });
  setAttributes(dots[0], { cx: at, cy: up, "data-out": a > VALUES[1] ? "" : null });
  setAttributes(dots[1], { cx: at, cy: low });
  const reach = 1.5 / Math.hypot(1, slope);
  const inside = a <= VALUES[1];
  setAttributes(tangent, {
    d: inside ? `M${x(z - reach)} ${y(a - slope * reach)}L${x(z + reach)} ${y(a + slope * reach)}` : "",
  });
  const right = at < width - 120;
  const beside = { x: at + (right ? 12 : -12), "text-anchor": right ? "start" : "end" };
  setAttributes(names[0], { ...beside, y: up + (slope > 0.6 && right ? 22 : -12) + (up < 24 ? 34 : 0) });
  setAttributes(names[1], { ...beside, y: low - 9 });
  setAttributes(names[2], { x: clamp(at, 40, width - 40), y: bottom + 32, "text-anchor": "middle" });
  setText(names[0], `a = ${fixed(a, 2)}`);
  setText(names[1], `slope ${fixed(slope, 3)}`);
  setText(names[2], `z = ${fixed(z)}`);
  setAttributes(handle, {
    "aria-valuenow": z,
    "aria-valuetext": `z ${fixed(z)}: value ${fixed(a, 3)}, slope ${fixed(slope, 3)}`,
  });
  otherDots.style.display = other ? "" : "none";
  if (!other) return;
  const place = [clamp(y(FUNCTIONS[other].at(z)), y(VALUES[1]), y(VALUES[0])), s(FUNCTIONS[other].slope(z))];
  [...otherDots.children].forEach((dot, i) => setAttributes(dot, { cx: at, cy: place[i] }));
}
