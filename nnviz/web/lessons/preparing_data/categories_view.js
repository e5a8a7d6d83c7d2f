// Five continents as numbers from 1 to 5, in an order that can be changed, or with an input for each.

import { choices, fixed } from "../../base/controls.js";
import { element, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { scale, ticks } from "../../base/scales.js";
import { groupMeans, lineThrough } from "./preparing.js";
import { movedOrder, orderOf } from "./state.js";

const [LEFT, RIGHT, TOP, BOTTOM, HEIGHT] = [46, 12, 10, 40, 400];
const YEARS = [38, 84];

/** @returns {node, update(state, {countries, theme, refusal}), destroy()}; on.change({…}) */
export function createCategoriesView(on) {
  const view = { on, width: 0, state: null };
  view.picture = svg("svg", { class: "pd-continents", role: "img", "aria-label": "The continents as numbers" });
  view.place = element("div", { class: "pd-place" }, view.picture);
  view.orders = choices("Order", { name: "By name", life: "By life expectancy" }, (order) => on.change({ order }));
  view.moves = element("div", { class: "pd-moves" });
  view.line = element("b", { class: "pd-big" });
  view.each = element("b", { class: "pd-big" });
  view.said = element("p", { class: "pd-said", role: "status" });
  const number = (part, big, words) =>
    element("div", { class: "pd-number", "data-part": part }, big, element("span", { class: "nl-muted" }, words));
  const numbers = element(
    "div",
    { class: "pd-numbers" },
    number(null, view.line, "years off: one number, one weight"),
    number(null, view.each, "years off: one-hot, a weight each"),
  );
  view.panel = element(
    "div",
    { class: "pd-controls" },
    element("div", { class: "nl-bar" }, element("span", { class: "nl-label" }, "Coded in order"), view.orders.node),
    view.moves,
    numbers,
    view.said,
  );
  view.node = element("div", { class: "pd-scale" }, element("div", { class: "pd-left" }, view.place), view.panel);
  const stop = watchWidth(view.place, (width) => {
    view.width = width;
    if (view.state) draw(view);
  });
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: stop };
}

function update(view, state, world) {
  Object.assign(view, { state, world });
  view.orders.update(state.order);
  const { countries, refusal } = world;
  if (!countries) {
    setText(view.said, refusal || "Reading the table …");
    return;
  }
  const order = orderOf(state, countries);
  const placed = countries.codes.map((code) => order.indexOf(code) + 1);
  const [line, each] = [lineThrough(placed, countries.life), groupMeans(countries.codes, countries.life, order.length)];
  Object.assign(view, { order, placed, fitted: { line, each } });
  setText(view.line, fixed(line.error));
  setText(view.each, fixed(each.error));
  drawMoves(view);
  setText(view.said, refusal || saidOf(view));
  draw(view);
}

export function saidOf({ order, fitted, world }) {
  const { continents } = world.countries;
  const { slope } = fitted.line;
  const step = `${fixed(Math.abs(slope))} years ${slope < 0 ? "less" : "more"}`;
  const [one, next] = [continents[order[0]], continents[order[1]]];
  const told = `As one number, each step from name to name means the same: here ${step}, also from ${one} to ${next}`;
  return `${told}. Another order is another line; with an input for each name the order does not matter.`;
}

/** A row of names, each to be moved by one place. */
function drawMoves(view) {
  const { moves, order, world, on } = view;
  const key = order.join(" ");
  if (moves.dataset.order === key) return;
  const held = view.picture.getRootNode().activeElement?.dataset?.move;
  moves.dataset.order = key;
  const row = order.map((k, at) => {
    const name = world.countries.continents[k];
    const move = (by, sign, words) =>
      element(
        "button",
        {
          ...{ type: "button", class: "nl-button", "data-move": `${k} ${by}`, "aria-label": `${name} ${words}` },
          disabled: at + by < 0 || at + by >= order.length,
          onclick: () => on.change({ order: movedOrder(view.order, at, by) }),
        },
        sign,
      );
    return element("span", { class: "pd-move" }, move(-1, "‹", "earlier"), `${at + 1} ${name}`, move(1, "›", "later"));
  });
  moves.replaceChildren(...row);
  if (held) moves.querySelector(`[data-move="${held}"]`)?.focus();
}

function draw(view) {
  const { width, world, picture, order, placed, fitted } = view;
  if (!width || !order) return;
  const { continents, life, codes } = world.countries;
  const x = scale([0.5, order.length + 0.5], [LEFT, width - RIGHT]);
  const y = scale(YEARS, [HEIGHT - BOTTOM, TOP]);
  const words = `Life expectancy in ${life.length} countries by continent; one line through numbers, one mean each`;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": words });
  const text = (words_, place) => svg("text", place, words_);
  const grid = ticks(...YEARS, 5).flatMap((value) => [
    svg("line", { class: "pd-rule", x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
    text(String(value), { x: LEFT - 7, y: y(value) + 4, "text-anchor": "end", class: "pd-axis" }),
  ]);
  const names = order.map((k, at) =>
    text(`${at + 1} ${continents[k]}`, { x: x(at + 1), y: HEIGHT - 20, "text-anchor": "middle" }),
  );
  const dots = life.map((value, i) => {
    const jitter = (((i * 37) % 17) / 17 - 0.5) * 0.5;
    return svg("circle", {
      class: "pd-country",
      cx: x(placed[i] + jitter).toFixed(1),
      cy: y(value).toFixed(1),
      r: 3.2,
    });
  });
  const half = 0.36;
  const steps = order.map((k, at) => {
    const level = y(fitted.each.means[k]);
    return svg("line", { class: "pd-mean", x1: x(at + 1 - half), x2: x(at + 1 + half), y1: level, y2: level });
  });
  const at = (place) => y(fitted.line.start + fitted.line.slope * place);
  const ends = [0.6, order.length + 0.4];
  const line = svg("line", { class: "pd-line", x1: x(ends[0]), x2: x(ends[1]), y1: at(ends[0]), y2: at(ends[1]) });
  const key = text("years of life; line: one number; bars: one-hot", { x: LEFT, y: HEIGHT - 3, class: "pd-axis" });
  picture.replaceChildren(...grid, ...dots, line, ...steps, ...names, key);
  picture.dataset.countries = codes.length;
}
