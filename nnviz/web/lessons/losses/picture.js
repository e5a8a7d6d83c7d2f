// The lesson "Loss functions": a number, yes or no, one of several: what each loss says, and how it pulls.

import { choices, fixed, slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { takeAway } from "../../lesson/views.js";
import { createClasses } from "./classes.js";
import { createCurves } from "./curves.js";
import { OF_ERROR, OF_OUTPUT, sigmoid } from "./losses.js";
import { answersFor, createOwn, histogram, ownWords } from "./own.js";
import { createRaced } from "./raced.js";
import { tablesOf, valuesOf } from "./report.js";
import { createScatter } from "./scatter.js";
import {
  beginning,
  CLASSES,
  ERRORS,
  errorsAt,
  fitsOf,
  measuresOf,
  moveError,
  moveOutput,
  movePoint,
  moveShare,
  OUTPUTS,
  setState,
  toggle,
  VIEWS,
} from "./state.js";
import { isLit, lineWords, outputWords, USES } from "./words.js";

const TOLD = [
  "view",
  "on",
  "delta",
  "flat",
  "chosen",
  "error",
  "judged",
  "gamma",
  "truth",
  "z",
  "named",
  "own",
  "points",
];
const AXES = {
  line: {
    ...{ of: ERRORS, values: [0, 12], slopes: [-5, 5], name: "error e", label: "the error", part: "e" },
    ...{ step: 0.1, unit: 0.5, ticks: [-6, -4, -2, 0, 2, 4, 6], valueTicks: [0, 4, 8, 12], slopeTicks: [-4, 0, 4] },
  },
  output: {
    ...{ of: OUTPUTS, values: [0, 8], slopes: [-1.3, 1.3], name: "raw output z", label: "the raw output z", part: "z" },
    ...{ step: 0.1, unit: 5, ticks: [-8, -4, 0, 4, 8], valueTicks: [0, 2, 4, 6, 8], slopeTicks: [-1, 0, 1] },
  },
};

export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null, answers: null, refusal: "" };
  picture.asking = createAsking(lesson.ask, (answer, question) => hear(picture, answer, question));
  const names = ["scatter", "onerror", "outputs", "bars", "entropy", "uses", "race"];
  picture.places = Object.fromEntries(names.map((name) => [name, element("div", { class: `lf-${name}` })]));
  const said = (part) => element("p", { class: "lf-said", "data-part": part, role: "status" });
  picture.said = { line: said("e"), output: said("g p"), classes: said("ce"), mine: said(null) };
  picture.controls = createControls(picture);
  picture.views = createViews(picture);
  picture.uses = createUses(picture);
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
  if (question.want !== "answers") return picture.views.race.answered(answer, question);
  Object.assign(picture, { answers: answer.answers ?? null, refusal: answer.error ?? "" });
  return mine(picture, Boolean(picture.answers));
}

/** Shows the answers of the reader's own network where its task is looked at, or no longer. */
function mine(picture, shown) {
  change(picture, (state) => {
    Object.assign(state, { mine: shown }, shown ? { view: picture.answers.view } : {});
  });
}

function change(picture, act) {
  act(picture.state);
  show(picture);
}

function createControls(picture) {
  const take = (part) => change(picture, (state) => Object.assign(state, part));
  const switches = (label, losses, list) => {
    const buttons = Object.entries(losses).map(([name, { title, colour }]) => {
      const key = element("i", { style: `background: var(--nv-class-${colour})` });
      const act = () => change(picture, (state) => toggle(state, list, name));
      const made = { type: "button", class: "lf-switch", "data-part": name, "data-name": name, onclick: act };
      return element("button", made, key, title);
    });
    const node = element("div", { class: "lf-switches", role: "group", "aria-label": label }, ...buttons);
    const update = (on) => {
      for (const button of buttons) setAttributes(button, { "aria-pressed": String(on.includes(button.dataset.name)) });
    };
    return { node, update };
  };
  const range = (part, label, [min, max, step], input) => slider({ part, label, min, max, step, input });
  return {
    mine: createOwn({
      want: () => {
        if (picture.answers) return mine(picture, !picture.state.mine);
        picture.asking.ask({ want: "answers" });
        return show(picture);
      },
    }),
    view: choices("What is predicted", VIEWS, (view) => take({ view })),
    on: switches("Losses of a number", OF_ERROR, "on"),
    judged: switches("Losses of a yes or no", OF_OUTPUT, "judged"),
    flat: choices("What is fitted", { line: "a line", flat: "one number" }, (kind) => take({ flat: kind === "flat" })),
    delta: range("delta", "Huber's δ", [0.1, 5, 0.1], (delta) => take({ delta })),
    gamma: range("gamma", "focal's γ", [0, 5, 0.5], (gamma) => take({ gamma })),
    truth: choices("The truth", { 1: "yes", 0: "no" }, (truth) => take({ truth: Number(truth) })),
    named: choices("The true class", Object.fromEntries(CLASSES.map((name, i) => [i, name])), (named) =>
      take({ named: Number(named) }),
    ),
  };
}

function createViews(picture) {
  const { places, asking, lesson } = picture;
  const take = (part) => change(picture, (state) => Object.assign(state, part));
  const page = { ask: asking.ask, still: lesson.still, changed: () => show(picture) };
  return {
    race: createRaced(places.race, page, {
      begin: () => picture.views.race.begin(picture.state.own),
      guess: (guess) => take({ guess }),
      own: (own) => take({ own }),
    }),
    scatter: createScatter(places.scatter, {
      point: (i, x, y) => change(picture, (state) => movePoint(state, i, x, y)),
    }),
    errors: createCurves(places.onerror, AXES.line, { move: (e) => change(picture, (state) => moveError(state, e)) }),
    outputs: createCurves(places.outputs, AXES.output, {
      move: (z) => change(picture, (state) => moveOutput(state, z)),
    }),
    classes: createClasses(places.bars, places.entropy, {
      share: (i, share) => change(picture, (state) => moveShare(state, i, share)),
    }),
  };
}

/** Which for what: each row sets the picture up, and is lit where the picture shows it. */
function createUses(picture) {
  const rows = USES.map((use) => {
    const [what, loss, why, next] = use;
    const act = () => change(picture, (state) => Object.assign(state, next));
    const words = [element("span", {}, what), element("b", {}, loss), element("span", { class: "lf-why" }, why)];
    return element("button", { type: "button", class: "lf-use", onclick: act }, ...words);
  });
  picture.places.uses.append(
    element("h3", { class: "nl-title" }, "Which for what"),
    element("div", { class: "lf-table", role: "group", "aria-label": "Which loss for what" }, ...rows),
  );
  return (state) => {
    rows.forEach((row, i) => setAttributes(row, { "aria-pressed": String(isLit(USES[i], state)) }));
  };
}

function layOut(root, picture) {
  const { places, said, controls } = picture;
  const bar = (...nodes) => element("div", { class: "nl-bar" }, ...nodes);
  const label = (words, part) => element("span", { class: "nl-label", "data-part": part ?? null }, words);
  const two = (left, right) => element("div", { class: "lf-two" }, left, right);
  const side = (...nodes) => element("div", { class: "lf-side" }, ...nodes);
  const title = (words, more = "") =>
    element("h3", { class: "nl-title" }, words, element("span", { class: "lf-more" }, more));
  const screen = (...nodes) => element("div", { class: "lf-view" }, ...nodes);
  picture.screens = {
    line: screen(
      bar(controls.on.node, controls.delta.node, label("fit"), controls.flat.node),
      two(
        side(title("The best fit under each loss"), places.scatter),
        side(title("What one error costs, and how it pulls", "▲ the chosen point"), places.onerror),
      ),
      said.line,
    ),
    output: screen(
      bar(label("truth", "y"), controls.truth.node, controls.judged.node, controls.gamma.node),
      places.outputs,
      said.output,
    ),
    classes: screen(
      bar(label("truth", "y"), controls.named.node),
      two(side(places.bars), side(places.entropy)),
      said.classes,
    ),
    race: screen(places.race),
  };
  root.append(
    element(
      "div",
      { class: "lf" },
      bar(controls.view.node, controls.mine.node),
      ...Object.values(picture.screens),
      said.mine,
      places.uses,
    ),
  );
}

function show(picture) {
  const { state, theme, controls, screens, lesson } = picture;
  if (!theme) return;
  controls.view.update(state.view);
  for (const [name, screen] of Object.entries(screens)) screen.hidden = name !== state.view;
  const { answers, refusal, asking } = picture;
  controls.mine.update({ shown: state.mine, waits: asking.waitsFor("answers"), refusal });
  const own = state.mine && answers?.view === state.view;
  setText(picture.said.mine, own ? ownWords(answers, state) : "");
  picture.said.mine.hidden = !own;
  const shows = { line: showLine, output: showOutput, classes: showClasses, race: showRace };
  shows[state.view](picture);
  picture.places.uses.hidden = state.view === "race";
  picture.uses(state);
  lesson.changed();
}

/** The losses that are on, as functions of one number, with their settings filled in. */
function filled(all, names, settings) {
  return names.map((name) => ({
    name,
    ...all[name],
    at: (v) => all[name].at(v, settings),
    slope: (v) => all[name].slope(v, settings),
  }));
}

/** The reader's own answers as bars along an axis; none where they are not wanted, or belong to another view. */
function barsOf({ state, answers }, axis) {
  const values = state.mine && answers ? answersFor(answers, state) : [];
  return values.length ? histogram(values, axis) : [];
}

function showLine(picture) {
  const { state, views, said, controls } = picture;
  const { on, delta, flat, points, chosen, error } = state;
  const fits = fitsOf(state);
  const errors = errorsAt(state, fits);
  controls.on.update(on);
  controls.flat.update(flat ? "flat" : "line");
  controls.delta.update(delta, fixed(delta, 1));
  controls.delta.node.hidden = !on.includes("huber");
  views.scatter.update({ points, fits, chosen });
  views.errors.update({
    losses: filled(OF_ERROR, on, { delta }),
    at: error,
    marks: on.map((name) => ({ colour: OF_ERROR[name].colour, at: errors[name] })),
    key: `${on} ${delta}`,
    bars: barsOf(picture, ERRORS),
  });
  setText(said.line, lineWords(state, errors));
}

function showOutput(picture) {
  const { state, views, said, controls } = picture;
  const { judged, gamma, truth, z } = state;
  controls.judged.update(judged);
  controls.truth.update(truth);
  controls.gamma.update(gamma, fixed(gamma, 1));
  controls.gamma.node.hidden = !judged.includes("focal");
  views.outputs.update({
    losses: filled(OF_OUTPUT, judged, { truth, gamma }),
    at: z,
    marks: [],
    key: `${judged} ${gamma} ${truth}`,
    bars: barsOf(picture, OUTPUTS),
  });
  setText(said.output, `${outputWords(state)} p = sigmoid(z) = ${fixed(sigmoid(z), 3)}.`);
}

function showRace({ state, views }) {
  views.race.update({ guess: state.guess, own: state.own });
}

function showClasses(picture) {
  const { state, views, said, controls } = picture;
  const { shares, named } = state;
  controls.named.update(named);
  views.classes.update({ ...state, bars: barsOf(picture, [0, 1]) });
  const words =
    `The truth is “${CLASSES[named]}”, and it is given ${percent(shares[named])}. ` +
    "How the rest is shared out changes nothing in the loss; but each wrong logit is pushed down by its own share.";
  setText(said.classes, words);
}
