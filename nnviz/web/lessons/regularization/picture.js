// The lesson "Regularization": seven networks side by side, the penalty on one weight, and the sub-networks of dropout.

import { choices, slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { createRace } from "../../race/race.js";
import { createDropoutPlane } from "./dropout_plane.js";
import { dropoutWords, guessWords, tablesOf, valuesOf, weightWords } from "./report.js";
import { beginning, drawnOf, MOST_DRAWS, measuresOf, moveStar, setState, TOLD, VIEWS } from "./state.js";
import { createWeightPlot } from "./weight_plot.js";

const REMEDIES = {
  Nothing: "The network as it is.",
  L1: "Every weight costs its size.",
  L2: "Every weight costs its square.",
  Dropout: "Half of the units are out, others at every step.",
  "Batch norm": "Each layer's sums are brought to one scale.",
  Augmentation: "No example is seen twice: each time it is moved a little.",
  "Early stopping": "It ends when new examples begin to suffer.",
};
const IDLE =
  "This network has 2,545 weights and 64 examples to learn: it can learn them by heart. All seven begin alike. " +
  "Which one will be best on new examples? Choose one, then train.";

export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null };
  picture.asking = createAsking(lesson.ask, (answer, question) => hear(picture, answer, question));
  picture.controls = createControls(picture);
  picture.parts = createParts();
  picture.race = createRace(
    picture.parts.race,
    { ask: picture.asking.ask, still: lesson.still, changed: () => show(picture) },
    {
      lenses: ["weights", "gradients", "spread"],
      scores: ["val_loss", "loss", "val_accuracy", "accuracy"],
      idle: picture.controls.guess.node,
    },
  );
  picture.plot = createWeightPlot(picture.parts.plot, {
    star: (star) => change(picture, (state) => moveStar(state, star)),
  });
  picture.plane = createDropoutPlane(picture.parts.plane);
  layOut(root, picture);
  return {
    update: ({ theme, data }) => {
      picture.theme = theme;
      picture.race.update(theme);
      picture.asking.heard(data.answer);
      show(picture);
    },
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    measures: () => measuresOf(picture.state),
    tables: () => tablesOf(picture.state, picture.race.tables()),
    destroy: () => {
      for (const part of [picture.asking, picture.race, picture.plot, picture.plane]) part.destroy();
      root.replaceChildren();
    },
  };
}

function hear(picture, answer, question) {
  if (question.want !== "dropout") return picture.race.answered(answer, question);
  picture.state.network = answer.network ?? null;
  picture.refusal = answer.error ?? "";
  return show(picture);
}

function set(picture, next) {
  change(picture, (state) => setState(state, next));
  if (next.play) picture.race.begin("remedies", { own: picture.state.own });
}

function change(picture, act) {
  act(picture.state);
  show(picture);
}

function createControls(picture) {
  const take = (part) => change(picture, (state) => Object.assign(state, part));
  const range = (part, label, [min, max, step], input) => slider({ part, label, min, max, step, input });
  const button = (words, act, kind = "") =>
    element("button", { type: "button", class: `nl-button ${kind}`, onclick: act }, words);
  return {
    view: choices("What to look at", VIEWS, (view) => take({ view })),
    own: choices("Whose network", { false: "Ours", true: "Yours" }, (own) => take({ own: own === "true" })),
    guess: createGuess((guess) => take({ guess })),
    train: button("Train all seven", () => picture.race.begin("remedies", { own: picture.state.own }), "nl-primary"),
    l1: range("l", "L1", [0, 2, 0.05], (l1) => take({ l1 })),
    l2: range("l", "L2", [0, 3, 0.05], (l2) => take({ l2 })),
    rate: range("m", "rate", [0, 0.9, 0.05], (rate) => take({ rate })),
    another: button("Another sub-network", () => take({ seed: picture.state.seed + 1, draws: 1 })),
    many: button(`${MOST_DRAWS} at once`, () => take({ seed: picture.state.seed + 1, draws: MOST_DRAWS })),
  };
}

/** The remedies as cards: the one that is chosen is the guess. */
function createGuess(pick) {
  const cards = Object.entries(REMEDIES).map(([label, about]) => {
    const words = [element("strong", {}, label), element("span", {}, about)];
    return element(
      "button",
      { type: "button", class: "lr-remedy", "data-name": label, onclick: () => pick(label) },
      ...words,
    );
  });
  const node = element(
    "div",
    { class: "lr-guessing" },
    element("p", {}, IDLE),
    element("div", { class: "lr-remedies" }, ...cards),
  );
  const update = (guess) => {
    for (const card of cards) setAttributes(card, { "aria-pressed": String(card.dataset.name === guess) });
  };
  return { node, update };
}

function createParts() {
  const words = (name) => element("p", { class: `lr-words lr-${name}`, role: "status" });
  const place = (name) => element("div", { class: `lr-${name}place` });
  return {
    race: place("race"),
    plot: place("plot"),
    plane: place("planes"),
    guess: words("guess"),
    weight: words("weight"),
    dropout: words("dropout"),
  };
}

function layOut(root, picture) {
  const { controls: c, parts } = picture;
  const bar = (...nodes) => element("div", { class: "nl-bar" }, ...nodes);
  picture.panels = {
    remedies: element("div", { class: "lr-panel" }, bar(c.train, c.own.node), parts.guess, parts.race),
    weight: element(
      "div",
      { class: "lr-panel lr-two" },
      parts.plot,
      element("div", { class: "lr-side" }, c.l1.node, c.l2.node, parts.weight),
    ),
    dropout: element(
      "div",
      { class: "lr-panel lr-two" },
      parts.plane,
      element("div", { class: "lr-side" }, c.rate.node, bar(c.another, c.many), parts.dropout, key()),
    ),
  };
  root.append(bar(c.view.node), ...Object.values(picture.panels));
}

function key() {
  const line = (name, words) => element("span", {}, element("i", { class: `lr-key lr-key${name}` }), words);
  const lines = [
    line("thin", "one sub-network"),
    line("mean", "mean of those drawn"),
    line("whole", "the whole network"),
  ];
  return element("div", { class: "lr-legend" }, ...lines);
}

function show(picture) {
  const { state, theme, controls, parts, panels, race } = picture;
  if (!theme || !panels) return;
  for (const [name, panel] of Object.entries(panels)) panel.hidden = name !== state.view;
  controls.view.update(state.view);
  controls.own.update(state.own);
  controls.guess.update(state.guess);
  controls.l1.update(state.l1, short(state.l1));
  controls.l2.update(state.l2, short(state.l2));
  controls.rate.update(state.rate, short(state.rate));
  picture.plot.update(state);
  setText(parts.weight, weightWords(state));
  if (state.view === "dropout" && !state.network && !picture.asking.waitsFor("dropout") && !picture.refusal) {
    picture.asking.ask({ want: "dropout" });
  }
  picture.plane.update({ theme, network: state.network, drawn: drawnOf(state), rate: state.rate });
  setText(parts.dropout, picture.refusal || dropoutWords(state) || "Training a small network with dropout …");
  setText(parts.guess, guessWords(state.guess, race.moment()));
  picture.lesson.changed();
}
