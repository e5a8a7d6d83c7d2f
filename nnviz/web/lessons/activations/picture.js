// The lesson "Activation functions": one function and ten layers of it, layers without any, softmax.

import { choices, fixed, select, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { takeAway } from "../../lesson/views.js";
import { chain, FUNCTIONS } from "./functions.js";
import { createLayers } from "./layers.js";
import { createPlot } from "./plot.js";
import { createRaced } from "./raced.js";
import { tablesOf, valuesOf } from "./report.js";
import { createShares } from "./shares.js";
import {
  beginning,
  chainOf,
  choose,
  guess,
  INNER,
  MOST_LAYERS,
  measuresOf,
  moveLogit,
  moveZ,
  setState,
  sharesOf,
  VIEWS,
} from "./state.js";
import { createSums, histogram, sumWords } from "./sums.js";
import { createTiny } from "./tiny.js";
import { ABOUT, flatness, readout, shareWords, verdict } from "./words.js";

const TOLD = [
  "view",
  "name",
  "other",
  "all",
  "z",
  "weight",
  "layers",
  "inner",
  "further",
  "w1",
  "b1",
  "w2",
  "b2",
  "v1",
  "v2",
  "c",
  "corner",
  "steep",
  "level",
  "logits",
  "temperature",
  "own",
];

export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null, sums: null, refusal: "" };
  picture.asking = createAsking(lesson.ask, (answer, question) => hear(picture, answer, question));
  picture.parts = createParts();
  picture.controls = createControls(picture);
  picture.views = createViews(picture);
  layOut(root, picture);
  return {
    update: ({ theme, data }) => {
      picture.theme = theme;
      picture.views.race.dress(theme);
      picture.asking.heard(data.answer);
      show(picture);
    },
    set: (next) => change(picture, (state) => setState(state, next)),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    tables: () => [...picture.views.race.tables(), ...tablesOf(picture.state)],
    measures: () => measuresOf(picture.state),
    destroy: () => takeAway(root, picture),
  };
}

function hear(picture, answer, question) {
  if (question.want !== "sums") return picture.views.race.answered(answer, question);
  Object.assign(picture, { sums: answer.sums ?? null, refusal: answer.error ?? "" });
  if (picture.sums) return layerOf(picture, 0);
  return show(picture);
}

/** Shows the sums of one of the network's layers, and its function; null: none. */
function layerOf(picture, layer) {
  change(picture, (state) => {
    state.layer = layer;
    if (layer !== null) choose(state, picture.sums.layers[layer].activation);
  });
}

function change(picture, act) {
  act(picture.state);
  show(picture);
}

function createParts() {
  const words = (name, part) => element("p", { class: `af-words af-${name}`, "data-part": part, role: "status" });
  return {
    plot: element("div", { class: "af-plotplace" }),
    layers: element("div", { class: "af-layersplace" }),
    tiny: element("div", { class: "af-tiny" }),
    shares: element("div", { class: "af-sharesplace" }),
    race: element("div", { class: "af-view" }),
    about: words("about", "f"),
    readout: words("readout", "a slope"),
    verdict: words("verdict", "g"),
    said: words("said", "p"),
  };
}

function createControls(picture) {
  const take = (part) => change(picture, (state) => Object.assign(state, part));
  const titles = Object.fromEntries(Object.entries(FUNCTIONS).map(([name, { title }]) => [name, title]));
  const all = element("input", { type: "checkbox", onchange: () => take({ all: all.checked }) });
  const range = (part, label, [min, max, step], input) => slider({ part, label, min, max, step, input });
  return {
    view: choices("What to look at", VIEWS, (view) => take({ view })),
    name: choices("Activation function", titles, (name) => change(picture, (state) => choose(state, name))),
    other: select("compare with", { "": "nothing", ...titles }, (other) => take({ other })),
    sums: createSums({
      want: () => {
        picture.asking.ask({ want: "sums" });
        show(picture);
      },
      layer: (layer) => layerOf(picture, layer),
    }),
    all,
    allLabel: element("label", { class: "af-check" }, all, element("span", {}, "all, faintly")),
    layers: range("g", "layers", [1, MOST_LAYERS, 1], (layers) => take({ layers })),
    weight: range("w", "weight w", [-3, 3, 0.1], (weight) => take({ weight })),
    inner: choices("Activation of the hidden units", INNER, (inner) => take({ inner })),
    further: range("W", "layers", [2, 6, 1], (count) => take({ further: count - 2 })),
    temperature: range("T", "temperature T", [0.1, 5, 0.1], (temperature) => take({ temperature })),
    raise: element(
      "button",
      { type: "button", class: "nl-button", onclick: () => change(picture, raise) },
      "Add 1 to every logit",
    ),
  };
}

function raise(state) {
  const room = Math.max(...state.logits) <= 3;
  state.logits.forEach((value, i) => moveLogit(state, i, value + (room ? 1 : 0)));
}

function createViews(picture) {
  const { parts, asking, lesson } = picture;
  const page = { ask: asking.ask, still: lesson.still, changed: () => show(picture) };
  return {
    race: createRaced(parts.race, page, {
      begin: () => picture.views.race.begin(picture.state.own),
      guess: (label) => change(picture, (state) => guess(state, label)),
      own: (own) => change(picture, (state) => Object.assign(state, { own })),
    }),
    plot: createPlot(parts.plot, { z: (z) => change(picture, (state) => moveZ(state, z)) }),
    layers: createLayers(parts.layers),
    tiny: createTiny(parts.tiny, { change: (part) => change(picture, (state) => Object.assign(state, part)) }),
    shares: createShares(parts.shares, {
      logit: (i, value) => change(picture, (state) => moveLogit(state, i, value)),
    }),
  };
}

function layOut(root, picture) {
  const { parts, controls } = picture;
  const bar = (...nodes) => element("div", { class: "nl-bar" }, ...nodes);
  const label = (words) => element("span", { class: "nl-label" }, words);
  const functionView = element(
    "div",
    { class: "af-view af-function" },
    element("div", { class: "af-names" }, element("div", { "data-part": "f" }, controls.name.node), controls.sums.node),
    element("div", { class: "af-left" }, parts.plot, bar(controls.other.node, controls.allLabel, key()), parts.readout),
    element(
      "div",
      { class: "af-right" },
      element("h3", { class: "nl-title" }, "The same function, layer after layer"),
      element("div", { class: "af-sliders2" }, controls.layers.node, controls.weight.node),
      parts.layers,
      parts.verdict,
    ),
    parts.about,
  );
  const linearView = element(
    "div",
    { class: "af-view" },
    bar(label("activation of the hidden units"), controls.inner.node, controls.further.node),
    parts.tiny,
  );
  const softmaxView = element(
    "div",
    { class: "af-view" },
    bar(controls.temperature.node, controls.raise),
    parts.shares,
    parts.said,
  );
  picture.screens = { function: functionView, linear: linearView, softmax: softmaxView, race: parts.race };
  root.append(element("div", { class: "af" }, bar(controls.view.node), ...Object.values(picture.screens)));
}

/** What the strip's colours mean. */
function key() {
  const scale = element("i", { class: "af-scale" });
  return element("span", { class: "nl-label af-key", "data-part": "slope" }, "colour: slope 0", scale, "1");
}

function show(picture) {
  const { state, theme, controls, screens, lesson } = picture;
  if (!theme) return;
  controls.view.update(state.view);
  for (const [name, screen] of Object.entries(screens)) screen.hidden = name !== state.view;
  const shows = { function: showFunction, linear: showLayers, softmax: showShares, race: showRace };
  shows[state.view](picture);
  lesson.changed();
}

function showFunction(picture) {
  const { state, theme, parts, controls, views, sums, asking, refusal } = picture;
  const { name, other, all, z, weight, layers, layer } = state;
  const own = sums && layer !== null ? sums.layers[layer] : null;
  controls.sums.update({ sums, layer, waits: asking.waitsFor("sums"), refusal });
  controls.name.update(name);
  controls.other.update(other);
  controls.all.checked = all;
  controls.layers.update(layers, String(layers));
  controls.weight.update(weight, fixed(weight, 1));
  views.plot.update({ theme, name, other, all, z, bars: own ? histogram(own.sums) : [] });
  views.layers.update({ theme, chain: chainOf(state), other: other ? chain(other, z, weight, layers) : null });
  const flat = flatness(name, z);
  const here = [other ? readout(other, z) : "", flat ? `Here: ${flat}.` : ""].filter(Boolean).join(" · ");
  setText(parts.readout, own ? sumWords(sums, layer, name) : here);
  setText(parts.verdict, verdict(chainOf(state)));
  setText(parts.about, ABOUT[name]);
}

function showLayers({ state, controls, views }) {
  controls.inner.update(state.inner);
  controls.further.update(state.further + 2, String(state.further + 2));
  views.tiny.update(state);
}

function showRace({ state, views }) {
  views.race.update({ guess: state.guess, own: state.own });
}

function showShares({ state, parts, controls, views }) {
  controls.temperature.update(state.temperature, fixed(state.temperature, 1));
  views.shares.update(state);
  setText(parts.said, shareWords(sharesOf(state), state.temperature));
}
