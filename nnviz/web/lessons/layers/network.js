// The network that the steps are: one input, a column of hidden units, one output, with these very weights.

import { fixed } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { short } from "../../base/numbers.js";

const HEIGHT = 216;

/** on.choose(i). @returns {update({units, c, chosen}), destroy()} */
export function createNetwork(root, on) {
  const marks = {
    links: svg("g", { class: "la-links" }),
    nodes: svg("g", { "data-part": "n" }),
    input: circle("x", "x"),
    output: circle("f", "f"),
    bias: svg("text", { class: "la-note", "text-anchor": "middle", "data-part": "c" }),
    words: svg("g", { class: "la-weights" }),
  };
  const picture = svg("svg", { class: "la-network", role: "img" }, ...Object.values(marks));
  root.append(picture);
  const view = { on, now: null, width: 0, marks, picture };
  return sized(root, view, draw, { field: "now" });
}

function circle(letter, part) {
  return svg(
    "g",
    { class: "la-node", "data-part": part },
    svg("circle", { r: 17 }),
    svg("text", { "text-anchor": "middle", y: 6, class: "la-letter" }, letter),
  );
}

function draw(view) {
  const { now, width, marks, picture } = view;
  if (!now || !width) return;
  const { units, c, chosen } = now;
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    "aria-label": `A network with one input, ${units.length} hidden units and one output`,
  });
  const [left, middle, right] = [22, width * 0.48, width - 24];
  const at = (i) => 14 + ((i + 0.5) * (HEIGHT - 44)) / Math.max(units.length, 1);
  const centre = 14 + (HEIGHT - 44) / 2;
  setAttributes(marks.input, { transform: `translate(${left} ${centre})` });
  setAttributes(marks.output, { transform: `translate(${right} ${centre})` });
  setAttributes(marks.bias, { x: right - 8, y: centre + 36 });
  setText(marks.bias, `+ ${fixed(c)}`.replace("+ −", "− "));
  const radius = Math.max(3, Math.min(11, 70 / Math.max(units.length, 1)));
  const links = keepCount(marks.links, 2 * units.length, () => svg("path", {}));
  const nodes = keepCount(marks.nodes, units.length, (i) => createUnit(view, i));
  units.forEach(({ v, s }, i) => {
    link(links[2 * i], [left + 17, centre], [middle - radius, at(i)], 1, 0.6 + 0.5 * Math.log10(1 / s), i === chosen);
    link(links[2 * i + 1], [middle + radius, at(i)], [right - 17, centre], v, 0.6 + 2.4 * Math.abs(v), i === chosen);
    setAttributes(nodes[i], { cx: middle.toFixed(1), cy: at(i).toFixed(1), r: radius.toFixed(1) });
    nodes[i].classList.toggle("la-chosen", i === chosen);
  });
  drawWeights(view, units[chosen], { left, middle, right, y: at(chosen), radius });
}

function createUnit(view, i) {
  return svg("circle", { class: "la-unit", onclick: () => view.on.choose(i) });
}

function link(node, [x0, y0], [x1, y1], sign, size, chosen) {
  const bend = (x0 + x1) / 2;
  setAttributes(node, {
    d: `M${x0} ${y0}C${bend} ${y0} ${bend} ${y1} ${x1} ${y1}`,
    "stroke-width": size.toFixed(2),
    "data-sign": Math.sign(sign),
  });
  node.classList.toggle("la-chosen", chosen);
}

/** The three numbers of the chosen unit, at its place. */
function drawWeights({ marks, width }, unit, { middle, y, radius }) {
  const texts = keepCount(marks.words, 3, (i) =>
    svg("text", { "text-anchor": ["end", "middle", "start"][i], "data-part": ["s", "t s", "v"][i] }),
  );
  marks.words.style.display = unit ? "" : "none";
  if (!unit) return;
  const words = [`× ${short(1 / unit.s)}`, `${short(-unit.t / unit.s)}`, `× ${fixed(unit.v)}`];
  const shift = width < 380 ? 6 : 14;
  const places = [
    { x: middle - radius - shift, y: y - 5 },
    { x: middle, y: y + radius + 14 },
    { x: middle + radius + shift, y: y - 5 },
  ];
  texts.forEach((text, i) => {
    setText(text, words[i]);
    setAttributes(text, places[i]);
  });
}

export function weightsKey() {
  return element("p", { class: "la-key nl-muted" }, "Beside the chosen unit: weight in, bias below it, weight out.");
}
