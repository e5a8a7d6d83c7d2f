// A network's answer in a card: over the plane in the colours of the classes, or along the line of its one input.

import { element, fitCanvas, setAttributes, svg } from "../base/dom.js";
import { createRaster } from "../base/raster.js";
import { extent, scale } from "../base/scales.js";
import { surfaceOf, targetRange } from "../train/surface.js";
import { outputOf } from "./story.js";

const POINTS = 160; // drawn on a card
const LINE_SHARE = 0.72; // height of a fit, as a share of its width

/** @returns {node, update({ground, frame, theme, width, wide})} */
export function createAnswer() {
  const canvas = element("canvas", { class: "nr-plane", role: "img", "aria-label": "Answer" });
  const fit = svg("svg", { class: "nr-fit", role: "img", "aria-label": "Answer" });
  const node = element("div", { class: "nr-answer" }, canvas, fit);
  const raster = createRaster();
  const update = ({ ground, frame, theme, width, label }) => {
    canvas.toggleAttribute("hidden", !ground.plane);
    fit.toggleAttribute("hidden", !ground.line);
    node.hidden = !ground.plane && !ground.line;
    if (ground.plane) drawPlane(canvas, raster, { ground, frame, theme, width });
    else if (ground.line) drawFit(fit, { ground, frame, width });
    const words = `What ${label} answers in epoch ${frame?.epoch ?? 0}`;
    setAttributes(ground.plane ? canvas : fit, { "aria-label": words });
  };
  return { node, update };
}

function drawPlane(canvas, raster, { ground, frame, theme, width }) {
  const context = fitCanvas(canvas, width, width);
  context.clearRect(0, 0, width, width);
  const { x, y, points } = ground.plane;
  const [across, up] = [scale(x, [0, width]), scale(y, [width, 0])];
  const range = targetRange(points.label);
  const surface = surfaceOf({
    graph: ground,
    frame: { output: outputOf(ground, frame), maps: [] },
    theme,
    overlay: null,
    range,
  });
  if (surface) {
    raster.fill(surface.values, surface.rows, surface.cols, surface.painter, { start: surface.start, flip: true });
    raster.draw(context, 0, 0, width, width, { nodes: true });
    drawBoundary(context, surface, width, theme);
  }
  const each = Math.max(1, Math.ceil(points.x.length / POINTS));
  for (let i = 0; i < points.x.length; i += each) {
    context.beginPath();
    context.arc(across(points.x[i]), up(points.y[i]), 1.7, 0, 2 * Math.PI);
    context.fillStyle =
      ground.task === "regression" ? theme.text : theme.classes[Math.round(points.label[i]) % theme.classes.length];
    context.fill();
  }
}

function drawBoundary(context, { segments, rows, cols }, width, theme) {
  const at = (col, row) => [(col / (cols - 1)) * width, width - (row / (rows - 1)) * width];
  context.beginPath();
  for (let i = 0; i < segments.length; i += 4) {
    context.moveTo(...at(segments[i], segments[i + 1]));
    context.lineTo(...at(segments[i + 2], segments[i + 3]));
  }
  Object.assign(context, { strokeStyle: theme.text, lineWidth: 1.2 });
  context.stroke();
}

function drawFit(picture, { ground, frame, width }) {
  const { line, range } = ground;
  const height = Math.round(width * LINE_SHARE);
  const [across, up] = [scale(extent(line.x), [2, width - 2]), scale(range, [height - 4, 4])];
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height });
  const dots = line.points.flatMap(({ x, y }, held) =>
    x.map((value, i) => svg("circle", { class: held ? "nr-held" : "nr-dot", cx: across(value), cy: up(y[i]), r: 1.9 })),
  );
  const answers = frame?.output?.[0] ?? [];
  const known = answers.flatMap((value, i) =>
    value === null ? [] : [`${across(line.x[i]).toFixed(1)} ${up(clampTo(value, range)).toFixed(1)}`],
  );
  picture.replaceChildren(...dots, svg("path", { class: "nr-fitline", d: known.length ? `M${known.join("L")}` : "" }));
}

/** A little beyond the picture, so that a fit that runs away leaves it. */
function clampTo(value, [low, high]) {
  const room = high - low;
  return Math.min(Math.max(value, low - room), high + room);
}
