// The same sixty examples by what was measured of them, and where the neuron of each fold draws its line.

import { element, fitCanvas, watchWidth } from "../../base/dom.js";
import { scale } from "../../base/scales.js";

const HEIGHT = 236;
const REACH = 2.7;

/** @returns {node, update({state, study, dealt, theme}), destroy()} */
export function createPlaneView() {
  const canvas = element("canvas", { class: "cv-plane", role: "img" });
  const node = element("div", { class: "cv-planeplace" }, canvas);
  const view = { canvas, node, given: null, width: 0 };
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

function draw({ canvas, width, given }) {
  if (!given || !width) return;
  const { state, study, dealt, theme } = given;
  const context = fitCanvas(canvas, width, HEIGHT);
  const across = (REACH * width) / HEIGHT;
  const x = scale([-across, across], [0, width]);
  const y = scale([-REACH, REACH], [HEIGHT, 0]);
  context.clearRect(0, 0, width, HEIGHT);
  const held = state.fold ? dealt.deals[state.fold - 1] : null;
  dealt.folds.forEach(({ neuron }, j) => {
    const own = state.fold === j + 1;
    if (own) return;
    boundary(context, neuron, { x, y, across }, theme.muted, 1, state.fold ? 0.25 : 0.6);
  });
  const all = Array.from({ length: study.n }, (_, i) => i);
  for (const i of all) {
    const test = held?.test.includes(i);
    context.globalAlpha = !held || test ? 1 : held.train.includes(i) ? 0.4 : 0.08;
    context.beginPath();
    context.arc(x(study.x[2 * i]), y(study.x[2 * i + 1]), test ? 6 : 4, 0, 2 * Math.PI);
    context.fillStyle = theme.classes[study.y[i]];
    context.fill();
  }
  context.globalAlpha = 1;
  if (held) boundary(context, dealt.folds[state.fold - 1].neuron, { x, y, across }, theme.accent, 2.6, 1);
  canvas.setAttribute("aria-label", `The examples by their two measurements, and the lines of ${state.k} neurons`);
}

/** Where the weighted sum is 0. A neuron that always says the same has no line. */
function boundary(context, [w1, w2, b], { x, y, across }, strokeStyle, lineWidth, fade) {
  if (!Number.isFinite(b) || (w1 === 0 && w2 === 0)) return;
  const ends =
    Math.abs(w2) > Math.abs(w1)
      ? [-across, across].map((u) => [u, -(w1 * u + b) / w2])
      : [-REACH, REACH].map((v) => [-(w2 * v + b) / w1, v]);
  Object.assign(context, { strokeStyle, lineWidth, globalAlpha: fade });
  context.beginPath();
  for (const [u, v] of ends) context.lineTo(x(u), y(v));
  context.stroke();
  context.globalAlpha = 1;
}
