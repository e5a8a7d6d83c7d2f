// A grid of pixels that can be pointed at: an image with its padding, or a feature map. Outlines mark the cells in question.

import { element, fitCanvas, setAttributes, svg, watchWidth } from "./dom.js";
import { createRaster } from "./raster.js";
import { clamp } from "./scales.js";

const STEP = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * on.cell(row, col, pressed) while the pointer is over a cell; on.step(dy, dx) for the arrow keys (then `label` names the slider);
 * on.press() for the space bar; on.end() when the pointer lets go.
 * @returns {update({rows, cols, values, painter, marks [{row, col, rows, cols, kind}], words, until}), destroy()}
 */
export function createPixelMap(root, part, on, most = 384) {
  const canvas = element("canvas", { role: "img" });
  const marks = svg("svg", { class: "pm-marks", "aria-hidden": "true" });
  const slides = { tabindex: on.step ? "0" : null, role: on.step ? "slider" : null };
  const stage = element("div", { class: "pm-stage", "data-part": part, ...slides }, canvas, marks);
  root.append(stage);
  const map = {
    on,
    canvas,
    marks,
    stage,
    most,
    raster: createRaster(),
    shown: null,
    width: 0,
    cell: 0,
    pressed: false,
  };
  listen(map);
  const stopWatching = watchWidth(root, (width) => {
    map.width = width;
    draw(map);
  });
  return {
    destroy: () => {
      stopWatching();
      root.replaceChildren();
    },
    update: (next) => {
      map.shown = next;
      stage.style.touchAction = next.draws ? "none" : "pan-y";
      draw(map);
    },
  };
}

function draw(map) {
  const { shown, width, stage, canvas, marks, raster, on } = map;
  if (!shown || !width || !shown.rows || !shown.cols) return;
  const cell = Math.min(width, map.most) / Math.max(shown.rows, shown.cols);
  const [w, h] = [cell * shown.cols, cell * shown.rows];
  map.cell = cell;
  stage.style.width = `${w}px`;
  stage.style.height = `${h}px`;
  const context = fitCanvas(canvas, w, h);
  context.clearRect(0, 0, w, h);
  raster.fill(shown.values, shown.rows, shown.cols, shown.painter);
  raster.draw(context, 0, 0, w, h, { smooth: false });
  if (shown.until !== undefined) cover(context, shown, cell, w);
  setAttributes(canvas, { "aria-label": shown.words });
  setAttributes(marks, { viewBox: `0 0 ${w} ${h}`, width: w, height: h });
  marks.replaceChildren(...shown.marks.map((mark) => outline(mark, cell)));
  if (on.step) {
    setAttributes(stage, { "aria-label": shown.label, "aria-valuenow": shown.at, "aria-valuetext": shown.text });
  }
}

function outline({ row, col, rows = 1, cols = 1, kind, part }, cell) {
  const place = { x: col * cell, y: row * cell, width: cols * cell, height: rows * cell };
  return svg("rect", { ...place, class: `pm-${kind}`, "data-part": part ?? null });
}

/** Cells that the kernel has not reached yet are not there yet. */
function cover(context, { until, cols, rows }, cell, width) {
  const [row, col] = [Math.floor(until / cols), until % cols];
  context.clearRect(col * cell, row * cell, width, cell);
  context.clearRect(0, (row + 1) * cell, width, (rows - row) * cell);
}

function listen(map) {
  const { stage, on } = map;
  stage.addEventListener("pointerdown", (event) => {
    map.pressed = true;
    if (map.shown.draws) stage.setPointerCapture(event.pointerId);
    point(map, event);
  });
  stage.addEventListener("pointermove", (event) => point(map, event));
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    stage.addEventListener(name, () => {
      if (map.pressed) on.end?.();
      map.pressed = false;
    });
  }
  if (!on.step) return;
  stage.addEventListener("keydown", (event) => {
    const step = STEP[event.key];
    const pressed = on.press && event.key === " ";
    if (!step && !pressed) return;
    event.preventDefault();
    if (step) on.step(...step);
    else on.press();
  });
}

function point({ cell, stage, shown, pressed, on }, event) {
  if (!cell) return;
  const box = stage.getBoundingClientRect();
  const [row, col] = [event.clientY - box.top, event.clientX - box.left].map((v) => Math.floor(v / cell));
  on.cell(clamp(row, 0, shown.rows - 1), clamp(col, 0, shown.cols - 1), pressed);
}
