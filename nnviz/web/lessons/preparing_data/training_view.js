// Two or four networks trained side by side: first the reader says which will be better, then they are trained live.

import { choices } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createRace } from "../../race/race.js";

/** @returns {node, update({theme, name, labels, own, said}), answered(answer, question), tables(), destroy()} */
export function createTraining({ ask, still, changed }, idle) {
  const view = { guess: null, guessed: "", shown: null, place: element("div", { class: "pd-race" }) };
  view.title = element("h3", { class: "nl-title" });
  view.guesses = element("div", {});
  view.train = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: () => begin(view) },
    "Train",
  );
  view.words = element("p", { class: "pd-said", role: "status" });
  view.node = element(
    "section",
    { class: "pd-training" },
    view.title,
    element("div", { class: "nl-bar" }, view.guesses, view.train),
    view.words,
    view.place,
  );
  const heard = () => {
    if (view.shown) say(view);
    changed();
  };
  view.race = createRace(
    view.place,
    { ask, still, changed: heard },
    { scores: ["val_accuracy", "val_loss", "accuracy", "loss"], idle: element("p", {}, idle), quiet: true },
  );
  return {
    node: view.node,
    update: (shown) => update(view, shown),
    answered: (answer, question) => view.race.answered(answer, question),
    tables: () => view.race.tables(),
    destroy: () => view.race.destroy(),
  };
}

function update(view, shown) {
  const { name, labels, own, theme } = shown;
  const about = `${name} ${own}`;
  if (view.guessed !== about) {
    Object.assign(view, { guess: null, guessed: about });
    view.choice = choices("Your guess", { ...labels, same: "No difference" }, (guess) => {
      view.guess = guess;
      update(view, view.shown);
    });
    view.guesses.replaceChildren(view.choice.node);
  }
  view.shown = shown;
  view.choice.update(view.guess);
  setText(view.title, shown.question);
  const count = shown.count ?? 2;
  setText(view.train, count === 2 ? "Train both" : `Train all ${count}`);
  view.train.disabled = !view.guess;
  view.race.update(theme);
  say(view);
}

function begin(view) {
  view.race.begin(view.shown.name, { own: view.shown.own });
  view.begun = view.guessed;
  say(view);
}

function say(view) {
  const { shown, guess, race } = view;
  if (!race) return;
  const moment = race.moment();
  const begun = view.begun === view.guessed && moment.networks.some(({ epoch }) => epoch > 0);
  view.place.hidden = view.begun !== view.guessed && Boolean(view.begun);
  const refused = moment.state === "refused" || moment.state === "failed" || moment.state === "gone";
  if (refused && view.begun === view.guessed) setText(view.words, refusalOf(race));
  else if (begun) setText(view.words, verdictOf(moment, shown, guess));
  else if (view.begun === view.guessed && ["waiting", "running"].includes(moment.state))
    setText(view.words, "Waiting for a free worker; the first pictures come within seconds.");
  else setText(view.words, guess ? "Now train." : "Guess first.");
}

function refusalOf(race) {
  return race.refusal() || race.story().message || "The training could not begin. Try again.";
}

/** What the moment shows of the guess; the fault comes first, the cure second. */
export function verdictOf(moment, { said, labels, note = "" }, guess) {
  const [fault, cure] = moment.networks;
  const name =
    Number.isFinite(fault?.val_accuracy) || Number.isFinite(cure?.val_accuracy) ? "val_accuracy" : "val_loss";
  if (said) return said(moment, guess);
  const [one, other] = [fault?.[name], cure?.[name]];
  if (!Number.isFinite(one) || !Number.isFinite(other)) return `Epoch ${moment.epoch} …`;
  const text = (value) => (name === "val_accuracy" ? percent(value) : `a loss of ${short(value)}`);
  const near =
    name === "val_accuracy" ? Math.abs(one - other) < 0.03 : Math.abs(one - other) < 0.03 * Math.max(one, other);
  const better = near ? "same" : one > other === (name === "val_accuracy") ? "fault" : "cure";
  const names = { ...labels, same: "no difference" };
  const words = `Epoch ${moment.epoch}, on validation: ${fault.label} ${text(one)}, ${cure.label} ${text(other)}.`;
  if (moment.state !== "finished") return words;
  return `${words} ${better === guess ? "As you guessed." : `You said: ${names[guess] ?? "nothing"}.`}${note}`;
}
