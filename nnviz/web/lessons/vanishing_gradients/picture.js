// Vanishing and exploding gradients: a deep network computed anew at every change, its signal forward and its gradient back, layer by
// layer, with what theory says drawn over it; six deep networks trained side by side; and the reader's own.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { createLayerLanes } from "../../lesson/layer_lanes.js";
import { createOwnNetwork } from "../../lesson/own_network.js";
import { told } from "../../lesson/preset.js";
import { askingOf } from "../../lesson/views.js";
import { createGuessedRace } from "../../race/guessed.js";
import { createControls } from "./controls.js";
import { LIMIT, momentOf } from "./moment.js";
import { createOwnView } from "./own_view.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import { beginning, change, setState, VIEWS } from "./state.js";
import { clippingWords, GUESS, guessWords, layerWords, OWN, RACE, signalWords, verdict } from "./words.js";

const TOLD = [
  "view",
  "depth",
  "scale",
  "activation",
  "normalization",
  "skip",
  "shown",
  "clipping",
  "threshold",
  "layer",
  "seed",
];

/** A picture holds `state`, the `moment` computed from it, `own`: the reader's network once it was asked for, and its parts. */
export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), moment: null, theme: null, own: null, pending: 0 };
  picture.asking = askingOf(picture, hear, show);
  picture.controls = createControls({ change: (part) => take(picture, part) });
  picture.views = createViews(picture);
  layOut(root, picture);
  compute(picture);
  return {
    update: ({ theme, data }) => {
      picture.theme = theme;
      picture.views.race.update(theme);
      picture.asking.heard(data?.answer);
      show(picture);
    },
    set: (next) => {
      setState(picture.state, next);
      compute(picture);
    },
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, picture.moment),
    tables: () => [...tablesOf(picture.state, picture.moment), ...picture.views.race.race.tables()],
    measures: () => measuresOf(picture.state, picture.moment),
    destroy: () => destroy(root, picture),
  };
}

function createViews(picture) {
  const { lesson, asking } = picture;
  const body = createOwnView();
  const ask = () => {
    asking.ask({ want: "layers" });
    show(picture);
  };
  return {
    tabs: choices("What to look at", VIEWS, (view) => take(picture, { view })),
    lanes: createLayerLanes({ pick: (layer, clicked) => pick(picture, layer, clicked) }),
    race: createGuessedRace({ ask: asking.ask, still: lesson.still, changed: lesson.changed }, "depths", RACE, {
      lenses: ["gradients", "spread", "saturated", "weights"],
    }),
    ownBody: body,
    own: createOwnNetwork({ ask }, body, OWN),
    ...createWords(),
  };
}

function hear(picture, answer, question) {
  if (question.want !== "layers") return picture.views.race.race.answered(answer, question);
  picture.own = answer.layers ?? picture.own;
  return show(picture);
}

function destroy(root, { pending, asking, views }) {
  cancelAnimationFrame(pending);
  for (const part of [asking, views.lanes, views.race, views.ownBody]) part.destroy();
  root.replaceChildren();
}

function createWords() {
  return {
    verdict: element(
      "p",
      { class: "vg-verdict", role: "status" },
      element("b", {}),
      " ",
      element("span", { "data-part": "factor" }),
    ),
    layer: element("p", { class: "vg-line nl-muted" }),
    clipping: element("p", { class: "vg-line" }),
    key: element(
      "p",
      { class: "vg-line vg-key nl-muted" },
      element("i", { class: "vg-dash" }),
      "what theory says of an endlessly wide network, before anything is computed",
    ),
  };
}

function layOut(root, picture) {
  const { controls, views } = picture;
  const { tabs, lanes, verdict: says, layer, clipping, key, race, own } = views;
  const main = element("div", { class: "vg-main" }, says, lanes.node, key, layer, clipping);
  picture.places = {
    network: element("div", { class: "vg" }, controls.node, main),
    race: element("div", {}, race.node),
    own: element("div", {}, own.node),
  };
  root.append(element("div", { class: "vg-all" }, tabs.node, ...Object.values(picture.places)));
}

/** However often a slider speaks within a frame, the network is computed once. */
function take(picture, part) {
  const again = part.seed === 0 ? { seed: picture.state.seed + 1 } : {};
  change(picture.state, { ...part, ...again });
  cancelAnimationFrame(picture.pending);
  picture.pending = requestAnimationFrame(() => compute(picture));
}

/** A layer that is pointed at is told of; a click is the guess that was asked for. */
function pick(picture, layer, clicked) {
  if (clicked && picture.state.guess === "open") picture.state.guess = layer;
  else if (layer === picture.state.layer) return;
  picture.state.layer = layer;
  show(picture);
}

function compute(picture) {
  picture.moment = momentOf(picture.state);
  show(picture);
}

function show(picture) {
  const { state, theme, views, places, asking, own, lesson } = picture;
  views.tabs.update(state.view);
  for (const [name, place] of Object.entries(places)) place.hidden = name !== state.view;
  if (!theme) return;
  if (state.view === "network") showNetwork(picture);
  else if (state.view === "own") {
    views.own.update({ own, theme, waiting: asking.waitsFor("layers"), refusal: asking.refusal("layers") });
  }
  lesson.changed();
}

function showNetwork({ state, moment, controls, views }) {
  const open = state.guess === "open";
  controls.update(state);
  say(views, moment, state, open);
  views.lanes.update({
    ...moment,
    ...state,
    bars: open ? moment.bars.map(() => 1) : moment.bars,
    limit: LIMIT,
    theory: state.shown === "outputs" && !open ? moment.predicted.gradient : null,
    words: open ? `Layer ${state.layer + 1}` : layerWords(moment, state),
    forward: `Signal → ${signalWords(moment)}`,
    back: `← Gradient of the ${state.shown}, in parts of the last layer's`,
  });
}

function say(views, moment, state, open) {
  const [kind, sentence] = verdict(moment, state);
  const guessed = state.guess === null || open ? "" : guessWords(moment, state.guess);
  setText(views.verdict.firstChild, open ? "" : `The gradient ${kind === "broken" ? "is lost" : kind}.`);
  setAttributes(views.verdict, { "data-kind": open ? null : kind });
  setText(views.verdict.lastChild, open ? GUESS : `${guessed}${sentence}`);
  setText(views.layer, open ? "" : layerWords(moment, state));
  setText(views.clipping, clippingWords(moment, state));
}
