// The loss over two weights of a linear neuron as contours: a ravine or a bowl, and the way of gradient descent in it.

import { css, ramp } from "../../base/colors.js";
import { choices, select, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { short, tickText } from "../../base/numbers.js";
import { clamp, scale, ticks } from "../../base/scales.js";
import { descent } from "./preparing.js";
import { SCALINGS, UNITS } from "./state.js";

const PAD = { left: 46, right: 10, top: 8, bottom: 36 };
const LEVELS = 9;
const STEPS = 80; // of the descent that are drawn
const MOST = 430; // pixels of a side
const LOGS = [-4, 3];

/** @returns {node, update(state, {bowl, table, own, theme, refusal}), destroy()}; on.change({…}) */
export function createScaleView(on) {
  const view = { on, width: 0, state: null, world: null };
  createStage(view);
  createControls(view);
  view.left = element("div", { class: "pd-left" }, view.place);
  view.node = element("div", { class: "pd-scale" }, view.left, view.panel);
  const stop = watchWidth(view.place, (width) => {
    view.width = Math.min(width, MOST);
    if (view.state) draw(view);
  });
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: stop };
}

function createStage(view) {
  const clip = `pd-${Math.random().toString(36).slice(2)}`;
  view.window = svg("rect", {});
  view.ellipses = svg("g", { class: "pd-rings", "data-part": "L kappa" });
  view.path = svg("path", { class: "pd-path", "data-part": "eta" });
  view.dots = svg("g", { class: "pd-steps", "data-part": "eta" });
  view.best = svg("path", { class: "pd-best", d: "M-6 0H6M0 -6V6" });
  view.axes = svg("g", { class: "pd-axes" });
  const inside = svg("g", { "clip-path": `url(#${clip})` }, view.ellipses, view.path, view.dots, view.best);
  const clips = svg("defs", {}, svg("clipPath", { id: clip }, view.window));
  view.picture = svg(
    "svg",
    { class: "pd-surface", role: "img", "aria-label": "The loss over two weights" },
    clips,
    inside,
    view.axes,
  );
  view.grip = element("div", {
    class: "pd-pull",
    tabindex: "0",
    role: "slider",
    "aria-label": "Unit, as a power of ten",
  });
  view.grip.append(view.picture);
  view.place = element("div", { class: "pd-place" }, view.grip);
  const to = (x) => view.on.change({ unit: clamp(view.from.unit + (4 * (x - view.from.x)) / view.width, ...LOGS) });
  draggable(view.grip, view.place, {
    start: (x) => {
      view.from = { x, unit: view.state.unit };
    },
    to,
    by: (dx, dy) => view.on.change({ unit: clamp(Math.round(10 * view.state.unit + dx + dy) / 10, ...LOGS) }),
  });
}

function createControls(view) {
  const { on } = view;
  view.data = choices("Data", { wine: "Wine", own: "Yours" }, (data) =>
    on.change({ data, first: 0, ...(data === "own" ? { second: 1, unit: 0 } : { second: 12, unit: -2 }) }),
  );
  view.first = select("First column", {}, (first) => on.change({ first: Number(first) }));
  view.second = select("Second column", {}, (second) => on.change({ second: Number(second) }));
  const [min, max] = LOGS;
  view.unit = slider({
    part: "u",
    label: "Second column times",
    min,
    max,
    step: 0.05,
    input: (unit) => on.change({ unit }),
  });
  view.marks = element("div", { class: "pd-units" });
  for (const [at, name] of UNITS) {
    const pick = () => on.change({ unit: at });
    view.marks.append(element("button", { type: "button", class: "nl-button", onclick: pick }, name));
  }
  view.how = choices("Preparation", SCALINGS, (how) => on.change({ how }));
  view.how.node.dataset.part = "z";
  const rate = { min: 0.1, max: 1.1, step: 0.05, input: (value) => on.change({ rate: value }) };
  view.rate = slider({ part: "eta", label: "Learning rate η", ...rate });
  view.kappa = element("b", { class: "pd-big" });
  view.kappaWords = element("span", { class: "nl-muted" });
  view.steps = element("b", { class: "pd-big" });
  view.fits = element("p", { class: "pd-fits nl-muted" });
  view.said = element("p", { class: "pd-said", role: "status" });
  const number = (part, big, ...words) => element("div", { class: "pd-number", "data-part": part }, big, ...words);
  const numbers = element(
    "div",
    { class: "pd-numbers" },
    number("kappa", view.kappa, view.kappaWords),
    number("eta", view.steps, element("span", { class: "nl-muted" }, "steps to come 100 times nearer")),
  );
  const columns = element("div", { class: "nl-bar" }, view.data.node, view.first.node, view.second.node);
  const unit = element("div", { class: "pd-unit" }, view.unit.node, view.marks);
  view.panel = element(
    "div",
    { class: "pd-controls" },
    columns,
    unit,
    view.how.node,
    view.rate.node,
    numbers,
    view.fits,
    view.said,
  );
}

function update(view, state, world) {
  Object.assign(view, { state, world });
  const { bowl, table, refusal } = world;
  view.data.update(state.data);
  view.data.node.hidden = !world.own;
  const names = table?.names ?? [];
  const options = Object.fromEntries(names.map((name, i) => [i, name]));
  view.first.options(options);
  view.second.options(options);
  view.first.update(String(Math.min(state.first, names.length - 1)));
  view.second.update(String(Math.min(state.second, names.length - 1)));
  view.unit.update(state.unit, `× ${short(10 ** state.unit, 2)}`);
  view.marks.hidden = state.data === "own" || names[state.second] !== "proline";
  setAttributes(view.grip, {
    "aria-valuenow": state.unit.toFixed(2),
    "aria-valuemin": LOGS[0],
    "aria-valuemax": LOGS[1],
  });
  view.how.update(state.how);
  view.rate.update(state.rate, `${Math.round(100 * state.rate)} % of the limit`);
  if (!bowl) {
    setText(view.said, refusal || "Reading the table …");
    return;
  }
  setText(view.kappa, `κ = ${kappaText(bowl.kappa)}`);
  setText(view.kappaWords, "steepest against flattest direction");
  setText(view.steps, Number.isFinite(bowl.steps) ? bowl.steps.toLocaleString("en") : "never");
  setText(view.fits, fitWords(state, world));
  setText(view.said, refusal || saidOf(state, bowl));
  draw(view);
}

export function kappaText(kappa) {
  if (!Number.isFinite(kappa)) return "∞";
  return kappa < 1e6 ? short(kappa, 3) : `10${superscript(Math.round(Math.log10(kappa)))}`;
}

const superscript = (power) => [...String(power)].map((digit) => "⁰¹²³⁴⁵⁶⁷⁸⁹"[digit]).join("");

function fitWords({ how, first, second }, { bowl, table }) {
  const names = [first, second].map((k) => table.names[Math.min(k, table.names.length - 1)]);
  const [a, b] = bowl.fits;
  if (how === "none") return `x is given as it is: ${names.join(" and ")}.`;
  const one = (name, { offset, scale: size }) => `${name}: (x − ${short(offset)}) / ${short(size)}`;
  return `${one(names[0], a)}; ${one(names[1], b)}`;
}

export function saidOf({ how, rate }, { kappa, steps }) {
  if (rate > 1) return "Above the limit every step in the steep direction overshoots by more than the last one.";
  if (how !== "none") {
    const told =
      kappa < 4
        ? "A bowl"
        : "A shallow trough: the columns go up and down together, which no scaling of each alone mends";
    return `${told}. Drag the unit: nothing moves, since scaling takes every unit out again.`;
  }
  if (kappa < 15) return "Nearly a bowl: in this unit both columns vary about as much.";
  if (kappa < 1000) return "A ravine: the step that suits the steep walls is far too short along the floor.";
  const many = Number.isFinite(steps) ? steps.toLocaleString("en") : "no number of";
  return `A ravine so narrow that its floor seems flat: ${many} steps. Drag the picture sideways.`;
}

function draw(view) {
  const { width, world, picture } = view;
  if (!width || !world.bowl) return;
  const { best } = world.bowl;
  const side = width - PAD.left - PAD.right;
  const height = side + PAD.top + PAD.bottom;
  const x = scale([best[0] - 1, best[0] + 1], [PAD.left, width - PAD.right]);
  const y = scale([best[1] - 1, best[1] + 1], [height - PAD.bottom, PAD.top]);
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": wordsOf(view) });
  setAttributes(view.window, { x: PAD.left, y: PAD.top, width: side, height: side });
  drawRings(view, x, y, side);
  drawWay(view, x, y);
  setAttributes(view.best, { transform: `translate(${x(best[0])} ${y(best[1])})` });
  drawAxes(view, { x, y, width, height });
}

function wordsOf({ world, state }) {
  const names = [state.first, state.second].map((k) => world.table.names[Math.min(k, world.table.names.length - 1)]);
  return `Loss over the weights of ${names.join(" and ")}: condition number ${kappaText(world.bowl.kappa)}`;
}

/** Lines of equal loss are ellipses; their short half-axes grow evenly. */
function drawRings({ ellipses, world, state }, x, y, side) {
  const { large, small, angle, best, kappa } = world.bowl;
  const table = ramp(world.theme.sequential);
  const half = side / 2;
  const reach = 3 * half; // beyond it nothing is seen
  const outer = Math.max(1.5, Math.min(4, 1.5 * Math.sqrt(kappa))) * half;
  const rings = keepCount(ellipses, LEVELS + 1, () => svg("ellipse", {}));
  const [cx, cy] = [x(best[0]), y(best[1])];
  const turn = `rotate(${(-angle * 180) / Math.PI} ${cx} ${cy})`;
  const long = Math.sqrt(large / (small || large / 1e12));
  rings.forEach((ring, i) => {
    const share = (LEVELS - i + 0.35) / (LEVELS + 0.35);
    const short_ = (kappa > 9 ? half * 1.45 : outer) * share;
    setAttributes(ring, {
      cx,
      cy,
      rx: short_.toFixed(2),
      ry: Math.min(short_ * long, 400 * reach).toFixed(1),
      transform: turn,
    });
    ring.style.fill = css(table[Math.round(30 + 205 * share ** 1.2)]);
  });
  ellipses.dataset.how = state.how;
}

function drawWay({ path, dots, world }, x, y) {
  const { curvature, start, eta, best } = world.bowl;
  const way = descent(curvature, start, eta, STEPS).filter((place) => place.every((own) => Math.abs(own) < 50));
  const places = way.map(([u, v]) => [x(best[0] + u), y(best[1] + v)]);
  setAttributes(path, { d: `M${places.map(([px, py]) => `${px.toFixed(1)} ${py.toFixed(1)}`).join("L")}` });
  const nodes = keepCount(dots, places.length, () => svg("circle", { r: 2.6 }));
  places.forEach(([cx, cy], i) => setAttributes(nodes[i], { cx: cx.toFixed(1), cy: cy.toFixed(1), r: i ? 2.4 : 5 }));
}

function drawAxes({ axes, world, state }, { x, y, width, height }) {
  const { best } = world.bowl;
  const bottom = height - PAD.bottom;
  const names = [state.first, state.second].map((k) => world.table.names[Math.min(k, world.table.names.length - 1)]);
  const across = ticks(best[0] - 1, best[0] + 1, 4).map((value) =>
    svg("text", { x: x(value), y: bottom + 16, "text-anchor": "middle" }, tickText(value, 0.5)),
  );
  const up = ticks(best[1] - 1, best[1] + 1, 4).map((value) =>
    svg("text", { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value, 0.5)),
  );
  const title = (words, place) => svg("text", { ...place, "text-anchor": "middle", class: "pd-axis" }, words);
  axes.replaceChildren(
    ...across,
    ...up,
    title(`weight of ${names[0]}`, { x: (PAD.left + width) / 2, y: height - 4 }),
    title(`weight of ${names[1]}`, { transform: `translate(11 ${bottom / 2}) rotate(-90)` }),
  );
}
