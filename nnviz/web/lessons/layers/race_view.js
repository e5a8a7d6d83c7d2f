// Twelve networks, every width of every depth, trained by Keras side by side: first the reader says which is the smallest
// that does it. Beside them, how good each is against how many parameters it has.

import { choices } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createRace } from "../../race/race.js";
import { createScatter } from "./scatter.js";
import { parametersOf } from "./steps.js";

export const WIDTHS = [4, 8, 16, 32];
export const DEPTHS = [1, 2, 3];
export const GOAL = 0.95;
const QUESTION = `Which is the smallest that gets ${100 * GOAL} % of unseen points right?`;
const LEVELS = { easy: "½ turn", middle: "1 turn", hard: "1½ turns" };

/** @returns {node, update({theme, level}), begin(), answered(answer, question), tables(), best(), destroy()} */
export function createRaceView({ ask, still, changed, level }) {
  const view = { level: "hard", own: false, guess: null, place: element("div", { class: "la-race" }) };
  view.levels = choices("Spirals of", LEVELS, level);
  view.whose = choices("Whose network", { false: "Ours", true: "Yours" }, (own) => {
    Object.assign(view, { own: own === "true", guess: null });
    show(view);
  });
  view.train = element("button", { type: "button", class: "nl-button nl-primary", onclick: () => begin(view) });
  view.grid = createGuesses((guess) => {
    view.guess = guess;
    show(view);
  });
  view.words = element("p", { class: "la-said", role: "status" });
  view.question = element("h3", { class: "nl-title" }, QUESTION);
  const chart = element("div", {});
  view.scatter = createScatter(chart);
  view.node = layOut(view, chart);
  view.race = createRace(
    view.place,
    {
      ask,
      still,
      changed: () => {
        show(view);
        changed();
      },
    },
    {
      scores: ["val_accuracy", "accuracy", "val_loss", "loss"],
      ordered: true,
      idle: view.idle,
    },
  );
  return {
    node: view.node,
    update: ({ theme, level: chosen }) => {
      if (chosen !== view.level) Object.assign(view, { level: chosen, guess: null });
      view.race.update(theme);
      show(view);
    },
    answered: (answer, question) => view.race.answered(answer, question),
    tables: () => view.race.tables(),
    moment: () => networksOf(view.race.moment()),
    destroy: () => {
      view.race.destroy();
      view.scatter.destroy();
    },
  };
}

function layOut(view, chart) {
  const label = (words) => element("span", { class: "nl-label" }, words);
  const bar = (...parts) => element("div", { class: "nl-bar la-bar" }, ...parts);
  view.levelBar = [label("spirals of"), view.levels.node];
  view.idle = element(
    "div",
    { class: "la-idle" },
    "Here they will learn, all at once: Keras trains them side by side.",
  );
  const left = element(
    "div",
    { class: "la-racepanel" },
    bar(view.whose.node, ...view.levelBar),
    view.question,
    view.grid.node,
    bar(view.train),
    view.words,
    chart,
  );
  return element("div", { class: "la-grid la-train" }, left, view.place);
}

function begin(view) {
  view.race.begin(view.level, { own: view.own });
  show(view);
}

/** A button for each network, with its parameters: rows are depths, columns are widths. */
function createGuesses(pick) {
  const cell = (depth, width) => {
    const name = `${depth} × ${width}`;
    const count = parametersOf([2, ...Array(depth).fill(width), 1]);
    const words = [element("b", {}, name), element("small", {}, count.toLocaleString("en"))];
    const about = `${depth} hidden layer${depth > 1 ? "s" : ""} of ${width} units: ${count} parameters`;
    return element(
      "button",
      { type: "button", "data-name": name, "aria-label": about, onclick: () => pick(name) },
      ...words,
    );
  };
  const buttons = DEPTHS.flatMap((depth) => WIDTHS.map((width) => cell(depth, width)));
  const node = element("div", { class: "la-guesses", role: "group", "aria-label": "Your guess" }, ...buttons);
  const update = (guess) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset.name === guess));
  };
  return { node, update };
}

function show(view) {
  const { guess, own, race, theme } = view;
  view.levels.update(view.level);
  view.whose.update(String(own));
  for (const node of [...view.levelBar, view.question, view.grid.node]) node.hidden = own;
  view.grid.update(guess);
  view.train.disabled = !own && !guess;
  setText(view.train, own ? "Train five widths" : "Train all twelve");
  const moment = race?.moment();
  const networks = networksOf(moment);
  setText(view.words, own ? ownWords(networks) : wordsOf(guess, networks, moment?.state));
  view.scatter.update({ networks, guess: own ? null : guess, theme });
}

/** Those of a race's moment that have been judged. */
function networksOf(moment) {
  return (moment?.networks ?? []).filter(({ val_accuracy: right, val_loss: loss }) => Number.isFinite(right ?? loss));
}

/** What the moment shows of the guess. */
export function wordsOf(guess, networks, state) {
  if (!guess) return "Choose one first: layers × units, and below it its parameters.";
  const own = networks.find(({ label }) => label === guess);
  if (!own) return `You say ${guess}. Now train.`;
  const yours = `You said ${guess}: ${percent(own.val_accuracy)}.`;
  if (state !== "finished") return `${yours} They are still learning …`;
  const good = networks.filter(({ val_accuracy: right }) => right >= GOAL);
  if (!good.length) return `${yours} None gets there at this moment.`;
  const smallest = good.reduce((a, b) => (b.parameters < a.parameters ? b : a));
  if (smallest.label === guess) return `${yours} No smaller one gets there: well guessed.`;
  const there = `${smallest.label} does it with ${smallest.parameters} parameters`;
  return own.val_accuracy >= GOAL
    ? `${yours} It gets there, but ${there} instead of ${own.parameters}.`
    : `${yours} Not enough: ${there}.`;
}

function ownWords(networks) {
  if (!networks.length)
    return "Your own network, its hidden layers made 2, 4, 8, 16 and 32 units wide. Where does it stop helping?";
  const score = "val_accuracy" in networks[0] ? "val_accuracy" : "val_loss";
  const better = (a, b) => (score === "val_loss" ? b[score] < a[score] : b[score] > a[score]);
  const best = networks.reduce((a, b) => (better(a, b) ? b : a));
  const written =
    score === "val_loss"
      ? `a validation loss of ${short(best[score])}`
      : `${percent(best[score])} of unseen examples right`;
  return `Best at this moment: ${best.label}, ${written}.`;
}
