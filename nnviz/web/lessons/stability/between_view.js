// The straight line between two trained networks: the loss along it, as Keras measured it, and the network at one place of it.

import { binaryPainter } from "../../base/colors.js";
import { contour } from "../../base/contour.js";
import { element, fitCanvas, setAttributes, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { tickText } from "../../base/numbers.js";
import { createRaster } from "../../base/raster.js";
import { clamp, extent, scale, ticks } from "../../base/scales.js";
import { answerAt, between } from "./dense.js";

const PAD = { left: 44, right: 16, top: 14, bottom: 40 };
const HEIGHT = 300;
const CELLS = 40;
const LARGEST = 330;

/** @returns {update({theme, networks, way, place}), destroy()}; on.place(t) while the place is dragged */
export function createBetweenView(root, on) {
  const canvas = element("canvas", {
    class: "ls-plane",
    role: "img",
    "aria-label": "The network's answer over the plane",
  });
  const marks = {
    grid: svg("g", { class: "nv-grid" }),
    line: svg("path", { class: "ls-loss" }),
    ends: svg("g", { class: "ls-networks" }),
    place: svg(
      "g",
      { class: "ls-place", tabindex: "0", role: "slider", "aria-label": "Place between the two networks" },
      svg("path", { class: "ls-placeline" }),
      svg("circle", { class: "ls-grip", r: 20 }),
      svg("circle", { r: 8 }),
    ),
  };
  const picture = svg(
    "svg",
    { class: "ls-between", role: "img", "aria-label": "The loss between two networks" },
    ...Object.values(marks),
  );
  const chart = element("div", { class: "ls-betweenchart" }, picture);
  root.append(chart, element("div", { class: "ls-betweenplane" }, canvas));
  const view = { on, marks, picture, canvas, raster: createRaster(), width: 0, shown: null, x: null };
  draggable(marks.place, picture, {
    to: (x) => view.x && on.place(view.x.invert(x)),
    by: (dx) => on.place(view.shown.place + 0.025 * dx),
  });
  return sized(root, view, draw, { node: chart });
}

function draw(view) {
  const { marks, picture, width, shown } = view;
  if (!shown?.networks || !width) return;
  const { networks, way, place } = shown;
  const { loss } = networks.ways[way];
  const x = scale(extent(networks.places), [PAD.left, width - PAD.right]);
  const most = Math.max(...loss) * 1.05;
  const y = scale([0, most], [HEIGHT - PAD.bottom, PAD.top]);
  view.x = x;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  marks.grid.replaceChildren(...grid(y, most, width));
  marks.line.setAttribute("d", `M${loss.map((value, i) => `${x(networks.places[i])} ${y(value)}`).join("L")}`);
  marks.ends.replaceChildren(
    ...[0, 1].map((t) =>
      svg("g", {}, svg("line", { x1: x(t), x2: x(t), y1: PAD.top, y2: HEIGHT - PAD.bottom }), name(x(t), t)),
    ),
  );
  const value = at(networks, way, place, "loss");
  const [line, grip, dot] = marks.place.children;
  line.setAttribute("d", `M${x(place)} ${PAD.top}V${HEIGHT - PAD.bottom}`);
  for (const circle of [grip, dot]) setAttributes(circle, { cx: x(place), cy: y(value) });
  setAttributes(marks.place, { "aria-valuemin": -0.25, "aria-valuemax": 1.25, "aria-valuenow": place.toFixed(2) });
  drawPlane(view);
}

function name(x, t) {
  return svg("text", { x, y: HEIGHT - 20, "text-anchor": "middle" }, t ? "network B" : "network A");
}

/** "loss" or "accuracy" at a place, between the two measured next to it. */
export function at({ places, ways }, way, place, what) {
  const values = ways[way][what];
  const share = ((place - places[0]) / (places.at(-1) - places[0])) * (places.length - 1);
  const low = clamp(Math.floor(share), 0, places.length - 2);
  return values[low] + (share - low) * (values[low + 1] - values[low]);
}

function grid(y, most, width) {
  const marks = ticks(0, most, 4);
  return marks.flatMap((value) => [
    svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
    svg("text", { x: PAD.left - 7, y: y(value) + 4, "text-anchor": "end" }, tickText(value, marks[1] - marks[0])),
  ]);
}

function drawPlane({ canvas, raster, shown, width }) {
  const { networks, way, place, theme } = shown;
  const side = Math.min(LARGEST, width);
  const weights = between(networks.networks.first, networks.networks[way], place);
  const [[x0, x1], [y0, y1]] = networks.domain;
  const along = (from, to) => Array.from({ length: CELLS }, (_, i) => from + ((to - from) * i) / (CELLS - 1));
  const [xs, ys] = [along(x0, x1), along(y0, y1)];
  const values = Float32Array.from({ length: CELLS * CELLS }, (_, i) =>
    answerAt(weights, [xs[i % CELLS], ys[Math.floor(i / CELLS)]]),
  );
  const context = fitCanvas(canvas, side, side);
  raster.fill(values, CELLS, CELLS, binaryPainter(theme), { flip: true });
  raster.draw(context, 0, 0, side, side, { nodes: true });
  drawBoundary(context, values, side, theme);
  const [across, up] = [scale([x0, x1], [0, side]), scale([y0, y1], [side, 0])];
  for (const [i, [px, py]] of networks.points.entries()) {
    context.beginPath();
    context.arc(across(px), up(py), 2.4, 0, 2 * Math.PI);
    context.fillStyle = theme.classes[networks.labels[i]];
    context.fill();
  }
}

function drawBoundary(context, values, side, theme) {
  const segments = contour(values, CELLS, CELLS, 0.5);
  const on = (value) => (value / (CELLS - 1)) * side;
  context.beginPath();
  for (let i = 0; i < segments.length; i += 4) {
    context.moveTo(on(segments[i]), side - on(segments[i + 1]));
    context.lineTo(on(segments[i + 2]), side - on(segments[i + 3]));
  }
  Object.assign(context, { strokeStyle: theme.text, lineWidth: 1.6 });
  context.stroke();
}
