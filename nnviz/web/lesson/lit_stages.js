// The layers of `layerStages` in the colours of what they hold for one example.

import { css, pick, ramp, rgb, tablePainter } from "../base/colors.js";
import { svg } from "../base/dom.js";
import { createRaster, limitOf } from "../base/raster.js";

const raster = createRaster();

/**
 * @param node of `layerStages`
 * @param values one a layer that is drawn, {shape: [examples, …], values}: marks of a vector (signed), sizes of a sequence's
 *   steps, or one map of an image (signed)
 */
export function lightStages(node, values, example, theme) {
  for (const [i, stage] of [...node.querySelectorAll(".nl-stage")].entries()) {
    stage.dataset.lit = "";
    LIT[stage.dataset.form](stage, values[i], example, theme);
  }
}

const LIT = { maps: lightMap, steps: lightMarks, units: lightMarks };

function lightMarks(stage, { shape, values }, example, theme) {
  const signed = stage.dataset.form === "units";
  const limit = limitOf(values);
  const table = ramp(signed ? theme.diverging : theme.sequential);
  const marks = stage.querySelectorAll("rect:not(.nl-stagehit)");
  for (const [i, mark] of [...marks].entries()) {
    const value = values[example * shape[1] + i];
    mark.style.fill = css(pick(table, value, signed ? -limit : 0, limit, rgb(theme.nan)));
  }
}

/** The map in front; those behind it stay blank. */
function lightMap(stage, { shape, values }, example, theme) {
  const [, height, width] = shape;
  const front = [...stage.querySelectorAll("rect:not(.nl-stagehit)")].at(-1);
  const limit = limitOf(values);
  const painter = tablePainter(ramp(theme.diverging), -limit, limit, rgb(theme.nan));
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width, height });
  raster.fill(values, height, width, painter, { start: example * height * width });
  raster.draw(canvas.getContext("2d"), 0, 0, width, height, { smooth: false });
  const image = stage.querySelector("image") ?? svg("image", { class: "nl-map", preserveAspectRatio: "none" });
  for (const side of ["x", "y", "width", "height"]) image.setAttribute(side, front.getAttribute(side));
  image.setAttribute("href", canvas.toDataURL());
  if (!image.parentNode) front.after(image);
}
