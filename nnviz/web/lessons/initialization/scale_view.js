// Ten layers: controls, the signal by layer, which activation wants which initializer, and what becomes of a circle.

import { css, pick, ramp, rgb } from "../../base/colors.js";
import { choices, select, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { clamp } from "../../base/scales.js";
import { ratio } from "../../lesson/gradient_lane.js";
import { createLayerLanes } from "../../lesson/layer_lanes.js";
import { CURVES } from "../../lesson/unit_curves.js";
import { INITIALIZERS, LIMIT, SHAPES } from "./scale.js";
import { WAYS } from "./state.js";
import { formulas, layerWords, scaleWords } from "./words.js";

export const ACTIVATIONS = Object.keys(CURVES);
const SHOWN = [0, 2, 4, 6, 8, 10]; // circles after so many layers
const [SIDE, ROOM] = [96, 1.9];
const HYPHENATED = { orthogonal: "ortho\u00adgonal" };
const PALE = 1.8; // powers of ten from which on a cell's colour stays, so that its number can be read

/** on.change(part), pick(layer). @returns {node, update({state, moment, sizes, circles, theme}), destroy()} */
export function createScaleView(on) {
  const lanes = createLayerLanes({ pick: on.pick }, { backward: false });
  const controls = createControls(on);
  const parts = {
    lanes,
    controls,
    verdict: element("p", { class: "in-verdict", role: "status" }, element("b", {}), " ", element("span")),
    layer: element("p", { class: "in-line nl-muted" }),
    matrix: createMatrix(on),
    circles: element("div", { class: "in-circles", "data-part": "circle" }),
    turned: element("p", { class: "in-line nl-muted" }),
  };
  const section = (words, ...nodes) => element("section", {}, element("h3", { class: "nl-title" }, words), ...nodes);
  const node = element(
    "div",
    { class: "in-scale" },
    controls.node,
    element("div", { class: "in-main" }, parts.verdict, lanes.node, parts.layer),
    section("Which activation wants which", parts.matrix.node),
    section("A circle of inputs through the matrices alone", parts.circles, parts.turned),
  );
  return { node, update: (view) => update(parts, view), destroy: lanes.destroy };
}

function createControls(on) {
  const titles = Object.fromEntries(Object.entries(INITIALIZERS).map(([name, { title }]) => [name, title]));
  const curves = Object.fromEntries(ACTIVATIONS.map((name) => [name, CURVES[name].title]));
  const parts = {
    initializer: choices("Initializer", titles, (initializer) => on.change({ initializer, gain: 1 })),
    activation: select("Activation", curves, (activation) => on.change({ activation })),
    shape: select("Widths", SHAPES, (shape) => on.change({ shape })),
    gain: slider({
      part: "gain",
      label: "Gain",
      min: -1,
      max: 1,
      step: 0.01,
      input: (power) => on.change({ gain: snapped(10 ** power) }),
    }),
    again: element(
      "button",
      { type: "button", class: "nl-button", onclick: () => on.change({ seed: 0 }) },
      "Draw again",
    ),
    formulas: element("div", { class: "in-formulas", "data-part": "fans variance" }),
  };
  parts.initializer.node.dataset.part = "spread";
  const node = element(
    "div",
    { class: "in-controls" },
    parts.initializer.node,
    parts.gain.node,
    element("div", { class: "nl-bar" }, parts.activation.node, parts.shape.node, parts.again),
    parts.formulas,
  );
  return { ...parts, node };
}

/** √2 and 1 are easy to hit. */
function snapped(gain) {
  return [1, Math.SQRT2, 0.5, 2].find((known) => Math.abs(Math.log10(known / gain)) < 0.012) ?? Number(gain.toFixed(3));
}

function update(parts, { state, moment, sizes, circles, theme }) {
  const { controls, lanes, verdict } = parts;
  controls.initializer.update(state.initializer);
  controls.activation.update(state.activation);
  controls.shape.update(state.shape);
  controls.gain.update(Number(Math.log10(state.gain).toFixed(2)), `× ${state.gain.toFixed(2)}`);
  writeFormulas(controls.formulas, formulas(moment, state));
  const [fact, sentence] = scaleWords(moment, state);
  setText(verdict.firstChild, fact);
  setText(verdict.lastChild, sentence);
  setText(parts.layer, layerWords(moment, state));
  lanes.update({
    ...moment,
    limit: LIMIT,
    layer: state.layer,
    words: layerWords(moment, state),
    forward: "Signal → what the units of each layer put out, and its size",
  });
  parts.matrix.update(sizes, state, theme);
  drawCircles(parts.circles, circles);
  const last = circles.at(-1);
  setText(
    parts.turned,
    `After ten layers its longest radius is ${short(last.longest)}, its shortest ${short(last.shortest)}.`,
  );
}

function writeFormulas(node, lines) {
  keepCount(node, lines.length, () =>
    element("p", {}, element("b", {}), element("span", {}), element("span", {})),
  ).forEach((line, i) => {
    const { name, formula, numbers, chosen } = lines[i];
    setAttributes(line, { "data-on": chosen ? "" : null });
    [name, `variance ${formula}`, `= ${numbers}`].forEach((words, k) => setText(line.children[k], words));
  });
}

/** Activations × initializers: how large the signal is at the end; a cell is a button that sets both. */
function createMatrix(on) {
  const names = Object.keys(INITIALIZERS);
  const head = element(
    "tr",
    {},
    element("td"),
    ...names.map((name) => element("th", { scope: "col" }, HYPHENATED[name] ?? INITIALIZERS[name].title)),
  );
  const cells = {};
  const way = choices("What the table shows", WAYS, (chosen) => on.change({ way: chosen }));
  const rows = ACTIVATIONS.map((activation) => {
    const buttons = names.map((initializer) => {
      const onclick = () => on.change({ activation, initializer });
      const label = `${CURVES[activation].title}, ${INITIALIZERS[initializer].title}`;
      cells[`${activation} ${initializer}`] = element("button", {
        type: "button",
        class: "in-cell",
        "aria-label": label,
        onclick,
      });
      return element("td", {}, cells[`${activation} ${initializer}`]);
    });
    return element("tr", {}, element("th", { scope: "row" }, CURVES[activation].title), ...buttons);
  });
  const node = element(
    "table",
    { class: "in-matrix", "data-part": "size" },
    element("thead", {}, head),
    element("tbody", {}, ...rows),
  );
  const update = (sizes, state, theme) => {
    way.update(state.way);
    if (!sizes || !theme) return;
    for (const activation of ACTIVATIONS) {
      for (const initializer of names) {
        const pressed = activation === state.activation && initializer === state.initializer;
        fillCell(cells[`${activation} ${initializer}`], sizes[activation][initializer][state.way], pressed, theme);
      }
    }
  };
  return { node: element("div", {}, way.node, node), update };
}

function fillCell(cell, value, pressed, theme) {
  const power = value > 0 ? clamp(Math.log10(value), -PALE, PALE) : -PALE;
  cell.style.background = css(pick(ramp(theme.diverging), power, -4, 4, rgb(theme.nan)), 1);
  setText(cell, ratio(value));
  setAttributes(cell, { "aria-pressed": String(pressed) });
}

function drawCircles(place, circles) {
  keepCount(place, SHOWN.length, createCircle).forEach((figure, i) => {
    const { a, b, longest, shortest } = circles[SHOWN[i]];
    const size = (SIDE / 4) * Math.min(1, ROOM / (longest || 1));
    const at = (t) => [0, 1].map((k) => SIDE / 2 + (k ? -1 : 1) * size * (Math.cos(t) * a[k] + Math.sin(t) * b[k]));
    const point = (t) =>
      at(t)
        .map((v) => v.toFixed(1))
        .join(" ");
    const [picture, caption] = figure.children;
    const [unit, ellipse, spokes] = picture.children;
    const around = Array.from({ length: 61 }, (_, k) => point((2 * Math.PI * k) / 60));
    const words = `${i ? `layer ${SHOWN[i]}` : "input"}`;
    setAttributes(unit, { r: (size || 0).toFixed(1) });
    setAttributes(ellipse, { d: `M${around.join("L")}Z` });
    setAttributes(spokes, { d: [0, Math.PI / 2].map((t) => `M${SIDE / 2} ${SIDE / 2}L${point(t)}`).join("") });
    setAttributes(picture, { "aria-label": `${words}: longest radius ${short(longest)}, shortest ${short(shortest)}` });
    setText(caption, words);
  });
}

function createCircle() {
  const middle = SIDE / 2;
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${SIDE} ${SIDE}`, role: "img" },
    svg("circle", { class: "in-unit", cx: middle, cy: middle }),
    svg("path", { class: "in-ellipse" }),
    svg("path", { class: "in-spokes" }),
  );
  return element("figure", {}, picture, element("figcaption", {}));
}
