// The deep network: its layers in a row, above them the signal on its way forward, below them the gradient on its way back.

import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { columnsOf } from "../../lesson/columns.js";
import { createGradientLane } from "../../lesson/gradient_lane.js";
import { createSignalLane } from "../../lesson/signal_lane.js";

const TOP = { signal: 26, row: 184, gradient: 254 };
const HEIGHT = TOP.gradient + 176 + 18;
const ROW = 26;

/** on.pick(layer, clicked). @returns {node, update(view), destroy()}; view: {layers, bars, before, predicted, …} as `momentOf` */
export function createLanes(on) {
  const lanes = { on, view: null, width: 0, ...createParts() };
  const node = element("div", { class: "vg-lanes" }, lanes.picture);
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

function createParts() {
  const [signal, gradient] = [createSignalLane(), createGradientLane()];
  const parts = {
    band: svg("rect", { class: "vg-band", y: 0, height: HEIGHT }),
    forward: svg("text", { class: "vg-title", y: 14 }),
    back: svg("text", { class: "vg-title", y: TOP.gradient - 14 }),
    row: svg("g", { class: "vg-row", "data-part": "depth" }),
    ends: svg("g", { class: "vg-ends" }, ...["input", "loss"].map((words) => svg("text", {}, words))),
  };
  const { band, forward, back, row, ends } = parts;
  const shape = { class: "vg-svg", tabindex: "0", role: "slider", "aria-label": "Layer that is described below" };
  const picture = svg("svg", shape, band, signal.node, gradient.node, row, ends, forward, back);
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
  const { view, width, picture, signal, gradient } = lanes;
  if (!view || !width) return;
  const { layers, bars, before, predicted, limit, names } = view;
  const columns = columnsOf(width, layers.length);
  lanes.columns = columns;
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    "aria-valuemin": 1,
    "aria-valuemax": layers.length,
    "aria-valuenow": view.layer + 1,
    "aria-valuetext": view.words,
  });
  signal.draw({ columns, layers, limit, theory: predicted?.size, top: TOP.signal });
  gradient.draw({ columns, values: bars, before, theory: view.theory, top: TOP.gradient });
  setAttributes(lanes.band, {
    x: (columns.left + view.layer * columns.step).toFixed(1),
    width: columns.step.toFixed(1),
  });
  setText(lanes.forward, view.forward);
  setText(lanes.back, view.back);
  drawRow(lanes, columns, view, names);
}

/** A block a layer, with a bar before it for normalization and an arc over it for a skip connection. */
function drawRow({ row, ends }, columns, { normalization, skip }, names) {
  const middle = TOP.row + ROW / 2 + 6;
  const blocks = keepCount(row, columns.count, () =>
    svg(
      "g",
      {},
      svg("path", { class: "vg-wire" }),
      svg("path", { class: "vg-norm" }),
      svg("rect", { rx: 4 }),
      svg("text"),
    ),
  );
  const wide = Math.min(columns.step * 0.62, 46);
  setAttributes(row, { "data-narrow": wide < 15 ? "" : null });
  blocks.forEach((block, l) => {
    const [wire, norm, box, text] = block.children;
    const [centre, half] = [columns.centre(l), wide / 2];
    const [from, to] = [centre - columns.step / 2, centre + columns.step / 2];
    const [start, end] = [from.toFixed(1), to.toFixed(1)];
    const arc = `M${start} ${middle}C${start} ${middle - 34} ${end} ${middle - 34} ${end} ${middle}`;
    setAttributes(wire, { d: `M${from.toFixed(1)} ${middle}H${to.toFixed(1)}${skip ? arc : ""}` });
    setAttributes(norm, { d: normalization === "none" ? null : `M${(centre - half).toFixed(1)} ${middle - 9}v18` });
    setAttributes(box, { x: (centre - half).toFixed(1), y: middle - 9, width: wide.toFixed(1), height: 18 });
    setAttributes(text, { x: centre.toFixed(1), y: middle + 4, "text-anchor": "middle" });
    setText(text, wide >= 15 ? (names?.[l] ?? String(l + 1)) : "");
  });
  const [input, loss] = ends.children;
  setAttributes(input, { x: columns.left - 8, y: middle + 4, "text-anchor": "end" });
  setAttributes(loss, { x: columns.right + 8, y: middle + 4 });
}
