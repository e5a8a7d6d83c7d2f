// How far a unit sees: a cut through a stack of layers, one row of units a layer, and the cone of one unit down to the input.

import { element, setAttributes, svg, watchWidth } from "../../base/dom.js";
import { clamp } from "../../base/scales.js";
import { receptiveFields } from "./convolution.js";

const GAP = 46;
const TOP = 16;

/** on.pick(index) when a unit of the top row is pointed at. @returns {update({layers, chosen}), destroy()} */
export function createReceptive(root, on) {
  const picture = svg("svg", { class: "rf-picture", role: "slider", tabindex: "0" });
  root.append(element("div", { class: "rf-stage" }, picture));
  const view = { now: null, width: 0 };

  function draw() {
    const { now, width } = view;
    if (!now || !width) return;
    const plan = planOf(now.layers, width);
    const { rows, fields, x } = plan;
    const top = rows.length - 1;
    view.at = clamp(now.chosen ?? Math.floor(rows[top].count / 2), 0, rows[top].count - 1);
    const cone = coneOf(rows, now.layers, view.at);
    setAttributes(picture, {
      viewBox: `0 0 ${width} ${plan.height}`,
      width,
      height: plan.height,
      "aria-label": `One unit of layer ${top} sees ${fields[top].size} of the input's pixels along one axis`,
      "aria-valuenow": view.at,
      "aria-valuetext": `unit ${view.at + 1} of ${rows[top].count}`,
    });
    picture.replaceChildren(
      svg("g", { class: "rf-lines" }, ...linesOf(plan, cone, now.layers)),
      svg("g", { class: "rf-dots" }, ...dotsOf(plan, cone)),
      ...wordsOf(plan, width),
    );
    view.x = (i) => x(top, i);
    view.count = rows[top].count;
  }

  picture.addEventListener("pointermove", (event) => {
    if (!view.x) return;
    const inside = event.clientX - picture.getBoundingClientRect().left;
    const wide = view.count > 1 ? view.x(1) - view.x(0) : 1;
    on.pick(clamp(Math.round((inside - view.x(0)) / wide), 0, view.count - 1));
  });
  picture.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!move) return;
    event.preventDefault();
    on.pick(clamp(view.at + move, 0, view.count - 1));
  });
  const stopWatching = watchWidth(root, (width) => {
    view.width = width;
    draw();
  });
  return {
    update: (next) => {
      const key = JSON.stringify(next);
      if (key === view.key) return;
      Object.assign(view, { now: next, key });
      draw();
    },
    destroy: () => {
      stopWatching();
      root.replaceChildren();
    },
  };
}

/** Where everything stands: the rows of units, what each sees, and the pixels of unit `i` of a row. */
function planOf(layers, width) {
  const rows = rowsOf(layers);
  const step = (width - 92) / rows[0].count;
  const height = TOP * 2 + (rows.length - 1) * GAP;
  const x = (row, i) => 8 + (rows[row].start + i * rows[row].jump + 0.5) * step;
  const y = (row) => height - TOP - row * GAP;
  return { rows, fields: receptiveFields(layers), step, height, x, y };
}

function linesOf({ x, y }, cone, layers) {
  const line = (r, i, j) => svg("line", { x1: x(r + 1, i), y1: y(r + 1), x2: x(r, j), y2: y(r) });
  return cone.slice(1).flatMap((units, r) => units.flatMap((i) => taps(layers[r], i).map((j) => line(r, i, j))));
}

function dotsOf({ rows, step, x, y }, cone) {
  const size = Math.min(step * 0.36, 7);
  const dot = (r, i) =>
    svg("circle", {
      cx: x(r, i),
      cy: y(r),
      r: Math.min(r ? size + 1 : size, 7),
      class: cone[r].includes(i) ? "rf-seen" : "",
      "data-row": r,
      "data-i": i,
    });
  return rows.flatMap(({ count }, r) => Array.from({ length: count }, (_, i) => dot(r, i)));
}

function wordsOf({ rows, fields, y }, width) {
  return rows.map((_, r) => svg("text", { x: width - 78, y: y(r) + 4 }, r ? `sees ${fields[r].size}` : "input"));
}

/** Units of every layer without padding, as wide an input as gives the top layer five: start and distance in input pixels. */
export function rowsOf(layers, wanted = 5) {
  const fields = receptiveFields(layers);
  const last = fields[fields.length - 1];
  const count = last.size + (wanted - 1) * last.jump;
  const rows = [{ count, jump: 1, start: 0 }];
  layers.forEach(({ size, stride, dilation }, i) => {
    const before = rows[i];
    rows.push({
      count: Math.floor((before.count - dilation * (size - 1) - 1) / stride) + 1,
      jump: before.jump * stride,
      start: before.start + (dilation * (size - 1) * before.jump) / 2,
    });
  });
  return rows;
}

/** The units of the row below that unit `i` of a layer takes in. */
function taps({ size, stride, dilation }, i) {
  return Array.from({ length: size }, (_, m) => i * stride + m * dilation);
}

/** For every row, the units that the chosen unit of the top row depends on. */
export function coneOf(rows, layers, chosen) {
  const cone = Array.from(rows, () => []);
  cone[rows.length - 1] = [chosen];
  for (let r = rows.length - 1; r > 0; r--) {
    cone[r - 1] = [...new Set(cone[r].flatMap((i) => taps(layers[r - 1], i)))].sort((a, b) => a - b);
  }
  return cone;
}
