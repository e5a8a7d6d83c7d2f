// A map of losses over two settings, hidden under fog where nobody has trained a network.

import { css, pick, ramp } from "../../base/colors.js";
import { element, fitCanvas, watchWidth } from "../../base/dom.js";
import { short, tickText } from "../../base/numbers.js";
import { clamp } from "../../base/scales.js";
import { LEVELS, place } from "./surface.js";

const LEFT = 58;
const FOOT = 42;

/**
 * @param settings {ratio: height by width, most: pixels, plain: without axes}
 * @param on.pick(rate, other), on.over(rate, other): levels; on.box(from, to): a rectangle that was drawn, [rate, other] each
 * @returns {node, update({losses, table, seen: a Set of nodes or null for all, trials, chosen, window, axes, theme, words, numbers}),
 *   destroy()}
 */
export function createMap(settings, on = {}) {
  const canvas = element("canvas", { class: `hp-map${on.pick || on.box ? " hp-live" : ""}`, role: "img" });
  const node = element("div", { "data-part": settings.part ?? null }, canvas);
  const view = { settings, on, canvas, node, width: 0, given: null };
  if (on.pick || on.box) listen(view);
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

function frame({ width, settings }) {
  const [left, foot] = settings.plain ? [0, 0] : [LEFT, FOOT];
  const wide = width - left - (settings.plain ? 0 : 6);
  const high = Math.min(settings.most, Math.round(wide * settings.ratio));
  return { left, wide, high, foot, cell: wide / LEVELS, row: high / LEVELS };
}

function listen(view) {
  const { canvas, on } = view;
  const at = (event) => {
    const box = canvas.getBoundingClientRect();
    const { left, cell, row } = frame(view);
    const level = (value) => clamp(Math.floor(value), 0, LEVELS - 1);
    return [level((event.clientX - box.left - left) / cell), LEVELS - 1 - level((event.clientY - box.top) / row)];
  };
  let from = null;
  canvas.addEventListener("pointerdown", (event) => {
    from = at(event);
    if (on.box) canvas.setPointerCapture(event.pointerId);
    on.pick?.(...from);
  });
  canvas.addEventListener("pointermove", (event) => from && on.box?.(from, at(event)));
  for (const name of ["pointerup", "pointercancel"]) {
    canvas.addEventListener(name, () => {
      from = null;
    });
  }
}

function draw(view) {
  const { canvas, width, given } = view;
  if (!given || !width) return;
  const box = frame(view);
  const context = fitCanvas(canvas, width, box.high + box.foot);
  context.clearRect(0, 0, width, box.high + box.foot);
  paintCells(context, given, box);
  if (given.window) paintWindow(context, given, box);
  paintTrials(context, given, box);
  if (given.chosen) paintChosen(context, given, box);
  if (!view.settings.plain) paintAxes(context, given, box, width);
  canvas.setAttribute("aria-label", given.words);
}

/** Lowest loss: the full colour. */
export function shade(loss, [low, high]) {
  return 1 - clamp(Math.log(loss / low) / Math.log(high / low), 0, 1);
}

/** The colours' ends: the lowest loss, and what a network says that knows nothing. */
export function limits(losses) {
  return [Math.min(...losses), 0.8];
}

function paintCells(context, { losses, table, seen, trials, theme }, { left, cell, row }) {
  const colours = ramp(theme.sequential);
  const ends = losses ? limits(losses) : [0.1, 0.8];
  const own = new Map((trials ?? []).map((trial) => [trial[0] * LEVELS + trial[1], trial]));
  for (let r = 0; r < LEVELS; r++) {
    for (let o = 0; o < LEVELS; o++) {
      const node = r * LEVELS + o;
      const trial = own.get(node);
      const known = losses && (!seen || seen.has(node));
      const loss = known ? (seen && trial ? losses[place(trial)] : table[node]) : Number.NaN;
      const [x, y] = [left + r * cell, (LEVELS - 1 - o) * row];
      context.fillStyle = known ? css(pick(colours, shade(loss, ends), 0, 1, colours[0])) : theme.surface;
      context.fillRect(x + 0.5, y + 0.5, cell - (known && !seen ? 0 : 1), row - (known && !seen ? 0 : 1));
    }
  }
}

function paintTrials(context, { trials, losses, theme, colour, numbers }, { left, cell, row }) {
  if (!trials) return;
  const best = losses ? trials.reduce((a, b) => (losses[place(b)] < losses[place(a)] ? b : a), trials[0]) : null;
  const radius = Math.max(3, Math.min(cell, row) * 0.24);
  context.textAlign = "center";
  context.font = `600 ${numbers ? 11 : 10}px ${theme.font}`;
  trials.forEach((trial) => {
    const [x, y] = [left + (trial[0] + 0.5) * cell, (LEVELS - 0.5 - trial[1]) * row];
    context.beginPath();
    context.arc(x, y, trial === best ? radius + 2 : radius, 0, 2 * Math.PI);
    context.fillStyle = trial === best ? theme.accent : (colour ?? theme.background);
    context.fill();
    Object.assign(context, { strokeStyle: trial === best ? theme.background : theme.text, lineWidth: 1.4 });
    context.stroke();
    if (!numbers || !losses) return;
    const words = short(losses[place(trial)], 2);
    Object.assign(context, { strokeStyle: theme.background, lineWidth: 4, fillStyle: theme.text, lineJoin: "round" });
    context.strokeText(words, x, y - radius - 5);
    context.fillText(words, x, y - radius - 5);
  });
}

function paintChosen(context, { chosen: [r, o], theme }, { left, cell, row }) {
  Object.assign(context, { strokeStyle: theme.accent, lineWidth: 2.5 });
  context.strokeRect(left + r * cell + 1, (LEVELS - 1 - o) * row + 1, cell - 2, row - 2);
}

function paintWindow(context, { window: { rate, other }, theme }, { left, cell, row, wide, high }) {
  const [x0, x1] = [left + rate[0] * cell, left + (rate[1] + 1) * cell];
  const [y0, y1] = [(LEVELS - 1 - other[1]) * row, (LEVELS - other[0]) * row];
  context.fillStyle = theme.background;
  context.globalAlpha = 0.72;
  context.fillRect(left, 0, wide, y0);
  context.fillRect(left, y1, wide, high - y1);
  context.fillRect(left, y0, x0 - left, y1 - y0);
  context.fillRect(x1, y0, left + wide - x1, y1 - y0);
  context.globalAlpha = 1;
  Object.assign(context, { strokeStyle: theme.accent, lineWidth: 2 });
  context.strokeRect(x0, y0 + 1, x1 - x0, y1 - y0 - 2);
}

function paintAxes(context, { axes: { rate, other }, theme }, { left, cell, row, high, wide }, width) {
  context.font = `12px ${theme.font}`;
  context.fillStyle = theme.muted;
  context.textAlign = "center";
  const every = width > 420 ? 4 : 8;
  for (let r = 0; r < LEVELS; r += every) {
    context.fillText(label(rate.values[r]), clamp(left + (r + 0.5) * cell, left + 10, left + wide - 16), high + 16);
  }
  context.fillText(`${rate.title} →`, left + wide / 2, high + 35);
  context.textAlign = "right";
  for (let o = 0; o < LEVELS; o += 4) context.fillText(label(other.values[o]), left - 6, (LEVELS - 0.5 - o) * row + 4);
  context.save();
  context.translate(11, high / 2);
  context.rotate(-Math.PI / 2);
  context.textAlign = "center";
  context.fillText(`${other.title} →`, 0, 0);
  context.restore();
}

/** A setting's value: 0.003, 12, 1e−8. */
export function label(value) {
  if (value >= 1) return tickText(value);
  return value < 9e-5 ? value.toExponential(0).replace("-", "−") : tickText(Number(value.toPrecision(2)));
}
