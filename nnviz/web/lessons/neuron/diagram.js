// The artificial neuron as a diagram: inputs, weights, sum and bias, activation, output; every number can be dragged.

import { fixed, slider, sub } from "../../base/controls.js";
import { element, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { clamp } from "../../base/scales.js";
import { ACTIVATIONS } from "./neuron.js";

const HEIGHT = { wide: 232, narrow: 456 };

/** on.change({x1: …}). @returns {update({x1, x2, w1, w2, b, activation, forward, range}), destroy()} */
export function createDiagram(root, on) {
  const wires = svg("svg", {
    class: "nd-wires",
    role: "img",
    "aria-label": "Inputs times weights, summed with the bias, through the activation, to the output",
  });
  const sliders = createSliders(on);
  const stage = element("div", { class: "nd-stage" }, wires, ...Object.values(sliders).map(({ node }) => node));
  root.append(stage);
  const links = ["w1", "w2", "b", "z", "a", "end"].map((part) => svg("path", { class: "nd-link", "data-part": part }));
  const sum = node("z", "Σ", "nd-sum");
  const gate = createGate();
  const out = node("a", "", "nd-out");
  const products = [svg("text", { class: "nd-product" }), svg("text", { class: "nd-product" })];
  wires.append(...links, sum.group, gate, out.group, ...products);
  const view = { now: null, spots: null };

  function arrange(width) {
    const narrow = width < 520;
    view.spots = narrow ? narrowSpots(width) : wideSpots(width);
    const height = HEIGHT[narrow ? "narrow" : "wide"];
    stage.style.height = `${height}px`;
    setAttributes(wires, { viewBox: `0 0 ${width} ${height}`, width, height });
    for (const [name, { node: chip }] of Object.entries(sliders)) {
      chip.style.left = `${view.spots[name][0]}px`;
      chip.style.top = `${view.spots[name][1]}px`;
    }
    draw();
  }

  function draw() {
    const { now, spots } = view;
    if (!now || !spots) return;
    for (const [name, chip] of Object.entries(sliders)) chip.update(now[name]);
    drawLinks();
    put(sum.group, spots.z);
    put(gate, spots.f);
    put(out.group, spots.a);
    setText(sum.value, `z = ${fixed(now.forward.z)}`);
    setText(out.sign, fixed(now.forward.a));
    setText(out.value, "output a");
    setAttributes(sum.circle, { "data-sign": Math.sign(now.forward.z) });
    drawGate(gate, now.activation, now.forward.z);
    products.forEach((text, i) => {
      setText(text, `${fixed(now.forward.products[i])}`);
      setAttributes(text, { ...spots.product[i], "data-part": `w${i + 1} x${i + 1}`, "text-anchor": "middle" });
    });
  }

  function drawLinks() {
    const { now, spots } = view;
    spots.links.forEach(([d, of], i) => {
      const size = of === null ? 1.5 : 1.2 + 2.6 * Math.abs(now[of]);
      setAttributes(links[i], {
        d,
        "stroke-width": size.toFixed(2),
        "data-sign": of === null ? 0 : Math.sign(now[of]),
      });
    });
  }

  const stopWatching = watchWidth(root, arrange);
  return {
    update: (next) => {
      view.now = next;
      draw();
    },
    destroy: () => {
      stopWatching();
      root.replaceChildren();
    },
  };
}

/** {name: slider} of every number that the reader may change. */
function createSliders(on) {
  const create = (part, label, symbol) =>
    slider({
      part,
      label,
      symbol: [symbol],
      min: -3,
      max: 3,
      step: 0.01,
      input: (value) => on.change({ [part]: value }),
    });
  return {
    x1: create("x1", "input x₁", sub("x", 1)),
    x2: create("x2", "input x₂", sub("x", 2)),
    w1: create("w1", "weight w₁", sub("w", 1)),
    w2: create("w2", "weight w₂", sub("w", 2)),
    b: create("b", "bias b", sub("b")),
  };
}

/** The box of the activation function: its zero lines, its curve, and where z is on it. */
function createGate() {
  return svg(
    "g",
    { "data-part": "f", class: "nd-gate" },
    svg("rect", { x: -37, y: -37, width: 74, height: 74, rx: 12 }),
    svg("path", { class: "nd-zero", d: "M-29 22H29M0 -29V29" }),
    svg("path", { class: "nd-curve" }),
    svg("circle", { r: 4.5, class: "nd-dot" }),
  );
}

function drawGate(gate, activation, z) {
  const [, zero, line, dot] = gate.children;
  const at = clamp(z, -6, 6);
  setAttributes(zero, { d: `M-29 ${BOXES[activation].zero}H29M0 -29V29` });
  setAttributes(line, { d: curve(activation) });
  setAttributes(dot, { cx: ((at * 29) / 6).toFixed(1), cy: heightOf(activation, at).toFixed(1) });
}

function node(part, letter, kind) {
  const circle = svg("circle", { r: 36 });
  const sign = svg("text", { class: "nd-letter", "text-anchor": "middle", y: part === "z" ? -1 : 6 }, letter);
  const value = svg("text", { class: "nd-value", "text-anchor": "middle", y: part === "z" ? 20 : 56 });
  return { group: svg("g", { "data-part": part, class: kind }, circle, sign, value), circle, sign, value };
}

function put(group, [x, y]) {
  setAttributes(group, { transform: `translate(${x} ${y})` });
}

function wideSpots(w) {
  const [y1, y2, ym] = [34, 164, 99];
  const at = {
    x1: [0.085 * w, y1],
    x2: [0.085 * w, y2],
    w1: [0.3 * w, y1],
    w2: [0.3 * w, y2],
    z: [0.555 * w, ym],
    b: [0.555 * w, 204],
    f: [0.75 * w, ym],
    a: [0.925 * w, ym],
  };
  const bend = (name, y) =>
    `M${at[name][0]} ${y}H${at.w1[0] + 40}C${at.w1[0] + 90} ${y} ${at.z[0] - 80} ${ym} ${at.z[0] - 34} ${ym + (y < ym ? -14 : 14)}`;
  return {
    ...at,
    product: [
      { x: 0.44 * w, y: 54 },
      { x: 0.44 * w, y: 156 },
    ],
    links: [
      [bend("x1", y1), "w1"],
      [bend("x2", y2), "w2"],
      [`M${at.b[0]} ${at.b[1] - 20}V${ym + 36}`, "b"],
      [`M${at.z[0] + 36} ${ym}H${at.f[0] - 37}`, null],
      [`M${at.f[0] + 37} ${ym}H${at.a[0] - 36}`, null],
      ["M0 0", null],
    ],
  };
}

function narrowSpots(w) {
  const [l, r, m] = [0.25 * w, 0.75 * w, 0.5 * w];
  const at = {
    x1: [l, 26],
    x2: [r, 26],
    w1: [l, 100],
    w2: [r, 100],
    z: [m, 210],
    b: [0.84 * w, 210],
    f: [m, 306],
    a: [m, 396],
  };
  const bend = (x, side) => `M${x} 50V126C${x} 160 ${m + side * 30} 150 ${m + side * 22} 182`;
  return {
    ...at,
    product: [
      { x: l + 34, y: 160 },
      { x: r - 34, y: 160 },
    ],
    links: [
      [bend(l, -1), "w1"],
      [bend(r, 1), "w2"],
      [`M${at.b[0] - 40} 210H${m + 36}`, "b"],
      [`M${m} 246V269`, null],
      [`M${m} 343V360`, null],
      ["M0 0", null],
    ],
  };
}

// Where 0 stands in the box of 58 by 44, and how many pixels an output of 1 is worth.
const BOXES = {
  step: { zero: 22, unit: 44 },
  sigmoid: { zero: 22, unit: 44 },
  tanh: { zero: 0, unit: 22 },
  relu: { zero: 22, unit: 44 / 6 },
};

function heightOf(name, z) {
  return BOXES[name].zero - ACTIVATIONS[name].at(z) * BOXES[name].unit;
}

const curves = new Map();

/** The activation over −6 … 6. */
function curve(name) {
  if (!curves.has(name)) {
    const points = Array.from({ length: 193 }, (_, i) => -6 + i / 16).map(
      (z) => `${((z * 29) / 6).toFixed(1)} ${heightOf(name, z).toFixed(1)}`,
    );
    curves.set(name, `M${points.join("L")}`);
  }
  return curves.get(name);
}
