// The lesson "Width and depth": one wide layer built from steps, many layers that fold, and a race of both.

import { choices, slider } from "../../base/controls.js";
import { element, setAttributes } from "../../base/dom.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { createBuildPanel } from "./build_panel.js";
import { createCurves } from "./curves.js";
import { createErrors } from "./errors.js";
import { createFoldPanel } from "./fold_panel.js";
import { createFoldView } from "./fold_view.js";
import { createMover, MOVES } from "./moving.js";
import { createNetwork, weightsKey } from "./network.js";
import { createRaceView } from "./race_view.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import * as act from "./state.js";

const TOLD = [
  "mode",
  "target",
  "difficulty",
  "c",
  "chosen",
  "keep",
  "depth",
  "crease",
  "peak",
  "probe",
  "level",
  "units",
  "drawn",
];
const PLACES = ["curves", "network", "errors", "folds"];

export function createPicture(root, lesson) {
  const picture = { lesson, state: act.beginning(), theme: null, root, moving: 0 };
  picture.asking = createAsking(lesson.ask, (answer, question) => picture.views.race.answered(answer, question));
  picture.places = Object.fromEntries(PLACES.map((name) => [name, element("div", { class: `la-${name}place` })]));
  picture.controls = createControls(picture);
  picture.views = createViews(picture);
  layOut(root, picture);
  return {
    update: ({ theme, data }) => {
      picture.theme = theme;
      picture.asking.heard(data.answer);
      show(picture);
    },
    set: ({ move, ...next }) => {
      change(picture, () => act.setState(picture.state, next));
      if (move) moveSteps(picture);
    },
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    tables: () => tablesOf(picture.state, picture.views.race.tables()),
    measures: () => measuresOf(picture.state),
    destroy: () => {
      cancelAnimationFrame(picture.moving);
      picture.asking.destroy();
      for (const view of Object.values(picture.views)) view.destroy?.();
      root.replaceChildren();
    },
  };
}

function createControls(picture) {
  const { state } = picture;
  return {
    mode: choices("What is built", act.MODES, (mode) => change(picture, () => Object.assign(state, { mode }))),
    target: choices("Target", act.titles(), (target) => change(picture, () => act.aim(state, target))),
    difficulty: slider({
      label: "How many",
      min: 1,
      max: act.MOST.difficulty,
      step: 1,
      input: (value) => change(picture, () => act.aim(state, state.target, value)),
    }),
  };
}

function createViews(picture) {
  const { state, places } = picture;
  const then = (then_) => change(picture, then_);
  const take = (part) => then(() => Object.assign(state, part));
  return {
    curves: createCurves(places.curves, {
      unit: (i, part) => then(() => act.moveUnit(state, i, part)),
      soften: (i, s) => then(() => act.moveUnit(state, i, { s })),
      choose: (chosen) => take({ chosen }),
      draw: (from, to) => then(() => act.draw(state, from, to)),
    }),
    network: createNetwork(places.network, { choose: (chosen) => take({ chosen }) }),
    errors: createErrors(places.errors),
    panel: createBuildPanel({
      spread: (count) => then(() => act.spread(state, count)),
      add: () => then(() => act.addUnit(state)),
      remove: () => then(() => act.removeUnit(state)),
      fit: () => then(() => act.fit(state)),
      move: () => (picture.moving ? change(picture, () => {}) : moveSteps(picture)),
      keep: () => then(() => keepFitted(state)),
      unit: (part) => then(() => act.moveUnit(state, state.chosen, part)),
    }),
    folds: createFoldView(places.folds, {
      tip: (crease, peak) => take({ crease, peak }),
      probe: (probe) => take({ probe }),
    }),
    foldPanel: createFoldPanel({ depth: (depth) => take({ depth }) }),
    race: createRaceView({
      ask: picture.asking.ask,
      still: picture.lesson.still,
      changed: picture.lesson.changed,
      level: (level) => take({ level }),
    }),
  };
}

function keepFitted(state) {
  state.keep = !state.keep;
  if (state.keep) act.fit(state);
}

function layOut(root, { places, controls, views }) {
  const { panel, foldPanel } = views;
  const label = (words) => element("span", { class: "nl-label" }, words);
  const build = element(
    "div",
    { class: "la-grid la-build" },
    element(
      "div",
      { class: "la-left" },
      element("div", { class: "nl-bar la-bar" }, label("target"), controls.target.node, controls.difficulty.node),
      places.curves,
      panel.bar,
    ),
    element("div", { class: "la-right" }, panel.cost, places.network, weightsKey(), panel.chosen, places.errors),
  );
  const fold = element(
    "div",
    { class: "la-grid la-fold" },
    element("div", { class: "la-left" }, places.folds),
    element("div", { class: "la-right" }, foldPanel.node),
  );
  const modes = element("div", { class: "la-modes" }, controls.mode.node);
  root.append(element("div", { class: "la-root" }, modes, build, fold, views.race.node));
}

/** What the reader changes ends what moves by itself. */
function change(picture, alter) {
  cancelAnimationFrame(picture.moving);
  picture.moving = 0;
  alter();
  show(picture);
}

/** One step of gradient descent a frame; all at once where no motion is wanted. */
function moveSteps(picture) {
  const { state, lesson } = picture;
  const mover = createMover();
  let left = MOVES;
  state.keep = true;
  const once = () => {
    Object.assign(state, mover.step(state, act.wantedOf(state)));
    left -= 1;
  };
  const frame = () => {
    once();
    picture.moving = left > 0 ? requestAnimationFrame(frame) : 0;
    show(picture);
  };
  if (lesson.still()) while (left > 1) once();
  frame();
}

function show({ state, theme, views, controls, root, lesson, moving }) {
  if (!theme) return;
  setAttributes(root.firstElementChild, { "data-mode": state.mode });
  controls.mode.update(state.mode);
  if (state.mode === "build") showBuild({ ...state, moving: Boolean(moving) }, views, controls);
  else if (state.mode === "fold") showFolds(state, views);
  else views.race.update({ theme, level: state.level });
  lesson.changed();
}

function showBuild(state, views, controls) {
  const moment = { ...state, ...act.momentOf(state) };
  controls.target.update(state.target);
  controls.difficulty.update(state.difficulty, String(state.difficulty));
  controls.difficulty.node.hidden = state.target === "drawn";
  moment.words = `The target and the output of ${moment.count} hidden units; error ${moment.error.toFixed(3)}`;
  views.curves.update(moment);
  views.network.update(moment);
  views.panel.update(moment);
  views.errors.update({ errors: act.evenErrors(state), count: moment.count, error: moment.error });
}

function showFolds(state, views) {
  const moment = act.foldMoment(state);
  const words = `The output after ${state.depth} folds: ${moment.pieces} straight pieces`;
  views.folds.update({ ...state, moment, words });
  views.foldPanel.update({ depth: state.depth, moment });
}
