// Two features as a plane: the network's answer everywhere, its decision boundary, and the data.

import { element, fitCanvas, setText, svg, watchWidth } from "../base/dom.js";
import { short, tickText } from "../base/numbers.js";
import { createRaster, limitOf } from "../base/raster.js";
import { scale, ticks } from "../base/scales.js";
import { unpack } from "../base/unpack.js";
import { colourWords, meaningOf } from "./meaning.js";
import { createPick } from "./plane_pick.js";
import { drawPoints, missedPoints, readPoints } from "./plane_points.js";
import { wrongWords } from "./predictions.js";
import { gradient, surfaceOf, targetRange } from "./surface.js";
import { unitName } from "./tiles.js";

const PAD = { left: 40, right: 8, top: 6, bottom: 36 };
const LARGEST = 560;

/**
 * @param on open({to, part, index}): one of an example's doors was clicked
 * @returns {update({graph, frame, theme, overlay, doors}), destroy()}; `graph.plane` must be there, `overlay` is null or
 * {column, unit}: that unit's map is then shown in place of the network's answer; `doors`: whether there is a run to look into.
 */
export function createPlane(root, theme, on = {}) {
  const plane = {
    on,
    theme,
    graph: null,
    frame: null,
    overlay: null,
    points: [],
    range: null,
    box: null,
    doors: false,
  };
  Object.assign(plane, { wrong: new Set(), pointer: null, reached: null, opened: null }, createStage(root));
  Object.assign(plane, { raster: createRaster(), pick: createPick(plane) });
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
  const stage = element("div", { class: "nv-stage" }, canvas, marks, axes);
  const key = element("div", { class: "nv-legend" });
  const count = element("p", { class: "nv-wrongcount" });
  root.append(element("div", { class: "nv-titlebar" }, title, note), stage, key, count);
  return { title, note, canvas, marks, axes, stage, key, count };
}

function update(plane, { graph, frame, theme, overlay = null, doors }, width) {
  const repaint = graph !== plane.graph || theme !== plane.theme;
  const judged = frame?.missed !== plane.frame?.missed;
  Object.assign(plane, { frame, overlay, theme: theme ?? plane.theme, doors: doors ?? plane.doors });
  if (!repaint) {
    if (judged) showPoints(plane);
    return draw(plane);
  }
  const range = targetRange(unpack(graph.plane.points.label).values);
  const points = readPoints(graph, plane.theme, range);
  const again = (point) => (graph === plane.graph ? (points[plane.points.indexOf(point)] ?? null) : null);
  Object.assign(plane, { reached: again(plane.reached), opened: again(plane.opened) }, { graph, range, points });
  fillLegend(plane.key, graph, plane.theme, plane.range);
  const words = `The network's answer over ${graph.plane.names.join(" and ")}, with ${plane.points.length} examples`;
  plane.canvas.setAttribute("aria-label", words);
  return arrange(plane, width);
}

function arrange(plane, width) {
  const { graph, stage } = plane;
  if (!graph || !width) return;
  const side = Math.min(width - PAD.left - PAD.right, LARGEST);
  plane.box = {
    side,
    width: side + PAD.left + PAD.right,
    height: side + PAD.top + PAD.bottom,
    inside: ({ x, y }) => x >= PAD.left && x <= PAD.left + side && y >= PAD.top && y <= PAD.top + side,
    x: scale(graph.plane.x, [PAD.left, PAD.left + side]),
    y: scale(graph.plane.y, [PAD.top + side, PAD.top]),
  };
  stage.style.width = `${plane.box.width}px`;
  stage.style.height = `${plane.box.height}px`;
  drawAxes(plane.axes, plane.box, graph.plane);
  showPoints(plane);
  draw(plane);
}

/** The points as they stand; again whenever others of them are wrong. */
function showPoints(plane) {
  const { graph, frame, points, marks, box, theme } = plane;
  if (!box) return;
  plane.wrong = missedPoints(points, graph, frame);
  drawPoints(marks, box, points, { theme, regression: graph.task === "regression", wrong: plane.wrong });
}

/** "31 wrong of 100 validation examples. Click one to see why." */
function showCount({ graph, frame, doors, points, count }) {
  const words = frame && graph.samples ? wrongWords(graph, frame, graph.samples.truth.shape?.[0] ?? 0) : "";
  const click = doors && points[0]?.index !== null ? "Click a point to see why." : "";
  setText(count, [words && `${words[0].toUpperCase()}${words.slice(1)}.`, click].filter(Boolean).join(" "));
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
  showCount(plane);
  plane.pick.show();
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
    ...(graph.task === "regression" || !graph.plane.points.index
      ? []
      : [element("span", { class: "nv-note" }, element("i", { class: "nv-dot nv-missed" }), "wrong")]),
  );
}
