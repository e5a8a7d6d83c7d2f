// Layers without an activation: a small network whose weights can be moved, and the line or the bends that it draws.

import { fixed, slider, sub } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { scale } from "../../base/scales.js";
import { CLOSE, layersOf, missesOf, oneNeuron, outputAt, pointsOf, TINY, TURN } from "./state.js";

const X = [-3, 3];
const Y = [-1.5, 3.5];
const PAD = { left: 30, right: 8, top: 8, bottom: 34 };
const NAMES = {
  w1: ["w", 1],
  b1: ["b", 1],
  w2: ["w", 2],
  b2: ["b", 2],
  v1: ["v", 1],
  v2: ["v", 2],
  c: ["c"],
};
const LABELS = {
  w1: "first unit: weight w₁",
  b1: "first unit: bias b₁",
  w2: "second unit: weight w₂",
  b2: "second unit: bias b₂",
  v1: "output: weight v₁",
  v2: "output: weight v₂",
  c: "output: bias c",
};

/** on.change({w1: …}). @returns {update(state), destroy()} */
export function createTiny(root, on) {
  const sliders = Object.fromEntries(
    TINY.map((name) => [
      name,
      slider({
        part: "W",
        label: LABELS[name],
        symbol: [sub(...NAMES[name])],
        min: -3,
        max: 3,
        step: 0.1,
        input: (value) => on.change({ [name]: value }),
      }),
    ]),
  );
  const places = Object.fromEntries(
    ["diagram", "sliders", "product", "graph", "sum"].map((name) => [name, element("div", { class: `af-${name}` })]),
  );
  places.sliders.append(...TINY.map((name) => sliders[name].node));
  const view = { root, sliders, places, shown: null, diagram: createDiagram(), graph: createGraph(), width: 0 };
  places.diagram.append(view.diagram.picture);
  places.graph.append(view.graph.picture);
  const left = element("div", { class: "af-build" }, places.diagram, places.sliders, places.product);
  root.append(left, element("div", {}, places.graph, places.sum));
  const stop = watchWidth(places.graph, () => draw(view));
  return {
    update: (state) => {
      view.shown = state;
      draw(view);
    },
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function draw({ shown, sliders, places, diagram, graph }) {
  if (!shown) return;
  for (const name of TINY) sliders[name].update(shown[name], fixed(shown[name], 1));
  drawDiagram(diagram, shown, Math.floor(places.diagram.clientWidth));
  drawGraph(graph, shown, Math.floor(places.graph.clientWidth));
  drawProduct(places, shown);
}

function createDiagram() {
  const links = svg("g", { class: "af-links" });
  const nodes = svg("g", { class: "af-nodes" });
  const picture = svg("svg", { role: "img", "data-part": "W" }, links, nodes);
  return { picture, links, nodes };
}

/** One number in, two units in every layer between, one number out. */
function drawDiagram({ picture, links, nodes }, state, width) {
  if (!width) return;
  const height = 176;
  const layers = layersOf(state);
  const sizes = [1, ...layers.map(({ biases }) => biases.length)];
  const x = (layer) => 24 + (layer * (width - 48)) / (sizes.length - 1);
  const y = (unit, size) => height / 2 + (unit - (size - 1) / 2) * 92;
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-label": `A network of ${layers.length} layers: x, two units in each layer between, y`,
  });
  const lines = layers.flatMap(({ weights }, l) =>
    weights.flatMap((row, to) =>
      row.map((weight, from) => ({
        d: `M${x(l)} ${y(from, sizes[l])}L${x(l + 1)} ${y(to, sizes[l + 1])}`,
        "stroke-width": (1 + 2 * Math.abs(weight)).toFixed(1),
        "data-sign": Math.sign(weight),
      })),
    ),
  );
  keepCount(links, lines.length, () => svg("path", {})).forEach((node, i) => setAttributes(node, lines[i]));
  const units = sizes.flatMap((size, l) => Array.from({ length: size }, (_, unit) => [x(l), y(unit, size), l]));
  const made = keepCount(nodes, units.length, () =>
    svg("g", {}, svg("circle", { r: 17 }), svg("path", {}), svg("text", { "text-anchor": "middle", y: 5 })),
  );
  units.forEach(([cx, cy, layer], i) => {
    const [, curve, text] = made[i].children;
    const ends = layer === 0 || layer === sizes.length - 1;
    setAttributes(made[i], { transform: `translate(${cx.toFixed(1)} ${cy})` });
    setAttributes(curve, { d: ends ? "" : SIGNS[state.inner] });
    setText(text, layer === 0 ? "x" : ends ? "y" : "");
  });
}

const SIGNS = { linear: "M-9 9L9 -9", relu: "M-10 5H0L9 -8", tanh: "M-10 8C-2 8 -3 -8 10 -8" };

function createGraph() {
  const layers = {
    axes: svg("g", { class: "af-axes" }),
    single: svg("path", { class: "af-single", "data-part": "one" }),
    curve: svg("path", { class: "af-curve", "data-part": "one W" }),
    points: svg("g", { class: "af-points" }),
  };
  const box = svg("rect", { y: PAD.top });
  const clip = svg("clipPath", { id: "af-clip" }, box);
  const { axes, single, curve, points } = layers;
  const lines = svg("g", { "clip-path": "url(#af-clip)" }, single, curve);
  return { ...layers, box, picture: svg("svg", { role: "img" }, svg("defs", {}, clip), axes, lines, points) };
}

function drawGraph({ picture, axes, single, curve, points, box }, state, width) {
  if (!width) return;
  const height = Math.max(Math.min(width * 0.56, 330), 232);
  const x = scale(X, [PAD.left, width - PAD.right]);
  const y = scale(Y, [height - PAD.bottom, PAD.top]);
  const { slope, shift } = oneNeuron(state);
  const near = missesOf(state).map((miss) => miss < CLOSE);
  const hit = near.filter(Boolean).length;
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height });
  setAttributes(picture, {
    "aria-label": `The network's output y over x; it passes through ${hit} of ${near.length} points`,
  });
  if (picture.dataset.width !== String(width)) {
    picture.dataset.width = width;
    setAttributes(box, { x: PAD.left, width: width - PAD.left - PAD.right, height: height - PAD.top - PAD.bottom });
    axes.replaceChildren(...graphAxes(x, y, width, height));
  }
  const line = (f, steps) =>
    `M${Array.from({ length: steps + 1 }, (_, i) => X[0] + (i * (X[1] - X[0])) / steps)
      .map((v) => `${x(v).toFixed(1)} ${y(Math.max(-9, Math.min(9, f(v)))).toFixed(1)}`)
      .join("L")}`;
  setAttributes(curve, { d: line((v) => outputAt(state, v), 180) });
  setAttributes(single, { d: state.inner === "linear" ? "" : line((v) => slope * v + shift, 1) });
  const targets = pointsOf(state);
  keepCount(points, targets.length, () => svg("circle", { r: 6 })).forEach((node, i) => {
    setAttributes(node, { cx: x(targets[i][0]), cy: y(targets[i][1]), "data-hit": near[i] ? "" : null });
  });
}

function graphAxes(x, y, width, height) {
  const across = (v) =>
    svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(v), y2: y(v), class: v === 0 ? "af-zero" : null });
  const down = svg("line", { x1: x(0), x2: x(0), y1: PAD.top, y2: height - PAD.bottom, class: "af-zero" });
  const clip = [-1, 0, 1, 2, 3];
  return [
    ...clip.flatMap((v) => [
      across(v),
      svg("text", { x: PAD.left - 6, y: y(v) + 4, "text-anchor": "end" }, fixed(v, 0)),
    ]),
    down,
    ...[-3, -2, -1, 0, 1, 2, 3].map((v) =>
      svg("text", { x: x(v), y: height - PAD.bottom + 16, "text-anchor": "middle" }, fixed(v, 0)),
    ),
    svg("text", { x: PAD.left + 8, y: PAD.top + 14, class: "af-title" }, "output y"),
    svg("text", { x: width - PAD.right, y: height - 4, "text-anchor": "end", class: "af-title" }, "input x"),
  ];
}

/** All weights multiplied together, with their numbers: the one weight that does the same. */
function drawProduct({ product: place, sum }, state) {
  const { slope, shift } = oneNeuron(state);
  const { v1, v2, w1, w2, further } = state;
  const factors = [matrix([[v1, v2]]), ...Array.from({ length: further }, () => matrix(TURN)), matrix([[w1], [w2]])];
  const single = `y = ${fixed(slope)} x ${shift < 0 ? "−" : "+"} ${fixed(Math.abs(shift))}`;
  const product = element(
    "div",
    { class: "af-matrices", "data-part": "W" },
    ...factors,
    "=",
    element("b", {}, fixed(slope)),
  );
  const words =
    state.inner === "linear"
      ? `All ${further + 2} layers together are one neuron: ${single}. More layers, more weights: still one line.`
      : `Without the activation it would be ${single}, the dashed line. With it, every unit may bend the curve.`;
  place.replaceChildren(product);
  sum.replaceChildren(element("p", { "data-part": "one" }, words));
}

function matrix(rows) {
  const cells = rows.flat().map((value) => element("span", {}, fixed(value, 1)));
  return element("span", { class: "af-matrix", style: `--columns: ${rows[0].length}` }, ...cells);
}
