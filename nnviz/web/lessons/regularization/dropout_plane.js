// What dropout trains: the boundaries of many sub-networks of one real network, their mean, and the whole network.

import { binaryPainter } from "../../base/colors.js";
import { contour } from "../../base/contour.js";
import { element, fitCanvas, setAttributes, sized, svg } from "../../base/dom.js";
import { createRaster } from "../../base/raster.js";
import { scale } from "../../base/scales.js";
import { answersOver, meanOf } from "./subnetworks.js";

const CELLS = 44;
const LARGEST = 460;
const UNIT = 26; // pixels a hidden unit takes in the row of units

/** @returns {update({theme, network, drawn, rate}), destroy()} */
export function createDropoutPlane(root) {
  const canvas = element("canvas", { class: "lr-plane", role: "img", "aria-label": "Sub-networks" });
  const units = svg("svg", { class: "lr-units", role: "img", "data-part": "m", "aria-label": "Hidden units" });
  root.append(element("div", { class: "lr-planeplace", "data-part": "f" }, canvas), units);
  return sized(root, { canvas, units, raster: createRaster(), width: 0, shown: null }, draw);
}

function draw({ canvas, units, raster, width: room, shown }) {
  if (!shown?.network || !room) return;
  const width = Math.min(room, LARGEST);
  const { network, drawn, rate, theme } = shown;
  const grid = axes(network);
  const whole = answersOver(network, grid);
  const parts = drawn.map((kept) => answersOver(network, grid, kept, rate));
  const mean = meanOf(parts);
  const context = fitCanvas(canvas, width, width);
  raster.fill(mean, CELLS, CELLS, binaryPainter(theme), { flip: true });
  raster.draw(context, 0, 0, width, width, { nodes: true });
  for (const values of parts) line(context, values, width, { colour: theme.text, weight: 1, alpha: 0.28 });
  line(context, mean, width, { colour: theme.text, weight: 2.6, alpha: 1 });
  line(context, whole, width, { colour: theme.accent, weight: 2.6, alpha: 1, dashes: [7, 5] });
  points(context, network, width, theme);
  const words = `Boundaries of ${drawn.length} sub-networks, their mean and the whole network`;
  setAttributes(canvas, { "aria-label": words });
  drawUnits(units, drawn.at(-1), width);
}

/** Places of the grid's nodes over the points of the data. */
export function axes({ domain: [[x0, x1], [y0, y1]] }) {
  const along = (from, to) => Array.from({ length: CELLS }, (_, i) => from + ((to - from) * i) / (CELLS - 1));
  return { xs: along(x0, x1), ys: along(y0, y1) };
}

function line(context, values, width, { colour, weight, alpha, dashes = [] }) {
  const segments = contour(values, CELLS, CELLS, 0.5);
  const at = (value) => (value / (CELLS - 1)) * width;
  context.beginPath();
  for (let i = 0; i < segments.length; i += 4) {
    context.moveTo(at(segments[i]), width - at(segments[i + 1]));
    context.lineTo(at(segments[i + 2]), width - at(segments[i + 3]));
  }
  context.setLineDash(dashes);
  Object.assign(context, { strokeStyle: colour, lineWidth: weight, globalAlpha: alpha });
  context.stroke();
  context.globalAlpha = 1;
  context.setLineDash([]);
}

function points(context, { domain: [xs, ys], points: all, labels }, width, theme) {
  const [across, up] = [scale(xs, [0, width]), scale(ys, [width, 0])];
  for (const [i, [x, y]] of all.entries()) {
    context.beginPath();
    context.arc(across(x), up(y), 3.2, 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: theme.classes[labels[i]], strokeStyle: theme.background, lineWidth: 1 });
    context.fill();
    context.stroke();
  }
}

/** The hidden units of the last sub-network: filled where they are in, crossed where they are out. */
function drawUnits(units, kept, width) {
  const each = Math.min(UNIT, width / kept.length);
  const [radius, height] = [each * 0.36, each + 6];
  setAttributes(units, { viewBox: `0 0 ${each * kept.length} ${height}`, width: each * kept.length, height });
  setAttributes(units, { "aria-label": `${kept.filter(Boolean).length} of ${kept.length} hidden units are in` });
  units.replaceChildren(
    ...kept.map((inside, i) => {
      const [x, y] = [each * (i + 0.5), height / 2];
      const r = radius * 0.7;
      const cross = svg("path", {
        class: "lr-out",
        d: `M${x - r} ${y - r}L${x + r} ${y + r}M${x - r} ${y + r}L${x + r} ${y - r}`,
      });
      return inside ? svg("circle", { class: "lr-in", cx: x, cy: y, r: radius }) : cross;
    }),
  );
}
