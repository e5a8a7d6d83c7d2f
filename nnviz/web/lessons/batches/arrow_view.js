// The gradient of one batch beside the gradient of all: many batches are a cloud of arrows, which shrinks as batches grow.

import { choices, slider } from "../../base/controls.js";
import { element, fitCanvas, setText, watchWidth } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { clamp } from "../../base/scales.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { spread } from "./counting.js";
import { batchMeans, stream, wrongWay } from "./draws.js";
import { batchAt, shareOf } from "./state.js";

export const DRAWS = 200;
const HEIGHT = 400;
const NAMES = { 0: "before training", 1: "after 2 epochs", 2: "after 20 epochs" };
const n = (value) => value.toLocaleString("en");

/** @returns {node, update(state, world), destroy()}; on.change({…}), on.resize(batch) */
export function createArrowView(on) {
  const view = { on, state: null, world: null, width: 0, seed: 1 };
  view.chart = createLineChart(
    {
      height: 226,
      words: { x: "batch size B", y: "how far a batch strays" },
      log: { x: true, y: true },
      drag: "ew",
      part: "sigma",
    },
    { point: (batch) => on.resize(batch) },
  );
  view.batch = slider({
    part: "B",
    label: "Batch size B",
    min: 0,
    max: 1,
    step: 0.002,
    input: (share) => on.resize(batchAt(share, sampleOf(view))),
  });
  view.stages = choices("When the gradients are measured", NAMES, (stage) => on.change({ stage: Number(stage) }));
  view.near = choices("Scale", { far: "One scale", near: "Zoom in" }, (name) => on.change({ near: name === "near" }));
  view.again = element("button", { type: "button", class: "nl-button", onclick: () => redraw(view) }, "Draw others");
  view.canvas = element("canvas", { class: "ba-cloud", role: "img" });
  view.said = element("p", { class: "ba-said", role: "status" });
  view.plane = element("span", {});
  view.wrong = element("p", { class: "ba-wrong", "data-part": "g" });
  const title = (words) => element("h3", { class: "nl-title" }, words);
  const place = element("div", { "data-part": "gB g" }, view.canvas);
  const key = element(
    "p",
    { class: "ba-key nl-muted" },
    element("span", {}, element("b", { class: "ba-all" }, "━▸"), "the step by all examples"),
    element("span", {}, element("b", {}, "╶▸"), `steps by ${DRAWS} batches`),
    element("span", {}, element("b", {}, "·"), "by single examples"),
    view.plane,
  );
  const left = element("div", { class: "ba-left" }, title("Which way each batch would go"), place, key);
  const right = element(
    "div",
    { class: "ba-panel" },
    view.stages.node,
    view.batch.node,
    element("div", { class: "nl-bar" }, view.near.node, view.again),
    view.wrong,
    view.said,
    element("div", {}, title("How far batches stray from all examples"), view.chart.node),
  );
  view.node = element("div", { class: "ba-view" }, left, right);
  const stop = watchWidth(place, (width) => {
    view.width = width;
    if (view.state) draw(view);
  });
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    destroy: () => {
      stop();
      view.chart.destroy();
    },
  };
}

function sampleOf({ world }) {
  return world?.stage?.n ?? 1;
}

function redraw(view) {
  view.seed += 1;
  update(view, view.state, view.world);
}

function update(view, state, world) {
  Object.assign(view, { state, world });
  const { stage } = world;
  view.node.toggleAttribute("data-waiting", !stage);
  view.stages.update(state.stage);
  view.near.update(state.near ? "near" : "far");
  setText(
    view.said,
    world.refusal ||
      (stage ? "" : "Keras is measuring the gradient of every single example, at three moments of a training …"),
  );
  if (!stage) return;
  const size = Math.min(state.batch, stage.n);
  view.batch.update(shareOf(size, stage.n), n(size));
  view.means = batchMeans(stage.points, size, DRAWS, stream(7919 * view.seed + size));
  const wrong = wrongWay(view.means);
  const stray = spread(stage.variance, size, stage.n);
  setText(
    view.plane,
    `Seen in one plane of ${n(stage.weights)} directions: along that step, and where examples differ most.`,
  );
  setText(view.wrong, `${wrong} of ${DRAWS} batches point the wrong way (${percent(wrong / DRAWS)}).`);
  setText(view.said, saidOf(stage, size, stray));
  view.chart.update(chartView(stage, size, stray, world.theme));
  draw(view);
}

function saidOf({ length, n: all, total }, size, stray) {
  if (size === all) return `All ${n(all)} examples: every draw is the same, and nothing is left to chance.`;
  const ratio = stray / length;
  const sample = all < total ? ` (a sample of ${n(all)})` : "";
  const louder =
    ratio > 1 ? `${short(ratio, 2)} times as long as the step itself` : `${percent(ratio)} of the step’s length`;
  return `Batches of ${n(size)} stray by ${short(stray)}: ${louder}, which is ${short(length)}${sample}. Four times the batch halves it.`;
}

function chartView(stage, size, stray, theme) {
  const { variance, n: all, strays, length } = stage;
  const sizes = Array.from({ length: 121 }, (_, i) => all ** (i / 120));
  const far = spread(variance, 1, all);
  const low = Math.min(length, spread(variance, Math.max(all / 2, 1), all)) / 3;
  const measured = Object.entries(strays).filter(([, value]) => value > 0);
  return {
    x: [1, Math.max(all, 2)],
    y: [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(far))],
    words: `How far a batch strays from all examples, by its size: ${short(far)} for single examples, ${short(stray)} for ${size}`,
    lines: [
      { points: sizes.map((one) => [one, spread(variance, one, all)]), colour: theme.muted, width: 2, part: "sigma" },
    ],
    dots: measured.map(([one, value]) => ({ x: Number(one), y: value, colour: theme.text, radius: 4 })),
    marks: [
      { y: length, kind: "hint", words: "length of the step by all", part: "g" },
      { x: size, kind: "chosen", grip: true, words: `B = ${n(size)}`, low: true, part: "B" },
    ],
  };
}

/** The cloud on a canvas: the step by all points to the right; what lies left of the middle goes the wrong way. */
function draw({ canvas, world, state, means, width }) {
  const { stage, theme } = world;
  if (!stage || !width) return;
  const context = fitCanvas(canvas, width, HEIGHT);
  context.clearRect(0, 0, width, HEIGHT);
  const reach = reachOf(stage, means, state.near);
  const unit = Math.min(width / 2 - 12, HEIGHT / 2 - 12) / reach;
  const [cx, cy] = [width / 2, HEIGHT / 2];
  const x = (value) => clamp(cx + value * unit, -20, width + 20);
  const y = (value) => clamp(cy - value * unit, -20, HEIGHT + 20);
  ground(context, { theme, width, cx, cy });
  context.globalAlpha = 0.35;
  context.fillStyle = theme.muted;
  for (let i = 0; i < stage.points.length; i += 2) {
    context.fillRect(x(stage.points[i]) - 1, y(stage.points[i + 1]) - 1, 2, 2);
  }
  context.globalAlpha = 0.4;
  context.lineWidth = 1.1;
  for (let k = 0; k < means.length; k += 2) {
    context.strokeStyle = means[k] < 0 ? theme.negative : theme.positive;
    arrow(context, cx, cy, x(means[k]), y(means[k + 1]), 5);
  }
  context.globalAlpha = 1;
  for (const [strokeStyle, lineWidth] of [
    [theme.background, 8],
    [theme.accent, 4],
  ]) {
    Object.assign(context, { strokeStyle, lineWidth });
    arrow(context, cx, cy, x(stage.length), cy, 11);
  }
  canvas.setAttribute(
    "aria-label",
    `Steps by ${DRAWS} batches of ${state.batch} examples around the step by all examples`,
  );
}

function ground(context, { theme, width, cx, cy }) {
  context.strokeStyle = theme.grid;
  context.lineWidth = 1;
  context.beginPath();
  context.moveTo(0, cy);
  context.lineTo(width, cy);
  context.moveTo(cx, 0);
  context.lineTo(cx, HEIGHT);
  context.stroke();
  context.fillStyle = theme.muted;
  context.font = `12px ${theme.font}`;
  context.textAlign = "left";
  context.fillText("the wrong way", 8, 18);
  context.textAlign = "right";
  context.fillText("the same way as all examples", width - 8, 18);
}

/** What has to fit: one scale for a moment, so that the cloud is seen to shrink; or the cloud itself, close up. */
function reachOf({ length, spreadInPlane }, means, near) {
  if (!near) return Math.max(2.4 * spreadInPlane(4), 1.6 * length, 1e-9);
  const far = [];
  for (let k = 0; k < means.length; k += 2) far.push(Math.max(Math.abs(means[k]), Math.abs(means[k + 1])));
  far.sort((one, other) => one - other);
  return Math.max(far[Math.floor(0.97 * (far.length - 1))], 1.2 * length, 1e-9);
}

function arrow(context, x0, y0, x1, y1, head) {
  const angle = Math.atan2(y1 - y0, x1 - x0);
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  if (Math.hypot(x1 - x0, y1 - y0) > head) {
    for (const side of [-0.45, 0.45]) {
      context.moveTo(x1, y1);
      context.lineTo(x1 - head * Math.cos(angle + side), y1 - head * Math.sin(angle + side));
    }
  }
  context.stroke();
}
