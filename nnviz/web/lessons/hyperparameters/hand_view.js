// Search by hand: twelve networks may be trained; each click trains one, and the fog lifts there.

import { choices, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createMap, label } from "./map.js";
import { TRIES } from "./state.js";
import { bestSoFar, LEVELS, place } from "./surface.js";
import { createTiles } from "./tiles.js";
import { handSaid } from "./words.js";

/** on.change({…}), on.attempt(rate, other), on.again(), on.pair(name). @returns {node, update(state, world), destroy()} */
export function createHandView(on, pairs) {
  const view = {
    map: createMap({ ratio: 0.66, most: 430, part: "z" }, { pick: (rate, other) => on.attempt(rate, other) }),
    pair: choices("What is searched", pairs, on.pair),
    tiles: createTiles(["n", "b", "T"]),
    said: element("p", { class: "hp-said", role: "status" }),
    log: element("p", { class: "hp-log nl-muted" }),
  };
  const button = (words, onclick) => element("button", { type: "button", class: "nl-button", onclick }, words);
  const level = (name, words) =>
    slider({ label: words, min: 0, max: LEVELS - 1, step: 1, input: (value) => on.change({ [name]: value }) });
  view.rate = level("rate", "Learning rate");
  view.other = level("other", "The other setting");
  view.train = button("Train this one", () => on.attempt(view.state.rate, view.state.other));
  view.train.classList.add("nl-primary");
  view.reveal = button("Lift the fog", () => on.change({ revealed: true }));
  const left = element("div", { class: "hp-left" }, view.map.node, scaleKey());
  const right = element(
    "div",
    { class: "hp-panel" },
    view.pair.node,
    element("div", { class: "hp-sliders" }, view.rate.node, view.other.node),
    element("div", { class: "nl-bar" }, view.train, view.reveal, button("Start again", on.again)),
    view.tiles.node,
    view.said,
    view.log,
  );
  view.node = element("div", { class: "hp-view" }, left, right);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.map.destroy() };
}

export function scaleKey() {
  const ends = [
    element("span", {}, "loss 0.8 or more"),
    element("i", { class: "hp-scale" }),
    element("span", {}, "lowest loss"),
  ];
  return element("p", { class: "hp-key nl-muted" }, ...ends);
}

function update(view, state, world) {
  view.state = state;
  const { losses, axes, theme } = world;
  const left = TRIES - state.tries.length;
  view.pair.update(state.pair);
  view.rate.update(state.rate, label(axes.rate.values[state.rate]));
  setText(view.other.node.querySelector("span"), axes.other.title);
  view.other.update(state.other, label(axes.other.values[state.other]));
  view.train.disabled = !left || !losses;
  view.reveal.disabled = Boolean(left) || state.revealed;
  view.map.update({
    losses: losses?.validation,
    table: world.table,
    seen: state.revealed ? null : new Set(state.tries.map(([r, o]) => r * LEVELS + o)),
    trials: state.tries,
    chosen: left ? [state.rate, state.other] : null,
    axes,
    theme,
    numbers: true,
    words: `${state.tries.length} of ${TRIES} networks trained, by ${axes.rate.title} and ${axes.other.title}`,
  });
  const best = losses && state.tries.length ? bestSoFar(losses.validation, state.tries).at(-1) : null;
  const winner = best === null ? null : state.tries.find((one) => losses.validation[place(one)] === best);
  view.tiles.update({
    n: `${state.tries.length} of ${TRIES}`,
    b: best === null ? "–" : short(best),
    T: winner && state.revealed ? short(losses.test[place(winner)]) : "?",
  });
  setText(view.said, world.refusal || handSaid(state, world));
  setText(view.log, losses ? logOf(state, losses.validation, axes) : "");
}

function logOf({ tries }, losses, axes) {
  const one = ([r, o, s], i) =>
    `${i + 1}. ${label(axes.rate.values[r])} · ${label(axes.other.values[o])}: ${short(losses[place([r, o, s])])}`;
  return tries.map(one).slice(-6).join("   ");
}
