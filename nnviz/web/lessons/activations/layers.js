// A chain of layers, one unit each: the signal that goes forward, the slope at each layer, the gradient that comes back.

import { pick, ramp, rgb } from "../../base/colors.js";
import { keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { clamp, niceAtLeast, scale } from "../../base/scales.js";

const PAD = { left: 40, right: 4 };
const SIGNAL = [24, 108];
const SLOPE = [140, 158];
const GRADIENT = [188, 300];
const HEIGHT = 334;
const POWERS = [-12, 3]; // of ten, of the gradient

/** @returns {update({theme, chain, other: a chain or null}), destroy()} */
export function createLayers(root) {
  const parts = {
    grid: svg("g", { class: "af-axes" }),
    signal: svg("g", { class: "af-bars", "data-part": "a" }),
    cells: svg("g", { class: "af-cells", "data-part": "slope" }),
    gradient: svg("g", { class: "af-bars af-gradient", "data-part": "g" }),
    marks: svg("g", { class: "af-marks" }),
    numbers: svg("g", { class: "af-numbers" }),
    titles: svg("g", { class: "af-titles" }),
  };
  const picture = svg("svg", { class: "af-layers", role: "img" }, ...Object.values(parts));
  root.append(picture);
  const view = { ...parts, picture, width: 0, shown: null };
  return sized(root, view, draw);
}

function draw(view) {
  const { shown, width, picture } = view;
  if (!shown || !width) return;
  const { chain, other } = shown;
  const count = chain.values.length;
  const step = (width - PAD.left - PAD.right) / count;
  const both = [...chain.values, ...(other?.values ?? [])].map(Math.abs);
  const limit = niceAtLeast(clamp(Math.max(...both), 1, 1e9));
  const place = {
    count,
    step,
    bar: Math.min(step * 0.62, 30),
    x: (layer) => PAD.left + (layer + 0.5) * step,
    y: scale([-limit, limit], [SIGNAL[1], SIGNAL[0]]),
    g: scale(POWERS, [GRADIENT[1], GRADIENT[0]]),
    limit,
  };
  const ends = [chain.values[count - 1], chain.gradients[0]].map((value) => short(value));
  const words = `${count} layers: signal ${ends[0]} at the end, gradient ${ends[1]} at the first layer`;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": words });
  drawGrid(view, place);
  drawSignal(view, place);
  drawSlopes(view, place);
  drawGradient(view, place);
  drawMarks(view, place);
  drawNumbers(view, place);
}

function drawGrid({ grid, titles, width }, { y, g, limit }) {
  const across = (at, strong) =>
    svg("line", { x1: PAD.left, x2: width - PAD.right, y1: at, y2: at, class: strong ? "af-zero" : null });
  const label = (text, at) => svg("text", { x: PAD.left - 6, y: at + 4, "text-anchor": "end" }, text);
  const signed = [-limit, 0, limit].flatMap((v) => [across(y(v), v === 0), label(short(v, 1), y(v))]);
  const powers = [
    [0, "1"],
    [-4, "10⁻⁴"],
    [-8, "10⁻⁸"],
    [-12, "0"],
  ].flatMap(([power, text]) => [across(g(power), power === 0), label(text, g(power))]);
  grid.replaceChildren(...signed, ...powers);
  const title = (words, at, part) => svg("text", { x: PAD.left, y: at, "data-part": part, class: "af-title" }, words);
  if (titles.childElementCount) return;
  titles.append(
    title("signal a → forward", 14, "a"),
    title("slope at each layer", SLOPE[0] - 7, "slope"),
    title("gradient ← back from the output", GRADIENT[0] - 9, "g"),
  );
}

function drawSignal({ signal, shown }, { count, x, y, bar, limit }) {
  keepCount(signal, count, () => svg("rect", {})).forEach((node, i) => {
    const value = clamp(shown.chain.values[i], -limit, limit);
    setAttributes(node, box(x(i), bar, y(0), y(value)));
    setAttributes(node, { "data-sign": Math.sign(value) });
  });
}

/** A bar between two heights, at least a hair tall. */
function box(middle, width, from, to) {
  const top = Math.min(from, to);
  return {
    x: (middle - width / 2).toFixed(1),
    y: top.toFixed(1),
    width: width.toFixed(1),
    height: Math.max(Math.abs(from - to), 0.8).toFixed(1),
    rx: 2,
  };
}

function drawSlopes({ cells, shown }, { count, x, step }) {
  const table = ramp(shown.theme.sequential);
  keepCount(cells, count, () => svg("rect", { y: SLOPE[0], height: SLOPE[1] - SLOPE[0], rx: 3 })).forEach((node, i) => {
    const colour = pick(table, Math.abs(shown.chain.slopes[i]), 0, 1.15, rgb(shown.theme.nan));
    const width = Math.max(step - 2, 1);
    const fill = `rgb(${colour.map(Math.round).join(" ")})`;
    setAttributes(node, { x: (x(i) - width / 2).toFixed(1), width: width.toFixed(1), fill });
  });
}

const power = (size) => clamp(size > 0 ? Math.log10(size) : POWERS[0], ...POWERS);

function drawGradient({ gradient, shown }, { count, x, g, bar }) {
  keepCount(gradient, count, () => svg("rect", {})).forEach((node, i) => {
    const to = power(Math.abs(shown.chain.gradients[i]));
    setAttributes(node, box(x(i), bar, g(POWERS[0]), g(to)));
  });
}

/** The other function's signal and gradient, as a dash across each place. */
function drawMarks({ marks, shown }, { count, x, y, g, bar, limit }) {
  const { other } = shown;
  const dash = (middle, at) => `M${(middle - bar / 2 - 3).toFixed(1)} ${at.toFixed(1)}h${(bar + 6).toFixed(1)}`;
  const lines = other
    ? Array.from({ length: count }, (_, i) => [
        dash(x(i), y(clamp(other.values[i], -limit, limit))),
        dash(x(i), g(power(Math.abs(other.gradients[i])))),
      ]).flat()
    : [];
  keepCount(marks, lines.length, () => svg("path", {})).forEach((node, i) => setAttributes(node, { d: lines[i] }));
}

/** Layers are counted; the gradient of the first and last one is written over its bar. */
function drawNumbers({ numbers, shown, width }, { count, x, g, step }) {
  const { gradients } = shown.chain;
  const every = step < 18 ? 2 : 1;
  const texts = gradients.map((_, i) => (i % every && i !== count - 1 ? "" : String(i + 1)));
  const over = [0, count - 1].filter((i, at) => !at || i);
  const nodes = keepCount(numbers, count + over.length + 1, () => svg("text", { "text-anchor": "middle" }));
  texts.forEach((text, i) => {
    setText(nodes[i], text);
    setAttributes(nodes[i], { x: x(i).toFixed(1), y: GRADIENT[1] + 15, class: null });
  });
  over.forEach((layer, at) => {
    const node = nodes[count + at];
    const size = Math.abs(gradients[layer]);
    setText(node, size === 0 ? "0" : short(size));
    const edge = [24, 24];
    const place = clamp(x(layer), PAD.left + edge[0], width - edge[1]);
    setAttributes(node, { x: place.toFixed(1), y: (g(power(size)) - 6).toFixed(1), class: "af-strong" });
  });
  const last = nodes[nodes.length - 1];
  setText(last, "layer");
  setAttributes(last, { x: PAD.left + (width - PAD.left - PAD.right) / 2, y: GRADIENT[1] + 31, class: null });
}
