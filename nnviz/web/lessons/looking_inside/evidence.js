// One layer of one network, as one of the lenses shows it, on a canvas; and the same in a few words.

import { ramp, rgb, signedPainter, tablePainter } from "../../base/colors.js";
import { fitCanvas } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createRaster, limitOf } from "../../base/raster.js";
import { histogram } from "../../lesson/histogram.js";
import { answering, moved, spreadOf } from "./measures.js";

const raster = createRaster();
const GAP = 3;

/**
 * Draws a layer's evidence into a canvas; the words that go with it are in `wordsOf`.
 * @param own {lens, output {shape, values} of the image in sight, all {values, …} of every image, kernel, begun, n, limit}
 */
export function drawEvidence(canvas, width, height, own, theme) {
  const context = fitCanvas(canvas, width, height);
  context.clearRect(0, 0, width, height);
  if (own) DRAW[own.lens]?.(context, width, height, own, theme);
}

const DRAW = { maps: drawMaps, spread: drawSpread, weights: drawWeights, silent: drawSilent };

/** A unit's map beside the next; of units without a map one square each. All of a layer on one scale. */
function drawMaps(context, width, height, { output, limit }, theme) {
  const [rows, columns, units] = output.shape.length === 3 ? output.shape : [1, 1, output.values.length];
  const { side, across } = grid(units, width, height);
  const painter = signedPainter(theme, limit);
  const one = new Float32Array(rows * columns);
  for (let unit = 0; unit < units; unit++) {
    for (let i = 0; i < one.length; i++) one[i] = output.values[i * units + unit];
    raster.fill(one, rows, columns, painter);
    const [x, y] = [(unit % across) * (side + GAP), Math.floor(unit / across) * (side + GAP)];
    raster.draw(context, x, y, side, side, { smooth: false });
    frame(context, x, y, side, theme);
  }
}

/** Squares as large as they can be: {side, across}. */
function grid(units, width, height) {
  let best = { side: 1, across: units };
  for (let lines = 1; lines <= units; lines++) {
    const across = Math.ceil(units / lines);
    const side = Math.floor(Math.min((width + GAP) / across - GAP, (height + GAP) / lines - GAP));
    if (side > best.side) best = { side, across };
  }
  return best;
}

function frame(context, x, y, side, theme) {
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.strokeRect(x + 0.5, y + 0.5, side - 1, side - 1);
}

/** How the outputs for all images spread: counts drawn as square roots, so that the few can be seen beside the many. */
function drawSpread(context, width, height, { all }, theme) {
  const limit = limitOf(all.values);
  drawBars(context, width, height, histogram(all.values, limit).counts, theme.accent);
  axis(context, width, height, limit, theme);
}

/** How the weights lie now, and in outline as they began. */
function drawWeights(context, width, height, { kernel, begun }, theme) {
  if (!kernel) return;
  const limit = Math.max(limitOf(kernel.values), limitOf(begun.values));
  const [now, then] = [kernel, begun].map(({ values }) => histogram(values, limit).counts);
  const most = Math.max(...now, ...then);
  drawBars(context, width, height, now, theme.accent, most);
  outline(context, width, height, then, theme.text, most);
  axis(context, width, height, limit, theme);
}

function drawBars(context, width, height, counts, colour, most = Math.max(...counts)) {
  const step = width / counts.length;
  context.fillStyle = colour;
  counts.forEach((count, i) => {
    const tall = (height - 16) * Math.sqrt(count / (most || 1));
    context.fillRect(i * step + 0.5, height - 15 - tall, Math.max(step - 1, 1), tall);
  });
}

function outline(context, width, height, counts, colour, most) {
  const step = width / counts.length;
  context.strokeStyle = colour;
  context.lineWidth = 1.2;
  context.beginPath();
  context.moveTo(0, height - 15);
  counts.forEach((count, i) => {
    const top = height - 15 - (height - 16) * Math.sqrt(count / (most || 1));
    context.lineTo(i * step, top);
    context.lineTo((i + 1) * step, top);
  });
  context.lineTo(width, height - 15);
  context.stroke();
}

function axis(context, width, height, limit, theme) {
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, height - 14.5);
  context.lineTo(width, height - 14.5);
  context.stroke();
  context.fillStyle = theme.muted;
  context.font = `11px ${theme.font}`;
  const words = [
    [short(-limit), 0, "left"],
    ["0", width / 2, "center"],
    [short(limit), width, "right"],
  ];
  for (const [text, x, align] of words) {
    context.textAlign = align;
    context.fillText(text, x, height - 3);
  }
}

/** A square a unit: the fuller, the more images it answers to; crossed out where it never changes. */
function drawSilent(context, width, height, { all, n }, theme) {
  const units = answering(all, n);
  const { side, across } = grid(units.length, width, height);
  const painter = tablePainter(ramp(theme.sequential), 0, 1, rgb(theme.nan));
  units.forEach(({ share, silent }, unit) => {
    const [x, y] = [(unit % across) * (side + GAP), Math.floor(unit / across) * (side + GAP)];
    raster.fill([share], 1, 1, painter);
    raster.draw(context, x, y, side, side, { smooth: false });
    frame(context, x, y, side, theme);
    if (silent) cross(context, x, y, side, theme);
  });
}

function cross(context, x, y, side, theme) {
  const inset = Math.min(4, side / 4);
  context.strokeStyle = theme.error;
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(x + inset, y + inset);
  context.lineTo(x + side - inset, y + side - inset);
  context.moveTo(x + side - inset, y + inset);
  context.lineTo(x + inset, y + side - inset);
  context.stroke();
}

/** What stands below a layer's picture. */
export function wordsOf(own) {
  return own ? (WORDS[own.lens]?.(own) ?? "") : "";
}

const WORDS = {
  maps: ({ limit }) => `colours end at ±${short(limit)}`,
  spread: ({ all }) => {
    const { low, high, zeros, ends } = spreadOf(all.values);
    const most = ends > 0.3 && low < -0.9 ? `${percent(ends)} near −1 or 1` : `${percent(zeros)} are 0`;
    return `from ${short(low)} to ${short(high)}; ${most}`;
  },
  weights: ({ kernel, begun }) => (kernel ? movedWords(moved(kernel.values, begun.values)) : "no weights"),
  silent: ({ all, n }) => {
    const units = answering(all, n);
    return `${units.filter(({ silent }) => silent).length} of ${units.length} silent`;
  },
};

export function movedWords(share) {
  return Number.isFinite(share) ? `moved by ${percent(share)} of their first length` : "began at 0";
}

/** What is largest in a layer over all images: where its colours end. */
export function limitOfAll(all) {
  return limitOf(all.values);
}
