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
  const view = { key: "", open: new Set(), folding: null, zoom: null, width: 0, selected: "" };
  const drawing = svg("svg", { class: "nv-drawing", role: "group", "aria-label": "Diagram of the network" });
  const stage = element("div", { class: "nv-canvas" }, drawing);
  const scroll = element("div", { class: "nv-scroll" }, stage);
  const tools = toolbar({ zoom: (by) => zoomTo(shown() * by), fit: () => zoomTo(null), fold: toggleFolding });
  const twin = element("div", { class: "nv-twin" });
  const box = element("div", { class: "nv-diagram" }, tools.node, scroll, legend(), twin);
  const details = createDetails(box);
  root.append(box);

  function update({ network, selected }) {
    const key = JSON.stringify(network);
    if (key !== view.key) {
      Object.assign(view, { key, network, selected });
      view.folding ??= foldsByDefault(network.nodes) || null;
      return redraw();
    }
    mark(selected);
  }

  function redraw() {
    const nodes = view.folding ? fold(view.network.nodes, view.open) : view.network.nodes;
    view.layout = layoutGraph(nodes);
    const outputs = view.network.outputs.length > 1 ? new Set(view.network.outputs) : new Set();
    const { places, edges } = view.layout;
    drawing.replaceChildren(
      arrowHead(),
      ...edges.map((edge) => drawEdge(edge, places)),
      ...[...places.values()].map((place) => drawNode(place, { output: outputs.has(place.node.id) })),
      ...edges.flatMap((edge) => drawWindow(edge, places)),
    );
    tools.show({ folds: foldable(view.network.nodes), folding: Boolean(view.folding), note: note(nodes) });
    twin.replaceChildren(table(view.network.nodes));
    resize();
    mark(view.selected);
  }

  function note(nodes) {
    const hidden = view.network.nodes.length - nodes.length;
    return hidden > 0 ? `${view.network.nodes.length - 1} layers, repeats folded: click one to open it` : "";
  }

  function mark(selected) {
    const moved = selected !== view.marked;
    Object.assign(view, { selected, marked: selected });
    for (const node of drawing.querySelectorAll(".nv-node")) {
      const here = holds(view.layout.places.get(node.dataset.id).node, selected);
      setAttributes(node, { "aria-pressed": String(here), tabindex: here ? 0 : -1 });
    }
    if (!drawing.querySelector('.nv-node[tabindex="0"]'))
      drawing.querySelector(".nv-node")?.setAttribute("tabindex", 0);
    for (const wire of drawing.querySelectorAll(".nv-wire")) {
      wire.toggleAttribute("data-near", wire.dataset.to === selected || wire.dataset.from === selected);
    }
    if (moved) reveal(selected);
  }

  function reveal(selected) {
    const place = [...view.layout.places.values()].find(({ node }) => holds(node, selected));
    if (!place) return;
    const x = place.centre * shown();
    if (x < scroll.scrollLeft + 40 || x > scroll.scrollLeft + scroll.clientWidth - 40)
      scroll.scrollLeft = x - scroll.clientWidth / 2;
  }

  function shown() {
    if (view.zoom) return view.zoom;
    const { width, height } = view.layout;
    return clamp(Math.min(view.width / width, TALL / height), READABLE, 1.3);
  }

  function zoomTo(zoom) {
    const before = shown();
    const middle = (scroll.scrollLeft + scroll.clientWidth / 2) / before;
    view.zoom = zoom === null ? clamp(view.width / view.layout.width, SMALLEST, 1.3) : clamp(zoom, SMALLEST, LARGEST);
    resize();
    scroll.scrollLeft = middle * shown() - scroll.clientWidth / 2;
  }

  function resize() {
    if (!view.layout) return;
    const { width, height } = view.layout;
    setAttributes(drawing, {
      viewBox: `0 0 ${width} ${height}`,
      width: Math.round(width * shown()),
      height: Math.round(height * shown()),
    });
    box.toggleAttribute("data-small", shown() < 0.5);
    setText(tools.percent, `${Math.round(100 * shown())} %`);
  }

  function toggleFolding() {
    view.folding = !view.folding;
    view.open.clear();
    view.zoom = null;
    redraw();
  }

  function over(event) {
    const node = event.target.closest?.(".nv-node");
    details.show(node ? view.layout.places.get(node.dataset.id).node : null, node);
  }

  function click(event) {
    const id = event.target.closest?.(".nv-node")?.dataset.id;
    if (id) choose(id);
  }

  function choose(id) {
    if (view.layout.places.get(id)?.node.members) {
      view.open.add(id);
      return redraw();
    }
    mark(id);
    on.event({ action: "select", id });
  }

  function key(event) {
    const nodes = [...drawing.querySelectorAll(".nv-node")];
    const at = nodes.indexOf(event.target.closest?.(".nv-node"));
    if (at < 0 || event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === "Enter" || event.key === " ") choose(nodes[at].dataset.id);
    else if (event.key === "ArrowRight") nodes[Math.min(at + 1, nodes.length - 1)].focus();
    else if (event.key === "ArrowLeft") nodes[Math.max(at - 1, 0)].focus();
    else if (event.key === "Escape") details.show(null);
    else return;
    event.preventDefault();
  }

  function wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    zoomTo(shown() * 1.0015 ** -event.deltaY);
  }

  drawing.addEventListener("pointerover", over);
  drawing.addEventListener("pointerleave", () => details.show(null));
  drawing.addEventListener("focusin", over);
  drawing.addEventListener("focusout", () => details.show(null));
  drawing.addEventListener("click", click);
  drawing.addEventListener("keydown", key);
  scroll.addEventListener("wheel", wheel, { passive: false });
  const stop = watchWidth(scroll, (width) => {
    view.width = width;
    resize();
  });
  return {
    update,
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
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

function legend() {
  const key = (look) => element("i", { class: `nv-key ${look}` });
  return element(
    "div",
    { class: "nv-legend" },
    element("span", {}, key("nv-keylearns"), "learns weights"),
    element("span", {}, key(""), "learns nothing"),
    element("span", {}, "height and depth: positions, to scale; thickness: √channels"),
  );
}

function table(nodes) {
  const row = (tag, cells) => element("tr", {}, ...cells.map((cell) => element(tag, {}, cell)));
  return element(
    "table",
    {},
    element("caption", {}, "Layers of the network"),
    row("th", ["Layer", "Kind", "Fed by", "Gives", "Parameters", "Problem"]),
    ...nodes.map((node) =>
      row("td", [
        node.name,
        node.title,
        node.inputs.join(", "),
        node.shape?.join(" by ") ?? "unknown",
        String(node.parameters ?? 0),
        node.problem ?? "",
      ]),
    ),
  );
}
