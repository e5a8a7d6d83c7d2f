// The 2-3-1 network: circles with their values, a chip for every weight to type or drag, and the gradients as they arrive.

import { element, setAttributes, setText, svg } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { clamp } from "../../base/scales.js";
import { symbol } from "./words.js";

const [WIDTH, HEIGHT] = [860, 472];
const X = { x: 66, h: 366, p: 618, L: 790 };
const UNITS = {
  x1: [X.x, 130],
  x2: [X.x, 320],
  h1: [X.h, 68],
  h2: [X.h, 225],
  h3: [X.h, 382],
  p: [X.p, 225],
  L: [X.L, 225],
};
const BIASES = { b1: [X.h, 68 + 50], b2: [X.h, 225 + 50], b3: [X.h, 382 + 50], c: [X.p, 225 + 50] };
const RADIUS = 31;
const EDGES = [
  ...[1, 2, 3].flatMap((j) => [1, 2].map((i) => [`w${i}${j}`, `x${i}`, `h${j}`])),
  ...[1, 2, 3].map((j) => [`v${j}`, `h${j}`, "p"]),
  [null, "p", "L"],
];
const ALONG = { w11: 0.3, w21: 0.72, w12: 0.62, w22: 0.62, w13: 0.72, w23: 0.3, v1: 0.5, v2: 0.42, v3: 0.5 };

/** @returns {node, update(view), destroy()}; on.change(name, value) when the reader changes a number. */
export function createDiagram(on) {
  const lines = svg("g");
  const circles = svg("g");
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      width: WIDTH,
      height: HEIGHT,
      role: "img",
      "aria-label": "Network of two inputs, three hidden units and one output",
    },
    lines,
    circles,
  );
  const edges = EDGES.map(([name, from, to]) => edge(lines, name, UNITS[from], UNITS[to]));
  const units = Object.entries(UNITS).map(([name, at]) => unit(circles, name, at));
  const chips = [
    ...EDGES.filter(([name]) => name).map(([name, from, to]) =>
      chip(name, between(UNITS[from], UNITS[to], ALONG[name]), on),
    ),
    ...Object.entries(BIASES).map(([name, at]) => chip(name, at, on)),
    chip("x1", [X.x, 130 + 50], on),
    chip("x2", [X.x, 320 + 50], on),
    chip("y", [X.L, 225 + 50], on),
  ];
  const stage = element(
    "div",
    { class: "bp-stage", style: `width:${WIDTH}px;height:${HEIGHT}px` },
    picture,
    ...chips.map(({ node }) => node),
  );
  const node = element("div", { class: "bp-scroll" }, stage);

  /** view: {known, shown: Set of names computed so far, numbers, lit: names, largest: of the gradients} */
  function update(view) {
    for (const one of edges) one(view);
    for (const one of units) one(view);
    for (const one of chips) one.update(view);
  }

  return { node, update, reveal: (x) => reveal(node, x), size: WIDTH };
}

function between([x0, y0], [x1, y1], t) {
  return [x0 + RADIUS + (x1 - x0 - 2 * RADIUS) * t, y0 + (y1 - y0) * t];
}

function edge(parent, name, [x0, y0], [x1, y1]) {
  const ends = { x1: x0 + RADIUS, y1: y0, x2: x1 - RADIUS, y2: y1 };
  const back = svg("line", { ...ends, class: "bp-back" });
  const front = svg("line", { ...ends, class: "bp-edge", "data-part": name });
  parent.append(back, front);
  return ({ known, shown, largest }) => {
    const strength = name ? Math.min(Math.abs(known[name]) / 1.5, 1) : 0.2;
    setAttributes(front, {
      "stroke-width": (0.8 + 3.2 * strength).toFixed(2),
      "data-sign": !name ? "none" : known[name] < 0 ? "minus" : "plus",
    });
    const gradient = name && shown.has(`d${name}`) ? known[`d${name}`] : 0;
    setAttributes(back, {
      "stroke-width": (16 * Math.min(Math.abs(gradient) / largest, 1)).toFixed(1),
      "data-sign": gradient < 0 ? "minus" : "plus",
    });
  };
}

function unit(parent, name, [x, y]) {
  const circle = svg("circle", { cx: x, cy: y, r: RADIUS });
  const sign = svg("text", { x, y: y - 9, class: "bp-sign" }, symbol(name));
  const value = svg("text", { x, y: y + 8, class: "bp-value" });
  const blame = svg("text", { x, y: y - RADIUS - 7, class: "bp-blame" });
  parent.append(svg("g", { class: "bp-unit", "data-part": name }, circle, sign, value, blame));
  return ({ known, shown, lit }) => {
    const there = name.startsWith("x") || shown.has(name);
    setText(value, there ? short(known[name]) : "?");
    setAttributes(circle.parentNode, { "data-there": there ? "" : null, "data-now": lit.includes(name) ? "" : null });
    const gradient = { h1: "dz1", h2: "dz2", h3: "dz3", p: "ds" }[name];
    const first = { h1: "dh1", h2: "dh2", h3: "dh3", p: "dp" }[name];
    const which = gradient && shown.has(gradient) ? gradient : first && shown.has(first) ? first : null;
    setText(blame, which ? `${symbol(which)} = ${short(known[which])}` : "");
    setAttributes(blame, { "data-sign": which && known[which] < 0 ? "minus" : "plus" });
  };
}

/** A number to type, to step with the arrow keys, or to drag sideways by its name; its gradient below. */
function chip(name, [x, y], on) {
  const input = element("input", {
    type: "number",
    step: 0.1,
    min: -9,
    max: 9,
    "aria-label": `${symbol(name)}, drag its name or type`,
    oninput: () => {
      if (Number.isFinite(input.valueAsNumber)) on.change(name, bounded(input.valueAsNumber));
    },
  });
  const handle = element("span", { class: "bp-name", title: "Drag sideways" }, symbol(name));
  const gradient = element("output", { class: "bp-gradient" });
  const node = element(
    "div",
    { class: "bp-chip", "data-part": name, style: `left:${x}px;top:${y}px` },
    element("label", {}, handle, input),
    gradient,
  );
  let from = null;
  handle.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    handle.setPointerCapture(event.pointerId);
    from = { x: event.clientX, value: input.valueAsNumber || 0 };
  });
  handle.addEventListener("pointermove", (event) => {
    if (from && handle.hasPointerCapture(event.pointerId))
      on.change(name, bounded(Number((from.value + (event.clientX - from.x) / 80).toFixed(2))));
  });
  handle.addEventListener("pointerup", () => {
    from = null;
  });
  return {
    node,
    update({ numbers, known, shown, lit }) {
      if (input.getRootNode().activeElement !== input && input.valueAsNumber !== numbers[name])
        input.value = Number(numbers[name].toFixed(3));
      const there = shown.has(`d${name}`);
      const updated = shown.has(`${name}'`);
      setText(gradient, updated ? `→ ${short(known[`${name}'`])}` : there ? `slope ${short(known[`d${name}`])}` : "");
      setAttributes(gradient, { "data-sign": updated ? "new" : known[`d${name}`] < 0 ? "minus" : "plus" });
      setAttributes(node, { "data-now": lit.includes(name) || lit.includes(`d${name}`) ? "" : null });
    },
  };
}

function bounded(value) {
  return clamp(value, -9, 9);
}

/** Brings a place of the diagram into view where it is wider than its box. */
function reveal(node, x) {
  if (node.scrollWidth > node.clientWidth + 4) node.scrollLeft = x - node.clientWidth / 2;
}

/** Where a name stands, for `reveal`. */
export function placeOf(name) {
  const bare = name.replace(/'s?$/, "").replace(/^d(?=[a-z])/, "");
  if (/^[xw]/.test(bare)) return (X.x + X.h) / 2;
  return /^[zhb]/.test(bare) ? X.h : /^v/.test(bare) ? (X.h + X.p) / 2 : /^[spc]/.test(bare) ? X.p : X.L;
}
