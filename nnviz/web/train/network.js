// The network diagram: units as tiles with what they compute, links as curves with their weights.

import { element, fitCanvas, setText, watchWidth } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { clamp } from "../base/scales.js";
import { createChanges } from "./changes.js";
import { createLayerCard } from "./layer_card.js";
import { layoutNetwork, nearestLink, neighbour } from "./layout.js";
import { drawLinks } from "./links.js";
import { createMagnifier, facts } from "./magnifier.js";
import { createTiles, unitName } from "./tiles.js";
import { createWeightCard } from "./weight_card.js";
import { createZoom } from "./zoom.js";

const BESIDE = 520; // what a page shows above and below the network, pixels
const HEIGHT = [300, 640];

/**
 * @param root the element to draw in
 * @param theme the tokens of nnviz/plots/theme.py
 * @param on {select({column, unit}), hover({column, unit} | null), edit({action, id, …})}
 * @returns {update({graph, frame, theme, editing, weighing}), destroy()}: `frame` as decodeFrame gives it, or null before the first;
 * `editing` what may be changed, or null: {layers: {id: {size, value, activation, after, removable}}, activations, kinds,
 * undo, redo, refused}; `weighing` whether single weights may be set
 */
export function createNetwork(root, theme, on = {}) {
  const network = { on, theme, graph: null, frame: null, layout: null, unit: null, link: null, ...createStage(root) };
  network.magnifier = createMagnifier(root);
  network.zoom = createZoom(network.scroll, network.stage, () => arrange(network, network.scroll.clientWidth));
  network.changes = createChanges((event) => on.edit?.(event));
  network.tools.append(network.changes.buttons, network.zoom.buttons);
  network.bar.after(network.changes.refusal);
  const find = (column, part) => network.tiles.button(column, part);
  network.card = createLayerCard(root, (event) => on.edit?.(event), find);
  network.weighs = createWeightCard(root, (event) => on.edit?.(event));
  network.stage.addEventListener("click", () => weigh(network));
  network.tiles = createTiles(network.layer, listeners(network));
  for (const name of ["pointermove", "pointerleave"]) {
    network.stage.addEventListener(name, (event) => point(network, event));
  }
  const again = () => arrange(network, network.scroll.clientWidth);
  window.addEventListener("resize", again);
  const stopWatching = watchWidth(network.scroll, (width) => arrange(network, width));
  return {
    update: (next) => update(network, next),
    destroy: () => {
      stopWatching();
      window.removeEventListener("resize", again);
      network.magnifier.destroy();
      network.card.destroy();
      network.weighs.destroy();
      root.replaceChildren();
    },
  };
}

function listeners(network) {
  const { on } = network;
  const layerAt = (column) => network.editing?.layers[network.graph.columns[column].id];
  return {
    enter: (at) => hover(network, at),
    focus: (at) => {
      describeUnit(network, at);
      hover(network, at);
    },
    leave: () => hover(network, null),
    select: (at) => {
      network.tiles.select(at);
      on.select?.(at);
    },
    key: (event, at) => key(network, event, at),
    open: (column, anchor) => layerAt(column) && network.card.open({ column, part: "layer" }, anchor),
    activation: (column, anchor) =>
      layerAt(column)?.activation !== undefined && network.card.open({ column, part: "activation" }, anchor),
    resize: (column, by) => {
      const { id } = network.graph.columns[column];
      on.edit?.({ action: "size", id, value: layerAt(column).value + by });
    },
  };
}

function createStage(root) {
  const canvas = element("canvas", { class: "nv-links", role: "img" });
  const layer = element("div", { class: "nv-layer" });
  const tag = element("div", { class: "nv-weight", hidden: true });
  const stage = element("div", { class: "nv-stage" }, canvas, layer, tag);
  const scroll = element("div", { class: "nv-scroll", role: "group", "aria-label": "Network" }, stage);
  const tools = element("div", { class: "nv-tools" });
  const bar = element("div", { class: "nv-networkbar" }, legend(), tools);
  root.append(scroll, bar);
  return { canvas, layer, tag, stage, scroll, bar, tools };
}

function update(network, { graph, frame, theme, editing = null, weighing = false }) {
  network.theme = theme ?? network.theme;
  network.weighing = weighing;
  if (!weighing) network.weighs.close();
  network.frame = frame;
  const edited = JSON.stringify(editing) !== JSON.stringify(network.editing);
  network.editing = editing;
  if (graph === network.graph && !edited) return draw(network);
  const rebuilt = graph !== network.graph;
  if (rebuilt) Object.assign(network, { graph, unit: null, link: null });
  const width = network.scroll.clientWidth;
  network.layout = layoutNetwork(graph, space(network, width));
  if (rebuilt) network.tiles.rebuild(graph, network.layout);
  network.tiles.edit((i) => editing?.layers[graph.columns[i].id] ?? null);
  network.changes.update(editing);
  network.canvas.setAttribute("aria-label", describe(graph));
  arrange(network, width);
  return network.card.refresh(graph, editing);
}

function space({ graph, zoom }, width) {
  const height = clamp(Math.min(window.innerHeight - BESIDE, 0.8 * width), ...HEIGHT);
  return { width, height, zoom: zoom.level(), even: !showsPictures(graph) };
}

function arrange(network, width) {
  const { graph, stage, scroll, tiles, zoom } = network;
  if (!graph || !width) return;
  if (zoom.level() === 1) scroll.style.height = "";
  else scroll.style.height = `${layoutNetwork(graph, { ...space(network, width), zoom: 1 }).height}px`;
  network.layout = layoutNetwork(graph, space(network, width));
  stage.style.width = `${network.layout.width}px`;
  stage.style.height = `${network.layout.height}px`;
  stage.toggleAttribute("data-narrow", !network.layout.named);
  tiles.place(graph, network.layout);
  draw(network);
}

function draw(network) {
  const { graph, frame, layout, theme, unit, link, tiles } = network;
  if (!layout) return;
  drawLinks(fitCanvas(network.canvas, layout.width, layout.height), {
    layout,
    groups: groups(network),
    weights: graph.links.map((_, i) => frame?.links[i] ?? null),
    theme,
    focus: link ?? unit,
    waiting: !frame,
  });
  tiles.paint(graph, frame, layout, theme);
  showWeight(network);
  network.magnifier.show(unit && { graph, frame, theme, layout, unit, link, anchor: tiles.cell(unit) });
}

function showWeight(network) {
  const { graph, frame, layout, link, tag, stage } = network;
  const weights = link && frame?.links[link.group];
  tag.hidden = !weights;
  stage.style.cursor = weights ? (network.weighing && graph.links[link.group].single ? "pointer" : "crosshair") : "";
  if (!weights) return;
  const { source, target } = graph.links[link.group];
  const names = [unitName(graph.columns[source], link.from), unitName(graph.columns[target], link.to)];
  const value = short(weights.values[link.from * weights.shape[1] + link.to]);
  setText(tag, `${names[0]} → ${names[1]}   ${value}`);
  const half = Math.min(tag.offsetWidth / 2 + 4, layout.width / 2);
  tag.style.left = `${clamp(link.x, half, layout.width - half)}px`;
  tag.style.top = `${link.y - 12}px`;
}

/** Opens the card of the weight under the pointer, where it may be set. */
function weigh({ graph, frame, link, weighing, weighs, scroll }) {
  const weights = link && frame?.links[link.group];
  if (!weighing || !weights || !graph.links[link.group].single) return;
  const { source, target } = graph.links[link.group];
  const names = [unitName(graph.columns[source], link.from), unitName(graph.columns[target], link.to)];
  weighs.open({
    id: graph.columns[target].id,
    row: link.from,
    unit: link.to,
    name: names.join(" → "),
    value: weights.values[link.from * weights.shape[1] + link.to],
    x: link.x - scroll.scrollLeft,
    y: link.y,
  });
}

function hover(network, at) {
  network.unit = at;
  network.link = null;
  draw(network);
  network.on.hover?.(at);
}

/** What the magnifier shows, for readers who do not see it: said when the tile is reached. */
function describeUnit({ graph, frame, tiles }, { column, unit }) {
  const words = facts(graph, frame, column, unit).map((pair) => pair.join(" "));
  tiles.cell({ column, unit }).setAttribute("aria-description", words.join(", "));
}

function key(network, event, at) {
  if (event.key === "Escape") return hover(network, null);
  if (!event.key.startsWith("Arrow")) return;
  event.preventDefault();
  network.tiles.rove(neighbour(network.layout.columns, at, event.key))?.focus();
}

/** Finds the link under the pointer; over a unit there is none. */
function point(network, event) {
  const { layout, unit, stage, canvas, layer } = network;
  if (!layout || unit) return;
  const box = stage.getBoundingClientRect();
  const free = event.target === canvas || event.target === layer;
  network.link = free ? nearestLink(layout, groups(network), event.clientX - box.left, event.clientY - box.top) : null;
  draw(network);
}

function groups({ graph, frame }) {
  return graph.links.map((link, i) => ({ ...link, shape: frame?.links[i]?.shape ?? [0, 0] }));
}

function showsPictures(graph) {
  return graph.samples?.kind === "image";
}

function describe(graph) {
  return `Network: ${graph.columns.map((column) => `${column.title} (${column.total})`).join(", then ")}`;
}

function legend() {
  const thicker = "The thicker, the larger the weight within its group of links";
  const line = (sign, width) => element("i", { class: `nv-line nv-${sign}`, style: `height:${width}px` });
  return element(
    "div",
    { class: "nv-legend" },
    element("span", { title: thicker }, line("negative", 1), line("negative", 4), "negative weight"),
    element("span", { title: thicker }, line("positive", 1), line("positive", 4), "positive"),
    element(
      "span",
      { title: "Each column is coloured on the ± scale below it" },
      "output −",
      element("i", { class: "nv-bar" }),
      "+",
    ),
  );
}
