// Rows of dots on one axis of accuracy: what many studies said, piled where they said the same.

import { element, fitCanvas, watchWidth } from "../../base/dom.js";
import { scale } from "../../base/scales.js";

const LEFT = 8;
const AXIS = 26;

/**
 * @param row height of a row in pixels
 * @returns {node, update({rows [{title, values, colour, band [low, high] or null, marked: a value or null, hint: of an empty
 *   row}], domain, truth: a value or null, theme, words}), destroy()}
 */
export function createDotRows({ row = 110, part = null }) {
  const canvas = element("canvas", { class: "cv-rows", role: "img" });
  const node = element("div", { "data-part": part }, canvas);
  const view = { canvas, node, row, given: null, width: 0 };
  const stop = watchWidth(node, (width) => {
    view.width = width;
    draw(view);
  });
  return {
    node,
    update: (given) => {
      view.given = given;
      draw(view);
    },
    destroy: stop,
  };
}

function draw({ canvas, width, given, row }) {
  if (!given || !width) return;
  const { rows, domain, truth, theme, words } = given;
  const height = rows.length * row + AXIS;
  const context = fitCanvas(canvas, width, height);
  context.clearRect(0, 0, width, height);
  const x = scale(domain, [LEFT + 12, width - 20]);
  axis(context, x, domain, height, width, theme);
  rows.forEach((one, r) => paintRow(context, one, { x, top: r * row, bottom: (r + 1) * row, width, theme }));
  if (truth !== null) {
    context.setLineDash([6, 4]);
    Object.assign(context, { strokeStyle: theme.text, lineWidth: 2 });
    context.beginPath();
    context.moveTo(x(truth), 4);
    context.lineTo(x(truth), height - AXIS);
    context.stroke();
    context.setLineDash([]);
  }
  canvas.setAttribute("aria-label", words);
}

function axis(context, x, [low, high], height, width, theme) {
  context.font = `12px ${theme.font}`;
  context.textAlign = "center";
  for (let value = Math.ceil(low * 10) / 10; value <= high + 1e-9; value += 0.1) {
    context.strokeStyle = theme.grid;
    context.lineWidth = 1;
    context.beginPath();
    context.moveTo(x(value), 0);
    context.lineTo(x(value), height - AXIS);
    context.stroke();
    context.fillStyle = theme.muted;
    if (width > 480 || Math.round(value * 10) % 2 === 0)
      context.fillText(`${Math.round(100 * value)} %`, x(value), height - 8);
  }
}

function paintRow(
  context,
  { title, values, colour, band = null, marked = null, hint = "" },
  { x, top, bottom, width, theme },
) {
  context.textAlign = "left";
  context.font = `600 13px ${theme.font}`;
  context.lineJoin = "round";
  Object.assign(context, { strokeStyle: theme.background, lineWidth: 5 });
  const base = bottom - 12;
  context.strokeStyle = theme.grid;
  context.lineWidth = 1.5;
  context.beginPath();
  context.moveTo(LEFT, base + 1);
  context.lineTo(width - 8, base + 1);
  context.stroke();
  if (band) {
    context.fillStyle = colour;
    context.globalAlpha = 0.22;
    context.fillRect(x(band[0]), top + 24, x(band[1]) - x(band[0]), base - top - 24);
    context.globalAlpha = 1;
  }
  paintDots(context, values, { x, base, room: base - top - 26, colour });
  if (marked !== null) ring(context, slotOf(x, marked) * widthOf(x), base - 5, theme.accent);
  Object.assign(context, { strokeStyle: theme.background, lineWidth: 5, fillStyle: theme.text });
  context.strokeText(title, LEFT, top + 17);
  context.fillText(title, LEFT, top + 17);
  if (values.length || !hint) return;
  context.font = `13px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.textAlign = "center";
  context.fillText(hint, width / 2, base - 24);
}

/** Dots of the same half point stand on each other, closer where there are many. */
function paintDots(context, values, { x, base, room, colour }) {
  const stacks = new Map();
  const wide = widthOf(x);
  for (const value of values) {
    const slot = slotOf(x, value);
    stacks.set(slot, [...(stacks.get(slot) ?? []), value]);
  }
  const tallest = Math.max(1, ...[...stacks.values()].map((stack) => stack.length));
  const step = Math.min(wide, room / tallest);
  const radius = Math.min(4.5, Math.max(1.8, wide / 2 - 0.5));
  context.fillStyle = colour;
  for (const [slot, stack] of stacks) {
    stack.forEach((_, place) => {
      context.beginPath();
      context.arc(slot * wide, base - radius - place * step, radius, 0, 2 * Math.PI);
      context.fill();
    });
  }
}

/** Pixels from one stack of dots to the next, and which stack a value belongs to. */
function widthOf(x) {
  return Math.max(5, Math.abs(x(0.51) - x(0.5)) * 0.9);
}

function slotOf(x, value) {
  return Math.round(x(value) / widthOf(x));
}

function ring(context, x, y, strokeStyle) {
  Object.assign(context, { strokeStyle, lineWidth: 2.5 });
  context.beginPath();
  context.arc(x, y, 8, 0, 2 * Math.PI);
  context.stroke();
}
