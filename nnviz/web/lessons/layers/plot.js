// What both charts of the lesson share: axes of a square world, paths through points.

import { svg } from "../../base/dom.js";
import { tickText } from "../../base/numbers.js";

/** "M…L…" through points in pixels. */
export function through(points) {
  let text = "";
  for (const [x, y] of points) text += `${text ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
  return text;
}

/** Grid lines with their values at the left. */
export function heights(y, values, left, right) {
  return values.flatMap((value) => [
    svg("line", { x1: left, x2: right, y1: y(value), y2: y(value), class: value === 0 ? "la-zero" : "la-gridline" }),
    svg("text", { x: left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value)),
  ]);
}

/** Values along the bottom. */
export function widths(x, values, bottom) {
  return values.map((value) => svg("text", { x: x(value), y: bottom + 16, "text-anchor": "middle" }, tickText(value)));
}
