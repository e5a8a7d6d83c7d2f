// A small transformer on a list that the reader types: both heads' maps, its answer, the moments of its training, and what may be
// done to it: heads switched off, looks forbidden.

import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { createPlayer } from "../../base/player.js";
import { createHeadPanel } from "./head_panel.js";
import { createMap, mapWords } from "./map.js";
import { LENGTH, nearestGuess, problemOf, TASKS } from "./state.js";
import { changeWords, GUESS_WORDS, guessWords, standing } from "./words.js";

const POSITIONS = { true: "with positions", false: "without" };
const MASKS = { none: "looks everywhere", causal: "never looks ahead" };

/** on: change, choose, type, point, head, clear, guess. @returns {node, update(state, world), stop(), play(), destroy()} */
export function createMapView(on, still) {
  const view = { on, lines: [] };
  view.task = choices("What it learns", TASKS, (task) => on.choose({ task }));
  view.positions = choices("Positions", POSITIONS, (own) => on.choose({ positions: own === "true" }));
  view.mask = choices("Mask in training", MASKS, (mask) => on.choose({ mask }));
  view.field = element("input", {
    type: "text",
    class: "at-field",
    maxlength: 16,
    "aria-label": "Your list of letters",
    spellcheck: "false",
    autocomplete: "off",
  });
  view.field.addEventListener("input", () => on.type(view.field.value));
  view.problem = element("p", { class: "at-problem", role: "status" });
  view.heads = [0, 1].map((head) => createHeadPlace(view, head));
  view.places = element("div", {
    class: "at-answers at-places",
    role: "group",
    "aria-label": "Right letters of new lists, place by place",
  });
  view.answers = element("div", { class: "at-answers", role: "group", "aria-label": "The answer, place by place" });
  view.paint = element(
    "button",
    {
      type: "button",
      class: "nl-button",
      onclick: () => on.change({ painting: view.paint.getAttribute("aria-pressed") !== "true" }),
    },
    "Forbid looks",
  );
  view.clear = element("button", { type: "button", class: "nl-button", onclick: () => on.clear() }, "Allow all again");
  view.player = createPlayer({
    steps: 0,
    speed: 5,
    still,
    name: "moment of training",
    say: (at) => `${(view.lines[at]?.step ?? 0).toLocaleString("en")} steps of training`,
    move: (at) => view.lines.length && on.change({ trained: view.lines[Math.floor(at)].step }),
  });
  view.standing = element("p", { class: "at-standing", role: "status" });
  view.guess = choices("How many letters will be right in the end", GUESS_WORDS, (guess) => on.guess(guess));
  view.guessed = element("p", { class: "at-changed", role: "status" });
  view.ask = element(
    "div",
    { class: "at-ask" },
    element("b", {}, "Guess first: how many letters of new lists will it get right in the end?"),
    view.guess.node,
  );
  view.changed = element("p", { class: "at-changed", role: "status" });
  view.panel = createHeadPanel({ key: (key) => on.change({ key }) });
  layOut(view);
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    stop: () => view.player.stop(),
    play: () => view.player.play(),
    destroy: () => {
      view.player.destroy();
      for (const { map } of view.heads) map.destroy();
    },
  };
}

function layOut(view) {
  const maps = element("div", { class: "at-maps" }, ...view.heads.map(({ node }) => node));
  const answer = element("div", { class: "at-line" }, element("span", { class: "nl-label" }, "answers"), view.answers);
  const places = element(
    "div",
    { class: "at-line" },
    element("span", { class: "nl-label" }, "in new lists"),
    view.places,
  );
  const list = element(
    "div",
    { class: "at-line", "data-part": "X" },
    element("span", { class: "nl-label" }, "your list"),
    view.field,
  );
  const bar = element("div", { class: "nl-bar" }, view.task.node, view.positions.node, view.mask.node);
  const acts = element("div", { class: "nl-bar" }, view.paint, view.clear, view.changed);
  const left = element(
    "div",
    { class: "at-left" },
    list,
    view.problem,
    maps,
    answer,
    places,
    view.player.node,
    view.ask,
    view.standing,
    view.guessed,
    acts,
  );
  view.node = element("div", {}, bar, element("div", { class: "at-view" }, left, view.panel.node));
}

function createHeadPlace(view, head) {
  const toggle = element("input", {
    type: "checkbox",
    "aria-label": `Head ${head + 1}`,
    onchange: () => view.on.head(head),
  });
  const title = element("label", { class: "nl-title at-headtitle" }, toggle, `Head ${head + 1}`);
  const place = element("div", { class: "at-mapplace" });
  const map = createMap(place, {
    point: (query, key, pressed, begins) => view.on.point(head, query, key, pressed, begins),
  });
  return { node: element("div", { class: "at-head" }, title, place), map, toggle };
}

function update(view, state, world) {
  const { recording, pass, letters, theme, chosen, truth, measured } = world;
  view.task.update(state.task);
  view.positions.update(String(state.positions));
  view.mask.update(state.mask);
  if (view.field.value !== state.typed) view.field.value = state.typed;
  setText(view.problem, problemOf(state.typed));
  const { query, key, forbidden } = state;
  view.heads.forEach(({ map, toggle }, at) => {
    const weights = pass.heads[at].rows.map((row) => row.weights);
    const shown = { weights, letters, query, key, forbidden, theme };
    map.update({ ...shown, off: !state.on[at], chosen: at === state.head, words: mapWords(shown) });
    toggle.checked = state.on[at];
  });
  writeAnswers(view.answers, chosen, truth);
  writePlaces(view.places, recording.line?.places);
  view.panel.update(state, world);
  setAttributes(view.paint, { "aria-pressed": String(state.painting) });
  view.clear.hidden = !forbidden.length;
  setText(view.changed, changeWords(state, measured));
  view.lines = recording.lines;
  view.player.node.hidden = !view.lines.length || recording.guessing;
  view.player.resize(Math.max(view.lines.length - 1, 0));
  if (!view.player.playing()) {
    view.player.place(
      Math.max(
        view.lines.findLastIndex(({ step }) => step <= state.trained),
        0,
      ),
    );
  }
  setText(view.standing, standing(recording));
  view.ask.hidden = !recording.guessing;
  const last = recording.state === "finished" ? (recording.lines.at(-1)?.accuracy ?? null) : null;
  setText(
    view.guessed,
    recording.guessing ? "" : guessWords(state.guess, last, last === null ? "" : nearestGuess(last)),
  );
}

/** The likeliest letter of each place, and the right one below where it is another. */
function writeAnswers(place, chosen, truth) {
  const nodes = keepCount(place, LENGTH, () => element("span", {}, element("b", {}), element("small", {})));
  chosen.forEach((letter, k) => {
    const [name, right] = nodes[k].children;
    const wrong = letter !== truth[k];
    setText(name, letter);
    setText(right, wrong ? truth[k] : "");
    setAttributes(nodes[k], { "data-wrong": wrong ? "" : null, title: wrong ? `${truth[k]} would be right` : "right" });
  });
}

/** How often each place's letter is right in lists that it was not trained on. */
function writePlaces(place, shares) {
  const nodes = keepCount(place, LENGTH, () => element("small", {}));
  nodes.forEach((node, k) => setText(node, shares ? `${Math.round(100 * shares[k])} %` : "–"));
}
