// One digit, dials that change it, what the network sees and says, and its answer over the whole range of the dial in hand.

import { choices, slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { createRaster } from "../../base/raster.js";
import { drawImage } from "../../base/variants.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { createBars } from "./bars.js";
import { createDigit } from "./digit.js";
import { createStrips } from "./strips.js";
import { DIALS, FLIPS } from "./transforms.js";

const DIGITS = Object.fromEntries(Array.from({ length: 10 }, (_, k) => [k, String(k)]));

/**
 * on: example(k), digit(k), another(), draw(), paint(row, col), dial(name, value), flip(way), rest(), reader(name).
 * @returns {node, update(shown), destroy()}
 */
export function createDialView(on) {
  const places = { seen: element("div", { class: "au-seen" }), plain: element("div", { class: "au-plain" }) };
  const button = (words, act) => element("button", { type: "button", class: "nl-button", onclick: act }, words);
  const parts = {
    seen: createDigit(places.seen, "x", {}, 236),
    plain: createDigit(places.plain, "x0", { paint: on.paint }, 104),
    thumbs: element("div", { class: "au-thumbs", role: "group", "aria-label": "Your images" }),
    digits: choices("Digit", DIGITS, (k) => on.digit(Number(k))),
    another: button("Another", on.another),
    own: button("Draw your own", on.draw),
    hint: element("p", { class: "nl-muted au-hint" }),
    bars: createBars(),
    flips: choices("Flip", FLIPS, on.flip),
    rest: button("All at rest", on.rest),
    sliders: createSliders(on),
    chart: createLineChart(
      { height: 232, words: { x: "", y: "probability" }, part: "f", drag: "ew" },
      { point: (x) => on.dial(null, x) },
    ),
    strips: createStrips({ reader: on.reader }),
    said: element("p", { class: "au-said", role: "status" }),
    title: element("h3", { class: "nl-title" }),
    raster: createRaster(),
    on,
  };
  const node = layOut(parts, places);
  return {
    node,
    update: (shown) => draw(parts, shown),
    destroy: () => {
      for (const own of [parts.seen, parts.plain, parts.chart, parts.strips]) own.destroy();
    },
  };
}

function createSliders(on) {
  return Object.entries(DIALS).map(([name, { title, low, high, step, words }]) => {
    const own = slider({ part: "t", label: title, min: low, max: high, step, input: (value) => on.dial(name, value) });
    return { name, node: own.node, update: (value) => own.update(value, words(value)) };
  });
}

function layOut(parts, places) {
  const figure = (place, words) => element("figure", {}, place, element("figcaption", {}, words));
  const pictures = element(
    "div",
    { class: "au-pictures" },
    figure(places.seen, "as the network sees it"),
    element("div", {}, figure(places.plain, "as it is"), parts.another, parts.own, parts.hint),
  );
  const left = element("div", { class: "au-left" }, parts.digits.node, parts.thumbs, pictures, parts.bars.node);
  const right = element(
    "div",
    { class: "au-right" },
    element("div", { class: "au-sliders" }, ...parts.sliders.map((own) => own.node)),
    element("div", { class: "nl-bar au-flips" }, parts.flips.node, parts.rest),
    parts.title,
    parts.chart.node,
    parts.strips.node,
    parts.said,
  );
  return element("div", { class: "au-dialview" }, left, right);
}

function draw(parts, shown) {
  const { state, theme, image, seen, curves, names, shares, words, shape, key, own: mine } = shown;
  const drawing = state.drawn.length > 0;
  parts.seen.update({ image: seen, theme, words: words.seen, shape });
  parts.plain.update({ image, theme, draws: drawing, words: words.plain, shape });
  drawMine(parts, shown);
  parts.digits.update(drawing ? "" : state.digit);
  parts.own.textContent = drawing ? "Clear" : "Draw your own";
  parts.another.hidden = drawing || Boolean(mine);
  setText(parts.hint, drawing ? "Draw in the small square." : "");
  parts.bars.update({ shares, names, theme });
  parts.flips.update(state.flip);
  for (const own of parts.sliders) {
    own.update(state.settings[own.name]);
    own.node.toggleAttribute("data-chosen", own.name === state.dial);
  }
  const { title, low, high } = DIALS[state.dial];
  const at = state.settings[state.dial];
  const marks = [{ x: at, kind: "now", words: "", part: "t", grip: true }];
  parts.chart.update({
    x: [low, high],
    y: [0, 1],
    words: words.chart,
    lines: curves[key] ? linesOf(curves[key], theme) : [],
    marks,
  });
  const asked = key ? `: what “${shown.titles[key]}” says` : "";
  setText(parts.title, `“${title}” from end to end${asked}`);
  parts.strips.update({
    curves,
    words: shown.stripWords,
    chosen: key,
    truth: shown.truth,
    low,
    high,
    at,
    theme,
    names,
  });
  setText(parts.said, words.said);
}

/** What is there only for digits, or only for the reader's own images. */
function drawMine(parts, { state, own }) {
  const mine = Boolean(own);
  for (const node of [parts.digits.node, parts.own, parts.flips.node]) node.hidden = mine;
  parts.thumbs.hidden = !mine;
  if (!mine || parts.strip === own.strip) return markThumbs(parts, state.turn);
  parts.strip = own.strip;
  const { shape, values } = own.strip;
  parts.thumbs.replaceChildren(
    ...Array.from({ length: shape[0] }, (_, k) => {
      const canvas = element("canvas", { role: "img", "aria-label": `Image ${k + 1}` });
      drawImage(parts.raster, canvas, values, k, shape.slice(1));
      return element("button", { type: "button", class: "au-thumb", onclick: () => parts.on.example(k) }, canvas);
    }),
  );
  return markThumbs(parts, state.turn);
}

function markThumbs({ thumbs }, chosen) {
  [...thumbs.children].forEach((node, k) => {
    setAttributes(node, { "aria-pressed": String(k === chosen % thumbs.children.length) });
  });
}

/** A line for each class that is ever likely. */
function linesOf(curve, theme) {
  return Array.from(curve[0].shares).flatMap((_, k) => {
    const points = curve.map(({ at, shares }) => [at, shares[k]]);
    if (!points.some(([, share]) => share > 0.04)) return [];
    return [{ points, colour: theme.classes[k % theme.classes.length], width: 2.4 }];
  });
}
