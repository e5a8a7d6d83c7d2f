// A race with a guess before it: which of the networks will be the one that is asked for? For pictures of lessons.

import { choices } from "../base/controls.js";
import { element, setText } from "../base/dom.js";
import { createRace } from "./race.js";

/**
 * @param page ask, still and changed, as `createRace` takes them
 * @param name of the race, for the page
 * @param about {words: what is trained, question: what is to be guessed, labels: of the networks,
 *   answer(networks of the story, with their rows and frames) → the label that is right or null, why: said after it,
 *   more: {name of another race: {title, why}}, optional, with `title` of the first one}
 * @returns {node, race, begin(name of another race, optional), began(): {name, own} of the last, update(theme), destroy()}
 */
export function createGuessedRace(page, name, about, options) {
  const now = { own: false, guess: null, name, began: name };
  const { guess, whose, which, train, said, place, node } = createParts(name, about, { change });
  const idle = element(
    "div",
    { class: "nr-guess" },
    element("p", {}, about.words),
    element("p", {}, about.question),
    guess.node,
  );
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
    which.update(now.name);
    setText(said, now.began === name ? verdict(race, now, about) : after(race, now, about.more[now.began]));
    said.hidden = !said.textContent;
  }

  function begin(other = now.name) {
    Object.assign(now, { name: other, began: other, begunOwn: now.own });
    race.begin(other, { own: now.own });
  }

  train.addEventListener("click", () => begin());
  show();
  return {
    node,
    race,
    begin,
    began: () => ({ name: now.began, own: now.begunOwn ?? false }),
    update: (theme) => race.update(theme),
    destroy: () => race.destroy(),
  };
}

function createParts(name, about, on) {
  const titles = Object.entries(about.more ?? {}).map(([other, { title }]) => [other, title]);
  const parts = {
    guess: choices(about.question, named(about.labels), (label) => on.change({ guess: label })),
    whose: choices("Whose network", { false: "Ours", true: "Yours" }, (own) => on.change({ own: own === "true" })),
    which: choices("Which race", Object.fromEntries([[name, about.title ?? ""], ...titles]), (other) =>
      on.change({ name: other }),
    ),
    train: element("button", { type: "button", class: "nl-button nl-primary" }, "Train side by side"),
    said: element("p", { class: "nr-verdict", role: "status" }),
    place: element("div", {}),
  };
  parts.which.node.hidden = !titles.length;
  const bar = element("div", { class: "nl-bar" }, parts.whose.node, parts.which.node, parts.train);
  return { ...parts, node: element("div", {}, bar, parts.said, parts.place) };
}

/** What is said of another race than the one that was guessed about, once it has ended. */
function after(race, { own }, { why }) {
  return race.moment().state === "finished" && !own ? why : "";
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
