// One layer's output drawn as what it is: maps, matrices, the heat of a sequence, bars, cells, or words.

import { css, pick, ramp, rgb, tablePainter } from "../base/colors.js";
import { createRaster } from "../base/raster.js";
import { columnsFor, isSigned, limitOf } from "./layer_scale.js";

const GAP = 3;
export const MOST_BARS = 32; // units up to which a vector is drawn as bars
let drawn = null; // the one raster, made at its first use

/** A packed picture as the modules here use it. */
export function readable(packed, unpack) {
  const { shape, values } = unpack(packed.values);
  const [units, rows, cols] = shape;
  return { ...packed, values, units, rows, cols };
}

function painterOf(picture, theme, limit) {
  const signed = isSigned(picture);
  return tablePainter(ramp(signed ? theme.diverging : theme.sequential), signed ? -limit : 0, limit, rgb(theme.nan));
}

function paper() {
  drawn ??= createRaster();
  return drawn;
}

/** One unit's map into a box. */
export function drawMap(context, picture, unit, box, theme, limit) {
  const { rows, cols } = picture;
  const raster = paper();
  raster.fill(picture.values, rows, cols, painterOf(picture, theme, limit), { start: unit * rows * cols });
  raster.draw(context, box.x, box.y, box.width, box.height, { smooth: false });
  Object.assign(context, { strokeStyle: theme.grid, lineWidth: 1 });
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
}

/** Where each of the first `count` maps lies in a box. */
export function gridOf(picture, count, width, height) {
  const aspect = picture.cols / picture.rows;
  const { columns, side } = columnsFor(count, width, height, aspect, GAP);
  return Array.from({ length: count }, (_, k) => ({
    x: (k % columns) * (side + GAP),
    y: Math.floor(k / columns) * (side / aspect + GAP),
    width: side,
    height: side / aspect,
  }));
}

/** A small picture of a whole layer. */
export function drawSmall(context, picture, width, height, { theme, scale, all }) {
  context.clearRect(0, 0, width, height);
  if (picture.words) return drawWords(context, picture.words, width, height, theme);
  if (picture.form === "number" || picture.units === 0) return undefined;
  if (picture.form === "heat") return drawHeat(context, picture, { x: 0, y: 0, width, height }, { theme, scale, all });
  if (picture.form === "bars") {
    if (picture.total <= MOST_BARS) return drawBars(context, picture, width, height, { theme, scale, all });
    return drawCells(context, picture, width, height, { theme, scale, all });
  }
  const boxes = gridOf(picture, Math.min(picture.units, 16), width, height);
  const shift = (width - Math.max(...boxes.map((box) => box.x + box.width))) / 2;
  for (const [unit, box] of boxes.entries()) {
    drawMap(context, picture, unit, { ...box, x: box.x + shift }, theme, limitOf(picture, unit, scale, all));
  }
  return undefined;
}

/** A sequence: steps from left to right, one row a unit. */
export function drawHeat(context, picture, box, { theme, scale, all }) {
  const high = box.height / picture.units;
  const raster = paper();
  for (let unit = 0; unit < picture.units; unit++) {
    const painter = painterOf(picture, theme, limitOf(picture, unit, scale, all));
    raster.fill(picture.values, 1, picture.cols, painter, { start: unit * picture.cols });
    raster.draw(context, box.x, box.y + unit * high, box.width, Math.ceil(high), { smooth: false });
  }
  Object.assign(context, { strokeStyle: theme.grid, lineWidth: 1 });
  context.strokeRect(box.x + 0.5, box.y + 0.5, box.width - 1, box.height - 1);
}

/** A vector as bars from zero, from left to right. */
function drawBars(context, picture, width, height, { theme, scale, all }) {
  const own = scale === "unit" ? "layer" : scale;
  const limit = limitOf(picture, 0, own, all);
  const signed = isSigned(picture);
  const [zero, room] = signed ? [height / 2, height / 2 - 2] : [height - 1, height - 4];
  const step = width / picture.units;
  const thick = Math.min(Math.max(step * 0.75, 1), 22);
  context.fillStyle = theme.grid;
  context.fillRect(0, zero, width, 1);
  for (let unit = 0; unit < picture.units; unit++) {
    const value = picture.values[unit];
    const missing = !Number.isFinite(value);
    const tall = missing ? room : Math.min(Math.abs(value) / limit, 1) * room;
    context.fillStyle = missing ? theme.nan : value < 0 ? theme.negative : theme.positive;
    context.fillRect(unit * step + (step - thick) / 2, value < 0 ? zero : zero - tall, thick, Math.max(tall, 0.5));
  }
}

/** Where the cells of a long vector lie: row by row, as square as the box allows. */
export function cellsOf(units, width, height) {
  const { columns, side } = columnsFor(units, width, height, 1, 1);
  const size = Math.min(side, 26);
  const across = Math.max(columns, Math.min(units, Math.floor((width + 1) / (size + 1))));
  return { columns: across, size };
}

/** A long vector as coloured cells, row by row. */
export function drawCells(context, picture, width, height, { theme, scale, all }) {
  const { columns, size } = cellsOf(picture.units, width, height);
  const limit = limitOf(picture, 0, scale === "unit" ? "layer" : scale, all);
  const signed = isSigned(picture);
  const table = ramp(signed ? theme.diverging : theme.sequential);
  for (let unit = 0; unit < picture.units; unit++) {
    const [x, y] = [(unit % columns) * (size + 1), Math.floor(unit / columns) * (size + 1)];
    context.fillStyle = css(pick(table, picture.values[unit], signed ? -limit : 0, limit, rgb(theme.nan)));
    context.fillRect(x, y, size, size);
  }
}

function drawWords(context, words, width, height, theme) {
  Object.assign(context, { fillStyle: theme.text, font: `11px ${theme.font}`, textBaseline: "top" });
  let [x, y] = [0, 2];
  for (const word of words) {
    const wide = context.measureText(word).width + 5;
    if (x && x + wide > width) [x, y] = [0, y + 15];
    if (y + 13 > height) return;
    context.fillText(word, x, y, width);
    x += wide;
  }
}

/** How the values are spread, as a row of bars. */
export function drawSpread(context, picture, width, height, theme) {
  context.clearRect(0, 0, width, height);
  const most = Math.max(...picture.histogram, 1);
  const step = width / picture.histogram.length;
  context.fillStyle = theme.train;
  for (const [k, count] of picture.histogram.entries()) {
    const tall = count ? Math.max(1, Math.sqrt(count / most) * height) : 0;
    context.fillRect(k * step + 0.5, height - tall, step - 1, tall);
  }
}
