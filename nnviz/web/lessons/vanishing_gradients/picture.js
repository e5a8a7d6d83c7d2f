// Vanishing and exploding gradients: a deep network computed anew at every change, its signal forward and its gradient back, layer by
// layer, with what theory says drawn over it.

import { element, setAttributes, setText } from "../../base/dom.js";
import { createLayerLanes } from "../../lesson/layer_lanes.js";
import { told } from "../../lesson/preset.js";
import { createControls } from "./controls.js";
import { LIMIT, momentOf } from "./moment.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import { beginning, change, setState } from "./state.js";
import { clippingWords, GUESS, guessWords, layerWords, signalWords, verdict } from "./words.js";

const TOLD = [
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

/** A picture holds `state`, the `moment` computed from it, its `controls` and its `views`. */
export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), moment: null, theme: null, pending: 0 };
  picture.controls = createControls({ change: (part) => take(picture, part) });
  picture.views = {
    lanes: createLayerLanes({ pick: (layer, clicked) => pick(picture, layer, clicked) }),
    ...createWords(),
  };
  layOut(root, picture);
  compute(picture);
  return {
    update: ({ theme }) => {
      picture.theme = theme;
      show(picture);
    },
    set: (next) => {
      setState(picture.state, next);
      compute(picture);
    },
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, picture.moment),
    tables: () => tablesOf(picture.state, picture.moment),
    measures: () => measuresOf(picture.state, picture.moment),
    destroy: () => {
      cancelAnimationFrame(picture.pending);
      picture.views.lanes.destroy();
      root.replaceChildren();
    },
  };
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

function layOut(root, { controls, views }) {
  const { lanes, verdict: says, layer, clipping, key } = views;
  root.append(
    element(
      "div",
      { class: "vg" },
      controls.node,
      element("div", { class: "vg-main" }, says, lanes.node, key, layer, clipping),
    ),
  );
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

function show({ state, moment, theme, controls, views, lesson }) {
  controls.update(state);
  if (!theme) return;
  const open = state.guess === "open";
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
  lesson.changed();
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
