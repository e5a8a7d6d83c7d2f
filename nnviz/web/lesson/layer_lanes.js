// A deep network: its layers in a row, above them the signal on its way forward, below them the gradient on its way back.
// Its styles are in lanes.css, which a lesson's stylesheet imports.

import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../base/dom.js";
import { columnsOf } from "./columns.js";
import { createGradientLane } from "./gradient_lane.js";
import { createSignalLane } from "./signal_lane.js";

const TOP = { signal: 26, row: 197, gradient: 254 };
const NUMBERS = 18; // pixels below the bars
const THIN = 15; // a block narrower than this has no number

/**
 * @param on.pick(layer, clicked): a layer is pointed at, or clicked
 * @param backward whether there is a lane for the gradient
 * @returns {node, update({layers and limit as the signal's lane takes them, layer: the chosen one, words: what it says,
 *   forward: title, names: of layers, normalization, skip, predicted: {size} of theory or null; backward: back: title, bars, before,
 *   theory as the gradient's lane takes them}), destroy()}
 */
export function createLayerLanes(on, { backward = true } = {}) {
  const lanes = { on, backward, view: null, width: 0, height: 0, ...createParts(backward) };
  lanes.height = backward ? TOP.gradient + lanes.gradient.height + NUMBERS : TOP.row + 20;
  setAttributes(lanes.band, { height: lanes.height });
  const node = element("div", { class: "ll" }, lanes.picture);
  listen(lanes);
  const destroy = watchWidth(node, (width) => {
    lanes.width = width;
    draw(lanes);
  });
  const update = (view) => {
    lanes.view = view;
    draw(lanes);
  };
  return { node, update, destroy };
}

function createParts(backward) {
  const [signal, gradient] = [createSignalLane(), createGradientLane()];
  const parts = {
    band: svg("rect", { class: "ll-band", y: 0 }),
    forward: svg("text", { class: "ll-title", y: 14 }),
    back: svg("text", { class: "ll-title", y: TOP.gradient - 14 }),
    row: svg("g", { class: "ll-row", "data-part": "depth" }),
    ends: svg("g", { class: "ll-ends" }, svg("text", {}, "input"), svg("text", {}, backward ? "loss" : "")),
  };
  const { band, forward, back, row, ends } = parts;
  const shape = { class: "ll-svg", tabindex: "0", role: "slider", "aria-label": "Layer that is described below" };
  const below = backward ? [gradient.node, back] : [];
  const picture = svg("svg", shape, band, signal.node, row, ends, forward, ...below);
  return { ...parts, signal, gradient, picture };
}

function listen(lanes) {
  const { picture, on } = lanes;
  const at = (event, clicked) =>
    lanes.columns && on.pick(lanes.columns.at(event.clientX - picture.getBoundingClientRect().left), clicked);
  picture.addEventListener("pointermove", (event) => event.pointerType === "mouse" && at(event, false));
  picture.addEventListener("click", (event) => at(event, true));
  picture.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && lanes.view) on.pick(lanes.view.layer, true);
    const step = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (!step || !lanes.view) return;
    event.preventDefault();
    on.pick(Math.min(Math.max(lanes.view.layer + step, 0), lanes.columns.count - 1), false);
  });
}

function draw(lanes) {
  const { view, width, height, picture, signal, gradient } = lanes;
  if (!view || !width) return;
  const { layers, predicted, limit } = view;
  const columns = columnsOf(width, layers.length);
  lanes.columns = columns;
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-valuemin": 1,
    "aria-valuemax": layers.length,
    "aria-valuenow": view.layer + 1,
    "aria-valuetext": view.words,
  });
  signal.draw({ columns, layers, limit, theory: predicted?.size, top: TOP.signal });
  if (lanes.backward) {
    gradient.draw({ columns, values: view.bars, before: view.before, theory: view.theory, top: TOP.gradient });
    setText(lanes.back, view.back);
  }
  setAttributes(lanes.band, {
    x: (columns.left + view.layer * columns.step).toFixed(1),
    width: columns.step.toFixed(1),
  });
  setText(lanes.forward, view.forward);
  drawRow(lanes, columns, view);
}

/** A block a layer, with a bar before it for normalization and an arc over it for a skip connection. */
function drawRow({ row, ends }, columns, { normalization, skip, names }) {
  const wide = Math.min(columns.step * 0.62, names ? columns.step - 8 : 46);
  setAttributes(row, { "data-narrow": wide < THIN ? "" : null });
  keepCount(row, columns.count, createBlock).forEach((block, l) => {
    const [wire, norm, box, text] = block.children;
    const [centre, half] = [columns.centre(l), wide / 2];
    const [start, end] = [centre - columns.step / 2, centre + columns.step / 2].map((x) => x.toFixed(1));
    const arc = `M${start} ${TOP.row}C${start} ${TOP.row - 34} ${end} ${TOP.row - 34} ${end} ${TOP.row}`;
    setAttributes(wire, { d: `M${start} ${TOP.row}H${end}${skip ? arc : ""}` });
    const bar = `M${(centre - half).toFixed(1)} ${TOP.row - 9}v18`;
    setAttributes(norm, { d: (normalization ?? "none") === "none" ? null : bar });
    setAttributes(box, { x: (centre - half).toFixed(1), y: TOP.row - 9, width: wide.toFixed(1), height: 18 });
    setAttributes(text, { x: centre.toFixed(1), y: TOP.row + 4, "text-anchor": "middle" });
    setText(text, wide >= THIN ? (names?.[l] ?? String(l + 1)) : "");
  });
  const [input, loss] = ends.children;
  setAttributes(input, { x: columns.left - 8, y: TOP.row + 4, "text-anchor": "end" });
  setAttributes(loss, { x: columns.right + 8, y: TOP.row + 4 });
}

function createBlock() {
  const parts = [
    svg("path", { class: "ll-wire" }),
    svg("path", { class: "ll-norm" }),
    svg("rect", { rx: 4 }),
    svg("text"),
  ];
  return svg("g", {}, ...parts);
}
