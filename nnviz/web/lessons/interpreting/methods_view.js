// Several methods on one image: their maps, how far they agree, and which of them point at what decides.

import { css, pick, ramp, readableOn, rgb } from "../../base/colors.js";
import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createTile } from "./draw.js";

/** on: change(part), example(i). @returns {node, update(state, world), destroy()} */
export function createMethodsView(on) {
  const tiles = element("div", { class: "in-tiles" });
  const view = { on, tiles, made: [] };
  view.all = choices("Which agreement", { true: "Mean of 24 images", false: "This image" }, (all) =>
    on.change({ all: all === "true" }),
  );
  view.matrix = svg("svg", { class: "in-matrix", role: "img", "data-part": "rho" });
  view.pointing = element("div", { class: "in-pointing", "data-part": "g" });
  view.said = element("p", { class: "in-said", role: "status" });
  const agree = element(
    "div",
    {},
    element("p", { class: "nl-title" }, "How far they agree: rank correlation"),
    view.all.node,
    view.matrix,
  );
  const point = element(
    "div",
    {},
    element("p", { class: "nl-title" }, "Where their largest value lies, in 24 images"),
    view.pointing,
    view.said,
  );
  view.node = element("div", { class: "in-methods" }, tiles, element("div", { class: "in-below" }, agree, point));
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.node.remove() };
}

export function drawTiles(view, methods, of, theme, part = "m") {
  const titles = Object.values(methods);
  while (view.made.length < titles.length + 1) {
    const tile = createTile(view.made.length ? part : "x");
    view.made.push(tile);
    view.tiles.append(tile.node);
  }
  titles.forEach((title, k) => {
    view.made[k + 1].update({ ...of(k), signed: true, title, side: 118 }, theme);
  });
  return view.made[0];
}

function update(view, state, { theme, methods, maps, names, label, original, waiting, refusal }) {
  const own = state.example;
  const first = drawTiles(
    view,
    methods,
    (k) => ({ values: maps?.of(k, own), said: maps ? maps.where(k, own) : "…" }),
    theme,
  );
  first.update({ values: original, title: `A ${names[label]}`, said: "what the network is given", side: 118 }, theme);
  view.all.update(String(state.all));
  setText(view.said, waiting || refusal || story(state, maps));
  drawMatrix(view.matrix, Object.values(methods), maps?.alike(state.all ? null : own), theme);
  drawPointing(view.pointing, Object.values(methods), maps);
}

function story({ network }, maps) {
  if (!maps) return "";
  return network === "shortcut"
    ? "Network A looks at the mark and at nothing else: without it, it is lost. So a method that points elsewhere is wrong here."
    : "Network B has to look at the shape: the mark tells it nothing. The same methods, the same images, and other methods are right.";
}

/** The correlations as a square, written out. */
function drawMatrix(node, titles, alike, theme) {
  const [cell, left, n] = [40, 168, titles.length];
  setAttributes(node, {
    viewBox: `0 0 ${left + n * cell} ${n * cell + 22}`,
    "aria-label": "Rank correlations between the methods; the table has the numbers",
  });
  const table = ramp(theme.diverging);
  const parts = titles.flatMap((title, row) => [
    svg("text", { x: left - 8, y: row * cell + 25, "text-anchor": "end" }, `${row + 1}  ${title}`),
    ...titles.map((_, col) => {
      const value = alike ? alike(row, col) : Number.NaN;
      const colour = Number.isNaN(value) ? rgb(theme.background) : pick(table, value, -1, 1, rgb(theme.nan));
      const at = { x: left + col * cell, y: row * cell };
      return svg(
        "g",
        {},
        svg("rect", { ...at, width: cell - 2, height: cell - 2, style: `fill:${css(colour)}` }),
        svg(
          "text",
          { x: at.x + cell / 2 - 1, y: at.y + 24, "text-anchor": "middle", style: `fill:${readableOn(colour)}` },
          Number.isNaN(value) ? "" : value.toFixed(1).replace("-", "−"),
        ),
      );
    }),
  ]);
  const heads = titles.map((_, col) =>
    svg("text", { x: left + col * cell + cell / 2 - 1, y: n * cell + 15, "text-anchor": "middle" }, String(col + 1)),
  );
  node.replaceChildren(...parts, ...heads);
}

function drawPointing(node, titles, maps) {
  const rows = keepCount(node, titles.length + 1, () =>
    element(
      "div",
      { class: "in-row" },
      element("span", {}),
      element("i", {}, element("i", {}), element("i", {})),
      element("span", {}),
    ),
  );
  setText(rows[0].firstChild, "");
  rows[0].children[1].hidden = true;
  setText(rows[0].lastChild, "mark · shape");
  titles.forEach((title, k) => {
    const [name, bar, words] = rows[k + 1].children;
    const [mark, shape] = maps ? maps.points(k) : [0, 0];
    setText(name, title);
    bar.firstChild.style.width = `${100 * mark}%`;
    bar.lastChild.style.width = `${100 * shape}%`;
    setText(words, maps ? `${percent(mark)} · ${percent(shape)}` : "…");
  });
}
