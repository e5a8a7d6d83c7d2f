// The network diagram: units as tiles with what they compute, links as curves with their weights.

import { element, fitCanvas, setText, watchWidth } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { clamp } from "../base/scales.js";
import { layoutNetwork, nearestLink, neighbour } from "./layout.js";
import { drawLinks } from "./links.js";
import { createMagnifier, facts } from "./magnifier.js";
import { createTiles, unitName } from "./tiles.js";

/**
 * @param root the element to draw in
 * @param theme the tokens of nnviz/plots/theme.py
 * @param on {select({column, unit}), hover({column, unit} | null)}
 * @returns {update({graph, frame, theme}), destroy()}: `frame` as decodeFrame gives it, or null before the first
 */
export function createNetwork(root, theme, on = {}) {
  const canvas = element("canvas", { class: "nv-links", role: "img" });
  const layer = element("div", { class: "nv-layer" });
  const tag = element("div", { class: "nv-weight", hidden: true });
  const stage = element("div", { class: "nv-stage" }, canvas, layer, tag);
  const scroll = element("div", { class: "nv-scroll" }, stage);
  root.append(scroll, legend());
  const magnifier = createMagnifier(root);
  const view = { graph: null, frame: null, theme, layout: null, unit: null, link: null };
  const tiles = createTiles(layer, {
    enter: (at) => hover(at),
    focus: (at) => {
      describeUnit(at);
      hover(at);
    },
    leave: () => hover(null),
    select: (at) => {
      tiles.select(at);
      on.select?.(at);
    },
    key,
  });

  function hover(at) {
    view.unit = at;
    view.link = null;
    draw();
    on.hover?.(at);
  }

  /** What the magnifier shows, for readers who do not see it: said when the tile is reached. */
  function describeUnit({ column, unit }) {
    const words = facts(view.graph, view.frame, column, unit)
      .map((pair) => pair.join(" "))
      .join(", ");
    tiles.cell({ column, unit }).setAttribute("aria-description", words);
  }

  function key(event, at) {
    if (event.key === "Escape") return hover(null);
    if (!event.key.startsWith("Arrow")) return;
    event.preventDefault();
    tiles.rove(neighbour(view.graph.columns, at, event.key))?.focus();
  }

  function point(event) {
    if (!view.layout || view.unit) return;
    const box = stage.getBoundingClientRect();
    view.link =
      event.target === canvas || event.target === layer
        ? nearestLink(view.layout, groups(), event.clientX - box.left, event.clientY - box.top)
        : null;
    draw();
  }

  function groups() {
    return view.graph.links.map((link, i) => ({ ...link, shape: view.frame?.links[i]?.shape ?? [0, 0] }));
  }

  function arrange(width) {
    if (!view.graph) return;
    view.layout = layoutNetwork(view.graph.columns, width, !showsPictures(view.graph));
    stage.style.width = `${view.layout.width}px`;
    stage.style.height = `${view.layout.height}px`;
    tiles.place(view.graph, view.layout);
    draw();
  }

  function draw() {
    const { graph, frame, layout } = view;
    if (!layout) return;
    const context = fitCanvas(canvas, layout.width, layout.height);
    drawLinks(context, {
      layout,
      groups: groups(),
      weights: graph.links.map((_, i) => frame?.links[i] ?? null),
      theme: view.theme,
      focus: view.link ?? view.unit,
      waiting: !frame,
    });
    tiles.paint(graph, frame, layout, view.theme);
    showWeight();
    magnifier.show(view.unit && { ...view, anchor: tiles.cell(view.unit) });
  }

  function showWeight() {
    const link = view.link;
    const weights = link && view.frame?.links[link.group];
    tag.hidden = !weights;
    stage.style.cursor = weights ? "crosshair" : "";
    if (!weights) return;
    const { source, target } = view.graph.links[link.group];
    const names = [unitName(view.graph.columns[source], link.from), unitName(view.graph.columns[target], link.to)];
    setText(tag, `${names[0]} → ${names[1]}   ${short(weights.values[link.from * weights.shape[1] + link.to])}`);
    const half = Math.min(tag.offsetWidth / 2 + 4, view.layout.width / 2);
    tag.style.left = `${clamp(link.x, half, view.layout.width - half)}px`;
    tag.style.top = `${link.y - 12}px`;
  }

  function update({ graph, frame, theme: colours }) {
    view.theme = colours ?? view.theme;
    view.frame = frame;
    if (graph !== view.graph) {
      Object.assign(view, { graph, unit: null, link: null });
      view.layout = layoutNetwork(graph.columns, scroll.clientWidth, !showsPictures(graph));
      tiles.rebuild(graph, view.layout);
      canvas.setAttribute("aria-label", describe(graph));
      return arrange(scroll.clientWidth);
    }
    draw();
  }

  stage.addEventListener("pointermove", point);
  stage.addEventListener("pointerleave", point);
  const stopWatching = watchWidth(scroll, arrange);
  return {
    update,
    destroy: () => {
      stopWatching();
      magnifier.destroy();
      root.replaceChildren();
    },
  };
}

function showsPictures(graph) {
  return graph.samples?.kind === "image";
}

function describe(graph) {
  return `Network: ${graph.columns.map((column) => `${column.title} (${column.total})`).join(", then ")}`;
}

function legend() {
  const line = (sign, width) => element("i", { class: `nv-line nv-${sign}`, style: `height:${width}px` });
  return element(
    "div",
    { class: "nv-legend" },
    element("span", {}, line("negative", 1), line("negative", 4), "negative weight"),
    element("span", {}, line("positive", 1), line("positive", 4), "positive weight"),
    element("span", { class: "nv-note" }, "thickness: size within its group of links"),
    element("span", {}, "output −", element("i", { class: "nv-bar" }), "+, each column on the ± scale below it"),
  );
}
