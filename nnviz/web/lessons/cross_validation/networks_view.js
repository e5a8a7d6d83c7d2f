// Five real Keras networks, one for each fold, trained side by side; and what it is worth to choose the epoch on the test fold.

import { choices } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createRace } from "../../race/race.js";
import { mean } from "./scoring.js";

/** @returns {node, race, update(theme), answered(answer, question), tables(), destroy()} */
export function createNetworksView({ ask, still, changed }) {
  const view = { yours: false, place: element("div", {}) };
  view.whose = choices("Whose network", { false: "Ours", true: "Yours" }, (yours) => {
    view.yours = yours === "true";
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
  if (view.race) setText(view.said, networksSaid(view.race.story().networks, view.race.moment().state));
}

/** The last epoch against the best epoch of each fold, by the score that there is. */
export function networksSaid(networks, state) {
  const lists = networks.map(({ rows }) => rows.map((row) => row.val_accuracy).filter(Number.isFinite));
  if (!lists.length || lists.some((list) => !list.length)) {
    return "Guess first: how far will the five curves lie apart at the end?";
  }
  const last = mean(lists.map((list) => list.at(-1)));
  const best = mean(lists.map((list) => Math.max(...list)));
  const ends = lists.map((list) => list.at(-1));
  const words = `Held-out accuracy ${percent(last)} on average, from ${percent(Math.min(...ends))} to ${percent(Math.max(...ends))}.`;
  if (state !== "finished") return words;
  const gain = (100 * (best - last)).toFixed(1);
  return (
    `${words} Had each network been stopped at the epoch that is best on its own test fold, it would be ${percent(best)}: ` +
    `${gain} points for nothing. Early stopping needs examples of its own.`
  );
}
