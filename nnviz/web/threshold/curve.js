// One curve over all thresholds, and the place on it of the one that is chosen.

import { setAttributes, svg } from "../base/dom.js";
import { percent } from "../base/numbers.js";
import { scale } from "../base/scales.js";
import { point } from "./counts.js";

const [HEIGHT, LEFT, BOTTOM, TOP, RIGHT] = [250, 44, 34, 24, 10];
export const CURVES = {
  roc: { title: "ROC", x: "False alarms", y: "Found" },
  pr: { title: "Precision", x: "Found", y: "Precision" },
  gain: { title: "Gain", x: "Called, of all", y: "Found" },
};

export function createCurve() {
  const parts = {
    axes: svg("g", { class: "th-axis" }),
    even: svg("path", { class: "th-even" }),
    line: svg("path", { class: "th-curve" }),
    dot: svg("circle", { class: "th-dot", r: 6 }),
  };
  const node = svg("svg", { height: HEIGHT, role: "img" });
  node.append(...Object.values(parts));
  return { node, draw: (view) => draw({ node, ...parts }, view) };
}

function draw(parts, { curveWidth: width, curve, walked, counts, positive, negative }) {
  const [x, y] = [scale([0, 1], [LEFT, width - RIGHT]), scale([0, 1], [HEIGHT - BOTTOM, TOP])];
  const path = (points) => points.map(([a, b], k) => `${k ? "L" : "M"}${x(a).toFixed(1)} ${y(b).toFixed(1)}`).join("");
  const there = walked.map((one) => point(curve, one)).filter((pair) => pair.every(Number.isFinite));
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
  setAttributes(parts.node, { width, viewBox: `0 0 ${width} ${HEIGHT}` });
  setAttributes(parts.line, { d: path(there) });
  setAttributes(parts.even, { d: path(even) });
  const [a, b] = point(curve, counts);
  const shown = Number.isFinite(a) && Number.isFinite(b);
  setAttributes(parts.dot, { cx: shown ? x(a) : 0, cy: shown ? y(b) : 0, visibility: shown ? null : "hidden" });
  const { title, x: across, y: up } = CURVES[curve];
  setAttributes(parts.node, {
    "aria-label": `${title}: ${across.toLowerCase()} ${percent(a)}, ${up.toLowerCase()} ${percent(b)}`,
  });
  parts.axes.replaceChildren(...axes(x, y, width, across, up));
}

function axes(x, y, width, across, up) {
  const lines = [0, 0.5, 1].flatMap((value) => [
    svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
    svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, `${100 * value} %`),
    svg("text", { x: x(value), y: HEIGHT - 18, "text-anchor": value === 1 ? "end" : "middle" }, `${100 * value} %`),
  ]);
  const title = svg("text", { x: (LEFT + width - RIGHT) / 2, y: HEIGHT - 4, "text-anchor": "middle" }, across);
  return [...lines, title, svg("text", { x: LEFT, y: 12 }, up)];
}
