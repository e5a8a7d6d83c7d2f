// One unit and its loop, rolled up or unrolled in time: the same three weights in every copy.

import { css, pick, ramp, readableOn, rgb } from "../../base/colors.js";
import { fixed, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { INPUTS, loopOf, loopSlope } from "./state.js";
import { loopWords } from "./words.js";

const [HEIGHT, MIDDLE, NARROW] = [300, 150, 620];
const radiusOf = (width) => (27 / 62) * cellOf(width);
const cellOf = (width) => Math.min(62, (width - 12) / INPUTS - 8);

/** on.change({…}). @returns {node, update(state, world), destroy()} */
export function createLoopView(on) {
  const view = { on, width: 0, shown: null };
  const weight = (name, part, words) =>
    slider({ part, label: words, min: -2, max: 2, step: 0.01, input: (value) => on.change({ [name]: value }) });
  view.sliders = {
    w: weight("w", "W", "w: weight of the input"),
    u: weight("u", "U", "u: weight of the loop"),
    b: weight("b", "b", "b: bias"),
  };
  view.unrolled = slider({
    label: "Unrolled",
    min: 0,
    max: 1,
    step: 0.01,
    input: (unrolled) => on.change({ unrolled }),
  });
  view.at = slider({ label: "Step", min: 1, max: INPUTS, step: 1, input: (at) => on.change({ at }) });
  view.said = element("p", { class: "rn-said", role: "status" });
  const place = element("div", { class: "rn-loopplace" });
  view.layers = Object.fromEntries(["wires", "cells"].map((name) => [name, svg("g", { class: `rn-${name}` })]));
  view.picture = svg(
    "svg",
    { class: "rn-loop", role: "group", "aria-label": "The unit at every step" },
    ...Object.values(view.layers),
  );
  place.append(view.picture);
  const weights = element("div", { class: "rn-sliders" }, ...Object.values(view.sliders).map(({ node }) => node));
  const time = element("div", { class: "rn-sliders" }, view.unrolled.node, view.at.node);
  const help = element("p", { class: "nl-muted rn-key" }, "Press an input x to change it between 0, 1 and −1.");
  view.node = element(
    "div",
    { class: "rn-loopview" },
    place,
    help,
    element("div", { class: "rn-two" }, weights, time),
    view.said,
  );
  const held = sized(place, view, draw);
  return { node: view.node, update: (state, world) => update(view, held, state, world), destroy: held.destroy };
}

function update(view, held, state, { theme }) {
  for (const [name, own] of Object.entries(view.sliders)) own.update(state[name]);
  view.unrolled.update(state.unrolled, state.unrolled === 1 ? "all the way" : state.unrolled === 0 ? "rolled up" : "");
  view.at.update(state.at, `${state.at} of ${INPUTS}`);
  const steps = loopOf(state);
  setText(view.said, loopWords(steps, loopSlope(state, steps), state));
  held.update({ state, steps, theme });
}

/** Where the copies stand: all in one place when rolled up, side by side when unrolled. */
function placesOf(width, unrolled) {
  const cell = cellOf(width);
  const edge = width < NARROW ? 2 : 15;
  const gap = (width - cell - 2 * edge) / (INPUTS - 1);
  const centre = width / 2;
  return Array.from({ length: INPUTS }, (_, k) => {
    const apart = edge + cell / 2 + k * gap;
    return centre + (apart - centre) * unrolled;
  });
}

function draw(view) {
  const { shown, width, picture, layers } = view;
  if (!shown || !width) return;
  const { state, steps, theme } = shown;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  const places = placesOf(width, state.unrolled);
  keepCount(layers.cells, INPUTS, (k) => createCell(view, k));
  const nodes = [...layers.cells.children].sort((a, b) => a.dataset.k - b.dataset.k);
  const current = state.at - 1;
  steps.forEach((step, k) => {
    const seen = k === current ? 1 : state.unrolled;
    drawCell(nodes[k], { step, k, x: places[k], seen, theme, current: k === current, width });
  });
  if (state.unrolled < 1 && layers.cells.lastChild !== nodes[current]) layers.cells.append(nodes[current]);
  layers.wires.replaceChildren(...wiresOf(places, state, steps, width));
}

function createCell(view, k) {
  const press = () => {
    const index = Number(node.dataset.k);
    const inputs = [...view.shown.state.inputs];
    inputs[index] = { 0: 1, 1: -1, "-1": 0 }[inputs[index]];
    view.on.change({ inputs });
  };
  const input = svg(
    "g",
    { class: "rn-input", role: "button", tabindex: "0", "data-part": "x" },
    svg("rect", { x: -21, y: 244, width: 42, height: 32, rx: 8 }),
    svg("text", { y: 265, "text-anchor": "middle" }),
  );
  input.addEventListener("click", press);
  input.addEventListener("keydown", (event) => {
    if (!["Enter", " "].includes(event.key)) return;
    event.preventDefault();
    press();
  });
  const box = svg("rect", { class: "rn-box", y: MIDDLE - 25, height: 50, rx: 10 });
  const sum = svg("text", { class: "rn-small", y: MIDDLE - 4, "text-anchor": "middle" });
  const bend = svg("text", { class: "rn-small", y: MIDDLE + 14, "text-anchor": "middle" }, "tanh");
  const state = svg(
    "g",
    { "data-part": "h" },
    svg("circle", { cy: 56 }),
    svg("text", { y: 61, "text-anchor": "middle" }),
  );
  const time = svg("text", { class: "rn-small", y: 18, "text-anchor": "middle" });
  const up = svg("path", { class: "rn-wire", d: `M0 244V${MIDDLE + 25}M0 ${MIDDLE - 25}V83` });
  const weight = svg("text", { class: "rn-weight", x: 8, y: 216, "data-part": "W" });
  const node = svg("g", { "data-k": k }, up, box, sum, bend, input, state, time, weight);
  return node;
}

function drawCell(node, { step, x, seen, theme, current, width }) {
  const [, box, sum, , input, state, time, weight] = node.children;
  const k = Number(node.dataset.k);
  setAttributes(node, {
    transform: `translate(${x.toFixed(1)} 0)`,
    opacity: seen.toFixed(2),
    class: current ? "rn-now" : null,
  });
  node.style.pointerEvents = seen > 0.5 ? "" : "none";
  setAttributes(node, { "aria-hidden": seen > 0.5 ? null : "true" });
  const cell = cellOf(width);
  setAttributes(box, { x: -cell / 2, width: cell });
  setAttributes(state.firstChild, { r: radiusOf(width) });
  setText(sum, fixed(step.sum));
  setText(input.lastChild, `x = ${step.x === -1 ? "−1" : step.x}`);
  setAttributes(input, { "aria-label": `Input of step ${k + 1}: ${step.x}`, tabindex: seen > 0.5 ? "0" : "-1" });
  const colour = pick(ramp(theme.diverging), step.h, -1, 1, rgb(theme.nan));
  setAttributes(state.firstChild, { fill: css(colour) });
  state.lastChild.style.fill = readableOn(colour);
  setText(state.lastChild, fixed(step.h));
  setText(time, width < NARROW ? `h${"₁₂₃₄₅₆"[k]}` : `h after step ${k + 1}`);
  setText(weight, "w");
}

/** Between copies an arrow with the weight of the loop; rolled up, the loop itself. */
function wiresOf(places, { unrolled, u, at }, steps, width) {
  const half = cellOf(width) / 2;
  const radius = radiusOf(width);
  const name = width < NARROW ? "u" : `u = ${fixed(u)}`;
  const wires = [];
  for (let k = 0; k + 1 < places.length && unrolled > 0.05; k++) {
    const [from, to] = [places[k] + radius, places[k + 1] - half];
    const middle = (from + to) / 2;
    const d = `M${from} 56C${middle} 56 ${middle} ${MIDDLE} ${to} ${MIDDLE}`;
    wires.push(...wire(d, [middle, 96, "middle"], unrolled > 0.6 ? name : "", unrolled));
  }
  if (unrolled < 0.95) {
    const x = places[at - 1];
    const d = `M${x + radius} 56C${x + 110} 56 ${x + 110} ${MIDDLE} ${x + half} ${MIDDLE}`;
    const words = `u = ${fixed(u)}, h before ${fixed(steps[at - 1].before)}`;
    wires.push(...wire(d, [x + 96, 106, "start"], unrolled < 0.5 ? words : "", 1 - unrolled));
  }
  return wires;
}

function wire(d, [x, y, anchor], words, opacity) {
  const seen = opacity.toFixed(2);
  const name = { x, y, class: "rn-weight", "text-anchor": anchor, opacity: seen, "data-part": "U" };
  return [
    svg("path", { class: "rn-wire rn-carry", "data-part": "U hb", opacity: seen, d }),
    ...(words ? [svg("text", name, words)] : []),
  ];
}
