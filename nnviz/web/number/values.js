// Several numbers as a row or grid of coloured cells, or as bars; many of them as a picture.

import { element, fitCanvas } from "../base/dom.js";
import { percent } from "../base/numbers.js";
import { createRaster } from "../base/raster.js";
import { tint } from "./grids.js";
import { painterOf, scaleWords, signedScale } from "./scale.js";

const [MOST_CELLS, MOST_BARS] = [144, 12];

/**
 * Numbers of any shape: cells with their numbers, a picture where they are many.
 * @param block {shape, values, source, places}; lit: the place in it that is outlined
 */
export function cells({ shape, values, places, source }, theme, on, lit = -1) {
  const scale = on.scale?.(source) ?? signedScale(values, theme);
  const [rows, cols] = sides(shape, values.length);
  if (values.length > MOST_CELLS) return heat(values, rows, cols, scale);
  const nodes = Array.from(values, (value, at) => {
    const opens = places && places[at] >= 0;
    const node = element(opens ? "button" : "span", {
      ...(opens ? { type: "button", onclick: () => on.open(places[at], node) } : {}),
      class: "nu-cell",
      "data-chosen": at === lit ? "" : null,
      onpointerenter: () => on.point({ place: opens ? places[at] : -1 }),
      onpointerleave: () => on.point(null),
    });
    tint(node, value, scale);
    return node;
  });
  return element("div", { class: "nu-grid nu-wide", style: `--k: ${Math.min(cols, 12)}` }, ...nodes);
}

function sides(shape, size) {
  if (shape.length < 2) return [1, size];
  const cols = shape.at(-1);
  return shape.length === 2 || shape.length === 3 ? [size / cols, cols] : [1, size];
}

function heat(values, rows, cols, scale) {
  const wrapped = rows === 1 ? Math.ceil(Math.sqrt(cols * 4)) : cols;
  const high = rows === 1 ? Math.ceil(cols / wrapped) : rows;
  const filled = new Float32Array(high * wrapped).fill(0);
  filled.set(values.subarray(0, filled.length));
  const raster = createRaster();
  raster.fill(filled, high, wrapped, painterOf(scale));
  const cell = Math.max(2, Math.min(14, 420 / wrapped, 180 / high));
  const canvas = element("canvas", {
    role: "img",
    "aria-label": `${values.length.toLocaleString("en")} numbers`,
    class: "nu-heat",
  });
  raster.draw(fitCanvas(canvas, cell * wrapped, cell * high), 0, 0, cell * wrapped, cell * high, { smooth: false });
  const words = `${values.length.toLocaleString("en")} numbers, ${scaleWords(scale)}`;
  return element("div", {}, canvas, element("p", { class: "nu-said" }, words));
}

/** Shares of a whole as bars, the largest first, the one at `chosen` among them. */
export function shares(values, chosen, name) {
  const order = Array.from(values.keys()).sort((a, b) => values[b] - values[a]);
  const shown = order.slice(0, MOST_BARS);
  if (chosen >= 0 && !shown.includes(chosen)) shown[shown.length - 1] = chosen;
  const most = Math.max(...values, 1e-12);
  const rows = shown.map((at) =>
    element(
      "div",
      { class: "nu-share", "data-chosen": at === chosen ? "" : null },
      element("span", { class: "nu-name" }, name(at)),
      element("span", { class: "nu-track" }, element("i", { style: `width: ${(100 * values[at]) / most}%` })),
      element("span", { class: "nu-number" }, percent(values[at])),
    ),
  );
  const rest = order.length - shown.length;
  if (rest > 0) rows.push(element("p", { class: "nu-said" }, `and ${rest.toLocaleString("en")} smaller ones`));
  return element("div", { class: "nu-shares" }, ...rows);
}
