// The same network on the same data, wild points among them, once under each loss: trained side by side.

import { choices, fixed } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { createRace } from "../../race/race.js";

const IDLE =
  "A wave, and one point in seven far above it. The same small network learns it four times, each time under another loss. " +
  "Which curve is lifted most by the wild points?";
const IDLE_OWN =
  "Your network on your data, once under each loss that suits its task, for at most 60 epochs. Will the one that you chose be ahead?";
export const RACERS = ["Mean squared error", "Mean absolute error", "Huber", "Log-cosh"];

/**
 * page: as createRace wants it; on.begin(), on.guess(label), on.own(whether).
 * @returns {update({guess, own}), dress(theme), begin(own), answered, tables, destroy}
 */
export function createRaced(root, page, on) {
  const chips = RACERS.map((label) =>
    element("button", { type: "button", class: "nl-button lf-chip", onclick: () => on.guess(label) }, label),
  );
  const told = element("p", {});
  const guesses = element(
    "div",
    { class: "lf-chips", role: "group", "aria-label": "Which curve is lifted most?" },
    ...chips,
  );
  const idle = element("div", { class: "lf-guessing" }, told, guesses);
  const own = choices("Whose network", { false: "These data", true: "Yours" }, (kind) => on.own(kind === "true"));
  const made = { type: "button", class: "nl-button nl-primary", onclick: on.begin };
  const train = element("button", made, "Train under each loss");
  const words = element("p", { class: "lf-said lf-raced", role: "status" });
  const place = element("div", {});
  root.append(element("div", { class: "nl-bar" }, train, own.node), words, place);
  const race = createRace(place, page, {
    lenses: ["gradients", "weights"],
    lens: null,
    scores: ["val_mean_absolute_error", "mean_absolute_error", "val_accuracy", "accuracy", "val_loss", "loss"],
    idle,
  });
  const update = ({ guess, own: whose }) => {
    own.update(whose);
    setText(told, whose ? IDLE_OWN : IDLE);
    guesses.hidden = whose;
    for (const chip of chips) setAttributes(chip, { "aria-pressed": String(guess === chip.textContent) });
    setText(words, raceWords(race.moment(), race.story().ground?.line, whose, guess));
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

/** How far each curve lies above the wave that the points were made of, on average over it. */
export function liftOf({ x }, values) {
  const inside = x.flatMap((v, i) => (Math.abs(v) <= 1 ? [values[i] - Math.sin(Math.PI * v)] : []));
  return inside.reduce((sum, lift) => sum + lift, 0) / inside.length;
}

/** @param line: the race's ground along its input; null for data of another kind */
export function raceWords({ networks, epoch, state }, line, own, guess) {
  if (own || !line) return "";
  const lifts = networks.flatMap(({ label, output }) =>
    Array.isArray(output?.[0]) ? [{ label, lift: liftOf(line, output[0]) }] : [],
  );
  if (!lifts.length) return "";
  const told = lifts.map(({ label, lift }) => `${label} ${fixed(lift)}`).join(", ");
  const most = lifts.reduce((a, b) => (Math.abs(b.lift) > Math.abs(a.lift) ? b : a));
  const said = `Epoch ${epoch}: above the wave without its wild points lie, on average, ${told}.`;
  if (state !== "finished" || !guess) return said;
  return `${said} ${guess === most.label ? "Your guess was right." : `You guessed ${guess}.`}`;
}
