// How deep, and what it costs: the deep network beside the wide one that draws the same.

import { slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { MOST } from "./state.js";

const HEIGHT = 120;
const ROWS = ["straight pieces", "hidden units", "parameters"];

/** on.depth(count). @returns {node, update({depth, moment}), destroy()} */
export function createFoldPanel(on) {
  const depth = slider({
    part: "L",
    label: "Hidden layers L",
    min: 1,
    max: MOST.depth,
    step: 1,
    input: (value) => on.depth(value),
  });
  const picture = svg("svg", { role: "img", class: "la-network" });
  const diagram = element("div", {}, picture);
  const table = createTable();
  const words = element("p", { class: "la-verdict", role: "status" });
  const node = element("div", { class: "la-foldpanel" }, depth.node, diagram, table.node, words);
  const view = { depth: 1, width: 0, picture };
  const stop = watchWidth(diagram, (width) => {
    view.width = width;
    drawDiagram(view);
  });
  return {
    node,
    update: ({ depth: count, moment }) => {
      depth.update(count, String(count));
      view.depth = count;
      drawDiagram(view);
      table.update(moment, count);
      setText(words, verdict(count, moment));
    },
    destroy: stop,
  };
}

function createTable() {
  const head = element("tr", {}, element("td", {}), element("th", { scope: "col" }), element("th", { scope: "col" }));
  const rows = ROWS.map((name, i) =>
    element(
      "tr",
      { "data-part": i === 0 ? "R" : null },
      element("th", { scope: "row" }, name),
      element("td", { class: "la-big" }),
      element("td", {}),
    ),
  );
  const node = element("table", { class: "la-table" }, element("thead", {}, head), element("tbody", {}, ...rows));
  const update = (moment, depth) => {
    setText(head.children[1], depth === 1 ? "1 layer of 2" : `${depth} layers of 2`);
    setText(head.children[2], "one layer, same curve");
    const cells = [
      [moment.pieces, moment.pieces],
      [moment.units, moment.needed],
      [moment.parameters, moment.neededParameters],
    ];
    rows.forEach((row, i) => cells[i].forEach((value, k) => setText(row.children[k + 1], value.toLocaleString("en"))));
  };
  return { node, update };
}

function verdict(depth, { pieces, units, parameters, neededParameters }) {
  if (depth === 1) return "One fold: two pieces. Add a layer: what happens to the number of pieces?";
  const most = units + 1;
  const same = `${units} units side by side make ${most} pieces at most; on top of each other they make ${pieces} here.`;
  if (parameters >= neededParameters) return `${same} At this depth the wide network is still the cheaper one.`;
  return pieces < 2 ** depth
    ? `${same} A piece that lies on one side of the crease is not folded again: raise the tip.`
    : same;
}

/** Dots and lines: one input, columns of two, one output. */
function drawDiagram({ depth, width, picture }) {
  if (!width) return;
  const x = (k) => 16 + (k * (width - 32)) / (depth + 1);
  const layers = [[HEIGHT / 2], ...Array.from({ length: depth }, () => [30, HEIGHT - 30]), [HEIGHT / 2]];
  const links = layers
    .slice(1)
    .flatMap((column, k) => column.flatMap((y) => layers[k].map((before) => `M${x(k)} ${before}L${x(k + 1)} ${y}`)));
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    "aria-label": `One input, ${depth} hidden layers of two units, one output`,
  });
  const [lines, ...nodes] = keepCount(picture, 2 * depth + 3, (i) =>
    i ? svg("circle", { r: 9, class: "la-unit" }) : svg("path", { class: "la-plainlinks" }),
  );
  setAttributes(lines, { d: links.join("") });
  const places = layers.flatMap((column, k) => column.map((y) => [x(k), y]));
  nodes.forEach((node, i) => setAttributes(node, { cx: places[i][0].toFixed(1), cy: places[i][1] }));
}
