// How sure is a score? Single splits against folds of the same sixty examples, and two intervals put to the test.

import { choices, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createDotRows } from "./dot_rows.js";
import { coverageOf, dealtMeans, heldOut, LIMITS, luckStudy, MOST_SPLITS, STUDIES, splitScores } from "./state.js";
import { createTiles } from "./tiles.js";
import { coverageSaid, RANGES, splitsSaid } from "./words.js";

const DOMAIN = [0.45, 1];

/** on.change({…}), on.another(). @returns {node, update(state, theme), destroy()} */
export function createLuckView(on) {
  const view = { rows: createDotRows({ row: 122, part: "s" }), tiles: createTiles(["CV", "sd", "I", "T"]) };
  const button = (words, onclick) => element("button", { type: "button", class: "nl-button", onclick }, words);
  view.split = button("Draw a split", () => on.change({ splits: Math.min(view.state.splits + 1, MOST_SPLITS) }));
  view.all = button(`Draw all ${MOST_SPLITS}`, () => on.change({ splits: MOST_SPLITS }));
  view.guess = choices(
    "Lowest to highest of 400 splits",
    Object.fromEntries(Object.keys(RANGES).map((name) => [name, name])),
    (luckGuess) => on.change({ luckGuess }),
  );
  const input = (name) => (value) => on.change({ [name]: value });
  view.held = slider({
    label: "Held out",
    min: 6,
    max: 30,
    step: 1,
    input: (rows) => on.change({ held: rows / 60, splits: 1 }),
  });
  view.few = slider({
    part: "k",
    label: "Folds k",
    min: LIMITS.few[0],
    max: LIMITS.few[1],
    step: 1,
    input: input("few"),
  });
  view.rounds = slider({
    part: "r",
    label: "Rounds r",
    min: 1,
    max: LIMITS.rounds[1],
    step: 1,
    input: input("rounds"),
  });
  view.cover = button(`Do ${STUDIES} studies`, () => on.change({ covered: STUDIES }));
  view.said = element("p", { class: "cv-said", role: "status" });
  view.coverage = element("p", { class: "cv-said", role: "status" });
  view.intervals = element("div", { class: "cv-intervals" });
  const title = (words) => element("h3", { class: "nl-title" }, words);
  const ask = element("div", {}, title("400 splits: how far will the highest lie from the lowest?"), view.guess.node);
  const left = element("div", { class: "cv-left" }, view.rows.node, view.said);
  const right = element(
    "div",
    { class: "cv-panel" },
    title("One split"),
    view.held.node,
    ask,
    element("div", { class: "nl-bar" }, view.split, view.all, button("Other patients", on.another)),
    title("Folds, dealt again and again"),
    element("div", { class: "cv-sliders" }, view.few.node, view.rounds.node),
    view.tiles.node,
    element("div", { class: "nl-bar" }, view.cover),
    view.coverage,
  );
  view.node = element("div", { class: "cv-view" }, left, right);
  return {
    node: view.node,
    update: (state, theme) => update(view, state, theme),
    destroy: () => view.rows.destroy(),
  };
}

function update(view, state, theme) {
  view.state = state;
  const { truth } = luckStudy(state);
  const scores = splitScores(state);
  const { means, own } = dealtMeans(state);
  const revealed = state.splits === MOST_SPLITS;
  const held = heldOut(state);
  view.held.update(held, `${held} of 60`);
  view.few.update(state.few, String(state.few));
  view.rounds.update(state.rounds, String(state.rounds));
  view.guess.update(state.luckGuess);
  view.all.disabled = !state.luckGuess;
  view.rows.update({
    rows: [
      row("One split", scores, theme.classes[0], scores.at(-1) ?? null),
      row(`${state.few} folds`, revealed ? dealtMeans({ ...state, rounds: 1 }).means : [], theme.classes[1], null),
      row(
        `${state.few} folds × ${state.rounds}`,
        revealed ? means : [],
        theme.classes[2],
        revealed ? means[0] : null,
        own,
      ),
    ],
    domain: DOMAIN,
    truth: revealed ? truth : null,
    theme,
    words: "Scores of the same examples by single splits, by folds, and by folds dealt several times",
  });
  setText(view.said, splitsSaid(state, scores, truth, MOST_SPLITS));
  view.tiles.update({
    CV: percent(own.mean),
    sd: (100 * own.deviation).toFixed(1),
    I: `± ${(100 * own.corrected).toFixed(1)}`,
    T: revealed ? percent(truth) : "?",
  });
  setText(view.coverage, coverageSaid(coverageOf(state)));
}

function row(title, values, colour, marked, own = null) {
  const band = own && values.length ? [own.mean - own.corrected, own.mean + own.corrected] : null;
  return { title, values, colour, marked, band, hint: "after all 400 splits" };
}
