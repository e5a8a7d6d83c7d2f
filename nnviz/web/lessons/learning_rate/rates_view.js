// Six learning rates on the same network, side by side: first the reader says which will end lowest.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createRace } from "../../race/race.js";
import { rateText } from "./words.js";

const RATES = ["0.0001", "0.001", "0.01", "0.1", "1", "10"];
const QUESTION = "Which rate will end lowest?";
const IDLE = "Six copies of one network, from the same first weights, will be trained here at six learning rates.";

/** @returns {node, update(state, world), answered(answer, question), tables(), destroy()} */
export function createRatesView({ ask, still, changed }) {
  const view = { guess: null, own: null };
  // "at 1", not "1": an object would put keys that are whole numbers first
  const named = Object.fromEntries(RATES.map((rate) => [`at ${rate}`, rate]));
  const guess = choices(QUESTION, named, (name) => begin(view, name.slice(3)));
  const whose = choices("Network", { spirals: "Two spirals", own: "Yours" }, (name) => {
    Object.assign(view, { own: name === "own", guess: null });
    show(view);
  });
  const words = element("p", { class: "lr-said", role: "status", "data-part": "eta" });
  const place = element("div", {});
  const bar = element("div", { class: "nl-bar" }, element("b", {}, QUESTION), guess.node, whose.node);
  Object.assign(view, {
    guesses: guess,
    whose,
    words,
    place,
    node: element("div", { class: "lr-rates" }, bar, words, place),
  });
  view.race = createRace(
    place,
    {
      ask,
      still,
      changed: () => {
        show(view);
        changed();
      },
    },
    {
      lenses: ["gradients"],
      lens: null,
      scores: ["loss", "val_loss", "accuracy"],
      ordered: true,
      log: true,
      idle: element("p", { class: "nl-muted" }, IDLE),
    },
  );
  return {
    node: view.node,
    update: (_, { theme, networks }) => {
      view.own ??= "own" in networks;
      setAttributes(whose.node, { hidden: "own" in networks ? null : "" });
      view.race.update(theme);
      show(view);
    },
    answered: (answer, question) => view.race.answered(answer, question),
    tables: () => view.race.tables(),
    destroy: () => view.race.destroy(),
  };
}

/** The guess starts the race. */
function begin(view, rate) {
  view.guess = rate;
  view.race.begin("rates", { own: view.own });
  show(view);
}

function show(view) {
  view.guesses.update(`at ${view.guess}`);
  view.whose.update(view.own ? "own" : "spirals");
  setText(view.words, wordsOf(view.guess, view.race?.moment()));
}

/** What the moment shows of the guess. `moment`: {epoch, networks: [{label, loss, state}], state} */
export function wordsOf(guess, moment) {
  if (!guess) return "Say it first: your guess starts the race.";
  const seen = (moment?.networks ?? []).filter(({ loss }) => Number.isFinite(loss));
  if (!seen.length) return `You say ${guess}. Keras is training …`;
  const best = seen.reduce((one, other) => (other.loss < one.loss ? other : one));
  const [smallest] = seen; // has hardly moved: as good as the start
  const broken = moment.networks.filter(
    ({ loss }) => loss !== undefined && !(Number.isFinite(loss) && loss < 1.5 * smallest.loss),
  );
  const lost = broken.length ? ` Broken: ${broken.map(({ label }) => label).join(", ")}.` : "";
  const right = best.label === guess ? "you said so" : `you said ${guess}`;
  return `Epoch ${rateText(moment.epoch)}: lowest is ${best.label}, at a loss of ${short(best.loss)}; ${right}.${lost}`;
}
