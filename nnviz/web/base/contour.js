// Marching squares: the line along which a grid of values crosses a level. Pure functions.
// Lorensen and Cline, "Marching Cubes" (1987), in two dimensions.

import { clamp } from "./scales.js";

// Which edges a cell's line joins, by the corners above the level: 1 low-left, 2 low-right, 4 high-right, 8 high-left.
// Edges: 0 low, 1 right, 2 high, 3 left.
const JOINS = [
  [],
  [3, 0],
  [0, 1],
  [3, 1],
  [1, 2],
  [3, 0, 1, 2],
  [0, 2],
  [3, 2],
  [2, 3],
  [2, 0],
  [0, 1, 2, 3],
  [2, 1],
  [1, 3],
  [1, 0],
  [0, 3],
  [],
];

/**
 * Segments [x0, y0, x1, y1, …] in grid coordinates (column, row) where `values` (rows × cols) crosses `level`.
 * Cells with a value that is not a number have no line.
 */
export function contour(values, rows, cols, level = 0) {
  const segments = [];
  for (let row = 0; row + 1 < rows; row++) {
    for (let col = 0; col + 1 < cols; col++) {
      const at = row * cols + col;
      const corners = [values[at], values[at + 1], values[at + cols + 1], values[at + cols]].map((v) => v - level);
      const kind = corners.reduce((bits, value, i) => bits + (value > 0 ? 1 << i : 0), 0);
      if (kind === 0 || kind === 15 || corners.some(Number.isNaN)) continue;
      for (const edge of JOINS[kind]) segments.push(...onEdge(edge, corners, col, row));
    }
  }
  return segments;
}

function onEdge(edge, corners, col, row) {
  const [from, to] = [corners[edge], corners[(edge + 1) % 4]];
  const t = from / (from - to);
  if (edge === 0) return [col + t, row];
  if (edge === 1) return [col + 1, row + t];
  if (edge === 2) return [col + 1 - t, row + 1];
  return [col, row + 1 - t];
}

/** For probabilities laid out (classes, cells): by how much class k leads the best of the others, for each cell. */
export function lead(probabilities, classes, cells, k) {
  const margin = new Float32Array(cells);
  for (let cell = 0; cell < cells; cell++) {
    let best = -Infinity;
    for (let j = 0; j < classes; j++) if (j !== k) best = Math.max(best, probabilities[j * cells + cell]);
    margin[cell] = probabilities[k * cells + cell] - best;
  }
  return margin;
}

/** Value at fractional (x, y) of a grid, by bilinear interpolation; outside, the nearest edge's. */
export function bilinear(values, rows, cols, x, y, start = 0) {
  const [cx, cy] = [clamp(x, 0, cols - 1), clamp(y, 0, rows - 1)];
  const [col, row] = [Math.min(Math.floor(cx), Math.max(cols - 2, 0)), Math.min(Math.floor(cy), Math.max(rows - 2, 0))];
  const [tx, ty] = [cx - col, cy - row];
  const value = (r, c) => values[start + Math.min(r, rows - 1) * cols + Math.min(c, cols - 1)];
  const low = value(row, col) + (tx ? tx * (value(row, col + 1) - value(row, col)) : 0);
  if (!ty) return low;
  const high = value(row + 1, col) + (tx ? tx * (value(row + 1, col + 1) - value(row + 1, col)) : 0);
  return low + ty * (high - low);
}
