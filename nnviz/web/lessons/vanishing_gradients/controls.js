// The controls of the deep network: activation, depth, scale of the weights, normalization, skip connections, clipping.

import { choices, slider } from "../../base/controls.js";
import { element, setAttributes } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { CURVES } from "../../lesson/unit_curves.js";
import { CLIPPINGS, DEEPEST, NORMALIZATIONS, SCALES, SHALLOWEST } from "./state.js";

const SNAPS = [0.5, 1, 1.41, 2];

/** on.change(part of the state). @returns {node, update(state)} */
export function createControls(on) {
  const parts = { ...createNetworkControls(on), ...createGradientControls(on) };
  const field = (words, ...nodes) =>
    element("div", { class: "vg-field" }, element("span", { class: "nl-label" }, words), ...nodes);
  const node = element(
    "div",
    { class: "vg-controls" },
    field("Activation", parts.activation.node),
    parts.depth.node,
    parts.scale.node,
    parts.presets.node,
    field("Normalization", element("div", { class: "nl-bar" }, parts.normalization.node, parts.skip)),
    field("Gradient of", element("div", { class: "nl-bar" }, parts.shown.node, parts.again)),
    field("Clip the gradient", parts.clipping.node, parts.threshold.node),
    element("div", { class: "nl-bar vg-guess" }, parts.guess, parts.nowhere),
  );
  return { node, update: (state) => update(parts, state) };
}

function createNetworkControls(on) {
  const titles = Object.fromEntries(Object.entries(CURVES).map(([name, { title }]) => [name, title]));
  const activation = choices("Activation", titles, (name) => on.change({ activation: name }));
  activation.node.dataset.part = "slope";
  const skip = element(
    "button",
    {
      type: "button",
      class: "nl-button vg-toggle",
      onclick: () => on.change({ skip: skip.getAttribute("aria-pressed") !== "true" }),
    },
    "Skip connections",
  );
  return {
    activation,
    depth: slider({
      part: "depth",
      label: "Layers",
      min: SHALLOWEST,
      max: DEEPEST,
      step: 1,
      input: (depth) => on.change({ depth }),
    }),
    scale: slider({
      part: "sigma",
      label: "Scale of the weights",
      min: -1,
      max: 0.65,
      step: 0.01,
      input: (power) => on.change({ scale: snapped(10 ** power) }),
    }),
    presets: choices("Initializer", SCALES, (scale) => on.change({ scale: Number(scale) })),
    normalization: choices("Normalization", NORMALIZATIONS, (normalization) => on.change({ normalization })),
    skip,
  };
}

function button(words, onclick) {
  return element("button", { type: "button", class: "nl-button", onclick }, words);
}

function createGradientControls(on) {
  return {
    shown: choices("Gradient of", { outputs: "outputs", weights: "weights" }, (shown) => on.change({ shown })),
    again: button("Draw again", () => on.change({ seed: 0 })),
    clipping: choices("Clip the gradient", CLIPPINGS, (clipping) => on.change({ clipping })),
    guess: button("Guess first", () => on.change({ guess: "open", shown: "outputs" })),
    nowhere: button("Nowhere", () => on.change({ guess: -1 })),
    threshold: slider({
      part: "clip",
      label: "Clip at",
      min: -6,
      max: 4,
      step: 0.1,
      input: (power) => on.change({ threshold: 10 ** power }),
    }),
  };
}

/** Initializers that people know are easy to hit. */
function snapped(scale) {
  return SNAPS.find((known) => Math.abs(Math.log10(known / scale)) < 0.013) ?? Number(scale.toFixed(3));
}

function update(parts, state) {
  parts.activation.update(state.activation);
  parts.depth.update(state.depth, String(state.depth));
  parts.scale.update(Number(Math.log10(state.scale).toFixed(2)), state.scale.toFixed(2));
  parts.presets.update(state.scale.toFixed(2));
  parts.normalization.update(state.normalization);
  setAttributes(parts.skip, { "aria-pressed": String(state.skip) });
  parts.shown.update(state.shown);
  parts.clipping.update(state.clipping);
  parts.threshold.update(Number(Math.log10(state.threshold).toFixed(1)), short(state.threshold, 2));
  parts.nowhere.hidden = state.guess !== "open";
  parts.threshold.node.hidden = state.clipping === "none";
}
