// The numbers of all examples as bars: above the line those that are positive, below it the others; a threshold to drag.

import { setAttributes, svg } from "./dom.js";
import { draggable } from "./drag.js";
import { short } from "./numbers.js";
import { clamp, scale, ticks } from "./scales.js";
import { bins } from "./threshold_counts.js";

const [HEIGHT, BOTTOM, SIDE] = [250, 26, 10];
const BINS = 50;

/** @returns {node, draw(view)}; `moved(threshold)` while it is dragged; `height` in pixels */
export function createHistogram(moved, height = HEIGHT) {
  const parts = {
    shade: svg("rect", { class: "th-called", y: 0, height: height - BOTTOM }),
    bars: svg("g"),
    axis: svg("g", { class: "th-axis" }),
    line: svg("line", { class: "th-line" }),
    grip: svg("circle", { class: "th-grip", r: 8 }),
  };
  const handle = svg("g", { class: "th-handle", tabindex: 0, role: "slider", "aria-label": "Threshold" });
  handle.append(parts.line, parts.grip);
  const node = svg("svg", { class: "th-histogram", height });
  node.append(parts.shade, parts.bars, parts.axis, handle);
  const state = { at: null, shown: null };
  const to = (x) => state.at && moved(clamp(state.at.invert(x), state.shown.low, state.shown.high));
  const step = (dx, dy) => {
    const { threshold, low, high } = state.shown;
    moved(clamp(threshold + ((dx + dy) * (high - low)) / 100, low, high));
  };
  draggable(node, node, { to, start: (x) => to(x) });
  draggable(handle, node, { to, by: step });
  return { node, draw: (view) => draw({ node, handle, ...parts }, state, { ...view, height }) };
}

function draw(parts, state, view) {
  const { width, height, low, high, threshold } = view;
  state.shown = view;
  state.at = scale([low, high], [SIDE, width - SIDE]);
  const x = state.at(clamp(threshold, low, high));
  setAttributes(parts.node, { width, viewBox: `0 0 ${width} ${height}` });
  setAttributes(parts.shade, { x, width: Math.max(0, width - SIDE - x) });
  setAttributes(parts.line, { x1: x, x2: x, y1: 0, y2: height - BOTTOM });
  setAttributes(parts.grip, { cx: x, cy: (height - BOTTOM) / 2 });
  setAttributes(parts.handle, {
    "aria-valuemin": low,
    "aria-valuemax": high,
    "aria-valuenow": threshold,
    "aria-valuetext": short(threshold),
  });
  parts.bars.replaceChildren(...bars(view, state.at));
  parts.axis.replaceChildren(...axis(view, state.at, width));
}

/** Bars as high as the root of how many they stand for, so that few beside many can be seen. */
function bars({ positive, negative, low, high, threshold, height }, at) {
  const [up, down] = [bins(positive, low, high, BINS), bins(negative, low, high, BINS)];
  const most = Math.sqrt(Math.max(1, ...up, ...down));
  const [middle, room] = [(height - BOTTOM) / 2, (height - BOTTOM) / 2 - 4];
  return [
    [up, -1],
    [down, 1],
  ].flatMap(([counts, side]) =>
    counts.flatMap((count, k) => {
      if (!count) return [];
      const [from, to] = [low + ((high - low) * k) / BINS, low + ((high - low) * (k + 1)) / BINS];
      const called = (from + to) / 2 >= threshold;
      const size = Math.max(1.5, (Math.sqrt(count) / most) * room);
      const bar = svg("rect", {
        class: called === side < 0 ? "th-right" : "th-wrong",
        x: at(from) + 0.5,
        width: Math.max(1, at(to) - at(from) - 1),
        y: side < 0 ? middle - size : middle,
        height: size,
      });
      bar.append(svg("title", {}, `${count.toLocaleString("en")} from ${short(from)} to ${short(to)}`));
      return [bar];
    }),
  );
}

function axis({ low, high, height }, at, width) {
  const middle = (height - BOTTOM) / 2;
  const places = ticks(low, high, 5);
  return [
    svg("line", { x1: SIDE, x2: width - SIDE, y1: middle, y2: middle }),
    ...places.map((value) =>
      svg(
        "text",
        { x: at(value), y: height - 8, "text-anchor": value === low ? "start" : value === high ? "end" : "middle" },
        short(value, 2),
      ),
    ),
  ];
}
