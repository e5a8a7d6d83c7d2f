// One network layer by layer, from the input on: its gradients on a logarithmic scale, how its weights or its activations
// spread, or how many of them are stuck. All cards share one scale.

import { setAttributes, svg } from "../base/dom.js";
import { percent, short } from "../base/numbers.js";
import { clamp, extent, scale } from "../base/scales.js";

export const LENSES = {
  gradients: "Gradients",
  weights: "Weights",
  spread: "Activations",
  saturated: "Saturated",
  idle: "Idle units",
};
export const MEANINGS = {
  gradients:
    "Size of the loss's gradient in each layer, from the input to the output; each line is ten times the one below.",
  weights: "Where the weights of each layer lie, from the input to the output: the middle half, and nine in ten.",
  spread: "Where the activations of each layer lie, from the input to the output: the middle half, and nine in ten.",
  saturated: "Share of each layer's activations where its function is flat, so that almost no gradient passes.",
  idle: "Share of each layer's units that answer alike to every example.",
};
const HEIGHT = 74;
const [LEAST, MOST] = [1e-8, 1e2];

/** @returns {node, update({lens, frame, layers, width, reach})}; `reach`: of all cards together, from `reachOf` */
export function createLayers() {
  const node = svg("svg", { class: "nr-layers", role: "img", "aria-label": "Layers" });
  const update = ({ lens, frame, layers, width, reach, label }) => {
    setAttributes(node, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
    setAttributes(node, { "aria-label": `${LENSES[lens]} of ${label} by layer: ${said(lens, frame)}` });
    const values = frame?.[lens] ?? [];
    const across = scale([0, Math.max(1, values.length)], [0, width]);
    const marks = values.map((value, i) =>
      mark(lens, value, [across(i), across(i + 1)], reach, words(lens, value, layers[i])),
    );
    node.replaceChildren(...lines(lens, width, reach), ...marks);
  };
  return { node, update };
}

/** From where to where the values of all frames reach. */
export function reachOf(lens, frames) {
  if (lens === "gradients") {
    const known = frames.flatMap((frame) => frame?.gradients ?? []).filter((value) => value > 0);
    return [clamp(Math.min(1e-3, ...known), LEAST, MOST), clamp(Math.max(1, ...known), LEAST, MOST)];
  }
  if (lens === "saturated" || lens === "idle") return [0, 1];
  const limit = Math.max(...extent(frames.flatMap((frame) => (frame?.[lens] ?? []).flat())).map(Math.abs), 1e-6);
  return [-limit, limit];
}

function heightOf(lens, reach) {
  return scale(reach, [HEIGHT - 4, 4], lens === "gradients");
}

function lines(lens, width, reach) {
  const up = heightOf(lens, reach);
  const at =
    lens === "gradients"
      ? Array.from({ length: 11 }, (_, i) => LEAST * 10 ** i).filter((value) => value >= reach[0] && value <= reach[1])
      : [lens === "weights" || lens === "spread" ? 0 : 1];
  return at.map((value) => svg("line", { class: "nr-rule", x1: 0, x2: width, y1: up(value), y2: up(value) }));
}

function mark(lens, value, [from, to], reach, title) {
  const up = heightOf(lens, reach);
  const [middle, wide] = [(from + to) / 2, clamp((to - from) * 0.62, 1.5, 18)];
  const about = svg("title", {}, title);
  if (!Array.isArray(value)) {
    const top = value === null ? 4 : value > 0 ? up(clamp(value, ...reach)) : HEIGHT - 5;
    const shape = { x: middle - wide / 2, width: wide, y: top, height: Math.max(1, HEIGHT - 4 - top) };
    return svg("rect", { ...shape, class: value === null ? "nr-lost" : "nr-bar" }, about);
  }
  if (value.includes(null))
    return svg("rect", { x: middle - wide / 2, width: wide, y: 4, height: HEIGHT - 8, class: "nr-lost" }, about);
  const [, low, lower, , upper, high] = value.map(up);
  return svg(
    "g",
    {},
    about,
    svg("rect", { class: "nr-nine", x: middle - 1, width: 2, y: high, height: Math.max(1, low - high) }),
    svg("rect", {
      class: "nr-half",
      x: middle - wide / 2,
      width: wide,
      y: upper,
      height: Math.max(1.5, lower - upper),
    }),
  );
}

function words(lens, value, layer) {
  const name = layer?.name ?? "";
  if (value === null) return `${name}: not a number`;
  if (Array.isArray(value)) return `${name}: from ${short(value[1])} to ${short(value[5])}, middle ${short(value[3])}`;
  return `${name}: ${lens === "gradients" ? short(value) : percent(value)}`;
}

function said(lens, frame) {
  const values = frame?.[lens] ?? [];
  return values.map((value) => (Array.isArray(value) ? short(value[3]) : short(value))).join(", ");
}
