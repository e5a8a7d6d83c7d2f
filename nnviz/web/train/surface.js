// What a network says about every point of a plane: which colours, which lines, which words. Pure functions.

import {
  binaryPainter,
  classPainter,
  css,
  FILL,
  leadPainter,
  mix,
  pick,
  ramp,
  rgb,
  signedPainter,
  tablePainter,
} from "../base/colors.js";
import { bilinear, contour, lead } from "../base/contour.js";
import { short } from "../base/numbers.js";
import { limitOf } from "../base/raster.js";
import { extent } from "../base/scales.js";
import { byClass, inWords, meaningOf } from "./meaning.js";

/** The range of a regression's colours: symmetric about zero when the targets have both signs. */
export function targetRange(values) {
  const [low, high] = extent(values);
  if (low >= 0 || high <= 0) return { low, high, signed: false };
  const limit = Math.max(-low, high);
  return { low: -limit, high: limit, signed: true };
}

/**
 * How to show the network's output, or one unit's map, over the plane.
 * @returns {values, rows, cols, painter, start, segments}: segments is the decision boundary in grid coordinates
 */
export function surfaceOf({ graph, frame, theme, overlay, range }) {
  const { rows, cols } = graph.plane;
  const map = overlay && frame?.maps[overlay.column];
  if (map && map.shape[1] > 1) {
    const painter = signedPainter(theme, limitOf(map.values));
    return {
      values: map.values,
      rows: map.shape[1],
      cols: map.shape[2],
      painter,
      segments: [],
      start: overlay.unit * map.shape[1] * map.shape[2],
    };
  }
  if (!frame?.output) return null;
  const { values, shape } = frame.output;
  const base = { values, rows, cols, start: 0 };
  if (graph.task === "regression") return { ...base, painter: regressionPainter(theme, range), segments: [] };
  const meaning = meaningOf(graph);
  if (shape[0] === 1) {
    const segments = contour(values, rows, cols, meaning.threshold);
    return { ...base, painter: binaryPainter(theme, meaning.low, meaning.high), segments };
  }
  const painter = meaning.shares
    ? classPainter(theme, shape[0], rows * cols)
    : leadPainter(theme, shape[0], rows * cols, meaning.high - meaning.low);
  return { ...base, painter, segments: borders(values, shape[0], rows, cols) };
}

function borders(values, classes, rows, cols) {
  const cells = rows * cols;
  return Array.from({ length: classes }, (_, k) => contour(lead(values, classes, cells, k), rows, cols, 0)).flat();
}

function regressionPainter(theme, { low, high, signed }) {
  return tablePainter(ramp(signed ? theme.diverging : theme.sequential), low, high, rgb(theme.nan));
}

/** CSS colour of a data point: its class's, or its target's on the surface's own scale. */
export function pointColour(graph, theme, label, range) {
  if (graph.task !== "regression") return theme.classes[Math.round(label) % theme.classes.length];
  return css(
    pick(ramp(range.signed ? theme.diverging : theme.sequential), label, range.low, range.high, rgb(theme.nan)),
  );
}

/** The colour of a class where the network is sure of it. */
export function sureColour(theme, k) {
  return css(mix(rgb(theme.background), rgb(theme.classes[k % theme.classes.length]), FILL));
}

/** CSS gradient of a regression's scale. */
export function gradient(theme, range) {
  return `linear-gradient(to right, ${(range.signed ? theme.diverging : theme.sequential).join(", ")})`;
}

/** What the network answers at fractional grid position (col, row), in words. */
export function answer(graph, frame, col, row) {
  const { rows, cols } = graph.plane;
  if (!frame?.output) return "";
  const at = (k) => bilinear(frame.output.values, rows, cols, col, row, k * rows * cols);
  if (graph.task === "regression") return `${graph.answers?.[0] ?? (graph.target_name || "output")} ${short(at(0))}`;
  const count = frame.output.shape[0];
  const meaning = meaningOf(graph);
  const numbers = byClass(
    meaning,
    Array.from({ length: count }, (_, k) => at(k)),
  );
  if (numbers.some(Number.isNaN)) return "not a number";
  const best = numbers.indexOf(Math.max(...numbers));
  return `${graph.class_names?.[best] ?? `class ${best}`} ${inWords(meaning, numbers[best])}`;
}
