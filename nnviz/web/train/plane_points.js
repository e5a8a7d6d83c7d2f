// The examples on a plane: read from the graph, drawn, and found under a pointer or with the arrow keys.

import { fitCanvas } from "../base/dom.js";
import { unpackOr } from "../base/unpack.js";
import { pointColour } from "./surface.js";

const REACH = 9; // pixels from a point within which it is meant
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

/**
 * [{x, y, label, part, index, row, validation, colour}, …]: `index` is the place in its part, `row` that in the source; null
 * where nobody noted it.
 */
export function readPoints(graph, theme, range) {
  const { x, y, label, validation, index } = graph.plane.points;
  const [xs, ys, labels, held] = [x, y, label, validation].map((packed) => unpackOr(packed).values);
  const [places, rows] = [unpackOr(index)?.values, unpackOr(graph.samples?.rows)?.values];
  return Array.from(labels, (value, i) => {
    const part = held[i] > 0 ? "validation" : "train";
    const place = places ? places[i] : null;
    return {
      ...{ x: xs[i], y: ys[i], label: value, part, index: place, validation: part === "validation" },
      row: place !== null && part === graph.samples?.part ? (rows?.[place] ?? null) : null,
      colour: pointColour(graph, theme, value, range),
    };
  });
}

/** The points that a frame's network gets wrong: of those that were judged alone. */
export function missedPoints(points, graph, frame) {
  const missed = new Set(frame?.missed ?? []);
  const part = graph.samples?.part ?? "validation";
  return new Set(points.filter((point) => point.part === part && missed.has(point.index)));
}

/**
 * The examples, on a canvas of their own: they stay as they are while the answer beneath them moves.
 * Training examples are filled discs, validation examples rings: told apart without their colour. On a regression's
 * surface a well-fitted point has the colour beneath it, so there the outline is the text's colour. The wrong ones
 * have a second ring in the text's colour.
 */
export function drawPoints(canvas, box, points, { theme, regression, wrong }) {
  const context = fitCanvas(canvas, box.width, box.height);
  context.clearRect(0, 0, box.width, box.height);
  const radius = points.length > 600 ? 2.2 : points.length > 250 ? 3 : 3.8;
  for (const point of points) drawPoint(context, box, point, radius, theme, regression);
  for (const { x, y } of wrong) {
    for (const [width, colour] of [
      [4, theme.background],
      [1.8, theme.text],
    ]) {
      context.beginPath();
      context.arc(box.x(x), box.y(y), radius + 3.2, 0, 2 * Math.PI);
      Object.assign(context, { strokeStyle: colour, lineWidth: width });
      context.stroke();
    }
  }
}

function drawPoint(context, box, { x, y, colour, validation }, radius, theme, regression) {
  context.beginPath();
  context.arc(box.x(x), box.y(y), validation ? radius - 0.4 : radius, 0, 2 * Math.PI);
  context.fillStyle = validation && !regression ? theme.background : colour;
  context.strokeStyle = regression ? theme.text : validation ? colour : theme.background;
  context.lineWidth = validation ? 2 : 1;
  context.fill();
  context.stroke();
}

/** The point within reach of a pixel, or null. */
export function nearestPoint(points, box, pixel) {
  let [best, least] = [null, REACH ** 2];
  for (const point of points) {
    const distance = (box.x(point.x) - pixel.x) ** 2 + (box.y(point.y) - pixel.y) ** 2;
    if (distance < least) [best, least] = [point, distance];
  }
  return best;
}

/** Where an arrow key leads: first to a wrong point, or the first of all; then to the nearest one that way. Other keys: null. */
export function stepTo(points, box, from, key, wrong) {
  const way = WAYS[key];
  if (!way) return null;
  if (!from) return points.find((point) => wrong.has(point)) ?? points[0] ?? null;
  let [best, least] = [from, Infinity];
  for (const point of points) {
    const [dx, dy] = [box.x(point.x) - box.x(from.x), box.y(point.y) - box.y(from.y)];
    const [along, across] = [dx * way[0] + dy * way[1], Math.abs(dx * way[1] + dy * way[0])];
    if (along <= 0 || across > along || along + 2 * across >= least) continue;
    [best, least] = [point, along + 2 * across];
  }
  return best;
}
