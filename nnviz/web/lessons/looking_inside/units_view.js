// What each unit of a layer answers to, for which classes, and what is lost when it is switched off.

import { ramp, rgb, signedPainter, tablePainter } from "../../base/colors.js";
import { choices, select } from "../../base/controls.js";
import { element, fitCanvas, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createRaster, limitOf } from "../../base/raster.js";
import { selectivity } from "./measures.js";
import { bestPieces, typicalPiece } from "./patches.js";

const raster = createRaster();
const [PIECE, PIECES, MOST] = [46, 9, 64];

/** on: change(part), toggle(layer, unit), liked(). @returns {node, update(state, world), destroy()} */
export function createUnitsView(on) {
  const view = { on, stamp: "" };
  view.network = choices("Network", {}, () => {});
  view.whose = element("div", {});
  view.layer = select("Layer", {}, (layer) => on.change({ layer: Number(layer), unit: 0 }));
  view.hint = element("span", { class: "nl-muted" });
  view.grid = element("div", {
    class: "li-units",
    role: "group",
    "aria-label": "Units of the layer",
    "data-part": "a",
  });
  view.note = element("p", { class: "nl-muted li-note" });
  view.title = element("p", { class: "nl-title" });
  view.off = element("button", { type: "button", class: "nl-button nl-primary", onclick: () => view.switch() }, "");
  view.kin = element("button", { type: "button", class: "nl-button", onclick: () => view.quiet() }, "");
  view.all = element(
    "button",
    { type: "button", class: "nl-button", onclick: () => on.change({ off: {} }) },
    "All on again",
  );
  view.like = element(
    "button",
    { type: "button", class: "nl-button", onclick: () => on.liked() },
    "Draw what it likes best",
  );
  view.refused = element("p", { class: "nl-muted li-note", role: "status" });
  view.pieces = element("div", { class: "li-pieces", "data-part": "x" });
  view.means = element("div", { class: "li-bars", "data-part": "sel" });
  view.losses = element("div", { class: "li-bars", "data-part": "d" });
  view.selective = element("p", { class: "nl-title" });
  view.lost = element("p", { class: "nl-title" });
  view.node = layOut(view);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.node.remove() };
}

function layOut(view) {
  const buttons = element("div", { class: "nl-bar" }, view.off, view.kin, view.all, view.like);
  const right = element(
    "div",
    { class: "li-unit" },
    element("div", { class: "nl-bar" }, view.title, buttons),
    view.pieces,
    view.refused,
    element(
      "div",
      { class: "li-two" },
      element("div", {}, view.selective, view.means),
      element("div", {}, view.lost, view.losses),
    ),
  );
  const left = element("div", { class: "li-main" }, view.grid, view.note);
  return element(
    "div",
    { class: "li-main" },
    element("div", { class: "nl-bar" }, view.whose, view.layer.node, view.hint),
    element("div", { class: "li-look" }, left, right),
  );
}

/** Who may be looked at changes with the run in hand, so the choice is made anew when it does. */
function offerNetworks(view, { own, subject }) {
  const offered = { sound: "Network of the lesson", ...(own ? { own: `Yours: ${own}` } : {}) };
  if (view.offered !== JSON.stringify(offered)) {
    view.offered = JSON.stringify(offered);
    view.network = choices("Network", offered, (whose) => view.on.change({ whose, layer: 0, unit: 0, off: {} }));
    view.whose.replaceChildren(view.network.node);
  }
  view.whose.hidden = !own;
  view.network.update(subject?.whose ?? "sound");
}

function update(view, state, world) {
  const { subject, theme, waiting, refusal, liked, climbing, unliked } = world;
  offerNetworks(view, world);
  setText(view.note, subject ? "" : waiting || refusal || "…");
  view.node.classList.toggle("li-empty", !subject);
  if (!subject) return;
  const { places, layers } = subject;
  const at = places[Math.min(state.layer, places.length - 1)];
  view.layer.options(Object.fromEntries(places.map((place, k) => [k, nameOf(layers[place])])));
  view.layer.update(String(Math.min(state.layer, places.length - 1)));
  const units = layers[at].shape.at(-1);
  const unit = Math.min(state.unit, units - 1);
  const off = new Set(state.off[at] ?? []);
  view.switch = () => view.on.toggle(at, unit);
  setText(view.hint, `${units} units${units > MOST ? `, the first ${MOST} shown` : ""}; click one`);
  drawGrid(view, subject, at, Math.min(units, MOST), unit, off, theme);
  setText(
    view.note,
    "Each square: the mean of the nine pieces of images that excite the unit most; below it, the class that it likes best.",
  );
  setText(view.title, `Unit ${unit + 1} of ${nameOf(layers[at])}`);
  setText(view.like, climbing ? "A worker climbs …" : "Draw what it likes best");
  setAttributes(view.like, { "aria-disabled": climbing ? "true" : null });
  setText(view.refused, climbing ? "" : unliked);
  setText(view.off, off.has(unit) ? "Switch it on" : "Switch it off");
  const liking = subject.favourites(at);
  const kin = liking.flatMap((best, k) => (best === liking[unit] ? [k] : []));
  view.quiet = () => view.on.silence(at, kin);
  view.kin.hidden = liking[unit] < 0 || kin.length < 2;
  setText(view.kin, `Switch off all ${kin.length} that like “${subject.names[liking[unit]]}” best`);
  setAttributes(view.all, { "aria-disabled": Object.values(state.off).some((own) => own.length) ? null : "true" });
  drawPieces(view, subject, at, unit, liked, theme);
  drawMeans(view, subject, at, unit, theme);
  drawLosses(view, subject);
}

export function nameOf({ name }) {
  const words = name.replaceAll("_", " ");
  return { "conv 1": "Convolution 1", "conv 2": "Convolution 2", hidden: "Hidden" }[words] ?? words;
}

function greys({ low, high }, theme) {
  return tablePainter(ramp(stops(theme)), low, high, rgb(theme.grid));
}

const kept = new Map();

function stops({ background, text }) {
  const key = background + text;
  if (!kept.has(key)) kept.set(key, [background, text]);
  return kept.get(key);
}

function paint(canvas, { values, rows, cols }, side, painter) {
  const context = fitCanvas(canvas, side, side);
  raster.fill(values, rows, cols, painter);
  raster.draw(context, 0, 0, side, side, { smooth: false });
}

function drawGrid(view, subject, at, units, chosen, off, theme) {
  const cells = keepCount(view.grid, units, (unit) =>
    element(
      "button",
      { type: "button", class: "li-cellunit", onclick: () => view.on.change({ unit }) },
      element("canvas", {}),
      element("small", {}, String(unit + 1)),
    ),
  );
  const stamp = `${subject.stamp} ${at} ${theme.dark}`;
  const side = units <= 8 ? 106 : units <= 16 ? 90 : 56;
  cells.forEach((cell, unit) => {
    setAttributes(cell, {
      "aria-pressed": String(unit === chosen),
      "aria-label": `Unit ${unit + 1}${off.has(unit) ? ", switched off" : ""}`,
    });
    cell.classList.toggle("li-off", off.has(unit));
    if (cell.dataset.stamp === stamp) return;
    cell.dataset.stamp = stamp;
    const best = subject.favourites(at)[unit];
    setText(cell.lastChild, `${unit + 1}: ${best < 0 ? "silent" : subject.names[best]}`);
    if (best < 0) fitCanvas(cell.firstChild, side, side).clearRect(0, 0, side, side);
    else paint(cell.firstChild, typicalPiece(subject, at, unit), side, greys(subject, theme));
  });
}

/** Its kernel where it looks at the image itself, its strongest pieces, and what was found to excite it most. */
function drawPieces({ pieces }, subject, at, unit, liked, theme) {
  const { layers } = subject;
  const silent = subject.favourites(at)[unit] < 0;
  const best = bestPieces(subject, at, unit, silent ? 0 : PIECES).map((own) => ({
    ...own,
    painter: greys(subject, theme),
  }));
  const kernel = at === 0 && layers[0].kind === "conv" ? kernelOf(layers[0], unit) : null;
  const first = kernel
    ? [{ ...kernel, words: "its kernel", painter: signedPainter(theme, limitOf(kernel.values)) }]
    : [];
  const found = liked ? [{ ...liked, words: `found: ${short(liked.value, 2)}`, painter: greys(subject, theme) }] : [];
  const shown = [...first, ...best.map((own) => ({ ...own, words: short(own.value, 2) })), ...found];
  const nodes = keepCount(pieces, shown.length, () =>
    element("figure", {}, element("canvas", {}), element("figcaption", {})),
  );
  shown.forEach((own, i) => {
    paint(nodes[i].firstChild, own, PIECE, own.painter);
    setText(nodes[i].lastChild, own.words);
  });
}

function kernelOf({ kernel }, unit) {
  const [rows, cols, channels, units] = kernel.shape;
  const values = new Float32Array(rows * cols);
  for (let i = 0; i < rows * cols; i++) {
    for (let c = 0; c < channels; c++) values[i] += kernel.values[(i * channels + c) * units + unit] / channels;
  }
  return { values, rows, cols };
}

function drawMeans({ means: node, selective }, subject, at, unit, theme) {
  const silent = subject.favourites(at)[unit] < 0;
  const { means, index, best } = selectivity(subject.peaksOf(at, unit), subject.labels, subject.names.length);
  const liked = `selective ${index.toFixed(2)}, for ${subject.names[best]}`;
  setText(selective, `Mean answer by class: ${silent ? "silent, whatever the image" : liked}`);
  const most = Math.max(...means.map(Math.abs).filter(Number.isFinite), 1e-9);
  bars(node, subject.names, (k) => ({
    share: Math.abs(means[k]) / most || 0,
    words: short(means[k], 2),
    colour: theme.classes[k % theme.classes.length],
  }));
}

function drawLosses({ losses: node, lost }, { names, before, after }) {
  const change = 100 * (after.all - before.all);
  const told = Math.abs(change) < 0.05 ? "as before" : `${change > 0 ? "+" : "−"}${Math.abs(change).toFixed(1)} points`;
  setText(lost, `Read right: ${percent(after.all)} (${told})`);
  bars(node, names, (k) => ({
    share: after.classes[k] || 0,
    ghost: before.classes[k] || 0,
    words: Number.isFinite(after.classes[k]) ? `${Math.round(100 * after.classes[k])} %` : "none",
    colour: "var(--nv-accent)",
  }));
}

function bars(node, names, of) {
  const rows = keepCount(node, names.length, () =>
    element("div", {}, element("span", {}), element("i", {}, element("i", {}), element("u", {})), element("span", {})),
  );
  names.forEach((name, k) => {
    const { share, ghost = 0, words, colour } = of(k);
    const [label, bar, told] = rows[k].children;
    setText(label, name);
    bar.firstChild.style.width = `${(100 * share).toFixed(1)}%`;
    bar.firstChild.style.background = colour;
    bar.lastChild.style.left = `${(100 * ghost).toFixed(1)}%`;
    bar.lastChild.hidden = !ghost;
    setText(told, words);
  });
}
