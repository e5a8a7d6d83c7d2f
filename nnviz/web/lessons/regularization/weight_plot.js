// One weight's cost: what the data ask for, what the penalty adds, and their sum, whose lowest point is the weight that is learnt.

import { element, setAttributes, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { short, tickText } from "../../base/numbers.js";
import { clamp, scale, ticks } from "../../base/scales.js";
import { best, costs } from "./penalty.js";
import { REACH } from "./state.js";

const PAD = { left: 40, right: 14, top: 14, bottom: 36 };
const HEIGHT = 330;
const HIGHEST = 4; // of the cost's axis
const POINTS = 201;

/** @returns {update(state), destroy()}; on.star(w*) while it is dragged */
export function createWeightPlot(root, on) {
  const curve = (name, part) => svg("path", { class: `lr-curve lr-${name}`, "data-part": part });
  const marks = {
    grid: svg("g", { class: "nv-grid" }),
    loss: curve("loss", "L"),
    penalty: curve("penalty", "O l"),
    total: curve("total", "J"),
    guide: svg("path", { class: "lr-guide" }),
    lowest: svg("g", { class: "lr-lowest", "data-part": "w" }, svg("circle", { r: 7 }), svg("text", {})),
    star: svg(
      "g",
      { class: "lr-star", "data-part": "s", tabindex: "0", role: "slider", "aria-label": "What the data ask for, w*" },
      svg("circle", { class: "lr-grip", r: 18 }),
      svg("path", { d: "M0 -9 9 0 0 9 -9 0Z" }),
      svg("text", { y: -14 }, "w*"),
    ),
  };
  const picture = svg("svg", { class: "lr-plot", role: "img" }, ...Object.values(marks));
  root.append(picture, legend());
  const plot = { on, marks, picture, width: 0, state: null, x: null };
  draggable(marks.star, picture, {
    to: (x) => plot.x && on.star(plot.x.invert(x)),
    by: (dx) => on.star(plot.state.star + 0.05 * dx),
  });
  return sized(root, plot, draw, { field: "state" });
}

function legend() {
  const key = (name, words) => element("span", {}, element("i", { class: `lr-key lr-key${name}` }), words);
  const keys = [key("loss", "what the data ask for"), key("penalty", "the penalty"), key("total", "both together")];
  return element("div", { class: "lr-legend" }, ...keys);
}

function draw(plot) {
  const { marks, picture, width, state } = plot;
  if (!state || !width) return;
  const x = scale([-REACH, REACH], [PAD.left, width - PAD.right]);
  const y = scale([0, HIGHEST], [HEIGHT - PAD.bottom, PAD.top]);
  plot.x = x;
  const weight = best(state);
  const { total } = costs(weight, state);
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    "aria-label": `Cost of one weight: the data ask for ${short(state.star)}, the lowest cost is at ${short(weight)}`,
  });
  marks.grid.replaceChildren(...grid(x, y, width));
  for (const name of ["loss", "penalty", "total"]) marks[name].setAttribute("d", path(name, state, x, y));
  marks.guide.setAttribute("d", `M${x(weight)} ${y(0)}V${y(total)}`);
  marks.lowest.setAttribute("transform", `translate(${x(weight)} ${y(clamp(total, 0, HIGHEST))})`);
  setAttributes(marks.lowest.lastChild, { x: 12, y: 4 });
  marks.lowest.lastChild.textContent = `learnt: ${short(weight)}`;
  setAttributes(marks.star, {
    transform: `translate(${x(state.star)} ${y(0)})`,
    "aria-valuemin": -REACH,
    "aria-valuemax": REACH,
    "aria-valuenow": state.star,
  });
}

/** The curve where it is on the picture: each is in one piece there. */
function path(name, state, x, y) {
  const points = Array.from({ length: POINTS }, (_, i) => -REACH + (2 * REACH * i) / (POINTS - 1))
    .map((w) => [w, costs(w, state)[name]])
    .filter(([, cost]) => cost <= HIGHEST * 1.02)
    .map(([w, cost]) => `${x(w).toFixed(1)} ${y(cost).toFixed(1)}`);
  return points.length ? `M${points.join("L")}` : "";
}

function grid(x, y, width) {
  const level = ticks(0, HIGHEST, 4);
  return [
    ...level.flatMap((value) => [
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
      svg("text", { x: PAD.left - 7, y: y(value) + 4, "text-anchor": "end" }, tickText(value)),
    ]),
    ...ticks(-REACH, REACH, 5).map((value) =>
      svg("text", { x: x(value), y: HEIGHT - 14, "text-anchor": "middle" }, tickText(value)),
    ),
    svg("line", { class: "lr-zero", x1: x(0), x2: x(0), y1: PAD.top, y2: HEIGHT - PAD.bottom }),
  ];
}
