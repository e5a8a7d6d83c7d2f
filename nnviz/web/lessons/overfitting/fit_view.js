// The examples, the true curve, the fit to them, and the fits that other samples would have given.

import { fixed } from "../../base/controls.js";
import { element, fitCanvas, keepCount, setAttributes, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { tickText } from "../../base/numbers.js";
import { clamp, scale } from "../../base/scales.js";
import { GRID, TRUTHS } from "./fits.js";

const PAD = { left: 30, right: 10, top: 8, bottom: 26 };
const HEIGHT = 344;

/**
 * on.point(i, x, y).
 * @returns {update({own {x, y}, fit, fits, mean, truth, ghosts, theme, words}), destroy()}
 */
export function createFitView(root, on) {
  const canvas = element("canvas", { "aria-hidden": "true" });
  const path = (kind, part) => svg("path", { class: `of-${kind}`, "data-part": part });
  const marks = {
    axes: svg("g", { class: "of-axes" }),
    truth: path("truth", "f"),
    mean: path("mean", "m"),
    fit: path("fit", "p"),
    points: svg("g", { "data-part": "n" }),
  };
  const picture = svg("svg", { class: "of-fit-over", role: "group" }, ...Object.values(marks));
  const stage = element("div", { class: "of-stage" }, canvas, picture);
  root.append(stage);
  const view = { on, now: null, width: 0, canvas, picture, marks, stage, drawn: {} };
  return sized(root, view, draw, {
    field: "now",
    arrange: (width) => {
      view.x = scale([-1, 1], [PAD.left, width - PAD.right]);
      view.y = scale([-2, 2], [HEIGHT - PAD.bottom, PAD.top]);
      view.drawn = {};
      drawAxes(view);
    },
  });
}

function drawAxes({ width, picture, marks, x, y, stage }) {
  stage.style.height = `${HEIGHT}px`;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  marks.axes.replaceChildren(
    ...[-2, -1, 0, 1, 2].flatMap((value) => [
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
      svg("text", { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value)),
    ]),
    ...[-1, -0.5, 0, 0.5, 1].map((value) =>
      svg("text", { x: x(value), y: HEIGHT - 8, "text-anchor": "middle" }, tickText(value)),
    ),
  );
}

function draw(view) {
  const { now, width, marks, picture } = view;
  if (!now || !width) return;
  setAttributes(picture, { "aria-label": now.words });
  drawGhosts(view);
  setAttributes(marks.truth, { d: curve(view, GRID.map(TRUTHS[now.truth].at)) });
  setAttributes(marks.mean, { d: now.ghosts ? curve(view, now.mean) : "" });
  setAttributes(marks.fit, { d: curve(view, now.fit) });
  drawPoints(view);
}

/** Thirty thin lines on a canvas: only when they are others. */
function drawGhosts(view) {
  const { now, width, canvas, drawn, x, y } = view;
  if (drawn.fits === now.fits && drawn.ghosts === now.ghosts && drawn.theme === now.theme) return;
  view.drawn = { fits: now.fits, ghosts: now.ghosts, theme: now.theme };
  const context = fitCanvas(canvas, width, HEIGHT);
  context.clearRect(0, 0, width, HEIGHT);
  if (!now.ghosts) return;
  context.beginPath();
  context.rect(PAD.left, PAD.top, width - PAD.left - PAD.right, HEIGHT - PAD.top - PAD.bottom);
  context.save();
  context.clip();
  Object.assign(context, { strokeStyle: now.theme.accent, globalAlpha: now.theme.dark ? 0.34 : 0.26, lineWidth: 1 });
  for (const fit of now.fits) {
    context.beginPath();
    fit.forEach((value, i) => context.lineTo(x(GRID[i]), y(clamp(value, -9, 9))));
    context.stroke();
  }
  context.restore();
}

function drawPoints(view) {
  const { now, marks, x, y } = view;
  const nodes = keepCount(marks.points, now.own.x.length, (i) => createPoint(view, i));
  nodes.forEach((node, i) => {
    const [u, v] = [now.own.x[i], now.own.y[i]];
    setAttributes(node, {
      transform: `translate(${x(u).toFixed(1)} ${y(clamp(v, -2, 2)).toFixed(1)})`,
      "aria-label": `example ${i + 1}: the arrow keys move it`,
      "aria-valuenow": v.toFixed(2),
      "aria-valuetext": `${fixed(u)}, ${fixed(v)}`,
    });
  });
}

function createPoint(view, i) {
  const node = svg(
    "g",
    { class: "of-point", tabindex: "0", role: "slider" },
    svg("circle", { r: 13, class: "of-hit" }),
    svg("circle", { r: 4.6, class: "of-dot" }),
  );
  draggable(node, view.stage, {
    to: (px, py) => view.on.point(i, round(view.x.invert(px)), round(view.y.invert(py))),
    by: (dx, dy) => {
      const { x, y } = view.now.own;
      view.on.point(i, round(x[i] + dx * 0.02), round(y[i] + dy * 0.05));
    },
  });
  return node;
}

function curve({ x, y }, values) {
  let text = "";
  for (let i = 0; i < values.length; i++) {
    text += `${i ? "L" : "M"}${x(GRID[i]).toFixed(1)} ${y(clamp(values[i], -2.06, 2.06)).toFixed(1)}`;
  }
  return text;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
