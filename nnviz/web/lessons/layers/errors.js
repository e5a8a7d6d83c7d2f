// The error against the number of units: the even spread as a line, the reader's own network as a dot.

import { element, setAttributes, sized, svg } from "../../base/dom.js";
import { tickText } from "../../base/numbers.js";
import { clamp, scale } from "../../base/scales.js";
import { through } from "./plot.js";
import { MOST } from "./state.js";

const PAD = { left: 46, right: 10, top: 8, bottom: 34 };
const HEIGHT = 150;
const DOMAIN = [0.001, 1];

/** @returns {update({errors, count, error}), destroy()} */
export function createErrors(root) {
  const marks = {
    grid: svg("g", { class: "la-frame" }),
    line: svg("path", { class: "la-even" }),
    dots: svg("g", { class: "la-evendots" }),
    own: svg("circle", { r: 6.5, class: "la-own" }),
  };
  const picture = svg("svg", { role: "img" }, ...Object.values(marks));
  const title = element("h3", { class: "nl-title" }, "Error against the number of units");
  const key = element(
    "p",
    { class: "la-key nl-muted" },
    element("span", {}, element("i", { class: "la-dot" }), "yours"),
    element("span", {}, element("i", { class: "la-dash" }), "steps spread evenly, heights fitted"),
  );
  root.append(title, picture, key);
  const view = { now: null, width: 0, marks, picture, drawn: null };
  return sized(root, view, draw, {
    field: "now",
    arrange: () => Object.assign(view, { drawn: null }),
  });
}

function draw(view) {
  const { now, width, marks, picture } = view;
  if (!now || !width) return;
  const x = scale([0, MOST.units], [PAD.left, width - PAD.right]);
  const y = scale(DOMAIN, [HEIGHT - PAD.bottom, PAD.top], true);
  if (view.drawn !== now.errors) {
    view.drawn = now.errors;
    drawGrid(view, x, y);
    const points = now.errors.map((error, count) => [x(count), y(clamp(error, ...DOMAIN))]);
    setAttributes(marks.line, { d: through(points) });
    marks.dots.replaceChildren(...points.map(([cx, cy]) => svg("circle", { cx, cy, r: 2 })));
  }
  setAttributes(marks.own, { cx: x(now.count).toFixed(1), cy: y(clamp(now.error, ...DOMAIN)).toFixed(1) });
  setAttributes(picture, { "aria-label": `Your ${now.count} units have an error of ${now.error.toFixed(3)}` });
}

function drawGrid({ width, marks, picture }, x, y) {
  const bottom = HEIGHT - PAD.bottom;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  marks.grid.replaceChildren(
    ...[0.001, 0.01, 0.1, 1].flatMap((value) => [
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value), class: "la-gridline" }),
      svg("text", { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value)),
    ]),
    ...[0, 4, 8, 12, 16, 20, 24].map((count) =>
      svg("text", { x: x(count), y: bottom + 15, "text-anchor": "middle" }, String(count)),
    ),
    svg("text", { x: (PAD.left + width - PAD.right) / 2, y: bottom + 31, "text-anchor": "middle" }, "hidden units"),
  );
}
