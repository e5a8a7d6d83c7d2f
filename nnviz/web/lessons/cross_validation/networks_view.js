// Five real Keras networks, one for each fold, trained side by side; and what it is worth to choose the epoch on the test fold.

import { choices } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createRace } from "../../race/race.js";
import { mean } from "./scoring.js";

const GUESSES = { none: "nothing", few: "2 points", many: "10 points" };

/** @returns {node, race, update(theme), answered(answer, question), tables(), destroy()} */
export function createNetworksView({ ask, still, changed }) {
  const view = { yours: false, guess: "", place: element("div", {}) };
  view.whose = choices("Whose network", { false: "Ours", true: "Yours" }, (yours) => {
    view.yours = yours === "true";
    show(view);
  });
  view.guesses = choices("What it wins", GUESSES, (guess) => {
    view.guess = guess;
    show(view);
  });
  view.train = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: () => begin(view) },
    "Train five networks",
  );
  view.said = element("p", { class: "cv-said", role: "status" });
  const about = element(
    "p",
    {},
    "Five folds of the same examples, a Keras network for each, all with the same first weights. Every one is tested on " +
      "the fold that it has not seen.",
  );
  const left = element("div", { class: "cv-left cv-race" }, view.place);
  const right = element(
    "div",
    { class: "cv-panel" },
    about,
    element(
      "div",
      {},
      element("h3", { class: "nl-title" }, "What would it win to stop each one where its own test fold is best?"),
      view.guesses.node,
    ),
    element("div", { class: "nl-bar" }, view.whose.node, view.train),
    view.said,
  );
  view.node = element("div", { class: "cv-view" }, left, right);
  const news = () => {
    show(view);
    changed();
  };
  const idle = element(
    "p",
    {},
    "60 noisy points of two moons, dealt into five folds of 12; two hidden layers of 32 units.",
  );
  view.race = createRace(
    view.place,
    { ask, still, changed: news },
    { scores: ["val_accuracy", "val_loss", "accuracy", "loss"], idle },
  );
  show(view);
  return {
    node: view.node,
    update: (theme) => {
      view.race.update(theme);
      show(view);
    },
    answered: (answer, question) => view.race.answered(answer, question),
    tables: () => view.race.tables(),
    destroy: () => view.race.destroy(),
  };
}

function begin(view) {
  view.race.begin("folds", { own: view.yours });
  show(view);
}

function show(view) {
  view.whose.update(String(view.yours));
  view.guesses.update(view.guess);
  view.train.disabled = !view.guess;
  if (view.race) setText(view.said, networksSaid(view.race.story().networks, view.race.moment().state, view.guess));
}

/** What stopping each network on its own test fold would win: {last, best, lowest, highest: of the last epoch}, or null. */
export function gainOf(networks, score) {
  const lists = networks.map(({ rows }) => rows.map((row) => row[score]).filter(Number.isFinite));
  if (!lists.length || lists.some((list) => !list.length)) return null;
  const pick = score === "val_loss" ? Math.min : Math.max;
  const ends = lists.map((list) => list.at(-1));
  const best = mean(lists.map((list) => pick(...list)));
  return { last: mean(ends), best, lowest: Math.min(...ends), highest: Math.max(...ends) };
}

/** The last epoch against the best epoch of each fold, by the score that there is. */
export function networksSaid(networks, state, guess) {
  const accuracy = gainOf(networks, "val_accuracy");
  const gain = accuracy ?? gainOf(networks, "val_loss");
  if (!gain) return guess ? "Now train." : "Choose one first.";
  const write = accuracy ? percent : (value) => short(value);
  const what = accuracy ? "accuracy" : "loss";
  const words = `Held-out ${what} ${write(gain.last)} on average, from ${write(gain.lowest)} to ${write(gain.highest)}.`;
  if (state !== "finished") return words;
  const won = accuracy ? `${(100 * (gain.best - gain.last)).toFixed(1)} points` : short(gain.last - gain.best);
  const said = guess ? ` You said ${GUESSES[guess]}.` : "";
  return (
    `${words} Had each network been stopped at the epoch that is best on its own test fold, it would be ` +
    `${write(gain.best)}: ${won} better, for nothing.${said} Early stopping needs examples of its own.`
  );
}
