// One example as it is and as training draws it: images, curves, rows of a table, or texts.

import { pixel } from "./colors.js";
import { element, keepCount, setAttributes, setText, svg } from "./dom.js";
import { short } from "./numbers.js";
import { createRaster } from "./raster.js";
import { unpack } from "./unpack.js";

const [WIDE, HIGH] = [200, 84];
const MOST_CURVES = 3;

/** @returns {update({kind, original, variants, words, label, texts, names})} */
export function createVariants(root) {
  const view = { root, raster: createRaster(), kind: "", body: null };
  return { update: (shown) => update(view, shown) };
}

function update(view, shown) {
  if (shown.kind !== view.kind) {
    view.kind = shown.kind;
    const scrolls = { tabindex: "0", role: "group", "aria-label": "The example as it is, then changed" };
    view.body = element("div", { class: `na-${shown.kind}`, ...scrolls });
    view.root.replaceChildren(view.body);
  }
  DRAWN[shown.kind](view, shown);
}

const DRAWN = { image: images, sequence: curves, vector: rows, tokens: texts };

function captions({ words, label }) {
  return [label ? `as it is: ${label}` : "as it is", ...words].map((text) => text.replaceAll(" %", "\u00a0%"));
}

function tiles(view, shown, picture) {
  const said = captions(shown);
  const nodes = keepCount(view.body, said.length, () =>
    element("figure", { class: "na-tile" }, picture(), element("figcaption", {})),
  );
  for (const [i, node] of nodes.entries()) {
    const caption = node.lastElementChild;
    setText(caption, said[i]);
    caption.title = said[i];
  }
  return nodes.map((node) => node.firstElementChild);
}

function images(view, shown) {
  const [original, variants] = [unpack(shown.original), unpack(shown.variants)];
  const said = captions(shown);
  tiles(view, shown, () => element("canvas", { role: "img" })).forEach((canvas, i) => {
    drawImage(view.raster, canvas, i ? variants.values : original.values, Math.max(0, i - 1), original.shape);
    setAttributes(canvas, { "aria-label": said[i] });
  });
}

/** Image number `i` of many onto a canvas, pixel by pixel. @param shape [rows, cols, channels] */
export function drawImage(raster, canvas, values, i, [rows, cols, channels]) {
  const size = rows * cols * channels;
  if (canvas.width !== cols || canvas.height !== rows) Object.assign(canvas, { width: cols, height: rows });
  raster.fill(values.subarray(i * size, (i + 1) * size), rows, cols, channels === 3 ? colour : grey);
  raster.draw(canvas.getContext("2d"), 0, 0, cols, rows, { smooth: false });
}

/** A row of images, each with a few words. @param images (k, rows, cols, channels) packed */
export function imageRow(images, words) {
  const { shape, values } = unpack(images);
  const raster = createRaster();
  const tile = (text, i) => {
    const canvas = element("canvas", { role: "img", "aria-label": text });
    drawImage(raster, canvas, values, i, shape.slice(1));
    return element("figure", { class: "na-tile" }, canvas, element("figcaption", {}, text));
  };
  return element("div", { class: "na-cases" }, ...words.map(tile));
}

/** Painters of pixels from 0 to 255. */
export function grey(values, index) {
  return pixel([values[index], values[index], values[index]]);
}

export function colour(values, index) {
  return pixel([values[3 * index], values[3 * index + 1], values[3 * index + 2]]);
}

/** Each variant over the original, the first channels of both. */
function curves(view, shown) {
  const [original, variants] = [unpack(shown.original), unpack(shown.variants)];
  const [steps, channels] = original.shape;
  const [low, high] = span([original.values, variants.values]);
  const said = captions(shown);
  const path = (values, channel) =>
    Array.from({ length: steps }, (_, t) => {
      const x = (t / Math.max(1, steps - 1)) * WIDE;
      const y = HIGH - 3 - ((values[t * channels + channel] - low) / (high - low)) * (HIGH - 6);
      return `${t ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`;
    }).join("");
  const drawing = () => svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH}`, role: "img", preserveAspectRatio: "none" });
  tiles(view, shown, drawing).forEach((node, i) => {
    const size = steps * channels;
    const values = i ? variants.values.subarray((i - 1) * size, i * size) : original.values;
    const drawn = Array.from({ length: Math.min(channels, MOST_CURVES) }, (_, channel) => channel);
    const lines = [
      ...drawn.map((channel) => ["na-before", path(original.values, channel)]),
      ...(i ? drawn.map((channel) => ["na-after", path(values, channel)]) : []),
    ];
    const nodes = keepCount(node, lines.length, () => svg("path", {}));
    for (const [k, [name, d]] of lines.entries()) setAttributes(nodes[k], { class: name, d });
    setAttributes(node, { "aria-label": said[i] });
  });
}

function span(lists) {
  let [low, high] = [Infinity, -Infinity];
  for (const values of lists) {
    for (const value of values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
  }
  return high > low ? [low, high] : [low - 1, low + 1];
}

/** A table: the row as it is, then as it is drawn; what changed stands out. */
function rows(view, shown) {
  const [original, variants] = [unpack(shown.original), unpack(shown.variants)];
  const size = original.values.length;
  const said = captions(shown);
  const cells = (words, values, before) => [
    element("th", { scope: "row", title: words }, words),
    ...Array.from(values, (value, k) =>
      element("td", { class: before && value !== before[k] ? "na-new" : null }, short(value)),
    ),
  ];
  const head = ["", ...shown.names].map((name) => element("th", { scope: "col", title: name }, name));
  const body = said.map((words, i) => {
    const values = i ? variants.values.subarray((i - 1) * size, i * size) : original.values;
    return element("tr", {}, ...cells(words, values, i ? original.values : null));
  });
  view.body.replaceChildren(
    element("table", {}, element("thead", {}, element("tr", {}, ...head)), element("tbody", {}, ...body)),
  );
}

const MARKS = { "": "span", gone: "del", new: "ins" };

/** Texts: words that have gone are crossed out, those that came stand out. */
function texts(view, shown) {
  const said = captions(shown);
  const lines = shown.texts.map((words, i) =>
    element(
      "p",
      {},
      element("span", { class: "na-said" }, said[i]),
      ...words.flatMap(([word, mark]) => [element(MARKS[mark], {}, word), " "]),
    ),
  );
  view.body.replaceChildren(...lines);
}
