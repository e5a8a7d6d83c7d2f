// One unit and its loop, rolled up or unrolled in time: the same three weights in every copy.

import { css, pick, ramp, readableOn, rgb } from "../../base/colors.js";
import { fixed, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { INPUTS, loopOf, loopSlope } from "./state.js";
import { loopWords } from "./words.js";

const [HEIGHT, CELL, MIDDLE] = [300, 62, 150];

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
  const gap = (width - CELL - 30) / (INPUTS - 1);
  const centre = width / 2;
  return Array.from({ length: INPUTS }, (_, k) => {
    const apart = 15 + CELL / 2 + k * gap;
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
    drawCell(nodes[k], { step, k, x: places[k], seen, theme, current: k === current });
  });
  if (state.unrolled < 1 && layers.cells.lastChild !== nodes[current]) layers.cells.append(nodes[current]);
  layers.wires.replaceChildren(...wiresOf(places, state, steps));
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
  const box = svg("rect", { class: "rn-box", x: -CELL / 2, y: MIDDLE - 25, width: CELL, height: 50, rx: 10 });
  const sum = svg("text", { class: "rn-small", y: MIDDLE - 4, "text-anchor": "middle" });
  const bend = svg("text", { class: "rn-small", y: MIDDLE + 14, "text-anchor": "middle" }, "tanh");
  const state = svg(
    "g",
    { "data-part": "h" },
    svg("circle", { cy: 56, r: 27 }),
    svg("text", { y: 61, "text-anchor": "middle" }),
  );
  const time = svg("text", { class: "rn-small", y: 18, "text-anchor": "middle" });
  const up = svg("path", { class: "rn-wire", d: `M0 244V${MIDDLE + 25}M0 ${MIDDLE - 25}V83` });
  const weight = svg("text", { class: "rn-weight", x: 8, y: 216, "data-part": "W" });
  const node = svg("g", { "data-k": k }, up, box, sum, bend, input, state, time, weight);
  return node;
}

function drawCell(node, { step, x, seen, theme, current }) {
  const [, , sum, , input, state, time, weight] = node.children;
  const k = Number(node.dataset.k);
  setAttributes(node, {
    transform: `translate(${x.toFixed(1)} 0)`,
    opacity: seen.toFixed(2),
    class: current ? "rn-now" : null,
  });
  node.style.pointerEvents = seen > 0.5 ? "" : "none";
  setAttributes(node, { "aria-hidden": seen > 0.5 ? null : "true" });
  setText(sum, fixed(step.sum));
  setText(input.lastChild, `x = ${step.x === -1 ? "−1" : step.x}`);
  setAttributes(input, { "aria-label": `Input of step ${k + 1}: ${step.x}`, tabindex: seen > 0.5 ? "0" : "-1" });
  const colour = pick(ramp(theme.diverging), step.h, -1, 1, rgb(theme.nan));
  setAttributes(state.firstChild, { fill: css(colour) });
  state.lastChild.style.fill = readableOn(colour);
  setText(state.lastChild, fixed(step.h));
  setText(time, `h after step ${k + 1}`);
  setText(weight, "w");
}

/** Between copies an arrow with the weight of the loop; rolled up, the loop itself. */
function wiresOf(places, { unrolled, u, at }, steps) {
  const wires = [];
  const name = `u = ${fixed(u)}`;
  for (let k = 0; k + 1 < places.length && unrolled > 0.05; k++) {
    const [from, to] = [places[k] + 27, places[k + 1] - CELL / 2];
    const middle = (from + to) / 2;
    wires.push(
      svg("path", {
        class: "rn-wire rn-carry",
        "data-part": "U hb",
        opacity: unrolled.toFixed(2),
        d: `M${from} 56C${middle} 56 ${middle} ${MIDDLE} ${to} ${MIDDLE}`,
      }),
      svg(
        "text",
        {
          x: middle,
          y: 96,
          class: "rn-weight",
          "text-anchor": "middle",
          opacity: unrolled.toFixed(2),
          "data-part": "U",
        },
        unrolled > 0.6 ? name : "",
      ),
    );
  }
  if (unrolled < 0.95) {
    const x = places[at - 1];
    const before = steps[at - 1].before;
    wires.push(
      svg("path", {
        class: "rn-wire rn-carry",
        "data-part": "U hb",
        opacity: (1 - unrolled).toFixed(2),
        d: `M${x + 27} 56C${x + 120} 56 ${x + 120} ${MIDDLE} ${x + CELL / 2} ${MIDDLE}`,
      }),
      svg(
        "text",
        { x: x + 104, y: 106, class: "rn-weight", opacity: (1 - unrolled).toFixed(2), "data-part": "U" },
        `${name}, h before ${fixed(before)}`,
      ),
    );
  }
  return wires;
}
