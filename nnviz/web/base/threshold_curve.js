// One curve over all thresholds, and the place on it of the one that is chosen, which may be dragged along it.

import { setAttributes, svg } from "./dom.js";
import { draggable } from "./drag.js";
import { percent } from "./numbers.js";
import { scale } from "./scales.js";
import { point } from "./threshold_counts.js";

const [HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [250, 44, 34, 24, 10];
export const CURVES = {
  roc: { title: "ROC", x: "False alarms", y: "Found" },
  pr: { title: "Precision", x: "Found", y: "Precision" },
  gain: { title: "Gain", x: "Called, of all", y: "Found" },
};

/**
 * @returns {node, draw(view)}; `moved(threshold)` while its point is dragged along it; the area up to it is shaded.
 * `others` of a view: walks of other networks, [{title, walked}], drawn below it.
 */
export function createCurve(moved, height = HEIGHT) {
  const parts = {
    area: svg("path", { class: "th-area", "data-part": "area" }),
    axes: svg("g", { class: "th-axis" }),
    even: svg("path", { class: "th-even" }),
    others: svg("g", {}),
    line: svg("path", { class: "th-curve" }),
    dot: svg("circle", { class: "th-dot", r: 7, tabindex: 0, role: "slider" }),
  };
  const node = svg("svg", { height, role: "group", class: "th-drags" });
  node.append(...Object.values(parts));
  const state = { shown: null };
  const to = (x, y) => {
    if (state.shown) moved(nearest(state, x, y));
  };
  draggable(node, node, { to, start: to, by: (dx, dy) => state.shown && moved(next(state, dx + dy)) });
  return {
    node,
    draw: (view) => {
      state.shown = view;
      draw({ node, ...parts }, state, { ...view, height });
    },
  };
}

/** The threshold of the place on the curve that is nearest to a pixel; a finite one. */
function nearest({ shown, x, y }, px, py) {
  const far = (one) => {
    const [a, b] = point(shown.curve, one);
    const away = Math.hypot(x(a) - px, y(b) - py);
    return Number.isNaN(away) ? Infinity : away;
  };
  return inside(
    shown.walked.reduce((best, one) => (far(one) < far(best) ? one : best)),
    shown,
  );
}

/** So many places on along the curve, which falls as the threshold rises. */
function next({ shown }, by) {
  const { walked, threshold } = shown;
  const at = walked.findLastIndex((one) => one.threshold >= threshold);
  return inside(walked[Math.min(Math.max(at + by, 0), walked.length - 1)], shown);
}

function inside({ threshold }, { low, high }) {
  if (threshold === Infinity) return high;
  return threshold === -Infinity ? low : threshold;
}

function draw(parts, state, view) {
  const { curveWidth: width, height, curve, walked, counts, threshold, positive, negative } = view;
  const [x, y] = [scale([0, 1], [LEFT, width - RIGHT]), scale([0, 1], [height - BOTTOM, TOP])];
  Object.assign(state, { x, y });
  const path = (points) => points.map(([a, b], k) => `${k ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
  const finite = (places) => places.map((one) => point(curve, one)).filter((pair) => pair.every(Number.isFinite));
  const [there, upTo] = [finite(walked), finite(walked.filter((one) => one.threshold >= threshold))];
  const share = positive.length / (positive.length + negative.length);
  const even =
    curve === "pr"
      ? [
          [0, share],
          [1, share],
        ]
      : [
          [0, 0],
          [1, 1],
        ];
  setAttributes(parts.node, { width, viewBox: `0 0 ${width} ${height}` });
  setAttributes(parts.line, { d: path(there) });
  setAttributes(parts.even, { d: path(even) });
  drawOthers(parts.others, view, path, finite, x, y);
  const under = upTo.length ? `${path(upTo)}V${y(0).toFixed(1)}H${x(upTo[0][0]).toFixed(1)}Z` : "";
  setAttributes(parts.area, { d: under });
  const [a, b] = point(curve, counts);
  const shown = Number.isFinite(a) && Number.isFinite(b);
  const { title, x: across, y: up } = CURVES[curve];
  const words = `${across.toLowerCase()} ${percent(a)}, ${up.toLowerCase()} ${percent(b)}`;
  setAttributes(parts.dot, {
    cx: shown ? x(a) : 0,
    cy: shown ? y(b) : 0,
    visibility: shown ? null : "hidden",
    "aria-label": `${title}: the threshold's place`,
    "aria-valuenow": threshold,
    "aria-valuetext": words,
  });
  setAttributes(parts.node, { "aria-label": `${title}: ${words}` });
  parts.axes.replaceChildren(...axes(x, y, view, across, up));
}

/** Curves of other networks, each with its name where it is half-way up. */
function drawOthers(place, { curve, others = [] }, path, finite, x, y) {
  place.replaceChildren(
    ...others.flatMap(({ title, walked }) => {
      const points = finite(walked);
      const [a, b] = points.find(([, up]) => (curve === "pr" ? up < 0.8 : up > 0.6)) ?? points.at(-1);
      const left = x(a) > x(1) - 8 * title.length;
      const place = { x: x(a) + (left ? -8 : 8), y: y(b) + 14, "text-anchor": left ? "end" : "start" };
      const name = svg("text", { class: "th-othername", ...place }, title);
      return [svg("path", { class: "th-other", d: path(points) }), name];
    }),
  );
}

function axes(x, y, { curveWidth: width, height }, across, up) {
  const lines = [0, 0.5, 1].flatMap((value) => [
    svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
    svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, `${100 * value} %`),
    svg("text", { x: x(value), y: height - 18, "text-anchor": value === 1 ? "end" : "middle" }, `${100 * value} %`),
  ]);
  const title = svg("text", { x: (LEFT + width - RIGHT) / 2, y: height - 4, "text-anchor": "middle" }, across);
  return [...lines, title, svg("text", { x: LEFT, y: 12 }, up)];
}
