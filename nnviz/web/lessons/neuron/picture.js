// The lesson "The neuron": one state, drawn as a cell, a diagram, a plane and a sum, and taught by the perceptron's rule.

import { choices } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { createDragPlane } from "../../base/drag_plane.js";
import { clamp } from "../../base/scales.js";
import { told } from "../../lesson/preset.js";
import { createCell } from "./cell.js";
import { classPainterFor, legendFor } from "./colors.js";
import { createComparison } from "./comparison.js";
import { createDiagram } from "./diagram.js";
import { ACTIVATIONS } from "./neuron.js";
import { TASKS } from "./perceptron_learner.js";
import { createPerceptron } from "./perceptron_panel.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import {
  beginning,
  beginTask,
  fieldOf,
  learnOne,
  moveLine,
  movePoint,
  outputOf,
  restart,
  setState,
  sidesOf,
} from "./state.js";
import { createSum } from "./sum.js";

const PACE = 420; // milliseconds an example
const TOLD = ["w1", "w2", "b", "x1", "x2", "activation", "task"];
const PLACES = ["cell", "compare", "diagram", "sum", "plane", "legend", "perceptron"];

export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null, timer: 0 };
  picture.places = Object.fromEntries(PLACES.map((name) => [name, element("div", { class: `ln-${name}` })]));
  picture.controls = createControls(picture);
  picture.comparison = createComparison(picture.places.compare);
  picture.views = createViews(picture);
  layOut(root, picture);
  return {
    update: ({ theme, data }) => update(picture, theme, data),
    set: (next) => set(picture, next),
    light: (parts) => picture.comparison.light(parts),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    measures: () => measuresOf(picture.state),
    tables: () => tablesOf(picture.state, picture.comparison.rows()),
    destroy: () => {
      clearInterval(picture.timer);
      for (const view of Object.values(picture.views)) view.destroy();
      root.replaceChildren();
    },
  };
}

function createControls(picture) {
  const begin = (task) => {
    play(picture, false);
    change(picture, () => beginTask(picture.state, task));
  };
  return {
    activation: choices("Activation function f", titles(ACTIVATIONS), (activation) =>
      change(picture, () => Object.assign(picture.state, { activation })),
    ),
    task: choices("Examples", titles(TASKS), begin),
    score: element("span", { class: "ln-score", role: "status" }),
  };
}

function createViews(picture) {
  const { places, state, lesson } = picture;
  const take = (part) => change(picture, () => Object.assign(state, part));
  return {
    cell: createCell(places.cell, lesson.still),
    diagram: createDiagram(places.diagram, { change: take }),
    sum: createSum(places.sum),
    plane: createDragPlane(places.plane, {
      input: (x1, x2) => take({ x1, x2 }),
      line: (weights, bias) => change(picture, () => moveLine(state, weights, bias)),
      point: (i, x, y) => change(picture, () => movePoint(state, i, x, y)),
    }),
    perceptron: createPerceptron(places.perceptron, {
      step: () => teach(picture),
      play: () => play(picture, !picture.timer),
      restart: () => {
        play(picture, false);
        change(picture, () => restart(state));
      },
    }),
  };
}

function layOut(root, { places, controls }) {
  const label = (words) => element("span", { class: "nl-label" }, words);
  const activation = element(
    "div",
    { class: "nl-bar", "data-part": "f" },
    label("activation f"),
    controls.activation.node,
  );
  const tasks = element("div", { class: "nl-bar ln-tasks" }, label("examples"), controls.task.node);
  const left = [
    title("A nerve cell"),
    places.cell,
    places.compare,
    title("An artificial neuron"),
    places.diagram,
    activation,
    places.sum,
  ];
  const right = [tasks, places.plane, places.legend, controls.score, places.perceptron];
  root.append(
    element(
      "div",
      { class: "ln-grid" },
      element("div", { class: "ln-left" }, ...left),
      element("div", { class: "ln-right" }, ...right),
    ),
  );
}

function change(picture, act) {
  act();
  show(picture);
}

function teach(picture) {
  learnOne(picture.state);
  if (picture.state.learner.done) play(picture, false);
  show(picture);
}

function play(picture, on) {
  clearInterval(picture.timer);
  picture.timer = on ? setInterval(teach, PACE, picture) : 0;
  show(picture);
}

function set(picture, next) {
  play(picture, false);
  change(picture, () => setState(picture.state, next));
  if (next.play) play(picture, true);
}

function update(picture, theme, { compare = [] }) {
  picture.theme = theme;
  picture.comparison.update(compare);
  picture.comparison.light([]);
  show(picture);
}

function show({ state, theme, timer, views, controls, places, lesson }) {
  if (!theme) return;
  const moment = { ...state, forward: outputOf(state) };
  const sides = sidesOf(state);
  const right = sides.filter(Boolean).length;
  views.cell.update({
    weights: [state.w1, state.w2],
    inputs: [state.x1, state.x2],
    rate: clamp(moment.forward.a, 0, 1),
  });
  views.diagram.update(moment);
  views.sum.update(moment);
  views.plane.update(planeOf(state, theme, sides));
  views.perceptron.update({ learner: state.learner, playing: Boolean(timer) });
  controls.activation.update(state.activation);
  controls.task.update(state.task);
  setText(controls.score, `${right} of ${sides.length} examples on their side`);
  legendFor(places.legend, state.activation);
  lesson.changed();
}

/** What the plane draws. */
function planeOf(state, theme, sides) {
  const right = sides.filter(Boolean).length;
  return {
    domain: TASKS[state.task].domain,
    arrow: TASKS[state.task].arrow,
    weights: [state.w1, state.w2],
    bias: state.b,
    input: [state.x1, state.x2],
    current: state.current,
    field: fieldOf(state),
    painter: classPainterFor(theme, state.activation),
    points: state.points.map((point, i) => ({ ...point, wrong: !sides[i] })),
    words: `The neuron's output over both inputs; ${right} of ${sides.length} examples are on their side of the line`,
  };
}

function titles(entries) {
  return Object.fromEntries(Object.entries(entries).map(([name, { title: words }]) => [name, words]));
}

function title(words) {
  return element("h3", { class: "nl-title" }, words);
}
