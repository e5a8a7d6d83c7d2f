// A grid of pixels that can be pointed at: an image with its padding, or a feature map. Outlines mark the cells in question.

import { element, fitCanvas, setAttributes, svg, watchWidth } from "./dom.js";
import { createRaster } from "./raster.js";
import { clamp } from "./scales.js";

/**
 * on.cell(row, col, pressed) while the pointer is over a cell; on.step(dy, dx) for the arrow keys (then `label` names the slider).
 * @returns {update({rows, cols, values, painter, marks [{row, col, rows, cols, kind}], words, until}), destroy()}
 */
export function createPixelMap(root, part, on, most = 384) {
  const canvas = element("canvas", { role: "img" });
  const marks = svg("svg", { class: "pm-marks", "aria-hidden": "true" });
  const stage = element(
    "div",
    { class: "pm-stage", "data-part": part, tabindex: on.step ? "0" : null, role: on.step ? "slider" : null },
    canvas,
    marks,
  );
  root.append(stage);
  const raster = createRaster();
  const view = { now: null, width: 0, pressed: false };

  function draw() {
    const { now, width } = view;
    if (!now || !width || !now.rows || !now.cols) return;
    const cell = Math.min(width, most) / Math.max(now.rows, now.cols);
    const [w, h] = [cell * now.cols, cell * now.rows];
    view.cell = cell;
    stage.style.width = `${w}px`;
    stage.style.height = `${h}px`;
    const context = fitCanvas(canvas, w, h);
    context.clearRect(0, 0, w, h);
    raster.fill(now.values, now.rows, now.cols, now.painter);
    raster.draw(context, 0, 0, w, h, { smooth: false });
    if (now.until !== undefined) cover(context, now, cell, w);
    setAttributes(canvas, { "aria-label": now.words });
    setAttributes(marks, { viewBox: `0 0 ${w} ${h}`, width: w, height: h });
    if (on.step) setAttributes(stage, { "aria-label": now.label, "aria-valuenow": now.at, "aria-valuetext": now.text });
    marks.replaceChildren(
      ...now.marks.map(({ row, col, rows = 1, cols = 1, kind, part: of }) =>
        svg("rect", {
          x: col * cell,
          y: row * cell,
          width: cols * cell,
          height: rows * cell,
          class: `pm-${kind}`,
          "data-part": of ?? null,
        }),
      ),
    );
  }

  /** Cells that the kernel has not reached yet are not there yet. */
  function cover(context, { until, cols, rows }, cell, width) {
    const [row, col] = [Math.floor(until / cols), until % cols];
    context.clearRect(col * cell, row * cell, width, cell);
    context.clearRect(0, (row + 1) * cell, width, (rows - row) * cell);
  }

  function point(event) {
    if (!view.cell) return;
    const box = stage.getBoundingClientRect();
    const at = [event.clientY - box.top, event.clientX - box.left].map((v) => Math.floor(v / view.cell));
    on.cell(clamp(at[0], 0, view.now.rows - 1), clamp(at[1], 0, view.now.cols - 1), view.pressed);
  }

  stage.addEventListener("pointerdown", (event) => {
    view.pressed = true;
    if (view.now.draws) stage.setPointerCapture(event.pointerId);
    point(event);
  });
  stage.addEventListener("pointermove", point);
  for (const name of ["pointerup", "pointercancel", "pointerleave"])
    stage.addEventListener(name, () => {
      view.pressed = false;
    });
  if (on.step)
    stage.addEventListener("keydown", (event) => {
      const move = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (!move) return;
      event.preventDefault();
      on.step(...move);
    });
  const stopWatching = watchWidth(root, (width) => {
    view.width = width;
    draw();
  });
  return {
    destroy: () => {
      stopWatching();
      root.replaceChildren();
    },
    update: (next) => {
      view.now = next;
      stage.style.touchAction = next.draws ? "none" : "pan-y";
      draw();
    },
  };
}
