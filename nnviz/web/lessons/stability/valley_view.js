// A loss of one weight with the balls that roll on it, and below it where every start would end.

import { element, setAttributes, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { short, tickText } from "../../base/numbers.js";
import { clamp, scale, ticks } from "../../base/scales.js";
import { REACH, VALLEYS } from "./valleys.js";

const PAD = { left: 16, right: 16, top: 18, bottom: 58 };
const HEIGHT = 380;
const POINTS = 361;
const STRIP = 16;
const HOPS = 26; // steps of one ball that are drawn as arcs

/** @returns {update({state, ways, basins, shown}), destroy()}; on.start(w) while the ball is dragged */
export function createValleyView(root, on) {
  const marks = {
    grid: svg("g", { class: "nv-grid" }),
    strip: svg("g", { class: "ls-strip", "data-part": "k" }),
    curve: svg("path", { class: "ls-curve", "data-part": "f" }),
    hops: svg("path", { class: "ls-hops" }),
    ends: svg("g", { class: "ls-ends" }),
    slope: svg("path", { class: "ls-slope", "data-part": "g" }),
    step: svg("path", { class: "ls-step", "data-part": "e" }),
    ball: svg(
      "g",
      {
        class: "ls-ball",
        "data-part": "w",
        tabindex: "0",
        role: "slider",
        "aria-label": "The weight before the first step",
      },
      svg("circle", { class: "ls-grip", r: 20 }),
      svg("circle", { r: 9 }),
    ),
  };
  const picture = svg(
    "svg",
    { class: "ls-valley", role: "img", "aria-label": "The loss of one weight" },
    ...Object.values(marks),
  );
  root.append(
    picture,
    element(
      "p",
      { class: "ls-stripwords nl-muted" },
      "The strip: in which minimum a ball from there comes to rest; grey, in none.",
    ),
  );
  const view = { on, marks, picture, width: 0, shown: null, x: null };
  draggable(marks.ball, picture, {
    to: (x) => view.x && on.start(view.x.invert(x)),
    by: (dx) => on.start(view.shown.state.start + 0.05 * dx),
  });
  return sized(root, view, draw);
}

function draw(view) {
  const { marks, picture, width, shown } = view;
  if (!shown || !width) return;
  const { state, ways, basins, theme, steps } = shown;
  const { at, highest } = VALLEYS[state.valley];
  const x = scale([-REACH, REACH], [PAD.left, width - PAD.right]);
  const y = scale([-0.08 * highest, highest], [HEIGHT - PAD.bottom, PAD.top]);
  view.x = x;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  marks.grid.replaceChildren(...axis(x));
  drawStrip(marks.strip, basins, x, theme);
  marks.curve.setAttribute("d", curve(at, x, y, highest));
  drawWays(marks, ways, at, { x, y, highest, steps, basins, theme });
  drawStep(marks, state, { at, x, y });
}

function axis(x) {
  return ticks(-REACH, REACH, 7).map((value) =>
    svg("text", { x: x(value), y: HEIGHT - 8, "text-anchor": "middle" }, tickText(value)),
  );
}

function curve(at, x, y, highest) {
  const points = Array.from({ length: POINTS }, (_, i) => -REACH + (2 * REACH * i) / (POINTS - 1)).map((w) => {
    const height = Math.min(at(w).value, highest * 1.05);
    return `${x(w).toFixed(1)} ${y(height).toFixed(1)}`;
  });
  return `M${points.join("L")}`;
}

/** Neighbouring starts that end alike are one rectangle. */
function drawStrip(strip, { ends }, x, theme) {
  const width = (2 * REACH) / ends.length;
  const pieces = [];
  for (let i = 0; i < ends.length; i++) {
    const last = pieces.at(-1);
    if (last?.end === ends[i]) last.to = i + 1;
    else pieces.push({ end: ends[i], from: i, to: i + 1 });
  }
  strip.replaceChildren(
    ...pieces.map(({ end, from, to }) => {
      const [left, right] = [x(-REACH + from * width), x(-REACH + to * width)];
      const shape = { x: left, width: right - left + 0.3, y: HEIGHT - PAD.bottom + 16, height: STRIP };
      return svg("rect", { ...shape, fill: basinColour(theme, end) });
    }),
  );
}

export function basinColour(theme, end) {
  return end < 0 ? theme.grid : theme.classes[(end + 2) % theme.classes.length];
}

function drawWays(marks, ways, at, { x, y, highest, steps, basins, theme }) {
  const height = (w) => y(clamp(at(w).value, 0, highest));
  const inside = (w) => clamp(w, -REACH - 0.2, REACH + 0.2);
  const hops = ways.length > 1 ? [] : ways[0].slice(0, Math.min(steps, HOPS) + 1);
  const arcs = hops.slice(1).map((w, i) => {
    const [from, to] = [inside(hops[i]), inside(w)];
    const [x0, y0, x1, y1] = [x(from), height(from), x(to), height(to)];
    const up = Math.min(y0, y1) - Math.min(46, 8 + Math.abs(x1 - x0) / 4);
    return `M${x0} ${y0}Q${(x0 + x1) / 2} ${up} ${x1} ${y1}`;
  });
  marks.hops.setAttribute("d", arcs.join(""));
  const dots = ways.map((way) => {
    const w = inside(way[Math.min(steps, way.length - 1)]);
    return svg("circle", { cx: x(w), cy: height(w), r: ways.length > 1 ? 5 : 6.5 });
  });
  marks.ends.replaceChildren(...basins.minima.map((w, i) => minimum(x(w), height(w), basinColour(theme, i))), ...dots);
}

function minimum(x, y, colour) {
  return svg("path", { class: "ls-minimum", d: `M${x - 6} ${y + 14}L${x} ${y + 5}L${x + 6} ${y + 14}Z`, fill: colour });
}

function drawStep(marks, state, { at, x, y }) {
  const { start, rate, limit, balls } = state;
  const { value, slope } = at(start);
  const used = limit && Math.abs(slope) > limit ? limit * Math.sign(slope) : slope;
  const [cx, cy] = [x(start), y(value)];
  const run = 46 / Math.hypot(1, slope * ((y(0) - y(1)) / (x(1) - x(0))));
  const rise = (slope * run * (y(0) - y(1))) / (x(1) - x(0));
  marks.slope.setAttribute("d", `M${cx - run} ${cy + rise}L${cx + run} ${cy - rise}`);
  const end = x(clamp(start - rate * used, -REACH, REACH));
  const way = Math.sign(end - cx);
  const head = Math.abs(end - cx) > 8 ? `M${end - 7 * way} -5L${end} 0L${end - 7 * way} 5` : "";
  marks.step.setAttribute("d", `M${cx} 0H${end}${head}`);
  marks.step.setAttribute("transform", `translate(0 ${HEIGHT - PAD.bottom + 7})`);
  setAttributes(marks.ball, {
    transform: `translate(${cx} ${cy})`,
    "aria-valuemin": -REACH,
    "aria-valuemax": REACH,
    "aria-valuenow": short(start),
  });
  for (const part of [marks.ball, marks.slope, marks.step]) part.toggleAttribute("hidden", balls > 1);
}
