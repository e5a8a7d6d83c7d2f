// One small chart of lines over steps: title, the last values in the legend, lowest and highest on the axis.

import { element, fitCanvas, setText } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { extent, scale } from "../base/scales.js";

const [HEIGHT, LEFT, BOTTOM, TOP] = [110, 44, 18, 8];

/** @returns {node, draw({title, unit, series: [{name, values, color}]}, width, theme)}; steps are evenly spaced from 0. */
export function createCurves() {
  const canvas = element("canvas", { role: "img" });
  const head = element("div", { class: "ng-charthead" });
  const node = element("figure", { class: "ng-chart" }, head, canvas);
  return { node, draw: (chart, width, theme) => draw({ canvas, head }, chart, width, theme) };
}

function draw({ canvas, head }, { title, unit, last, series }, width, theme) {
  const said = series.map(({ name, values }) => `${name} ${short(values.at(-1) ?? 0)}`).join(", ");
  canvas.setAttribute("aria-label", `${title}: ${said}`);
  head.replaceChildren(element("b", {}, title), ...series.map(({ name, values, color }) => key(name, values, color)));
  const context = fitCanvas(canvas, width, HEIGHT);
  context.clearRect(0, 0, width, HEIGHT);
  const [low, high] = extent(...series.map(({ values }) => values));
  const most = Math.max(1, ...series.map(({ values }) => values.length - 1));
  const x = scale([0, most], [LEFT, width - 8]);
  const y = scale([low, high > low ? high : low + 1], [HEIGHT - BOTTOM, TOP]);
  axes(context, {
    x,
    y,
    width,
    theme,
    low,
    high: high > low ? high : low + 1,
    end: `${unit} ${last.toLocaleString("en")}`,
  });
  for (const { values, color } of series) line(context, values, x, y, color);
}

function key(name, values, color) {
  const value = element("span", { class: "ng-number" });
  setText(value, values.length ? short(values.at(-1)) : "–");
  return element("span", {}, element("i", { class: "ng-line", style: `background: ${color}` }), `${name} `, value);
}

function axes(context, { y, width, theme, low, high, end }) {
  Object.assign(context, { strokeStyle: theme.grid, fillStyle: theme.muted, lineWidth: 1, font: "11px sans-serif" });
  context.textBaseline = "middle";
  context.textAlign = "right";
  for (const value of [low, high]) {
    context.beginPath();
    context.moveTo(LEFT, y(value));
    context.lineTo(width - 8, y(value));
    context.stroke();
    context.fillText(short(value), LEFT - 6, y(value));
  }
  context.fillText(end, width - 8, HEIGHT - 7);
  context.textAlign = "left";
  context.fillText("0", LEFT, HEIGHT - 7);
}

function line(context, values, x, y, color) {
  Object.assign(context, { strokeStyle: color, lineWidth: 1.8 });
  context.beginPath();
  for (const [i, value] of values.entries()) {
    if (i) context.lineTo(x(i), y(value));
    else context.moveTo(x(i), y(value));
  }
  context.stroke();
}
