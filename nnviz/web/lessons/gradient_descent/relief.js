// A loss surface as a map: paler is lower, light falls from the upper left, lines join places of equal loss.

import { mix, pixel, ramp, rgb } from "../../base/colors.js";
import { contour } from "../../base/contour.js";
import { createRaster } from "../../base/raster.js";
import { clamp } from "../../base/scales.js";

const [ROWS, COLS] = [160, 200];
const LEVELS = 16;
const BEND = 2.4; // levels crowd towards the minimum, where the race is decided

/** Values on a grid of nodes, row 0 the smallest y. */
export function measure(surface) {
  const values = new Float32Array(ROWS * COLS);
  for (let row = 0; row < ROWS; row++) {
    for (let col = 0; col < COLS; col++) {
      const u = surface.x[0] + ((surface.x[1] - surface.x[0]) * col) / (COLS - 1);
      const v = surface.y[0] + ((surface.y[1] - surface.y[0]) * row) / (ROWS - 1);
      values[row * COLS + col] = surface.value(u, v, null);
    }
  }
  return values;
}

/** The losses at which lines are drawn. */
export function levels(low, high) {
  return Array.from({ length: LEVELS }, (_, i) => low + (high - low) * ((i + 0.6) / LEVELS) ** BEND);
}

/** @returns {prepare(surface, theme, width, height, density, then(context)), draw(context, box)} */
export function createRelief() {
  const raster = createRaster();
  const sheet = document.createElement("canvas");

  function prepare(surface, theme, width, height, density, then) {
    const values = measure(surface);
    const [low, high] = [Math.min(...values), Math.max(...values)];
    raster.fill(values, ROWS, COLS, painter(values, low, high, theme), { flip: true });
    Object.assign(sheet, { width: Math.round(width * density), height: Math.round(height * density) });
    const context = sheet.getContext("2d");
    context.setTransform(density, 0, 0, density, 0, 0);
    raster.draw(context, 0, 0, width, height, { nodes: true });
    context.strokeStyle = theme.text;
    levels(low, high).forEach((level, i) => {
      context.globalAlpha = theme.dark ? 0.24 : 0.2;
      context.lineWidth = i % 4 === 3 ? 1.4 : 0.8;
      line(context, contour(values, ROWS, COLS, level), width, height);
    });
    context.globalAlpha = 1;
    then?.(context);
  }

  return { prepare, draw: (context, box) => context.drawImage(sheet, box.left, box.top, box.width, box.height) };
}

function line(context, segments, width, height) {
  const [sx, sy] = [width / (COLS - 1), height / (ROWS - 1)];
  context.beginPath();
  for (let i = 0; i < segments.length; i += 4) {
    context.moveTo(segments[i] * sx, height - segments[i + 1] * sy);
    context.lineTo(segments[i + 2] * sx, height - segments[i + 3] * sy);
  }
  context.stroke();
}

/** Height on the sequential scale, as far as paths stay legible on it; shaded by the slope. */
function painter(values, low, high, theme) {
  const table = ramp(theme.sequential);
  const [shadow, glow] = [theme.dark ? [0, 0, 0] : rgb(theme.sequential[32]), [255, 255, 255]];
  const height = (index) => ((values[index] - low) / (high - low || 1)) ** (1 / BEND);
  return (_, index) => {
    const [row, col] = [Math.floor(index / COLS), index % COLS];
    const at = height(index);
    const dx = height(row * COLS + Math.min(col + 1, COLS - 1)) - height(row * COLS + Math.max(col - 1, 0));
    const dy = height(Math.min(row + 1, ROWS - 1) * COLS + col) - height(Math.max(row - 1, 0) * COLS + col);
    const light = clamp((dx - dy) * 9, -1, 1);
    const base = table[Math.round((theme.dark ? 0.08 + 0.42 * at : 0.5 * at) * 255)];
    return pixel(mix(base, light > 0 ? shadow : glow, Math.abs(light) * (light > 0 ? 0.2 : theme.dark ? 0.1 : 0.4)));
  };
}
