// Backpropagation: one example forward through a 2-3-1 network and its loss backward, number by number; one gradient
// tried out by hand; then the same flow through the reader's own network, computed by Keras.

import { choices, select, slider } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { createPlayer } from "../../base/player.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { createCheck } from "./check.js";
import { createDiagram, placeOf } from "./diagram.js";
import { createFlow } from "./flow.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import { beginning, momentOf, PHASES, phaseOf, STEPS, setState, takeUpdate } from "./state.js";
import { createLine, createTape } from "./steps.js";
import { ACTIVATIONS, ENDINGS, PARAMETERS } from "./tape.js";
import { partsOfStep } from "./words.js";

const TOLD = ["step", "hidden", "ending", "rate", "checked", "epsilon", "numbers"];
const SPEED = 1.6; // steps a second: slow enough to read

/** A picture holds `state`, `flow` (the reader's own network, once it was asked for), its `controls` and its `views`. */
export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null, flow: null, moment: null };
  picture.asking = createAsking(
    lesson.ask,
    (answer) => {
      if (answer.flow) picture.flow = answer.flow;
    },
    () => show(picture),
  );
  picture.controls = createControls(picture);
  picture.views = createViews(picture);
  layOut(root, picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    measures: () => (picture.moment ? measuresOf(picture.moment) : {}),
    values: () => (picture.moment ? valuesOf(picture.state, picture.moment) : {}),
    tables: () => (picture.moment ? tablesOf(picture.state, picture.moment) : []),
    destroy: () => {
      picture.controls.player.destroy();
      picture.asking.destroy();
      picture.views.check.destroy();
      root.replaceChildren();
    },
  };
}

function createControls(picture) {
  const button = (words, onclick) => element("button", { type: "button", class: "nl-button", onclick }, words);
  const endings = Object.fromEntries(ENDINGS.map((name) => [name, name]));
  return {
    player: createPlayer({ steps: STEPS, speed: SPEED, move: (step) => moveTo(picture, Math.floor(step)) }),
    hidden: choices("Activation of the hidden units", titled(ACTIVATIONS), (hidden) => change(picture, { hidden })),
    ending: select("Output and loss", endings, (ending) => change(picture, { ending })),
    rate: slider({
      part: "eta",
      label: "Learning rate η",
      min: 0,
      max: 2,
      step: 0.05,
      input: (rate) => change(picture, { rate }),
    }),
    phases: choices("Go to", { forward: "Forward", backward: "Backward", update: "Update" }, (phase) =>
      goTo(picture, PHASES[phase][1]),
    ),
    again: button("Take this step, and begin again", () => learn(picture)),
    reset: button("Reset", () => set(picture, {})),
  };
}

function createViews(picture) {
  return {
    diagram: createDiagram({
      change: (name, value) => change(picture, { numbers: { ...picture.state.numbers, [name]: value } }),
    }),
    line: createLine(),
    tape: createTape(STEPS, { goTo: (step) => goTo(picture, step) }),
    check: createCheck({
      choose: (checked) => change(picture, { checked }),
      epsilon: (epsilon) => change(picture, { epsilon }),
    }),
    flow: createFlow({
      ask: (by) => {
        picture.asking.ask({ want: "flow", index: (picture.flow?.index ?? 0) + by });
        show(picture);
      },
    }),
  };
}

function layOut(root, { controls, views }) {
  const { hidden, ending, rate, reset, player, phases, again } = controls;
  root.append(
    element(
      "div",
      { class: "bp" },
      element("div", { class: "bp-controls nl-bar" }, hidden.node, ending.node, rate.node, reset),
      element("div", { class: "bp-left" }, views.diagram.node, views.line.node, player.node),
      element("div", { class: "bp-right" }, phases.node, views.tape.node, again),
      views.check.node,
      views.flow.node,
    ),
  );
}

function change(picture, part) {
  Object.assign(picture.state, part);
  show(picture);
}

/** Nothing moves between two steps, so nothing is drawn there. */
function moveTo(picture, step) {
  if (step !== picture.state.step) change(picture, { step });
}

function goTo(picture, step) {
  const { player } = picture.controls;
  player.stop();
  player.place(step);
  change(picture, { step });
}

function learn(picture) {
  takeUpdate(picture.state);
  goTo(picture, picture.state.step);
  picture.controls.player.node.firstChild.focus(); // its own button is gone until the next update
}

function set(picture, next) {
  setState(picture.state, next);
  goTo(picture, picture.state.step);
}

function update(picture, { theme, data }) {
  picture.theme = theme;
  picture.asking.heard(data?.answer);
  show(picture);
}

function show(picture) {
  if (!picture.theme) return;
  picture.moment = momentOf(picture.state);
  showViews(picture);
  showControls(picture);
  picture.lesson.changed();
}

function showControls({ state, moment, controls }) {
  controls.hidden.update(state.hidden);
  controls.ending.update(state.ending);
  controls.rate.update(state.rate);
  controls.phases.update(phaseOf(moment.done));
  controls.again.hidden = moment.done < STEPS;
}

function showViews({ state, moment, views, theme, flow, asking }) {
  const { steps, known, done, current } = moment;
  const shown = new Set(steps.slice(0, done).map(({ name }) => name));
  const lit = current ? partsOfStep(current) : [];
  views.diagram.update({ ...state, theme, known, shown, lit, largest: largestOf(known) });
  if (current) views.diagram.reveal(placeOf(current.name));
  views.line.update(moment, state.rate);
  views.tape.update(moment, state.rate);
  views.check.update({ ...state });
  views.flow.update({ flow, theme, waiting: asking.waitsFor("flow"), refusal: asking.refusal("flow") });
}

/** The largest gradient of a weight: what the widths of the gradients are measured by. */
function largestOf(known) {
  const weights = PARAMETERS.filter((name) => /^[wv]/.test(name));
  return Math.max(...weights.map((name) => Math.abs(known[`d${name}`])), 1e-9);
}

function titled(names) {
  return Object.fromEntries(names.map((name) => [name, name === "relu" ? "ReLU" : name]));
}
