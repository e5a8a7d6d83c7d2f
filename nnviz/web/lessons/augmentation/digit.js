// A digit as dark ink on the page, and as a place to draw on.

import { ramp, rgb, tablePainter } from "../../base/colors.js";
import { createPixelMap } from "../../base/pixel_map.js";
import { createRaster } from "../../base/raster.js";
import { colour, grey } from "../../base/variants.js";
import { BRIGHT, SIDE } from "./state.js";

const inks = new WeakMap();

/** Painter for pixels from 0, the page, to 16, its text. */
export function ink(theme) {
  if (!inks.has(theme)) {
    inks.set(theme, tablePainter(ramp([theme.background, theme.text]), 0, BRIGHT, rgb(theme.nan)));
  }
  return inks.get(theme);
}

const raster = createRaster();

/** Draws a digit into a canvas of SIDE × SIDE pixels, which CSS enlarges. */
export function drawSmall(canvas, image, theme) {
  if (canvas.width !== SIDE) Object.assign(canvas, { width: SIDE, height: SIDE });
  raster.fill(image, SIDE, SIDE, ink(theme));
  raster.draw(canvas.getContext("2d"), 0, 0, SIDE, SIDE, { smooth: false });
}

/**
 * A digit, or another image, large; on.paint(row, col) while it is drawn on.
 * @returns {update({image, theme, draws, words, shape: [rows, cols, 1 or 3] of pixels up to 255, or none for a digit}), destroy()}
 */
export function createDigit(root, part, on, most) {
  const map = createPixelMap(root, part, { cell: (row, col, pressed) => pressed && on.paint?.(row, col) }, most);
  return {
    destroy: map.destroy,
    update: ({ image, theme, draws = false, words, shape }) => {
      const [rows, cols, channels] = shape ?? [SIDE, SIDE, 0];
      const painter = [ink(theme), grey, null, colour][channels];
      map.update({ rows, cols, values: image, painter, marks: [], words, draws });
    },
  };
}

/** What a soft pen leaves: full in the middle, a little beside it. */
export function painted(image, row, col) {
  const next = Array.from(image);
  for (const [dy, dx, much] of [
    [0, 0, 1],
    [0, 1, 0.3],
    [1, 0, 0.3],
    [0, -1, 0.3],
    [-1, 0, 0.3],
  ]) {
    const [y, x] = [row + dy, col + dx];
    if (y < 0 || x < 0 || y >= SIDE || x >= SIDE) continue;
    next[y * SIDE + x] = Math.max(next[y * SIDE + x], BRIGHT * much);
  }
  return next;
}
