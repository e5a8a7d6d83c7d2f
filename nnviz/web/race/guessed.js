// A race with a guess before it: which of the networks will be the one that is asked for? For pictures of lessons.

import { choices } from "../base/controls.js";
import { element, setText } from "../base/dom.js";
import { createRace } from "./race.js";

/**
 * @param page ask, still and changed, as `createRace` takes them
 * @param name of the race, for the page
 * @param about {words: what is trained, question: what is to be guessed, labels: of the networks,
 *   answer(networks of the story, with their rows and frames) → the label that is right or null, why: said after it}
 * @returns {node, own(): whether the reader's network is chosen, begin(), answered(answer, question), update(theme), race}
 */
export function createGuessedRace(page, name, about, options) {
  const now = { own: false, guess: null };
  const guess = choices(about.question, named(about.labels), (label) => change({ guess: label }));
  const idle = element(
    "div",
    { class: "nr-guess" },
    element("p", {}, about.words),
    element("p", {}, about.question),
    guess.node,
  );
  const whose = choices("Whose network", { false: "Ours", true: "Yours" }, (own) => change({ own: own === "true" }));
  const train = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: () => begin() },
    "Train side by side",
  );
  const said = element("p", { class: "nr-verdict", role: "status" });
  const place = element("div", {});
  const node = element("div", {}, element("div", { class: "nl-bar" }, whose.node, train), said, place);
  const race = createRace(place, { ...page, changed: () => changed() }, { ...options, idle });

  function change(part) {
    Object.assign(now, part);
    show();
  }

  function changed() {
    show();
    page.changed();
  }

  function show() {
    guess.update(now.guess);
    whose.update(String(now.own));
    setText(said, verdict(race, now, about));
    said.hidden = !said.textContent;
  }

  function begin() {
    race.begin(name, { own: now.own });
  }

  show();
  return {
    node,
    race,
    begin,
    own: () => now.own,
    update: (theme) => race.update(theme),
    destroy: () => race.destroy(),
  };
}

/** Once all are trained: what was said, what it is, and why; of the reader's own networks nothing was guessed. */
export function verdict(race, { own, guess }, about) {
  const { state, networks } = race.moment();
  if (state !== "finished" || own) return "";
  const right = about.answer(race.story().networks);
  if (!right || !networks.length) return "";
  if (guess === null) return about.why;
  return guess === right
    ? `You said ${guess}, and so it is. ${about.why}`
    : `You said ${guess}; it is ${right}. ${about.why}`;
}

function named(labels) {
  return Object.fromEntries(labels.map((label) => [label, label]));
}
