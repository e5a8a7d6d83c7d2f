// Several methods on one image: their maps, how far they agree, and which of them point at what decides.

import { css, pick, ramp, readableOn, rgb } from "../../base/colors.js";
import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createTile } from "./draw.js";

const POINTING = "Where their largest value lies, in 24 images";

/** on: change(part), example(i). @returns {node, update(state, world), destroy()} */
export function createMethodsView(on) {
  const tiles = element("div", { class: "in-tiles" });
  const view = { on, tiles, made: [] };
  view.all = choices("Which agreement", { true: "Mean of 24 images", false: "This image" }, (all) =>
    on.change({ all: all === "true" }),
  );
  view.matrix = svg("svg", {
    class: "in-matrix",
    role: "img",
    "aria-label": "How far the methods agree",
    "data-part": "rho",
  });
  view.pointing = element("div", { class: "in-pointing", "data-part": "g" });
  view.said = element("p", { class: "in-said", role: "status" });
  view.about = element("p", { class: "nl-title" }, POINTING);
  const agree = element(
    "div",
    {},
    element("p", { class: "nl-title" }, "How far they agree: rank correlation"),
    view.all.node,
    view.matrix,
  );
  const point = element("div", {}, view.about, view.pointing, view.said);
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
  view.made.forEach(({ node }, k) => {
    node.hidden = k > titles.length;
  });
  return view.made[0];
}

function update(view, state, world) {
  const { theme, methods, maps, names, label, original, waiting, refusal, grid, refused } = world;
  const title = world.title ?? `A ${names[label]}`;
  const own = state.example;
  const first = drawTiles(
    view,
    methods,
    (k) => ({ values: maps?.of(k, own), said: maps ? maps.where(k, own) : "…", grid }),
    theme,
  );
  first.update({ values: original, title, said: "what the network is given", side: 118, grid }, theme);
  view.all.update(String(state.all));
  const isOwn = state.network === "own";
  setText(view.about, isOwn ? "What is left of the answer once a tenth of the pixels is erased" : POINTING);
  view.all.node.firstChild.textContent = isOwn ? "Mean of 6 images" : "Mean of 24 images";
  setText(view.said, waiting || refusal || (isOwn ? ownStory(maps, refused) : story(state, maps)));
  drawMatrix(view.matrix, Object.values(methods), maps?.alike(state.all ? null : own), theme);
  (isOwn ? drawLeft : drawPointing)(view.pointing, Object.values(methods), maps);
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

function ownStory(maps, refused) {
  if (!maps) return "";
  const told = `Erasing random pixels leaves ${percent(maps.chance)} of an answer that was ${percent(maps.before)} sure (the line).`;
  const rest = Object.entries(refused).map(([title, why]) => `${title}: ${why}`);
  return [told, "Nobody knows the truth here, so the test is: whose tenth matters most?", ...rest].join(" ");
}

/** Of the reader's own network: the shorter a bar, the more the method's tenth was worth; the line is chance. */
function drawLeft(node, titles, maps) {
  const rows = rowsOf(node, titles);
  rows.forEach(([name, bar, words], k) => {
    const left = maps ? maps.left(k) : 0;
    setText(name, titles[k]);
    bar.firstChild.style.width = `${100 * left}%`;
    bar.lastChild.style.width = "2px";
    bar.lastChild.style.marginLeft = maps ? `${100 * (maps.chance - left)}%` : "0";
    setText(words, maps ? percent(left) : "…");
  });
}

/** A row for the head and one a method; [[name, bar, words], …] of the methods. */
function rowsOf(node, titles, head = "") {
  const rows = keepCount(node, titles.length + 1, () =>
    element(
      "div",
      { class: "in-row" },
      element("span", {}),
      element("i", {}, element("i", {}), element("i", {})),
      element("span", {}),
    ),
  );
  rows[0].children[1].hidden = true;
  setText(rows[0].lastChild, head);
  rows[0].hidden = !head;
  return rows.slice(1).map(({ children }) => [...children]);
}

function drawPointing(node, titles, maps) {
  rowsOf(node, titles, "mark · shape").forEach(([name, bar, words], k) => {
    const [mark, shape] = maps ? maps.points(k) : [0, 0];
    setText(name, titles[k]);
    bar.firstChild.style.width = `${100 * mark}%`;
    bar.lastChild.style.marginLeft = "0";
    bar.lastChild.style.width = `${100 * shape}%`;
    setText(words, maps ? `${percent(mark)} · ${percent(shape)}` : "…");
  });
}
