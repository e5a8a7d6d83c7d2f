// Several lines over the epochs, one for each layer, with the moment that all panels share.

import { element, keepCount, setAttributes, setText, sized, svg } from "../base/dom.js";
import { tickText } from "../base/numbers.js";
import { extent, logTicks, nearestIndex, scale, ticks } from "../base/scales.js";
import { path } from "./series.js";

const PAD = { left: 48, right: 12, top: 8, bottom: 22 };
const HEIGHT = 170;
const FEW = 25;
/** Moments up to which each one is marked: between them the line is only a guess. */

/** @returns {update({epochs, lines: [{name, values, color}], domain, log, level, text(value), tick(value), cursor, label}), destroy()} */
export function createLayerChart(root) {
  const legend = element("div", { class: "nv-layerkey" });
  const layers = {
    grid: svg("g", { class: "nv-grid" }),
    lines: svg("g"),
    dots: svg("g"),
    cursor: svg("g", { class: "nv-cursor" }),
  };
  const picture = svg("svg", { class: "nv-chart", role: "img" }, ...Object.values(layers));
  const body = element("div", {}, picture);
  root.append(legend, body);
  return sized(root, { width: 0, legend, picture, layers }, draw, { node: body });
}

function draw({ width, shown, legend, picture, layers }) {
  if (!width || !shown) return;
  const { epochs, lines, domain, log, label } = shown;
  const [low, high] = range(shown);
  const x = scale(domain, [PAD.left, width - PAD.right]);
  const y = scale([low, high], [HEIGHT - PAD.bottom, PAD.top], log);
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": label });
  drawGrid(layers.grid, shown, { x, y, width, levels: log ? logTicks(low, high) : ticks(low, high, 4) });
  keepCount(layers.lines, lines.length, () => svg("path", { class: "nv-curve" })).forEach((line, i) => {
    setAttributes(line, { d: path(epochs, lines[i].values, x, y, log), style: `stroke: ${lines[i].color}` });
  });
  const measured =
    epochs.length <= FEW ? lines.flatMap(({ values, color }) => values.map((value, i) => ({ value, i, color }))) : [];
  const dots = measured.filter(({ value }) => Number.isFinite(value ?? Number.NaN) && !(log && value <= 0));
  keepCount(layers.dots, dots.length, () => svg("circle", { r: 2.6 })).forEach((dot, k) => {
    setAttributes(dot, { cx: x(epochs[dots[k].i]), cy: y(dots[k].value), style: `fill: ${dots[k].color}` });
  });
  const at = momentOf(shown);
  layers.cursor.replaceChildren(
    ...(shown.cursor === null || at < 0
      ? []
      : [svg("line", { x1: x(epochs[at]), x2: x(epochs[at]), y1: PAD.top, y2: HEIGHT - PAD.bottom })]),
  );
  drawLegend(legend, shown, at);
}

/** Which moment is on show: that of the cursor, or the last. */
export function momentOf({ epochs, cursor }) {
  return cursor === null ? epochs.length - 1 : nearestIndex(epochs, cursor);
}

/** Low and high end of the value axis. */
export function range({ lines, log, level, share }) {
  if (share) return [0, 1];
  const usable = lines.map(({ values }) => (log ? values.filter((value) => value > 0) : values));
  const [low, high] = extent(...usable, level ? [level] : []);
  if (log) return low > 0 ? [low / 1.3, Math.max(high * 1.3, low * 2)] : [0.1, 1];
  if (high === low && high > 0) return [0, 1.5 * high];
  const air = (high - low || Math.abs(high) || 1) * 0.08;
  return [low >= 0 && low < 0.5 * high ? 0 : low - air, high + air];
}

function drawGrid(layer, { domain, level, tick }, { x, y, width, levels }) {
  const marks = ticks(...domain, Math.max(Math.floor(width / 90), 2)).filter(Number.isInteger);
  const across = { x1: PAD.left, x2: width - PAD.right };
  layer.replaceChildren(
    ...levels.map((value) => svg("line", { ...across, y1: y(value), y2: y(value) })),
    ...levels.map((value) => svg("text", { x: PAD.left - 7, y: y(value) + 4, "text-anchor": "end" }, tick(value))),
    ...marks.map((value, i) =>
      svg(
        "text",
        { x: x(value), y: HEIGHT - 5, "text-anchor": x(value) > width - 50 ? "end" : "middle" },
        i === marks.length - 1 ? `epoch ${tickText(value)}` : tickText(value),
      ),
    ),
    ...(level ? [svg("line", { ...across, y1: y(level), y2: y(level), class: "nv-usual" })] : []),
  );
}

function drawLegend(legend, { lines, text }, at) {
  keepCount(legend, lines.length, () => element("span", {}, element("i"), element("span"), element("b"))).forEach(
    (node, i) => {
      node.children[0].style.background = lines[i].color;
      setText(node.children[1], lines[i].name);
      setText(node.children[2], at >= 0 ? text(lines[i].values[at]) : "");
    },
  );
}
