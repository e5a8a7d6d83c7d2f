// An image or a map as a small picture with its words; a square of colours with numbers.

import { ramp, rgb, signedPainter, tablePainter } from "../../base/colors.js";
import { element, fitCanvas, setAttributes, setText } from "../../base/dom.js";
import { createRaster, limitOf } from "../../base/raster.js";
import { SIZE } from "./state.js";

const SQUARE = [SIZE, SIZE];

const raster = createRaster();

/** @returns {node, update({values, signed, words, label, side, chosen}, theme)}; a signed map ends at its own largest size */
export function createTile(part, pick) {
  const canvas = element("canvas", { role: "img" });
  const name = element("b", {});
  const words = element("span", { class: "nl-muted" });
  const node = element(pick ? "button" : "div", {
    class: "in-tile",
    "data-part": part,
    type: pick ? "button" : null,
    onclick: pick ?? (() => {}),
  });
  node.append(canvas, name, words);
  return { node, update: (view, theme) => update({ node, canvas, name, words }, view, theme) };
}

function update({ node, canvas, name, words }, { values, signed, title, said = "", side, chosen, grid }, theme) {
  drawPixels(canvas, values, signed, side, theme, grid);
  setText(name, title);
  setText(words, said);
  name.hidden = !title;
  words.hidden = !said;
  setAttributes(canvas, { "aria-label": `${title || "The image"}. ${said}`.trim() });
  if (node.tagName === "BUTTON") setAttributes(node, { "aria-pressed": String(Boolean(chosen)) });
}

export function drawPixels(canvas, values, signed, side, theme, [rows, cols] = SQUARE) {
  const context = fitCanvas(canvas, side, side);
  context.clearRect(0, 0, side, side);
  if (!values) return;
  raster.fill(values, rows, cols, signed ? signedPainter(theme, limitOf(values)) : greys(theme));
  raster.draw(context, 0, 0, side, side, { smooth: false });
}

/** Bright ink on dark ground in both themes: what the network is given. */
export function greys(theme) {
  const [dark, bright] = theme.dark ? [theme.background, theme.text] : [theme.text, theme.background];
  return tablePainter(ramp(stops(dark, bright)), 0, 1, rgb(theme.nan));
}

const kept = new Map();

function stops(dark, bright) {
  const key = dark + bright;
  if (!kept.has(key)) kept.set(key, [dark, bright]);
  return kept.get(key);
}
