// The whole network on one example: one tile a layer, from left to right, or from top to bottom where there is no room.

import { element, fitCanvas, keepCount, setAttributes, setText, svg } from "../base/dom.js";
import { tellsKind } from "../base/names.js";
import { percent, short } from "../base/numbers.js";
import { drawSmall, drawSpread } from "./layer_draw.js";

const [WIDEST, NARROWEST, GAP, SPREAD] = [118, 92, 16, 16]; // pixels of a tile; how high its spread is
const ARC = 24; // how high the links that pass over layers rise

/** Tiles become a little narrower where a whole network then fits. */
export function tileSize(room, count) {
  const fitting = Math.floor((room - 10 - GAP * (count - 1)) / count);
  const width = fitting >= NARROWEST ? Math.min(fitting, WIDEST) : WIDEST;
  return { width, height: Math.round(width * 0.78) };
}

/** @returns {update(view), reveal(index), destroy()}; choose(index) when a tile is clicked */
export function createStrip(root, choose) {
  const links = svg("svg", { class: "ly-links", "aria-hidden": "true" });
  const tiles = element("div", { class: "ly-tiles", role: "group", "aria-label": "Layers, in the order they compute" });
  const node = element("div", { class: "ly-strip" }, links, tiles);
  root.append(node);
  const strip = { node, links, tiles, view: null, choose };
  strip.seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) drawTile(strip, entry.target);
  });
  tiles.addEventListener("keydown", (event) => move(strip, event));
  return {
    update: (view) => update(strip, view),
    reveal: (index) => reveal(strip, index),
    destroy: () => strip.seen.disconnect(),
  };
}

function update(strip, view) {
  strip.view = view;
  const nodes = keepCount(strip.tiles, view.pictures.length, (index) => tileOf(strip, index));
  for (const [index, node] of nodes.entries()) write(strip, node, index);
  drawLinks(strip);
}

function tileOf(strip, index) {
  const part = {
    canvas: element("canvas", { class: "ly-canvas" }),
    number: element("b", { class: "ly-number" }),
    name: element("b", { class: "ly-name" }),
    kind: element("span", { class: "ly-kind" }),
    facts: element("span", { class: "ly-facts" }),
    spread: element("canvas", { class: "ly-spread" }),
  };
  const words = element("span", { class: "ly-words" }, part.name, part.kind, part.facts, part.spread);
  const node = element(
    "button",
    { type: "button", class: "ly-tile", onclick: () => strip.choose(index) },
    element("span", { class: "ly-look" }, part.canvas, part.number),
    words,
  );
  node.parts = part;
  node.index = index;
  strip.seen.observe(node);
  return node;
}

function write(strip, node, index) {
  const { view } = strip;
  const picture = view.pictures[index];
  const { parts: part } = node;
  const shown = picture.form === "number" ? short(picture.values[0]) : "";
  setText(part.number, shown);
  part.canvas.hidden = Boolean(shown);
  setText(part.name, picture.title);
  const kind = tellsKind(picture.title.split("/").pop(), picture.kind) ? "" : picture.kind;
  setText(part.kind, [kind, picture.size].filter(Boolean).join(" · "));
  setText(part.facts, factsOf(picture, view));
  const chosen = index === view.chosen;
  setAttributes(node, {
    "aria-pressed": String(chosen),
    "aria-label": `${picture.title}, ${picture.kind} ${picture.size}, ${factsOf(picture, view)}`,
    title: `${picture.title} · ${picture.kind} ${picture.size}${fromWords(picture, index, view)}`,
    style: `--tile: ${view.tile.width}px; --look: ${view.tile.height}px; order: ${view.narrow ? 2 * index : 0}`,
    tabindex: chosen || (view.chosen < 0 && index === 0) ? "0" : "-1",
  });
  const look = [view.stamp, view.scale, view.theme.dark, view.narrow, view.tile.width].join();
  if (node.drawn !== look) {
    node.wanted = look;
    strip.seen.unobserve(node);
    strip.seen.observe(node); // tells at once whether it is in sight
  }
}

function factsOf(picture, view) {
  if (picture.broken) return `${picture.broken.toLocaleString("en")} not finite`;
  if (view.compared && Number.isFinite(picture.difference)) return `differs by ${percent(picture.difference)}`;
  if (picture.kind === "Input" && !picture.zeros) return `${short(picture.least)} to ${short(picture.most)}`;
  return `${percent(picture.zeros)} zeros`;
}

/** Where it comes from, where that is not just the layer before it. */
function fromWords(picture, index, view) {
  const others = picture.sources.filter((source) => source !== index - 1);
  if (!others.length) return "";
  return `, from ${picture.sources.map((source) => view.pictures[source].title).join(" and ")}`;
}

function drawTile(strip, node) {
  const { view } = strip;
  const picture = view?.pictures[node.index];
  if (!picture || node.drawn === node.wanted) return;
  node.drawn = node.wanted;
  const { width, height } = view.tile;
  drawSmall(fitCanvas(node.parts.canvas, width, height), picture, width, height, view);
  drawSpread(fitCanvas(node.parts.spread, width, SPREAD), picture, width, SPREAD, view.theme);
}

/** A line from each layer to the next that reads it; an arc over those that lie between. */
function drawLinks({ links, view }) {
  const { width, height } = view.tile;
  const step = width + GAP;
  const far = view.pictures.some(({ sources }, index) => sources.some((source) => index - source > 1));
  const top = far ? ARC : 0;
  links.toggleAttribute("hidden", view.narrow);
  const across = view.pictures.length * step;
  setAttributes(links, {
    width: across,
    height: top + height,
    viewBox: `0 ${-top} ${across} ${top + height}`,
  });
  links.style.marginBottom = `${-height}px`;
  const lines = view.pictures.flatMap(({ sources }, index) =>
    sources.map((source) => {
      if (index - source === 1) {
        const [x, y] = [index * step, height / 2];
        return svg("path", { d: `M${x - GAP + 3} ${y}H${x - 4}m-4 -4l4 4l-4 4` });
      }
      const [from, to] = [source * step + width * 0.62, index * step + width * 0.38];
      const rise = Math.min(ARC - 4, 8 + 3 * (index - source));
      return svg("path", { d: `M${from} -2C${from} ${-rise} ${to} ${-rise} ${to} -2m-4 -4l4 4l4 -4` });
    }),
  );
  links.replaceChildren(...lines);
}

function move(strip, event) {
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
  if (!step) return;
  const next = event.target.closest(".ly-tile")?.index + step;
  if (!(next >= 0 && next < strip.view.pictures.length)) return;
  event.preventDefault();
  strip.tiles.children[next].focus();
  strip.choose(next);
}

/** Brings a tile into sight, without moving the page. */
function reveal({ node, tiles, view }, index) {
  const tile = tiles.children[index];
  const { width } = view?.tile ?? {};
  if (!tile || view.narrow) return;
  const [left, right] = [tile.offsetLeft - GAP, tile.offsetLeft + width + GAP];
  if (left < node.scrollLeft) node.scrollLeft = left;
  else if (right > node.scrollLeft + node.clientWidth) node.scrollLeft = right - node.clientWidth;
}
