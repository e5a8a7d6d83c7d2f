// The network diagram: drawn to scale, zoomed, hovered, clicked; long repeats folded into one box each.

import { element, setAttributes, setText, svg, watchWidth } from "../base/dom.js";
import { clamp } from "../base/scales.js";
import { fold, foldable, foldsByDefault, holds } from "./blocks.js";
import { createDetails } from "./details.js";
import { arrowHead, drawEdge, drawNode, drawWindow } from "./draw.js";
import { layoutGraph } from "./layout.js";

const [SMALLEST, LARGEST, READABLE, TALL] = [0.04, 2.5, 0.62, 560];

/** @returns {update({network, selected, theme}), destroy()}; on.event({action: "select", id}) when a layer is clicked. */
export function createDiagram(root, on) {
  const diagram = { on, key: "", open: new Set(), folding: null, zoom: null, width: 0, selected: "" };
  diagram.tools = toolbar({
    zoom: (by) => zoomTo(diagram, shown(diagram) * by),
    fit: () => zoomTo(diagram, null),
    fold: () => toggleFolding(diagram),
  });
  Object.assign(diagram, createStage(root, diagram.tools.node));
  listen(diagram);
  const stop = watchWidth(diagram.scroll, (width) => {
    diagram.width = width;
    resize(diagram);
  });
  return {
    update: (next) => update(diagram, next),
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function createStage(root, tools) {
  const drawing = svg("svg", { class: "nv-drawing", role: "group", "aria-label": "Diagram of the network" });
  const scroll = element("div", { class: "nv-scroll" }, element("div", { class: "nv-canvas" }, drawing));
  const twin = element("div", { class: "nv-twin" });
  const legend = element("div", { class: "nv-legend" });
  const box = element("div", { class: "nv-diagram" }, tools, scroll, legend, twin);
  const details = createDetails(box);
  root.append(box);
  return { drawing, scroll, twin, box, details, legend };
}

function listen(diagram) {
  const { drawing, scroll, details } = diagram;
  const over = (event) => {
    const node = event.target.closest?.(".nv-node");
    details.show(node ? diagram.layout.places.get(node.dataset.id).node : null, node);
  };
  const click = (event) => {
    const id = event.target.closest?.(".nv-node")?.dataset.id;
    if (id) choose(diagram, id);
  };
  drawing.addEventListener("pointerover", over);
  drawing.addEventListener("pointerleave", () => details.show(null));
  drawing.addEventListener("focusin", over);
  drawing.addEventListener("focusout", () => details.show(null));
  drawing.addEventListener("click", click);
  drawing.addEventListener("keydown", (event) => key(diagram, event));
  scroll.addEventListener("wheel", (event) => wheel(diagram, event), { passive: false });
}

function update(diagram, { network, selected }) {
  const text = JSON.stringify(network);
  if (text === diagram.key) return mark(diagram, selected);
  Object.assign(diagram, { key: text, network, selected });
  diagram.folding ??= foldsByDefault(network.nodes) || null;
  return redraw(diagram);
}

function redraw(diagram) {
  const { network, folding, drawing, tools, twin } = diagram;
  const nodes = folding ? fold(network.nodes, diagram.open) : network.nodes;
  diagram.layout = layoutGraph(nodes);
  const outputs = network.outputs.length > 1 ? new Set(network.outputs) : new Set();
  const { places, edges } = diagram.layout;
  drawing.replaceChildren(
    arrowHead(),
    ...edges.map((edge) => drawEdge(edge, places)),
    ...[...places.values()].map((place) => drawNode(place, { output: outputs.has(place.node.id) })),
    ...edges.flatMap((edge) => drawWindow(edge, places)),
  );
  tools.show({ folds: foldable(network.nodes), folding: Boolean(folding), note: noteOn(network.nodes, nodes) });
  diagram.legend.replaceChildren(...(network.scale ? ramp(network.scale) : kinds()));
  twin.replaceChildren(table(network.nodes));
  resize(diagram);
  mark(diagram, diagram.selected);
}

/** What folding hid; "" where it hid nothing. */
function noteOn(layers, nodes) {
  const hidden = layers.length - nodes.length;
  return hidden > 0 ? `${layers.length - 1} layers, repeats folded: click one to open it` : "";
}

function mark(diagram, selected) {
  const { drawing, layout } = diagram;
  const moved = selected !== diagram.marked;
  Object.assign(diagram, { selected, marked: selected });
  for (const node of drawing.querySelectorAll(".nv-node")) {
    const here = holds(layout.places.get(node.dataset.id).node, selected);
    setAttributes(node, { "aria-pressed": String(here), tabindex: here ? 0 : -1 });
  }
  if (!drawing.querySelector('.nv-node[tabindex="0"]')) drawing.querySelector(".nv-node")?.setAttribute("tabindex", 0);
  for (const wire of drawing.querySelectorAll(".nv-wire")) {
    wire.toggleAttribute("data-near", wire.dataset.to === selected || wire.dataset.from === selected);
  }
  if (moved) reveal(diagram, selected);
}

function reveal(diagram, selected) {
  const { layout, scroll } = diagram;
  const place = [...layout.places.values()].find(({ node }) => holds(node, selected));
  if (!place) return;
  const x = place.centre * shown(diagram);
  const inSight = x >= scroll.scrollLeft + 40 && x <= scroll.scrollLeft + scroll.clientWidth - 40;
  if (!inSight) scroll.scrollLeft = x - scroll.clientWidth / 2;
}

/** The zoom on show: the one that was chosen, else what fits and can be read. */
function shown({ zoom, width, layout }) {
  return zoom || clamp(Math.min(width / layout.width, TALL / layout.height), READABLE, 1.3);
}

/** Zooms about the middle; null: all of the network's width. */
function zoomTo(diagram, zoom) {
  const { scroll, width, layout } = diagram;
  const middle = (scroll.scrollLeft + scroll.clientWidth / 2) / shown(diagram);
  diagram.zoom = zoom === null ? clamp(width / layout.width, SMALLEST, 1.3) : clamp(zoom, SMALLEST, LARGEST);
  resize(diagram);
  scroll.scrollLeft = middle * shown(diagram) - scroll.clientWidth / 2;
}

function resize(diagram) {
  if (!diagram.layout) return;
  const { width, height } = diagram.layout;
  const zoom = shown(diagram);
  setAttributes(diagram.drawing, {
    viewBox: `0 0 ${width} ${height}`,
    width: Math.round(width * zoom),
    height: Math.round(height * zoom),
  });
  diagram.box.toggleAttribute("data-small", zoom < 0.5);
  setText(diagram.tools.percent, `${Math.round(100 * zoom)} %`);
}

function toggleFolding(diagram) {
  diagram.folding = !diagram.folding;
  diagram.open.clear();
  diagram.zoom = null;
  redraw(diagram);
}

/** Opens a folded run of layers; selects a layer. */
function choose(diagram, id) {
  if (diagram.layout.places.get(id)?.node.members) {
    diagram.open.add(id);
    return redraw(diagram);
  }
  mark(diagram, id);
  return diagram.on.event({ action: "select", id });
}

function key(diagram, event) {
  const nodes = [...diagram.drawing.querySelectorAll(".nv-node")];
  const at = nodes.indexOf(event.target.closest?.(".nv-node"));
  if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
  if (event.key === "Enter" || event.key === " ") choose(diagram, nodes[at].dataset.id);
  else if (event.key === "ArrowRight") nodes[Math.min(at + 1, nodes.length - 1)].focus();
  else if (event.key === "ArrowLeft") nodes[Math.max(at - 1, 0)].focus();
  else if (event.key === "Escape") diagram.details.show(null);
  else return;
  event.preventDefault();
}

function wheel(diagram, event) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  zoomTo(diagram, shown(diagram) * 1.0015 ** -event.deltaY);
}

function toolbar(on) {
  const button = (text, label, act) =>
    element("button", { type: "button", class: "nv-tool", "aria-label": label, title: label, onclick: act }, text);
  const percent = element("span", { class: "nv-percent" });
  const note = element("span", { class: "nv-foldnote" });
  const folding = button("Fold repeats", "Show runs of the same layers as one box", on.fold);
  const node = element(
    "div",
    { class: "nv-tools" },
    note,
    folding,
    button("−", "Smaller", () => on.zoom(1 / 1.25)),
    percent,
    button("+", "Larger", () => on.zoom(1.25)),
    button("Fit", "Show all of it", on.fit),
  );
  const show = ({ folds, folding: folded, note: text }) => {
    folding.hidden = !folds;
    folding.setAttribute("aria-pressed", String(folded));
    setText(note, text);
  };
  return { node, percent, show };
}

/** What the colours of the drawing mean where nothing is measured on it. */
function kinds() {
  const key = (look) => element("i", { class: `nv-key ${look}` });
  return [
    element("span", {}, key("nv-keylearns"), "learns weights"),
    element("span", {}, key(""), "learns nothing"),
    element("span", {}, "height and depth: positions, to scale; thickness: √channels"),
  ];
}

/** What they mean where a magnitude is drawn on it: {title, from, to, colors}. */
function ramp({ title, from, to, colors }) {
  const strip = element("i", { class: "nv-ramp", style: `background: linear-gradient(90deg, ${colors.join()})` });
  return [element("span", {}, title), element("span", {}, from, strip, to)];
}

function table(nodes) {
  const row = (tag, cells) => element("tr", {}, ...cells.map((cell) => element(tag, {}, cell)));
  return element(
    "table",
    {},
    element("caption", {}, "Layers of the network"),
    row("th", ["Layer", "Kind", "Fed by", "Gives", "Parameters", "Notes"]),
    ...nodes.map((node) =>
      row("td", [
        node.name,
        node.title,
        node.inputs.join(", "),
        node.shape?.join(" by ") ?? "unknown",
        String(node.parameters ?? 0),
        [node.note, node.problem].filter(Boolean).join("; "),
      ]),
    ),
  );
}
