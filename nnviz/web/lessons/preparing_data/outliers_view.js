// One value typed wrong, to be dragged: what each way of scaling then leaves of all the others.

import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { short, tickText } from "../../base/numbers.js";
import { clamp, logTicks, scale, ticks } from "../../base/scales.js";
import { CURES, FARTHEST, middleOf, typedOf } from "./state.js";

const STRIPS = {
  standard: "Standardized",
  minmax: "Min–max",
  robust: "Robust: median and quartiles",
  clip: "Clipped, then standardized",
};
const [PAD, HEIGHT, TOP] = [12, 74, 92];
const RANGE = { standard: [-3, 3], minmax: [0, 1], robust: [-3, 3], clip: [-3, 3.5] };

/** @returns {node, update(state, {wine, theme, refusal}), destroy()}; on.change({…}) */
export function createOutliersView(on) {
  const view = { on, width: 0, state: null };
  view.picture = svg("svg", { class: "pd-strips", role: "img", "aria-label": "The column, value by value" });
  view.raw = svg("g", {});
  view.strips = Object.keys(STRIPS).map((name) => ({ name, node: svg("g", { "data-part": PARTS[name] ?? null }) }));
  view.grip = svg("g", { class: "pd-wrong", tabindex: "0", role: "slider", "aria-label": "The wrong value, times" });
  view.grip.append(svg("circle", { r: 16, class: "pd-hit" }), svg("circle", { r: 7 }));
  view.picture.append(view.raw, ...view.strips.map(({ node }) => node), view.grip);
  view.place = element("div", { class: "pd-place" }, view.picture);
  draggable(view.grip, view.place, {
    to: (x) => view.axis && on.change({ factor: factorAt(view, view.axis.invert(x)) }),
    by: (dx, dy) => on.change({ factor: clamp(view.state.factor * 1.25 ** (dx + dy), 1, FARTHEST) }),
  });
  view.cure = choices("What helps", CURES, (cure) => on.change({ cure }));
  view.said = element("p", { class: "pd-said", role: "status" });
  view.panel = element(
    "div",
    { class: "pd-controls" },
    element("div", { class: "nl-bar" }, element("span", { class: "nl-label" }, "Train against"), view.cure.node),
    view.said,
  );
  view.node = element("div", { class: "pd-scale" }, element("div", { class: "pd-left" }, view.place), view.panel);
  const stop = watchWidth(view.place, (width) => {
    view.width = width;
    if (view.state) draw(view);
  });
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: stop };
}

const PARTS = { standard: "z", minmax: null, robust: "r" };

function factorAt({ told }, value) {
  return clamp(value / told.right, 1, FARTHEST);
}

function update(view, state, world) {
  Object.assign(view, { state, world });
  view.cure.update(state.cure);
  if (!world.wine) {
    setText(view.said, world.refusal || "Reading the table …");
    return;
  }
  view.told = typedOf({ ...state, column: 12 }, world.wine);
  setAttributes(view.grip, { "aria-valuenow": state.factor.toFixed(1), "aria-valuemin": 1, "aria-valuemax": FARTHEST });
  setText(view.said, world.refusal || saidOf(state, view.told));
  draw(view);
}

export function saidOf({ factor }, { ways, right }) {
  const [standard, robust] = [ways.standard, ways.robust].map(middleOf);
  const typed = `${short(right)} was typed as ${short(right * factor)}`;
  if (factor < 1.5) return `Nothing wrong yet: ${short(right)}. Drag the ringed value to the right.`;
  const wide = `${short(standard)} wide when standardized, and still ${short(robust)} by quartiles`;
  const told = `${typed}. The middle half of all wines is now ${wide}`;
  return `${told}: one value moves a mean, a deviation and above all a largest value, but no quartile.`;
}

function draw(view) {
  const { width, told, world, picture, strips } = view;
  if (!width || !told) return;
  const height = TOP + strips.length * HEIGHT;
  const words = `Proline of ${told.values.length} wines, raw and scaled in four ways`;
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": words });
  const low = 0.9 * Math.min(...told.values.filter((_, i) => i !== told.at));
  view.axis = scale([low, told.right * FARTHEST * 1.15], [PAD, width - PAD], true);
  drawStrip(view.raw, {
    ...stripOf(view),
    top: 0,
    name: "As typed (logarithmic axis)",
    values: told.values,
    axis: view.axis,
  });
  setAttributes(view.grip, { transform: `translate(${view.axis(told.values[told.at])} ${46})` });
  strips.forEach(({ name, node }, i) => {
    const axis = scale(RANGE[name], [PAD, width - PAD]);
    const values = told.ways[name];
    const told_ = `${STRIPS[name]}: middle half ${short(middleOf(values))} wide`;
    drawStrip(node, { ...stripOf(view), top: TOP + i * HEIGHT, name: told_, values, axis, range: RANGE[name], world });
  });
}

const stripOf = ({ width, world, told }) => ({
  width,
  labels: world.wine.training.labels,
  theme: world.theme,
  at: told.at,
});

function drawStrip(node, { width, labels, theme, at, top, name, values, axis, range }) {
  if (!node.childElementCount) {
    node.append(
      svg("text", { class: "pd-name" }),
      svg("g", { class: "pd-axes" }),
      svg("g", {}),
      svg("text", { class: "pd-beyond" }),
    );
  }
  const [title, axes, dots, beyond] = node.children;
  setText(title, name);
  setAttributes(title, { x: PAD, y: top + 13 });
  const foot = top + 58;
  const marks = range ? ticks(...range, 6) : logTicks(axis.invert(PAD), axis.invert(width - PAD));
  axes.replaceChildren(
    svg("line", { x1: PAD, x2: width - PAD, y1: foot, y2: foot }),
    ...marks.map((value) =>
      svg("text", { x: axis(value), y: foot + 14, "text-anchor": "middle" }, tickText(value, range ? 0.5 : 0)),
    ),
  );
  const nodes = keepCount(dots, values.length, () => svg("circle", { r: 3 }));
  values.forEach((value, i) => {
    const outside = range && (value > range[1] || value < range[0]);
    nodes[i].style.display = outside || (!range && i === at) ? "none" : "";
    if (outside) return;
    setAttributes(nodes[i], {
      cx: axis(value).toFixed(1),
      cy: top + 24 + ((i * 7) % 5) * 6,
      class: i === at ? "pd-typed" : null,
    });
    nodes[i].style.fill = theme.classes[labels[i]];
  });
  const far = range && values[at] > range[1];
  setText(beyond, far ? `${short(values[at])} →` : "");
  setAttributes(beyond, { x: width - PAD, y: top + 13, "text-anchor": "end" });
}
