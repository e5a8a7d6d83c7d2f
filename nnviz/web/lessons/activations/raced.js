// The same deep network once with each activation function, trained side by side: a guess before, and what came of it.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createRace } from "../../race/race.js";

export const RACERS = ["none", "sigmoid", "tanh", "ReLU", "leaky ReLU", "ELU", "GELU", "SiLU"];
const IDLE =
  "Six layers of eight units have to tell an inner ring from an outer one, by plain gradient descent. " +
  "All is the same but the activation. Two of the eight never learn it. Which two?";
const IDLE_OWN =
  "Your network, once with each activation in all of its hidden layers, for at most 60 epochs. Will the one that you chose be ahead?";
const LEARNT = 0.9; // of new examples right

/**
 * page: as createRace wants it; on.begin(), on.guess(label), on.own(whether).
 * @returns {update({guess, own}), dress(theme), begin(own), answered, tables, destroy}
 */
export function createRaced(root, page, on) {
  const chips = RACERS.map((label) =>
    element("button", { type: "button", class: "nl-button af-chip", onclick: () => on.guess(label) }, label),
  );
  const told = element("p", {});
  const guesses = element(
    "div",
    { class: "af-chips", role: "group", "aria-label": "Which two will not learn?" },
    ...chips,
  );
  const idle = element("div", { class: "af-guessing" }, told, guesses);
  const own = choices("Whose network", { false: "This network", true: "Yours" }, (kind) => on.own(kind === "true"));
  const train = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: on.begin },
    "Train all eight",
  );
  const words = element("p", { class: "af-words af-raced", role: "status" });
  const place = element("div", {});
  root.append(element("div", { class: "nl-bar" }, train, own.node), words, place);
  const race = createRace(place, page, {
    lenses: ["gradients", "spread", "idle"],
    scores: ["val_accuracy", "accuracy", "val_loss", "loss"],
    idle,
  });
  const update = ({ guess, own: whose }) => {
    own.update(whose);
    setText(told, whose ? IDLE_OWN : IDLE);
    guesses.hidden = whose;
    chips.forEach((chip, i) => setAttributes(chip, { "aria-pressed": String(guess.includes(RACERS[i])) }));
    setText(words, raceWords(race.moment(), whose ? null : guess));
  };
  return {
    update,
    dress: race.update,
    begin: (whose) => race.begin("each", { own: whose }),
    answered: race.answered,
    tables: race.tables,
    destroy: race.destroy,
  };
}

/** Who has learnt by now, and how much of the gradient reaches the first layer; `guess`: null for another network. */
export function raceWords({ networks, epoch, state }, guess) {
  const known = networks.filter(({ val_accuracy: share }) => Number.isFinite(share));
  if (!known.length) return "";
  const by = (learnt) =>
    known.filter(({ val_accuracy: share }) => share >= LEARNT === learnt).map(({ label }) => label);
  const [able, stuck] = [by(true), by(false)];
  const rest = stuck.length ? ` Not yet: ${stuck.join(", ")}.` : "";
  const first = able.length ? `right nine times in ten: ${able.join(", ")}.` : "nobody is right nine times in ten.";
  const said = [`Epoch ${epoch}, ${first}${rest}`, gradientWords(known)];
  if (guess?.length && state === "finished") said.push(guessWords(known, guess));
  return said.filter(Boolean).join(" ");
}

/** Whose first layer gets the smallest share of what the last one gets. */
function gradientWords(networks) {
  const shares = networks
    .filter(({ gradients }) => gradients?.length > 1 && gradients[0] > 0 && gradients.at(-1) > 0)
    .map(({ label, gradients }) => [label, gradients.at(-1) / gradients[0]])
    .sort(([, a], [, b]) => b - a);
  if (!shares.length || shares[0][1] < 2) return "";
  const [label, times] = shares[0];
  return `The gradient in the first layer of ${label} is ${short(times)} times smaller than in its last.`;
}

function guessWords(networks, guess) {
  const worst = [...networks].sort((a, b) => a.val_accuracy - b.val_accuracy).slice(0, 2);
  const names = worst.map(({ label }) => label);
  const hits = guess.filter((label) => names.includes(label)).length;
  if (hits === 2) return "Both of your guesses were right.";
  return `${hits ? "One of your guesses was" : "Neither of your guesses was"} right.`;
}
