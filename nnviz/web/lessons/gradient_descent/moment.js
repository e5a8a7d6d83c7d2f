// What all views of the race draw: the racers at the step that is shown, in their colours, on their surface.

import { css, mix, rgb } from "../../base/colors.js";
import { short } from "../../base/numbers.js";
import { position } from "./map.js";
import { RULES, verdict } from "./optimizers.js";
import { raceOf, STEPS, settingsOf, TITLES } from "./state.js";
import { largestGap, rateWords } from "./words.js";

const COLOUR_OF = { sgd: 5, momentum: 1, nesterov: 4, adagrad: 6, rmsprop: 2, adam: 8, adamw: 3 };

/** Keras's own run of this very race, or null while there is none. */
export function answeredBy(state, race) {
  return race?.key === JSON.stringify(raceOf(state)) ? race : null;
}

export function momentOf({ state, theme, trails, race }, surface) {
  const keras = answeredBy(state, race);
  const colours = Object.fromEntries(
    Object.entries(COLOUR_OF).map(([name, k]) => [name, legible(theme, theme.classes[k])]),
  );
  const racers = state.on.map((name) => racerOf(name, { state, trails, keras, colour: colours[name] }));
  const chosen = racers.find(({ name }) => name === state.inspect);
  const { lowest, batches = { 0: "all examples" }, line } = surface;
  const names = racers.map(({ title }) => title).join(", ");
  return {
    ...state,
    theme,
    name: state.surface,
    surface,
    racers,
    keras,
    steps: STEPS,
    lowest,
    colours,
    batches,
    line,
    seen: chosen.trail.batch[Math.min(Math.floor(state.step), STEPS - 1)],
    verdict: rateWords(chosen.title, verdict(chosen.trail, lowest), chosen.trail, lowest),
    words: `Map of the loss over two weights, ${TITLES[state.surface]}, with the paths of ${names}`,
  };
}

function racerOf(name, { state, trails, keras, colour }) {
  const points = keras?.paths[name] ?? trails[name].weights;
  return {
    name,
    title: RULES[name].title,
    colour,
    trail: trails[name],
    points,
    settings: settingsOf(name, state),
    place: position(points, state.step),
  };
}

/** Whose paths are shown; `refusal` says why Keras's are not, or is "". */
export function whoComputed({ keras, racers }, refusal) {
  if (!keras) return `Paths by the formulas on this page. ${refusal || "Keras is running the same race …"}`;
  const gap = Math.max(...racers.map(({ points, trail }) => largestGap(points, trail.weights)));
  const agreement = gap ? `the same to within ${short(gap, 2)}` : "exactly the same";
  return `Paths by Keras ${keras.version}’s own optimizers; the formulas on this page give ${agreement}.`;
}

/** A racer's colour, lighter where the map is dark. */
function legible(theme, colour) {
  return theme.dark ? css(mix(rgb(colour), [255, 255, 255], 0.3)) : colour;
}
