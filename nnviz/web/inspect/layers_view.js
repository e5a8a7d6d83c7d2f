// The view Layers: the whole network on one example as a strip of layers, and below it the chosen layer closely.

import { choices } from "../base/controls.js";
import { element, setText, watchWidth } from "../base/dom.js";
import { percent, short } from "../base/numbers.js";
import { unpack } from "../base/unpack.js";
import { readable } from "./layer_draw.js";
import { createPanel, isListed, nameOf } from "./layer_large.js";
import { differenceOf, isSigned, limitOf, limitOfAll, SCALES, sentenceOf } from "./layer_scale.js";
import { createStrip, tileSize } from "./layer_strip.js";

const NARROW = 520;

/** @returns {update(data), destroy()}: see `nnviz/web/README.md`; on.choose({title, path, unit, first}) */
export function createLayers(root, on) {
  const view = { root, on, width: 0, scale: "layer", data: null, local: null };
  view.strip = createStrip(root, (index) => choose(view, index));
  buildLarge(view);
  const stop = watchWidth(root, (width) => {
    view.width = width;
    show(view);
  });
  return {
    update: (data) => update(view, data),
    destroy: () => {
      stop();
      view.strip.destroy();
      root.replaceChildren();
    },
  };
}

function buildLarge(view) {
  const part = {
    name: element("b", {}),
    words: element("span", { class: "ly-about" }),
    back: element("button", { type: "button", class: "ly-button", onclick: () => pick(view, null) }, "All units"),
    before: element("button", { type: "button", class: "ly-button", "aria-label": "Units before these" }, "‹"),
    range: element("span", { class: "ly-range" }),
    after: element("button", { type: "button", class: "ly-button", "aria-label": "Units after these" }, "›"),
    panels: element("div", { class: "ly-panels" }),
    ramp: element("i", { class: "ly-ramp" }),
    low: element("span", {}),
    high: element("span", {}),
    sentence: element("span", { class: "ly-sentence" }),
    at: element("span", { class: "ly-at", role: "status" }),
  };
  part.scale = choices("Scale", SCALES, (scale) => {
    view.scale = scale;
    show(view);
  });
  part.before.addEventListener("click", () => turn(view, -1));
  part.after.addEventListener("click", () => turn(view, 1));
  const pages = element("span", { class: "ly-pages" }, part.back, part.before, part.range, part.after);
  const head = element(
    "div",
    { class: "ly-head" },
    element("span", { class: "ly-named" }, part.name, part.words),
    pages,
  );
  part.key = element("span", { class: "ly-key" }, part.low, part.ramp, part.high);
  const label = element("span", { class: "ly-scale" }, element("span", {}, "Scale"), part.scale.node);
  const foot = element("div", { class: "ly-foot" }, part.key, part.sentence, part.at, label);
  view.large = element("div", { class: "ly-large" }, head, part.panels, foot);
  view.part = part;
  view.panels = [0, 1, 2].map(() =>
    createPanel({
      hover: (words) => setText(part.at, words),
      unit: (unit) => pick(view, unit),
      number: (index) => open(view, index),
    }),
  );
  view.root.append(view.large);
}

/** Takes what the page gives; what the reader chose here meanwhile stays until the page has answered it. */
function update(view, data) {
  const read = (packed) => (packed ? readable(packed, unpack) : null);
  if (view.stamp !== data.stamp) {
    view.pictures = data.pictures.map(read);
    view.stamp = data.stamp;
    view.all = limitOfAll(view.pictures.filter((picture) => picture.kind !== "Input"));
  }
  Object.assign(view, { data, close: read(data.close), other: read(data.other), local: null });
  Object.assign(view.root.dataset, { stamp: data.stamp, answered: data.chosen.title });
  show(view);
  if (view.revealed !== view.chosen) view.strip.reveal(view.chosen);
  view.revealed = view.chosen;
}

/** Which layer and unit are on show: what was chosen here last, else what the page says. */
function chosenIn(view) {
  const { title, unit } = view.local ?? view.data.chosen;
  return { index: view.pictures.findIndex((picture) => picture.title === title), unit };
}

function choose(view, index) {
  const { title, path } = view.pictures[index];
  view.local = { title, unit: null };
  show(view);
  view.on.choose({ title, path, unit: null, first: 0 });
}

function pick(view, unit) {
  const { title, path } = view.pictures[view.chosen];
  if (!path) return; // an input has no units that are chosen for every page
  view.local = { title, unit };
  show(view);
  view.on.choose({ title, path, unit, first: view.close?.title === title ? view.close.first : 0 });
}

/** A number of the layer: how it comes about. */
function open(view, index) {
  const { title, path } = view.pictures[view.chosen];
  if (path) view.on.choose({ title, path, unit: index.at(-1), first: 0, number: index });
}

/** The next or previous units of the layer, or the next or previous unit alone. */
function turn(view, way) {
  const picture = view.pictures[view.chosen];
  const { unit } = chosenIn(view);
  if (unit !== null) return pick(view, Math.min(Math.max(unit + way, 0), picture.total - 1));
  const { first, units } = view.close ?? picture;
  const next = Math.max(0, first + way * units);
  if (next >= picture.total || next === first) return undefined;
  return view.on.choose({ title: picture.title, path: picture.path, unit: null, first: next });
}

function show(view) {
  if (!view.data || !view.width) return;
  const { index, unit } = chosenIn(view);
  const { theme, compared } = view.data;
  view.chosen = index;
  view.narrow = view.width < NARROW;
  view.root.toggleAttribute("data-narrow", view.narrow);
  const { pictures, scale, all, stamp, narrow } = view;
  const tile = tileSize(narrow ? 0 : view.width, pictures.length);
  view.strip.update({ pictures, chosen: index, scale, all, theme, stamp, narrow, compared, tile });
  view.large.style.order = view.narrow ? String(2 * index + 1) : "";
  view.large.hidden = index < 0;
  if (index >= 0) showLarge(view, pictures[index], unit);
}

/** The chosen layer, from the strip's small picture until the large one has come. */
function showLarge(view, small, unit) {
  const { part, data } = view;
  const whole = view.close?.title === small.title ? view.close : small;
  const picture = unit === null ? whole : aloneIn(whole, unit);
  const waiting = !picture || picture !== view.close;
  view.large.toggleAttribute("data-waiting", waiting && Boolean(view.local));
  const shown = picture ?? whole;
  const alone = unit !== null && picture !== null && picture.units === 1;
  setText(part.name, alone && small.total > 1 ? `${small.title}, ${nameOf(shown, 0)}` : small.title);
  setText(part.words, aboutOf(small, shown, alone));
  part.back.hidden = !alone || small.total < 2;
  writePages(part, small, shown, alone);
  part.scale.update(view.scale);
  showPanels(view, shown, alone, data);
  const limit = limitOf(shown, 0, view.scale, view.all);
  const several = view.scale === "unit" && !alone;
  setText(part.low, several ? "" : isSigned(shown) ? short(-limit) : "0");
  setText(part.high, several ? "" : short(limit));
  part.ramp.dataset.signed = String(isSigned(shown));
  part.key.hidden = isListed(shown);
  setText(part.sentence, [sentenceOf(shown, view.scale, view.all, short), averagedWords(shown), shown.note].join(" "));
}

function showPanels(view, shown, alone, { compared, theme }) {
  const other = compared && view.other?.title === shown.title ? matching(view.other, shown) : null;
  const difference = differenceOf(shown, other);
  const list = [{ picture: shown, title: compared ? compared.here : "" }];
  if (other) list.push({ picture: other, title: compared.there });
  if (difference) list.push({ picture: difference, title: "Difference, around zero", ownScale: true });
  view.part.panels.replaceChildren(...list.map((_, k) => view.panels[k].node));
  view.part.panels.dataset.count = String(list.length);
  const gap = 18;
  const beside = view.narrow ? 1 : list.length;
  const width = Math.floor((view.width - gap * (beside - 1)) / beside);
  for (const [k, own] of list.entries()) {
    const scale = own.ownScale ? "layer" : view.scale;
    view.panels[k].update({ ...own, alone, width, theme, scale, all: view.all });
  }
}

/** The same units of the other example. */
function matching(other, shown) {
  return other.units === shown.units ? other : aloneIn(other, shown.first);
}

/** One unit of a picture as a picture of its own; null where it is not among those shown. */
function aloneIn(picture, unit) {
  const at = unit - picture.first;
  if (picture.units === 1 && at === 0) return picture;
  if (!(at >= 0 && at < picture.units)) return null;
  const size = picture.rows * picture.cols;
  const part = { values: picture.values.subarray(at * size, (at + 1) * size), first: unit, units: 1 };
  return { ...picture, ...part, lows: [picture.lows[at]], highs: [picture.highs[at]] };
}

function aboutOf(small, shown, alone) {
  const kind = [small.kind, small.size].filter(Boolean).join(", ");
  if (alone) return `${kind}. From ${short(shown.lows[0])} to ${short(shown.highs[0])}.`;
  const spread = `mean ${short(small.mean)}, deviation ${short(small.std)}`;
  return `${kind}. From ${short(small.least)} to ${short(small.most)}, ${spread}, ${percent(small.zeros)} zeros.`;
}

function averagedWords({ averaged: [down, across] }) {
  return down * across > 1 ? `Each cell is the mean of ${down} × ${across} values.` : "";
}

function writePages(part, small, shown, alone) {
  const all = shown.units >= small.total;
  for (const node of [part.before, part.after, part.range]) node.hidden = all || small.total < 2;
  const total = small.total.toLocaleString("en");
  const [from, to] = [shown.first + 1, shown.first + shown.units];
  setText(part.range, alone ? `${from} of ${total}` : `units ${from} to ${to} of ${total}`);
  part.before.disabled = shown.first === 0;
  part.after.disabled = to >= small.total;
}
