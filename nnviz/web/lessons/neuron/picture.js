// The lesson "The neuron": one state, drawn as a cell, a diagram, a plane and a sum, and taught by the perceptron's rule.

import { choices, fixed } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { createDragPlane } from "../../base/drag_plane.js";
import { clamp } from "../../base/scales.js";
import { createCell } from "./cell.js";
import { classPainterFor, legendFor } from "./colors.js";
import { createDiagram } from "./diagram.js";
import { ACTIVATIONS, forward, side } from "./neuron.js";
import { createLearner, TASKS } from "./perceptron_learner.js";
import { createPerceptron } from "./perceptron_panel.js";
import { createSum } from "./sum.js";

const START = { w1: 0.8, w2: -1.2, b: 0.3, x1: 1.5, x2: 0.4, activation: "sigmoid", task: "free", play: false };
const PACE = 420; // milliseconds an example

export function createPicture(root, lesson) {
  const parts = Object.fromEntries(
    ["cell", "compare", "diagram", "sum", "plane", "legend", "perceptron"].map((name) => [
      name,
      element("div", { class: `ln-${name}` }),
    ]),
  );
  const activation = choices("Activation function f", titles(ACTIVATIONS), (name) => change({ activation: name }));
  const task = choices("Examples", titles(TASKS), (name) => begin({ task: name }));
  const score = element("span", { class: "ln-score", role: "status" });
  root.append(
    element(
      "div",
      { class: "ln-grid" },
      element(
        "div",
        { class: "ln-left" },
        title("A nerve cell"),
        parts.cell,
        parts.compare,
        title("An artificial neuron"),
        parts.diagram,
        element(
          "div",
          { class: "nl-bar", "data-part": "f" },
          element("span", { class: "nl-label" }, "activation f"),
          activation.node,
        ),
        parts.sum,
      ),
      element(
        "div",
        { class: "ln-right" },
        element("div", { class: "nl-bar ln-tasks" }, element("span", { class: "nl-label" }, "examples"), task.node),
        parts.plane,
        parts.legend,
        score,
        parts.perceptron,
      ),
    ),
  );
  const state = { ...START, points: TASKS.free.points(), learner: null, current: null };
  const view = { theme: null, timer: 0, compare: [] };
  const draw = {
    cell: createCell(parts.cell, lesson.still),
    diagram: createDiagram(parts.diagram, { change }),
    sum: createSum(parts.sum),
    plane: createDragPlane(parts.plane, {
      input: (x1, x2) => change({ x1, x2 }),
      line: ([w1, w2], b) => change({ w1, w2, b: limit(b) }),
      point: movePoint,
    }),
    perceptron: createPerceptron(parts.perceptron, { step: teach, play: () => play(!view.timer), restart }),
  };
  state.learner = createLearner(state.points);

  function change(next) {
    Object.assign(state, next);
    show();
  }

  /** Other examples: the perceptron starts from nothing on a gate, and from the line in hand on one's own points. */
  function begin({ task: name }) {
    play(false);
    const gate = name !== "free";
    Object.assign(
      state,
      { task: name, points: TASKS[name].points(), current: null },
      gate ? { ...TASKS[name].start, activation: "step" } : {},
    );
    state.learner = createLearner(state.points);
    show();
  }

  function restart() {
    play(false);
    Object.assign(state, TASKS[state.task].start, { activation: "step", current: null });
    state.learner = createLearner(state.points);
    show();
  }

  function movePoint(i, x, y) {
    Object.assign(state.points[i], { x, y });
    state.learner = createLearner(state.points);
    show();
  }

  function teach() {
    const step = state.learner.next([state.w1, state.w2], state.b);
    const [w1, w2] = step.newWeights.map(tidy);
    Object.assign(state, {
      w1,
      w2,
      b: tidy(step.newBias),
      activation: "step",
      current: step.index,
      x1: step.x[0],
      x2: step.x[1],
    });
    if (state.learner.done) play(false);
    show();
  }

  function play(on) {
    clearInterval(view.timer);
    view.timer = on ? setInterval(teach, PACE) : 0;
    show();
  }

  function show() {
    if (!view.theme) return;
    const weights = [state.w1, state.w2];
    const now = { ...state, forward: forward([state.x1, state.x2], weights, state.b, state.activation) };
    const right = state.points.filter(({ x, y, label }) => side([x, y], weights, state.b) === label).length;
    draw.cell.update({ weights, inputs: [state.x1, state.x2], rate: clamp(now.forward.a, 0, 1) });
    draw.diagram.update(now);
    draw.sum.update(now);
    const at = ACTIVATIONS[state.activation].at;
    draw.plane.update({
      domain: TASKS[state.task].domain,
      arrow: TASKS[state.task].arrow,
      weights,
      bias: state.b,
      input: [state.x1, state.x2],
      current: state.current,
      field: (x, y) => at(weights[0] * x + weights[1] * y + state.b),
      painter: classPainterFor(view.theme, state.activation),
      points: state.points.map((point) => ({
        ...point,
        wrong: side([point.x, point.y], weights, state.b) !== point.label,
      })),
      words: `The neuron's output over both inputs; ${right} of ${state.points.length} examples are on their side of the line`,
    });
    draw.perceptron.update({ learner: state.learner, playing: Boolean(view.timer) });
    activation.update(state.activation);
    task.update(state.task);
    setText(score, `${right} of ${state.points.length} examples on their side`);
    legendFor(parts.legend, state.activation);
    lesson.changed();
  }

  function set(next) {
    begin({ task: next.task ?? START.task });
    Object.assign(state, START, state.task === "free" ? {} : { ...TASKS[state.task].start, activation: "step" }, next, {
      task: state.task,
    });
    show();
    if (next.play) play(true);
  }

  /** All comparisons stand in one place, which is as tall as the longest: nothing below moves while symbols are pointed at. */
  function compare(rows) {
    if (view.compare && JSON.stringify(rows) === JSON.stringify(view.compare)) return;
    view.compare = rows;
    parts.compare.replaceChildren(
      ...rows.map(([, words, alike, not]) =>
        element(
          "p",
          {},
          element("b", {}, words),
          ` Alike: ${alike}`,
          element("br", {}),
          element("span", { class: "nl-muted" }, `Not alike: ${not}`),
        ),
      ),
    );
  }

  function light(lit) {
    const found = Math.max(
      view.compare.findIndex(([part]) => lit.some((name) => part.split(" ").includes(name))),
      0,
    );
    [...parts.compare.children].forEach((node, i) => setAttributes(node, { "data-on": i === found ? "" : null }));
  }

  function update({ theme, data }) {
    view.theme = theme;
    compare(data.compare ?? []);
    light([]);
    show();
  }

  function values() {
    const { z, a } = forward([state.x1, state.x2], [state.w1, state.w2], state.b, state.activation);
    return {
      x: `${fixed(state.x1)}, ${fixed(state.x2)}`,
      "x1 x2": `${fixed(state.x1)}, ${fixed(state.x2)}`,
      "w1 w2": `${fixed(state.w1)}, ${fixed(state.w2)}`,
      b: fixed(state.b),
      z: fixed(z),
      f: ACTIVATIONS[state.activation].title,
      a: fixed(a, 3),
    };
  }

  function tables() {
    const { products, z, a } = forward([state.x1, state.x2], [state.w1, state.w2], state.b, state.activation);
    return [
      {
        caption: "The sum",
        head: ["", "weight", "input", "product"],
        rows: [
          ["first input", fixed(state.w1), fixed(state.x1), fixed(products[0])],
          ["second input", fixed(state.w2), fixed(state.x2), fixed(products[1])],
          ["bias", fixed(state.b), "", fixed(state.b)],
          ["z", "", "", fixed(z)],
          [`a = ${state.activation}(z)`, "", "", fixed(a, 3)],
        ],
      },
      {
        caption: "The examples",
        head: ["", "x₁", "x₂", "class", "z", "side"],
        rows: state.points.map(({ x, y, label }, i) => [
          `example ${i + 1}`,
          fixed(x),
          fixed(y),
          label,
          fixed(forward([x, y], [state.w1, state.w2], state.b, "step").z),
          side([x, y], [state.w1, state.w2], state.b) === label ? "right" : "wrong",
        ]),
      },
      {
        caption: "Alike and not alike",
        head: ["part", "alike", "not alike"],
        rows: view.compare.map(([, ...words]) => words),
      },
    ];
  }

  function destroy() {
    clearInterval(view.timer);
    Object.values(draw).forEach((part) => part.destroy());
    root.replaceChildren();
  }

  return { update, set, light, values, tables, destroy };
}

function titles(entries) {
  return Object.fromEntries(Object.entries(entries).map(([name, { title: words }]) => [name, words]));
}

function title(words) {
  return element("h3", { class: "nl-title" }, words);
}

function limit(value) {
  return clamp(value, -9, 9);
}

/** Sums of tenths without the dust of binary fractions. */
function tidy(value) {
  return Math.round(value * 1e6) / 1e6;
}
