// A network that learns while points are drawn: asks for a few epochs more, again and again, and paints what it says.

import { FILL, mix, pixel, rgb } from "../base/colors.js";
import { createRaster } from "../base/raster.js";
import { unpack } from "../base/unpack.js";

const PAUSE = 80; // ms between an answer and the next question
const PATIENCE = 6000; // ms after which a question counts as lost
const ENOUGH = 4000; // epochs after which it rests until the points change

/** @param ask ({turn}) is told the page: turn 0 means that nobody learns. */
export function createLearning(ask) {
  return { ask, on: false, turn: 0, timer: null, answer: null, surface: null, raster: null, rest: 0 };
}

export function toggle(learning) {
  learning.on = !learning.on;
  clearTimeout(learning.timer);
  if (learning.on) question(learning);
  else learning.ask({ turn: 0 });
}

/** The points are others: what was enough is not any more. */
export function changed(learning) {
  learning.rest = learning.answer?.epochs ?? 0;
  if (learning.on) later(learning, PAUSE);
}

/** What the page has told; an answer that is known already changes nothing. */
export function hear(learning, answer) {
  if (!learning.on || !answer || answer.turn === learning.answer?.turn) return;
  learning.answer = answer;
  if (answer.decided) learning.surface = { decided: unpack(answer.decided), sureness: unpack(answer.sureness) };
  if (answer.turn >= learning.turn && !answer.problem && answer.epochs - learning.rest < ENOUGH) later(learning, PAUSE);
  else clearTimeout(learning.timer);
}

/** The network's answer over the plane, paler where it is less sure. */
export function paint(learning, context, side, theme) {
  const { on, answer, surface } = learning;
  if (!on || !surface || answer.problem) return;
  learning.raster ??= createRaster();
  const { raster } = learning;
  const [rows, cols] = surface.decided.shape;
  const [ground, colours] = [rgb(theme.background), theme.classes.map(rgb)];
  const sure = surface.sureness.values;
  const painter = (values, i) => pixel(mix(ground, colours[values[i]], (FILL * sure[i]) / 255).map(Math.round));
  raster.fill(surface.decided.values, rows, cols, painter, { flip: true });
  raster.draw(context, 0, 0, side, side, { nodes: true });
}

/** What is said of it below the plane; "" while nobody learns. */
export function words({ on, answer }) {
  if (!on) return "";
  if (!answer) return "Learning begins …";
  if (answer.problem) return answer.problem;
  const share = (value) => `${Math.round(100 * value)} % right`;
  const held = answer.held_out === null ? "" : `, held-out points ${share(answer.held_out)}`;
  return `Epoch ${answer.epochs.toLocaleString("en")}: ${share(answer.accuracy)}${held}.`;
}

export function stop(learning) {
  learning.on = false;
  clearTimeout(learning.timer);
}

function question(learning) {
  learning.turn += 1;
  learning.ask({ turn: learning.turn });
  later(learning, PATIENCE);
}

function later(learning, wait) {
  clearTimeout(learning.timer);
  learning.timer = setTimeout(() => learning.on && question(learning), wait);
}
