// Draws a network, what each unit answers over the plane, what the whole network answers, and the points.

import { binaryPainter, signedPainter } from "../base/colors.js";
import { contour } from "../base/contour.js";
import { createRaster } from "../base/raster.js";
import { pixelOf, REACH } from "./layout.js";
import { answer } from "./network.js";

const CELLS = 40; // nodes of the plane's grid along each axis
const RADIUS = 3;

/** @returns {draw(context, network, points, places, theme, held)}; `held`: the point under the pointer, or null */
export function createDrawing() {
  const raster = createRaster();
  let maps = null;

  function draw(context, network, points, places, theme, held) {
    maps = mapsOf(network, maps);
    context.clearRect(0, 0, places.width, places.plane.side);
    drawLinks(context, network, places, theme);
    drawUnits(context, raster, maps, places.tiles, theme);
    drawAnswer(context, raster, maps.at(-1)[0], places.plane, theme);
    drawPoints(context, points, places.plane, theme, held);
  }

  return { draw };
}

/** Every unit's value on the nodes of the grid, row 0 the lowest: [layer][unit] → CELLS × CELLS numbers. */
function mapsOf(network, reused) {
  const maps = reused ?? network.sizes.map((size) => Array.from({ length: size }, () => new Float32Array(CELLS ** 2)));
  for (let row = 0, cell = 0; row < CELLS; row++) {
    const y = REACH * ((2 * row) / (CELLS - 1) - 1);
    for (let col = 0; col < CELLS; col++, cell++) {
      answer(network, REACH * ((2 * col) / (CELLS - 1) - 1), y);
      for (let layer = 0; layer < maps.length; layer++) {
        const values = network.values[layer];
        for (let unit = 0; unit < values.length; unit++) maps[layer][unit][cell] = values[unit];
      }
    }
  }
  return maps;
}

function drawLinks(context, { sizes, weights }, { tiles, plane }, theme) {
  let at = 0;
  for (let layer = 1; layer < sizes.length; layer++) {
    for (let unit = 0; unit < sizes[layer]; unit++, at++) {
      for (const from of tiles[layer - 1]) {
        const weight = weights[at++];
        const to = tiles[layer]?.[unit] ?? { x: plane.x, y: plane.side / 2, side: 0 };
        drawLink(context, from, to, weight, theme);
      }
    }
  }
  context.globalAlpha = 1;
}

function drawLink(context, from, to, weight, theme) {
  const [x0, y0, x1, y1] = [from.x + from.side, from.y + from.side / 2, to.x, to.y + to.side / 2];
  const size = Math.min(Math.abs(weight) / 3, 1);
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo((x0 + x1) / 2, y0, (x0 + x1) / 2, y1, x1, y1);
  context.strokeStyle = weight < 0 ? theme.negative : theme.positive;
  context.globalAlpha = 0.12 + 0.68 * size;
  context.lineWidth = 0.5 + 2 * size;
  context.stroke();
}

function drawUnits(context, raster, maps, tiles, theme) {
  const painter = signedPainter(theme, 1);
  tiles.forEach((column, layer) => {
    column.forEach(({ x, y, side }, unit) => {
      raster.fill(maps[layer][unit], CELLS, CELLS, painter, { flip: true });
      raster.draw(context, x, y, side, side);
      frame(context, x, y, side, theme);
    });
  });
}

function drawAnswer(context, raster, map, { x, y, side }, theme) {
  raster.fill(map, CELLS, CELLS, binaryPainter(theme), { flip: true });
  raster.draw(context, x, y, side, side, { nodes: true });
  const [segments, step] = [contour(map, CELLS, CELLS, 0.5), side / (CELLS - 1)];
  context.beginPath();
  for (let i = 0; i < segments.length; i += 4) {
    context.moveTo(x + segments[i] * step, y + side - segments[i + 1] * step);
    context.lineTo(x + segments[i + 2] * step, y + side - segments[i + 3] * step);
  }
  Object.assign(context, { strokeStyle: theme.text, lineWidth: 1.4, lineCap: "round", globalAlpha: 0.7 });
  context.stroke();
  context.globalAlpha = 1;
  frame(context, x, y, side, theme);
}

function frame(context, x, y, side, theme) {
  Object.assign(context, { strokeStyle: theme.muted, lineWidth: 1, globalAlpha: 0.5 });
  context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
  context.globalAlpha = 1;
}

function drawPoints(context, points, plane, theme, held) {
  for (const point of points) {
    const { x, y } = pixelOf(plane, point);
    context.beginPath();
    context.arc(x, y, point === held ? RADIUS + 2 : RADIUS, 0, 2 * Math.PI);
    context.fillStyle = theme.classes[point.label];
    context.strokeStyle = point === held ? theme.text : theme.background;
    context.lineWidth = point === held ? 2 : 1;
    context.fill();
    context.stroke();
  }
}
