// The valley of one weight: the curve, the steps that the ball takes, and what can be dragged: the ball's start and the curve.

import { element, setAttributes, svg, watchWidth } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { short } from "../../base/numbers.js";
import { clamp, scale, ticks } from "../../base/scales.js";
import { CURVATURES, HEIGHT, STEPS } from "./state.js";
import { path, weightAfter } from "./valley.js";

const PAD = { left: 44, right: 12, top: 10, bottom: 36 };
const REACH = 3.3;
const ARM = 6; // the loss at which the curve is taken hold of
const TALL = 440;

/** @returns {node, update(state), destroy()}; on.start(w), on.bend(curvature), on.done() when the hand lets go. */
export function createValleyView(on) {
  const layers = Object.fromEntries(
    ["grid", "curves", "steps", "balls"].map((name) => [name, svg("g", { class: `lr-${name}` })]),
  );
  const clip = svg("rect", {});
  const start = svg(
    "g",
    { class: "lr-start", tabindex: "0", role: "slider" },
    svg("circle", { r: 16, class: "lr-grip" }),
    svg("circle", { r: 9 }),
  );
  const arm = svg(
    "g",
    { class: "lr-arm", tabindex: "0", role: "slider", "data-part": "c" },
    svg("circle", { r: 18, class: "lr-grip" }),
    svg("rect", { x: -8, y: -8, width: 16, height: 16, rx: 4 }),
    svg("path", { d: "M-16 0l5 -4v8zM16 0l-5 -4v8z" }),
  );
  for (const name of ["curves", "steps", "balls"]) layers[name].setAttribute("clip-path", "url(#lr-valley)");
  const picture = svg(
    "svg",
    { class: "lr-valley" },
    svg("defs", {}, svg("clipPath", { id: "lr-valley" }, clip)),
    ...Object.values(layers),
    arm,
    start,
  );
  const node = element("div", {}, picture);
  const view = { on, layers, clip, start, arm, picture, state: null, width: 0, axes: "" };
  const away = () => on.done?.();
  draggable(start, picture, {
    to: (x) => on.start(view.x.invert(x)),
    by: (dx) => on.start(view.state.start + dx * 0.05),
    end: away,
  });
  draggable(arm, picture, {
    to: (x) => on.bend((2 * ARM) / Math.max(Math.abs(view.x.invert(x)), 0.3) ** 2),
    by: (dx, dy) => on.bend(view.state.curvature + (dy - dx) * 0.1),
    end: away,
  });
  const stop = watchWidth(node, (width) => {
    view.width = width;
    draw(view);
  });
  const update = (state) => {
    view.state = state;
    draw(view);
  };
  return { node, update, destroy: stop };
}

function draw(view) {
  const { state, width, picture, clip, layers } = view;
  if (!state || !width) return;
  view.x = scale([-REACH, REACH], [PAD.left, width - PAD.right]);
  view.y = scale([0, HEIGHT], [TALL - PAD.bottom, PAD.top]);
  const inner = { x: PAD.left, y: 0, width: Math.max(width - PAD.left - PAD.right, 1), height: TALL - PAD.bottom + 8 };
  setAttributes(clip, inner);
  setAttributes(picture, { viewBox: `0 0 ${width} ${TALL}`, width, height: TALL });
  if (view.axes !== String(width)) {
    view.axes = String(width);
    layers.grid.replaceChildren(...axes(view));
  }
  const valleys = [{ curvature: state.curvature, kind: "steep", part: "c" }];
  if (state.second) valleys.push({ curvature: state.second, kind: "gentle", part: "c" });
  layers.curves.replaceChildren(...valleys.map((valley) => curve(view, valley)));
  layers.steps.replaceChildren(...valleys.flatMap((valley) => steps(view, valley)));
  layers.balls.replaceChildren(...valleys.flatMap((valley) => ball(view, valley)));
  handles(view);
}

const loss = (w, curvature) => (curvature * w * w) / 2;

function curve({ x, y }, { curvature, kind, part }) {
  const points = Array.from({ length: 121 }, (_, i) => -REACH + (2 * REACH * i) / 120);
  const d = points.map((w) => `${x(w).toFixed(1)} ${y(Math.min(loss(w, curvature), 4 * HEIGHT)).toFixed(1)}`).join("L");
  return svg("path", { d: `M${d}`, class: `lr-curve lr-${kind}`, "data-part": part });
}

/** The steps taken so far as chords between places on the curve; those still to come are pale. */
function steps({ x, y, state }, { curvature, kind }) {
  if (state.hidden) return [];
  const places = path(state.rate, curvature, state.start, STEPS).map((w) => clamp(w, -50, 50));
  const point = (w) => `${x(w).toFixed(1)} ${y(Math.min(loss(w, curvature), 60)).toFixed(1)}`;
  const done = Math.floor(state.step);
  const way = (from, to) =>
    places
      .slice(from, to + 1)
      .map(point)
      .join("L");
  const nodes = [];
  if (done < STEPS) nodes.push(svg("path", { d: `M${way(done, STEPS)}`, class: `lr-way lr-coming lr-${kind}` }));
  if (done > 0)
    nodes.push(svg("path", { d: `M${way(0, done)}`, class: `lr-way lr-${kind}`, "data-part": "eta factor" }));
  places.slice(0, done + 1).forEach((w) => {
    if (Math.abs(w) < REACH)
      nodes.push(svg("circle", { cx: x(w), cy: y(loss(w, curvature)), r: 2.6, class: `lr-dot lr-${kind}` }));
  });
  return nodes;
}

/** The ball at the step that is shown, between two places while it rolls. */
function ball({ x, y, state }, { curvature, kind }) {
  if (state.hidden) return [];
  const [k, share] = [Math.floor(state.step), state.step % 1];
  const [from, to] = [k, k + 1].map((n) => weightAfter(state.rate, curvature, state.start, n));
  const w = from + (to - from) * share;
  if (!Number.isFinite(w) || Math.abs(w) > REACH * 1.1) return [];
  const height = loss(from, curvature) + (loss(to, curvature) - loss(from, curvature)) * share;
  return [svg("circle", { cx: x(w), cy: y(height), r: 8, class: `lr-ball lr-${kind}`, "data-part": "w" })];
}

function handles({ x, y, state, start, arm }) {
  const { curvature } = state;
  const place = (node, w, height) =>
    setAttributes(node, { transform: `translate(${x(w).toFixed(1)} ${y(height).toFixed(1)})` });
  place(start, state.start, loss(state.start, curvature));
  const reach = Math.min(Math.sqrt((2 * ARM) / curvature), REACH * 0.95);
  place(arm, reach, Math.min(loss(reach, curvature), ARM));
  setAttributes(start, {
    "aria-label": "where the weight starts",
    "aria-valuenow": state.start,
    "aria-valuetext": `w ${short(state.start)}`,
  });
  setAttributes(arm, {
    "aria-label": "how curved the valley is",
    "aria-valuemin": CURVATURES[0],
    "aria-valuemax": CURVATURES[1],
    "aria-valuenow": curvature,
    "aria-valuetext": `curvature ${short(curvature)}`,
  });
}

function axes({ x, y, width }) {
  const bottom = TALL - PAD.bottom;
  const middle = (PAD.left + width - PAD.right) / 2;
  return [
    ...ticks(0, HEIGHT, 4).flatMap((value) => [
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
      svg("text", { x: PAD.left - 7, y: y(value) + 4, "text-anchor": "end" }, String(value)),
    ]),
    ...ticks(-3, 3, 6).map((value) =>
      svg("text", { x: x(value), y: bottom + 16, "text-anchor": "middle" }, String(value).replace("-", "−")),
    ),
    svg("text", { x: middle, y: TALL - 4, "text-anchor": "middle" }, "weight w"),
    svg("text", { transform: `translate(12 ${bottom / 2 + 6}) rotate(-90)`, "text-anchor": "middle" }, "loss c/2 · w²"),
  ];
}
