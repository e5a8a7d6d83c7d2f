// The signal on its way forward: of each layer, how the values that its units put out spread, as a violin, and their size.

import { keepCount, setAttributes, setText, svg } from "../base/dom.js";
import { short, tickText } from "../base/numbers.js";
import { isLabelled } from "./columns.js";

const WIDEST = 64; // pixels to each side
const NUMBERS = 18; // pixels below the lane for the sizes

/**
 * @returns {node, height, draw({columns, layers: [{counts, below, above, size}], limit, theory: [size] or null, top, part})}
 *   layers' counts are histograms from −limit to limit.
 */
export function createSignalLane({ height = 132 } = {}) {
  const parts = {
    grid: svg("g", { class: "sl-grid" }),
    violins: svg("g", { class: "sl-violins" }),
    theory: svg("path", { class: "sl-theory" }),
    sizes: svg("g", { class: "sl-sizes" }),
  };
  const node = svg("g", { class: "sl-lane", "data-part": "signal" }, ...Object.values(parts));
  return { node, height: height + NUMBERS, draw: (view) => draw(parts, view, height) };
}

function draw(parts, { columns, layers, limit, theory, top }, height) {
  const middle = top + height / 2;
  const y = (value) => middle - (Math.max(-limit, Math.min(limit, value)) / limit) * (height / 2);
  drawGrid(parts.grid, columns, limit, y);
  const violins = keepCount(parts.violins, layers.length, () => svg("path"));
  const sizes = keepCount(parts.sizes, layers.length, () => svg("text", { "text-anchor": "middle" }));
  layers.forEach((layer, l) => {
    setAttributes(violins[l], { d: violin(layer, columns.centre(l), Math.min(columns.step * 0.46, WIDEST), y, limit) });
    setAttributes(sizes[l], { x: columns.centre(l).toFixed(1), y: top + height + 14 });
    setText(sizes[l], isLabelled(columns, l) ? short(layer.size, 2) : "");
  });
  const points = (theory ?? []).map((size, l) => `${columns.centre(l).toFixed(1)} ${y(size).toFixed(1)}`);
  setAttributes(parts.theory, { d: points.length ? `M${points.join("L")}` : null });
}

/** The outline of a histogram on its side, as wide as the root of its counts; beyond the limit a cap as wide as what lies there. */
function violin({ counts, below, above }, centre, reach, y, limit) {
  const total = counts.reduce((sum, count) => sum + count, 0) / (1 - below - above || 1);
  const most = Math.max(...counts, below * total, above * total) || 1;
  const widths = counts.map((count) => Math.sqrt(count / most) * reach);
  const cell = (2 * limit) / counts.length;
  const level = (i) => y(-limit + (i + 0.5) * cell).toFixed(1);
  const side = (sign) => widths.map((width, i) => `${(centre + sign * width).toFixed(1)} ${level(i)}`);
  const outline = `M${[...side(-1), ...side(1).reverse()].join("L")}Z`;
  return (
    outline +
    cap(Math.sqrt((below * total) / most) * reach, centre, y(-limit), 5) +
    cap(Math.sqrt((above * total) / most) * reach, centre, y(limit), -5)
  );
}

function cap(width, centre, level, depth) {
  if (width < 0.5) return "";
  const [left, right] = [(centre - width).toFixed(1), (centre + width).toFixed(1)];
  return `M${left} ${level.toFixed(1)}H${right}L${centre.toFixed(1)} ${(level + depth).toFixed(1)}Z`;
}

function drawGrid(grid, { left, right }, limit, y) {
  const lines = [limit, 0, -limit];
  const nodes = keepCount(grid, lines.length, () => svg("g", {}, svg("line"), svg("text", { "text-anchor": "end" })));
  lines.forEach((value, i) => {
    const [line, text] = nodes[i].children;
    setAttributes(line, { x1: left, x2: right, y1: y(value).toFixed(1), y2: y(value).toFixed(1) });
    setAttributes(text, { x: left - 8, y: (y(value) + 4).toFixed(1) });
    setText(text, tickText(value));
  });
}
