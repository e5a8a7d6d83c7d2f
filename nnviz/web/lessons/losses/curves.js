// Losses over what may still change, and below them their gradients: the place on both is dragged, and an arrow for each loss
// shows how hard, and which way, a step of gradient descent pulls from there.

import { fixed } from "../../base/controls.js";
import { keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { clamp, scale } from "../../base/scales.js";

const PAD = { left: 30, right: 10, top: 8 };
const ARROW = 13; // pixels a lane
const MOST_LANES = 4;
const STEPS = 240;

/**
 * @param axis: {of: [low, high], values: [low, high], slopes: [low, high], name, label, step: of the arrow keys, unit: how
 *   much of the axis an arrow of a gradient of 1 takes, part}
 * @returns {update({losses [{name, title, colour, at(v), slope(v)}], at, marks [{colour, at}], key}), destroy()}; on.move(value)
 */
export function createCurves(root, axis, on) {
  const view = { axis, on, shown: null, width: 0, drawn: "", ...createParts(axis) };
  root.append(view.picture);
  for (const node of [view.field, view.handle]) {
    draggable(node, view.picture, {
      start: (x) => on.move(view.x.invert(x)),
      to: (x) => on.move(view.x.invert(x)),
      by: (dx, dy) => on.move(view.shown.at + axis.step * (dx + dy)),
    });
    node.style.touchAction = "pan-y";
  }
  return sized(root, view, draw, {
    arrange: () => arrange(view),
  });
}

function createParts(axis) {
  const group = (name, part) => svg("g", { class: name, "data-part": part ?? null });
  const parts = {
    axes: group("lf-axes"),
    values: group("lf-lines"),
    slopes: group("lf-lines", "g"),
    bars: group("lf-own", axis.part),
    field: svg("rect", { class: "lf-field" }),
    marks: group("lf-marks"),
    arrows: group("lf-arrows", "g"),
    line: svg("line", { class: "lf-at", "data-part": axis.part }),
    dots: group("lf-dots"),
    name: svg("text", { class: "lf-name", "text-anchor": "middle", "data-part": axis.part }),
  };
  const [low, high] = axis.of;
  parts.handle = svg(
    "g",
    { class: "lf-handle", tabindex: "0", role: "slider", "aria-label": axis.label },
    svg("line", { class: "lf-grip" }),
    parts.line,
    parts.dots,
  );
  setAttributes(parts.handle, { "aria-valuemin": low, "aria-valuemax": high });
  const { axes, values, slopes, bars, field, marks, arrows, handle, name } = parts;
  const [box, under] = [svg("rect", {}), svg("rect", {})];
  const defs = svg(
    "defs",
    {},
    svg("clipPath", { id: `lf-upper-${axis.part}` }, box),
    svg("clipPath", { id: `lf-lower-${axis.part}` }, under),
  );
  setAttributes(values, { "clip-path": `url(#lf-upper-${axis.part})` });
  setAttributes(slopes, { "clip-path": `url(#lf-lower-${axis.part})` });
  const picture = svg(
    "svg",
    { class: "lf-curves" },
    defs,
    axes,
    bars,
    values,
    slopes,
    field,
    marks,
    arrows,
    handle,
    name,
  );
  return { ...parts, box, under, picture };
}

function arrange(view) {
  const { axis, width, picture, axes, field, box, under } = view;
  const upper = clamp(width * 0.34, 130, 172);
  const lower = clamp(width * 0.2, 84, 100);
  const lanes = PAD.top + upper + 22;
  const middle = lanes + MOST_LANES * ARROW + 8;
  const bottom = middle + lower;
  view.x = scale(axis.of, [PAD.left, width - PAD.right]);
  view.y = scale(axis.values, [PAD.top + upper, PAD.top]);
  view.s = scale(axis.slopes, [bottom, middle]);
  Object.assign(view, { lanes, bottom, drawn: "" });
  const height = bottom + 36;
  const across = { x: PAD.left, width: width - PAD.left - PAD.right };
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height });
  setAttributes(field, { ...across, y: PAD.top, height: bottom - PAD.top });
  setAttributes(box, { ...across, y: PAD.top - 2, height: upper + 4 });
  setAttributes(under, { ...across, y: middle - 2, height: lower + 4 });
  axes.replaceChildren(...axisNodes(view, upper, middle));
}

function axisNodes({ axis, x, y, s, bottom, width, lanes }, upper, middle) {
  const across = (at, strong) =>
    svg("line", { x1: PAD.left, x2: width - PAD.right, y1: at, y2: at, class: strong ? "lf-zero" : null });
  const label = (value, at) => svg("text", { x: PAD.left - 6, y: at + 4, "text-anchor": "end" }, fixed(value, 0));
  const down = (from, to) => svg("line", { x1: x(0), x2: x(0), y1: from, y2: to, class: "lf-zero" });
  const title = (words, left, at, part) => svg("text", { x: left, y: at, class: "lf-title", "data-part": part }, words);
  return [
    ...axis.valueTicks.flatMap((v) => [across(y(v), v === 0), label(v, y(v))]),
    ...axis.slopeTicks.flatMap((v) => [across(s(v), v === 0), label(v, s(v))]),
    down(PAD.top, PAD.top + upper),
    down(middle, bottom),
    ...axis.ticks.map((v) => svg("text", { x: x(v), y: bottom + 15, "text-anchor": "middle" }, fixed(v, 0))),
    title("loss", x(0) + 8, PAD.top + 13),
    title("gradient", x(0) + 8, middle + 13, "g"),
    title("pull of one step", PAD.left + 8, lanes - 5, "g"),
  ];
}

function draw(view) {
  const { shown, width } = view;
  if (!shown || !width) return;
  const drawn = `${shown.key} ${width}`;
  if (drawn !== view.drawn) drawLines(view);
  view.drawn = drawn;
  drawBars(view.bars, shown.bars, view.x, view.axis.of, view.y(0), 0.45 * (view.y(0) - PAD.top));
  drawPlace(view);
}

/** Bars of shares along an axis, from the floor up. */
export function drawBars(group, bars, x, [low, high], floor, tall) {
  const step = (x(high) - x(low)) / (bars.length || 1);
  keepCount(group, bars.length, () => svg("rect", {})).forEach((node, i) => {
    const [height, width] = [tall * bars[i], Math.max(step - 1, 0.5)];
    setAttributes(node, { x: (x(low) + i * step + 0.5).toFixed(1), width: width.toFixed(1) });
    setAttributes(node, { y: (floor - height).toFixed(1), height: height.toFixed(1) });
  });
}

function drawLines({ axis, shown, x, y, s, values, slopes }) {
  const [low, high] = axis.of;
  const at = Array.from({ length: STEPS + 1 }, (_, i) => low + ((high - low) * i) / STEPS);
  const path = (f, up, limit, jump) => {
    let [text, last] = ["", null];
    for (const v of at) {
      const value = clamp(f(v), -limit, limit);
      const jumps = last !== null && Math.abs(value - last) > jump;
      text += `${last === null || jumps ? "M" : "L"}${x(v).toFixed(1)} ${up(value).toFixed(1)}`;
      last = value;
    }
    return text;
  };
  const lines = (group, part, up, limit, jump) =>
    keepCount(group, shown.losses.length, () => svg("path", {})).forEach((node, i) => {
      const { name, colour } = shown.losses[i];
      setAttributes(node, {
        d: path(shown.losses[i][part], up, limit, jump),
        "data-part": part === "at" ? name : null,
      });
      node.style.stroke = `var(--nv-class-${colour})`;
    });
  lines(values, "at", y, axis.values[1] * 40, axis.values[1]);
  lines(slopes, "slope", s, axis.slopes[1] * 20, axis.slopes[1] / 6);
}

function drawPlace({ axis, shown, x, y, s, line, handle, dots, name, arrows, marks, lanes, bottom, width }) {
  const at = x(shown.at);
  const ends = { x1: at, x2: at, y1: PAD.top, y2: bottom };
  setAttributes(line, ends);
  setAttributes(handle.firstChild, ends);
  const places = shown.losses.flatMap(({ at: value, slope, colour }) => [
    [clamp(y(value(shown.at)), PAD.top, y(axis.values[0])), colour],
    [clamp(s(slope(shown.at)), s(axis.slopes[1]), s(axis.slopes[0])), colour],
  ]);
  keepCount(dots, places.length, () => svg("circle", { r: 5.5 })).forEach((dot, i) => {
    setAttributes(dot, { cx: at, cy: places[i][0] });
    dot.style.fill = `var(--nv-class-${places[i][1]})`;
  });
  const room = [PAD.left + 2, width - PAD.right - 2];
  keepCount(arrows, shown.losses.length, () => svg("path", {})).forEach((node, i) => {
    const { slope, colour } = shown.losses[i];
    const tip = clamp(x(shown.at - slope(shown.at) * axis.unit), ...room);
    setAttributes(node, { d: arrow(at, tip, lanes + (i + 0.5) * ARROW) });
    node.style.fill = `var(--nv-class-${colour})`;
  });
  keepCount(marks, shown.marks.length, () => svg("path", {})).forEach((node, i) => {
    const { at: place, colour } = shown.marks[i];
    const inside = clamp(place, ...axis.of);
    setAttributes(node, { d: `M${x(inside)} ${bottom - 1}l-6 11h12z` });
    node.style.fill = `var(--nv-class-${colour})`;
  });
  setText(name, `${axis.name} = ${fixed(shown.at)}`);
  setAttributes(name, { x: clamp(at, 44, width - 44), y: bottom + 32 });
  const words = shown.losses.map(
    ({ title, at: f, slope }) => `${title} ${fixed(f(shown.at))}, gradient ${fixed(slope(shown.at))}`,
  );
  setAttributes(handle, { "aria-valuenow": shown.at, "aria-valuetext": `${fixed(shown.at)}: ${words.join("; ")}` });
}

/** A bar with a head, from one place to another; a dot where they are the same. */
function arrow(from, to, y) {
  const way = Math.sign(to - from);
  if (Math.abs(to - from) < 3) return `M${from - 2.5} ${y}a2.5 2.5 0 1 0 5 0a2.5 2.5 0 1 0 -5 0z`;
  const neck = Math.abs(to - from) > 9 ? to - way * 9 : from;
  return `M${from} ${y - 2}H${neck}V${y - 6}L${to} ${y}L${neck} ${y + 6}V${y + 2}H${from}z`;
}
