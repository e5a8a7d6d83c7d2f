// Four searchers on the same surface with the same budget: each sees nothing but what its own trials came to.

import { choices, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createPlayer } from "../../base/player.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { curvesOf } from "./derived.js";
import { createMap } from "./map.js";
import { BUDGET, PLAYS, SEARCHERS } from "./state.js";
import { bestSoFar, LEVELS } from "./surface.js";
import { searchSaid } from "./words.js";

const NAMES = Object.keys(SEARCHERS);

/** on.change({…}), on.pair(name). @returns {node, update(state, world), play(), stop(), destroy()} */
export function createSearchView(on, pairs, still) {
  const view = { on, maps: {}, heads: {} };
  view.player = createPlayer({
    steps: 16,
    speed: 4,
    still,
    name: "trial",
    move: (at) => on.change({ shown: Math.floor(at) }),
  });
  view.pair = choices("What is searched", pairs, on.pair);
  view.guess = choices("Who will be best", SEARCHERS, (searchGuess) => on.change({ searchGuess }));
  view.budget = slider({
    part: "n",
    label: "Trials n",
    min: BUDGET[0],
    max: BUDGET[1],
    step: 1,
    input: (budget) => on.change({ budget, shown: budget }),
  });
  view.whose = choices("What the curves show", { one: "One play", mean: `Mean of ${PLAYS}` }, (name) =>
    on.change({ mean: name === "mean" }),
  );
  view.next = element(
    "button",
    { type: "button", class: "nl-button", onclick: () => on.change({ play: (view.state.play + 1) % PLAYS, shown: 0 }) },
    "Another play",
  );
  view.chart = createLineChart({
    height: 206,
    words: { x: "trials", y: "best loss so far" },
    log: { y: true },
    part: "b",
  });
  view.said = element("p", { class: "hp-said", role: "status" });
  view.hand = element(
    "p",
    { class: "hp-key nl-muted" },
    element("span", {}, element("i", { class: "hp-line-hand" }), "you, by hand"),
  );
  layOut(view);
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    play: () => view.player.play(),
    stop: () => view.player.stop(),
    destroy: () => {
      view.player.destroy();
      view.chart.destroy();
      for (const map of Object.values(view.maps)) map.destroy();
    },
  };
}

function layOut(view) {
  const left = element(
    "div",
    { class: "hp-left" },
    element("div", { class: "hp-cards" }, ...cardsOf(view)),
    view.player.node,
  );
  const ask = element(
    "div",
    {},
    element("h3", { class: "nl-title" }, "Who will have found the lowest loss?"),
    view.guess.node,
  );
  const right = element(
    "div",
    { class: "hp-panel" },
    view.pair.node,
    view.budget.node,
    ask,
    view.chart.node,
    view.hand,
    element("div", { class: "nl-bar" }, view.next, view.whose.node),
    view.said,
  );
  view.node = element("div", { class: "hp-view" }, left, right);
}

/** A small map for each searcher, with what it has found. */
function cardsOf(view) {
  return NAMES.map((name) => {
    view.maps[name] = createMap({ ratio: 0.62, most: 190, plain: true });
    view.heads[name] = element("span", {});
    const head = element("p", { class: `hp-head hp-${name}` }, element("b", {}, SEARCHERS[name]), view.heads[name]);
    return element("div", { class: "hp-card" }, head, view.maps[name].node);
  });
}

function update(view, state, world) {
  view.state = state;
  const { losses, axes, theme, plays } = world;
  view.pair.update(state.pair);
  view.guess.update(state.searchGuess);
  view.budget.update(state.budget, String(state.budget));
  view.whose.update(state.mean ? "mean" : "one");
  view.player.resize(state.budget);
  if (!view.player.playing()) view.player.place(state.shown);
  const own = plays(state.play);
  NAMES.forEach((name) => {
    const trials = own[name]?.slice(0, state.shown) ?? [];
    const best = losses && trials.length ? bestSoFar(losses.validation, trials).at(-1) : null;
    setText(view.heads[name], own[name] ? (best === null ? "" : short(best)) : losses ? "asking the sampler …" : "");
    view.maps[name].update({
      losses: losses?.validation,
      table: world.table,
      seen: new Set(trials.map(([r, o]) => r * LEVELS + o)),
      trials,
      axes,
      theme,
      words: `${SEARCHERS[name]}: ${trials.length} trials${best === null ? "" : `, best loss ${short(best)}`}`,
    });
  });
  view.hand.hidden = state.tries.length < 2;
  view.chart.update(chartOf(state, world));
  setText(view.said, world.refusal || searchSaid(state, world));
}

function chartOf(state, world) {
  const { losses, theme } = world;
  const curves = curvesOf(state, world);
  const lines = Object.entries(curves).map(([name, { values }]) => ({
    points: values.slice(0, state.mean ? undefined : state.shown).map((value, i) => [i + 1, value]),
    colour: theme.classes[NAMES.indexOf(name)],
    width: 2.6,
  }));
  const hand = losses && state.tries.length > 1 ? bestSoFar(losses.validation, state.tries) : [];
  if (hand.length)
    lines.push({ points: hand.map((value, i) => [i + 1, value]), colour: theme.text, width: 2, dash: "5 4" });
  const lowest = losses ? Math.min(...losses.validation) : 0.1;
  return {
    x: [1, state.budget],
    y: [lowest * 0.95, 0.8],
    words: "The best loss so far of each searcher, by trials",
    lines,
    marks: losses ? [{ y: lowest, kind: "hint", words: "the lowest there is" }] : [],
  };
}
