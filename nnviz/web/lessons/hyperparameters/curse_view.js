// The winner's curse: the more networks are tried, the better the best one looks, and the less its score is to be believed.

import { choices, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { cursed } from "./derived.js";
import { MOST_DRAWN, SIZES } from "./state.js";
import { createTiles } from "./tiles.js";
import { curseSaid } from "./words.js";

/** on.change({…}), on.pair(name). @returns {node, update(state, world), destroy()} */
export function createCurseView(on, pairs) {
  const draw = (count) => on.change({ drawn: Math.round(Math.min(Math.max(count, 1), MOST_DRAWN)) });
  const view = {
    order: null,
    pair: choices("What is searched", pairs, on.pair),
    tiles: createTiles(["n", "b", "T", "gap"]),
  };
  view.chart = createLineChart(
    { height: 372, words: { x: "networks tried", y: "loss" }, log: { x: true }, drag: "ew", part: "b T" },
    { point: draw },
  );
  view.drawn = slider({
    part: "n",
    label: "Networks tried n",
    min: 0,
    max: 1,
    step: 0.005,
    input: (share) => draw(MOST_DRAWN ** share),
  });
  view.held = slider({
    label: "Validation points",
    min: 0,
    max: SIZES - 1,
    step: 1,
    input: (held) => on.change({ held }),
  });
  view.said = element("p", { class: "hp-said", role: "status" });
  const item = (kind, words) => element("span", {}, element("i", { class: `hp-line-${kind}` }), words);
  const key = element(
    "p",
    { class: "hp-key nl-muted" },
    item("validation", "the winner, on the points that chose it"),
    item("test", "the same network, on all others"),
  );
  const left = element("div", { class: "hp-left" }, view.chart.node, key);
  const right = element(
    "div",
    { class: "hp-panel" },
    view.pair.node,
    view.drawn.node,
    view.held.node,
    view.tiles.node,
    view.said,
  );
  view.node = element("div", { class: "hp-view" }, left, right);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.chart.destroy() };
}

function update(view, state, world) {
  const { losses, theme } = world;
  view.pair.update(state.pair);
  view.drawn.update(Math.log(state.drawn) / Math.log(MOST_DRAWN), String(state.drawn));
  view.held.update(state.held, String(world.held[state.held]));
  const at = losses ? cursed(state, world) : null;
  const line = (name) => (at ? world.tried.map((n, i) => [n, at.curves[name][i]]) : []);
  view.chart.update({
    x: [1, MOST_DRAWN],
    y: [0, 0.7],
    words: at
      ? `After ${state.drawn} networks the best has ${short(at.validation)}, and ${short(at.test)} on other data`
      : "The loss of the best of n networks",
    lines: [
      { points: line("validation"), colour: theme.validation, width: 2.8 },
      { points: line("test"), colour: theme.classes[0], width: 2.8 },
    ],
    dots: at
      ? [
          { x: state.drawn, y: at.validation, colour: theme.validation, radius: 6 },
          { x: state.drawn, y: at.test, colour: theme.classes[0], radius: 6 },
        ]
      : [],
    marks: [{ x: state.drawn, kind: "chosen", grip: true, words: `n = ${state.drawn}` }],
  });
  view.tiles.update({
    n: String(state.drawn),
    b: at ? short(at.validation) : "–",
    T: at ? short(at.test) : "–",
    gap: at ? short(at.test - at.validation) : "–",
  });
  setText(view.said, world.refusal || curseSaid(state, at, world.held[state.held]));
}
