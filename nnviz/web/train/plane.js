// Two features as a plane: the network's answer everywhere, its decision boundary, and the data.

import { element, fitCanvas, setText, svg, watchWidth } from "../base/dom.js";
import { short, tickText } from "../base/numbers.js";
import { createRaster, limitOf } from "../base/raster.js";
import { clamp, scale, ticks } from "../base/scales.js";
import { unpack } from "../base/unpack.js";
import { colourWords, meaningOf } from "./meaning.js";
import { answer, gradient, pointColour, surfaceOf, targetRange } from "./surface.js";
import { unitName } from "./tiles.js";

const PAD = { left: 40, right: 8, top: 6, bottom: 36 };
const LARGEST = 560;

/**
 * @returns {update({graph, frame, theme, overlay}), destroy()}; `graph.plane` must be there, `overlay` is null or
 * {column, unit}: that unit's map is then shown in place of the network's answer.
 */
export function createPlane(root, theme) {
  const plane = { theme, graph: null, frame: null, overlay: null, points: [], range: null, box: null, pointer: null };
  Object.assign(plane, createStage(root), { raster: createRaster() });
  plane.stage.addEventListener("pointermove", (event) => point(plane, event));
  plane.stage.addEventListener("pointerleave", () => {
    plane.pointer = null;
    showTip(plane);
  });
  const stopWatching = watchWidth(root, (width) => arrange(plane, width));
  return {
    update: (next) => update(plane, next, root.clientWidth),
    destroy: () => {
      stopWatching();
      root.replaceChildren();
    },
  };
}

function createStage(root) {
  const title = element("h2", { class: "nv-title" });
  const note = element("span", { class: "nv-bestnote" });
  const canvas = element("canvas", { class: "nv-plane", role: "img" });
  const marks = element("canvas", { class: "nv-points", "aria-hidden": "true" });
  const axes = svg("svg", { class: "nv-axes", "aria-hidden": "true" });
  const tip = element("div", { class: "nv-tip", hidden: true });
  const stage = element("div", { class: "nv-stage" }, canvas, marks, axes, tip);
  const key = element("div", { class: "nv-legend" });
  root.append(element("div", { class: "nv-titlebar" }, title, note), stage, key);
  return { title, note, canvas, marks, axes, tip, stage, key };
}

function update(plane, { graph, frame, theme, overlay = null }, width) {
  const repaint = graph !== plane.graph || theme !== plane.theme;
  Object.assign(plane, { frame, overlay, theme: theme ?? plane.theme });
  if (!repaint) return draw(plane);
  const labels = unpack(graph.plane.points.label).values;
  Object.assign(plane, { graph, range: targetRange(labels) });
  plane.points = readPoints(graph, plane.theme, plane.range, labels);
  fillLegend(plane.key, graph, plane.theme, plane.range);
  const words = `The network's answer over ${graph.plane.names.join(" and ")}, with ${plane.points.length} examples`;
  plane.canvas.setAttribute("aria-label", words);
  return arrange(plane, width);
}

function arrange(plane, width) {
  const { graph, stage, theme } = plane;
  if (!graph || !width) return;
  const side = Math.min(width - PAD.left - PAD.right, LARGEST);
  plane.box = {
    side,
    width: side + PAD.left + PAD.right,
    height: side + PAD.top + PAD.bottom,
    x: scale(graph.plane.x, [PAD.left, PAD.left + side]),
    y: scale(graph.plane.y, [PAD.top + side, PAD.top]),
  };
  stage.style.width = `${plane.box.width}px`;
  stage.style.height = `${plane.box.height}px`;
  drawAxes(plane.axes, plane.box, graph.plane);
  drawPoints(plane.marks, plane.box, plane.points, theme, graph.task === "regression");
  draw(plane);
}

function draw(plane) {
  const { box, graph, frame, overlay, canvas, raster, theme, title, note } = plane;
  if (!box) return;
  const context = fitCanvas(canvas, box.width, box.height);
  context.clearRect(0, 0, box.width, box.height);
  const surface = surfaceOf(plane);
  if (surface) drawSurface(context, raster, box, surface, theme);
  const unit = overlay && frame?.maps[overlay.column];
  const column = unit && graph.columns[overlay.column];
  const answers = graph.task === "regression" ? "What the network predicts" : "Decision boundary";
  setText(title, column ? `${column.title} · ${unitName(column, overlay.unit)}` : answers);
  setText(note, column ? `its output, orange to blue, ±${short(limitOf(unit.values), 2)}` : "");
  showTip(plane);
}

function showTip({ box, pointer, graph, frame, points, tip }) {
  tip.hidden = !pointer || !box;
  if (tip.hidden) return;
  const { plane } = graph;
  const [x, y] = [box.x.invert(pointer.x), box.y.invert(pointer.y)];
  const near = nearestPoint(points, box, pointer);
  const col = ((x - plane.x[0]) / (plane.x[1] - plane.x[0])) * (plane.cols - 1);
  const row = ((y - plane.y[0]) / (plane.y[1] - plane.y[0])) * (plane.rows - 1);
  const lines = [answer(graph, frame, col, row), `${plane.names[0]} ${short(x)}  ${plane.names[1]} ${short(y)}`];
  if (near) lines.push(`${near.validation ? "validation" : "training"} example: ${pointName(graph, near)}`);
  setText(tip, lines.filter(Boolean).join("\n"));
  const half = tip.offsetWidth / 2 + 4;
  tip.style.left = `${clamp(pointer.x, half, Math.max(box.width - half, half))}px`;
  tip.style.top = `${pointer.y > tip.offsetHeight + 24 ? pointer.y - tip.offsetHeight - 14 : pointer.y + 18}px`;
}

function point(plane, event) {
  const { stage, box } = plane;
  const frame = stage.getBoundingClientRect();
  const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
  const inside = box && x >= PAD.left && x <= PAD.left + box.side && y >= PAD.top && y <= PAD.top + box.side;
  plane.pointer = inside ? { x, y } : null;
  showTip(plane);
}

function readPoints(graph, theme, range, labels) {
  const { x, y, validation } = graph.plane.points;
  const [xs, ys, held] = [unpack(x).values, unpack(y).values, unpack(validation).values];
  return Array.from(labels, (label, i) => ({
    x: xs[i],
    y: ys[i],
    label,
    validation: held[i] > 0,
    colour: pointColour(graph, theme, label, range),
  }));
}

function drawSurface(context, raster, box, { values, rows, cols, painter, start, segments }, theme) {
  raster.fill(values, rows, cols, painter, { start, flip: true });
  raster.draw(context, PAD.left, PAD.top, box.side, box.side, { nodes: true });
  const [sx, sy] = [box.side / (cols - 1), box.side / (rows - 1)];
  context.beginPath();
  for (let i = 0; i < segments.length; i += 4) {
    context.moveTo(PAD.left + segments[i] * sx, PAD.top + box.side - segments[i + 1] * sy);
    context.lineTo(PAD.left + segments[i + 2] * sx, PAD.top + box.side - segments[i + 3] * sy);
  }
  Object.assign(context, { strokeStyle: theme.text, lineWidth: 1.5, lineCap: "round", lineJoin: "round" });
  context.globalAlpha = 0.75;
  context.stroke();
  context.globalAlpha = 1;
}

/**
 * The examples, on a canvas of their own: they stay as they are while the answer beneath them moves.
 * Training examples are filled discs, validation examples rings: told apart without their colour. On a regression's
 * surface a well-fitted point has the colour beneath it, so there the outline is the text's colour.
 */
function drawPoints(canvas, box, points, theme, regression) {
  const context = fitCanvas(canvas, box.width, box.height);
  context.clearRect(0, 0, box.width, box.height);
  const radius = points.length > 600 ? 2.2 : points.length > 250 ? 3 : 3.8;
  for (const { x, y, colour, validation } of points) {
    context.beginPath();
    context.arc(box.x(x), box.y(y), validation ? radius - 0.4 : radius, 0, 2 * Math.PI);
    context.fillStyle = validation && !regression ? theme.background : colour;
    context.strokeStyle = regression ? theme.text : validation ? colour : theme.background;
    context.lineWidth = validation ? 2 : 1;
    context.fill();
    context.stroke();
  }
}

function drawAxes(axes, box, plane) {
  const bottom = PAD.top + box.side;
  const nodes = [svg("rect", { x: PAD.left, y: PAD.top, width: box.side, height: box.side, rx: 2, class: "nv-frame" })];
  const [xs, ys] = [ticks(...plane.x, 5), ticks(...plane.y, 5)];
  for (const x of xs) {
    nodes.push(svg("line", { x1: box.x(x), x2: box.x(x), y1: bottom, y2: bottom + 4, class: "nv-tick" }));
    nodes.push(svg("text", { x: box.x(x), y: bottom + 16, "text-anchor": "middle" }, tickText(x, xs[1] - xs[0])));
  }
  for (const y of ys) {
    nodes.push(svg("line", { x1: PAD.left - 4, x2: PAD.left, y1: box.y(y), y2: box.y(y), class: "nv-tick" }));
    nodes.push(svg("text", { x: PAD.left - 7, y: box.y(y) + 4, "text-anchor": "end" }, tickText(y, ys[1] - ys[0])));
  }
  const middle = PAD.top + box.side / 2;
  nodes.push(
    svg(
      "text",
      { x: PAD.left + box.side / 2, y: bottom + 31, "text-anchor": "middle", class: "nv-name" },
      plane.names[0],
    ),
  );
  nodes.push(
    svg(
      "text",
      { x: 11, y: middle, "text-anchor": "middle", class: "nv-name", transform: `rotate(-90 11 ${middle})` },
      plane.names[1],
    ),
  );
  axes.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  axes.replaceChildren(...nodes);
}

function nearestPoint(points, box, pointer) {
  let [best, least] = [null, 81];
  for (const point of points) {
    const distance = (box.x(point.x) - pointer.x) ** 2 + (box.y(point.y) - pointer.y) ** 2;
    if (distance < least) [best, least] = [point, distance];
  }
  return best;
}

function pointName(graph, { label }) {
  return graph.task === "regression" ? short(label) : String(graph.class_names?.[label] ?? `class ${label}`);
}

function fillLegend(key, graph, theme, range) {
  const swatches =
    graph.task === "regression"
      ? [
          element(
            "span",
            {},
            short(range.low),
            element("i", { class: "nv-bar", style: `background:${gradient(theme, range)}` }),
            short(range.high),
          ),
        ]
      : (graph.class_names ?? [])
          .slice(0, 10)
          .map((name, k) =>
            element(
              "span",
              {},
              element("i", { class: "nv-dot", style: `background:${theme.classes[k % theme.classes.length]}` }),
              String(name),
            ),
          );
  const words = graph.task === "regression" ? "" : colourWords(meaningOf(graph), graph.columns?.at(-1)?.total);
  key.replaceChildren(
    ...swatches,
    ...(words ? [element("span", { class: "nv-note" }, words)] : []),
    element("span", { class: "nv-note" }, element("i", { class: "nv-dot nv-solid" }), "training"),
    element("span", { class: "nv-note" }, element("i", { class: "nv-dot nv-ring" }), "validation"),
  );
}
