// The curve of a function around the number that went in, and where that number is on it.

import { svg } from "../base/dom.js";
import { extent, scale } from "../base/scales.js";

const [WIDE, HIGH, ROOM] = [190, 92, 8];

/** @param points {shape: [2, n], values}; x and y the number that went in and what came out */
export function curve(points, x, y) {
  const n = points.shape[1];
  const [xs, ys] = [points.values.subarray(0, n), points.values.subarray(n)];
  const [low, high] = extent(ys, [y, 0]);
  const across = scale([xs[0], xs[n - 1]], [ROOM, WIDE - ROOM]);
  const up = scale([low, high], [HIGH - ROOM, ROOM]);
  const place = (k) => `${across(xs[k]).toFixed(1)} ${up(ys[k]).toFixed(1)}`;
  const line = Array.from({ length: n }, (_, k) => (Number.isFinite(ys[k]) ? place(k) : null)).filter(Boolean);
  return svg(
    "svg",
    { class: "nu-curve", viewBox: `0 0 ${WIDE} ${HIGH}`, width: WIDE, height: HIGH, "aria-hidden": "true" },
    svg("path", { class: "nu-axis", d: `M${ROOM} ${up(0)}H${WIDE - ROOM}M${across(0)} ${ROOM}V${HIGH - ROOM}` }),
    svg("path", { class: "nu-line", d: `M${line.join("L")}` }),
    svg("path", { class: "nu-drop", d: `M${across(x)} ${up(0)}V${up(y)}H${across(0)}` }),
    svg("circle", { class: "nu-dot", cx: across(x), cy: up(y), r: 4.5 }),
  );
}
