// Small images of ink, 64 numbers from 0 to 16: how strokes become one, how it is measured, how near two are. Pure
// functions. The digits of the lesson were made in the same way (E. Alpaydin and C. Kaynak, 1998): a picture of 32 × 32
// black or white points, of which each block of 4 × 4 is counted.

import { clamp } from "../../base/scales.js";

export const [SIDE, INK] = [8, 16];
export const FINE = 32;
const BLOCK = 4;

/**
 * Strokes as an image. @param strokes [[pen, [x, y, …]], …], places from 0 to 1
 * @param width of a line, as a share of the side; fit: whether the drawing is brought to the full height and the middle
 */
export function pixelsOf(strokes, { width = 0.11, fit = false } = {}) {
  const lines = (fit ? fitted(strokes, width) : strokes).map(([, points]) => points.map((value) => value * FINE));
  const half = (width * FINE) / 2;
  return fineCounts((column, row) => lines.some((points) => isNear(points, column + 0.5, row + 0.5, half)));
}

/** 64 counts of the points that are ink, of those 32 × 32 for which `isInk(column, row)` is asked. */
export function fineCounts(isInk) {
  const counts = new Array(SIDE * SIDE).fill(0);
  for (let row = 0; row < FINE; row++) {
    for (let column = 0; column < FINE; column++) {
      if (isInk(column, row)) counts[Math.floor(row / BLOCK) * SIDE + Math.floor(column / BLOCK)] += 1;
    }
  }
  return counts;
}

function isNear(points, x, y, half) {
  for (let i = 0; i < points.length; i += 2) {
    const j = Math.min(i + 2, points.length - 2);
    const [ax, ay, dx, dy] = [points[i], points[i + 1], points[j] - points[i], points[j + 1] - points[i + 1]];
    const length = dx * dx + dy * dy;
    const share = length ? clamp(((x - ax) * dx + (y - ay) * dy) / length, 0, 1) : 0;
    if ((x - ax - share * dx) ** 2 + (y - ay - share * dy) ** 2 <= half * half) return true;
  }
  return false;
}

/** As high as the image and in its middle, its shape kept; no wider than the image either. */
function fitted(strokes, width) {
  const [xs, ys] = [0, 1].map((k) => strokes.flatMap(([, points]) => points.filter((_, i) => i % 2 === k)));
  const [left, right, top, bottom] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const factor = (1 - width) / Math.max(right - left, bottom - top, 1e-6);
  const middle = [(left + right) / 2, (top + bottom) / 2];
  return strokes.map(([pen, points]) => [pen, points.map((value, i) => 0.5 + (value - middle[i % 2]) * factor)]);
}

const sum = (values) => values.reduce((total, value) => total + value, 0);
const at = (pixels, value) => sum(pixels.map((ink, i) => ink * value(Math.floor(i / SIDE), i % SIDE)));

/** {lean, height, ink, place}: columns to the left for each row down; rows with ink; pixels full of ink; its column. */
export function measure(pixels) {
  const all = sum(pixels) || 1;
  const [row, column] = [at(pixels, (r) => r) / all, at(pixels, (_, c) => c) / all];
  const across = at(pixels, (r, c) => (r - row) * (c - column));
  const up = at(pixels, (r) => (r - row) ** 2);
  const rows = Array.from({ length: SIDE }, (_, r) => sum(pixels.slice(r * SIDE, (r + 1) * SIDE)));
  const inked = rows.flatMap((ink, r) => (ink > 2 ? [r] : []));
  return {
    lean: up ? -across / up : 0,
    height: inked.length ? inked.at(-1) - inked[0] + 1 : 0,
    ink: sum(pixels) / INK,
    place: column + 1,
  };
}

/** Root of the mean squared difference of two images, with ink from 0 to 1. */
export function distance(one, other) {
  let squares = 0;
  for (let i = 0; i < one.length; i++) squares += (one[i] - other[i]) ** 2;
  return Math.sqrt(squares / one.length) / INK;
}

/** Pairs of images nearer than `limit`, the nearest first: [{a, b, far}]. */
export function nearPairs(images, limit) {
  const pairs = [];
  for (let a = 0; a < images.length; a++) {
    for (let b = a + 1; b < images.length; b++) {
      const far = distance(images[a], images[b]);
      if (far <= limit) pairs.push({ a, b, far });
    }
  }
  return pairs.sort((one, other) => one.far - other.far);
}

/** How far apart the means of two groups of numbers are, in deviations of the second. */
export function shift(own, others) {
  const mean = (values) => sum(values) / (values.length || 1);
  const middle = mean(others);
  const spread = Math.sqrt(mean(others.map((value) => (value - middle) ** 2))) || 1;
  return (mean(own) - middle) / spread;
}

/** The mean image; null of none. */
export function meanOf(images) {
  if (!images.length) return null;
  return Array.from({ length: SIDE * SIDE }, (_, i) => sum(images.map((pixels) => pixels[i])) / images.length);
}

/** Images as the page reads them: base64 of one byte a pixel. */
export function encoded(images) {
  return btoa(images.map((pixels) => String.fromCharCode(...pixels)).join(""));
}
