// Backpropagation: one example forward through a 2-3-1 network and its loss backward, number by number; one gradient
// tried out by hand; then the same flow through the reader's own network, computed by Keras.

import { choices, select, slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createPlayer } from "../../base/player.js";
import { createAsking } from "../../lesson/asking.js";
import { createCheck } from "./check.js";
import { createDiagram, placeOf } from "./diagram.js";
import { createFlow } from "./flow.js";
import { ACTIVATIONS, BEGINNING, ENDINGS, PARAMETERS, passes, valuesOf } from "./tape.js";
import { partsOfStep, reason, symbol, written } from "./words.js";

const STEPS = 56;
const SPEED = 1.6; // steps a second: slow enough to read
const PHASES = { forward: [0, 18], backward: [18, 43], update: [43, STEPS] };
const START = { step: 0, hidden: "sigmoid", ending: ENDINGS[0], rate: 0.5, checked: "w11", epsilon: 0.1 };
const titled = (names) => Object.fromEntries(names.map((name) => [name, name === "relu" ? "ReLU" : name]));

export function createPicture(root, lesson) {
  const now = { ...START, numbers: { ...BEGINNING }, theme: null, flow: null };
  const asking = createAsking(
    lesson.ask,
    (answer) => {
      if (answer.flow) now.flow = answer.flow;
    },
    () => show(),
  );
  const player = createPlayer({
    steps: STEPS,
    speed: SPEED,
    move: (step) => {
      now.step = step;
      show();
    },
  });
  const hidden = choices("Activation of the hidden units", titled(ACTIVATIONS), (name) => change({ hidden: name }));
  const named = Object.fromEntries(ENDINGS.map((name) => [name, name]));
  const ending = select("Output and loss", named, (name) => change({ ending: name }));
  const rate = slider({
    part: "eta",
    label: "Learning rate η",
    min: 0,
    max: 2,
    step: 0.05,
    input: (value) => change({ rate: value }),
  });
  const again = element(
    "button",
    { type: "button", class: "nl-button", onclick: learn },
    "Take this step, and begin again",
  );
  const reset = element("button", { type: "button", class: "nl-button", onclick: () => set({}) }, "Reset");
  const diagram = createDiagram({
    change: (name, value) => {
      now.numbers = { ...now.numbers, [name]: value };
      show();
    },
  });
  const line = element("div", { class: "bp-line", role: "status" });
  const phases = choices("Go to", { forward: "Forward", backward: "Backward", update: "Update" }, (phase) =>
    goTo(PHASES[phase][1]),
  );
  const tape = element("ol", { class: "bp-tape", tabindex: "0", "aria-label": "All steps" });
  const check = createCheck({ choose: (checked) => change({ checked }), epsilon: (epsilon) => change({ epsilon }) });
  const flow = createFlow({
    ask: (by) => {
      asking.ask({ want: "flow", index: (now.flow?.index ?? 0) + by });
      show();
    },
  });
  const items = Array.from({ length: STEPS }, (_, i) => item(i));
  tape.append(...items.map(({ node }) => node));
  root.append(
    element(
      "div",
      { class: "bp" },
      element("div", { class: "bp-controls nl-bar" }, hidden.node, ending.node, rate.node, reset),
      element("div", { class: "bp-left" }, diagram.node, line, player.node),
      element("div", { class: "bp-right" }, phases.node, tape, again),
      check.node,
      flow.node,
    ),
  );

  function item(i) {
    const [letters, value] = [element("span"), element("b")];
    return {
      letters,
      value,
      node: element("li", {}, element("button", { type: "button", onclick: () => goTo(i + 1) }, letters, value)),
    };
  }

  function goTo(step) {
    player.stop();
    player.place(step);
    now.step = step;
    show();
  }

  function change(part) {
    Object.assign(now, part);
    show();
  }

  /** The update becomes the network: what training repeats. */
  function learn() {
    const known = valuesOf(now.numbers, passes(now.numbers, now.hidden, now.ending, now.rate));
    now.numbers = { ...now.numbers, ...Object.fromEntries(PARAMETERS.map((name) => [name, known[`${name}'`]])) };
    now.steps = null;
    goTo(PHASES.forward[1]);
    player.node.firstChild.focus(); // its own button is gone until the next update
  }

  function set({ numbers = {}, ...state }) {
    Object.assign(now, START, state, { numbers: { ...BEGINNING, ...numbers } });
    goTo(now.step);
  }

  function show() {
    if (!now.theme) return;
    const steps = passes(now.numbers, now.hidden, now.ending, now.rate);
    const known = valuesOf(now.numbers, steps);
    const done = Math.floor(now.step);
    const current = steps[done - 1];
    const largest = Math.max(
      ...PARAMETERS.filter((name) => /^[wv]/.test(name)).map((name) => Math.abs(known[`d${name}`])),
      1e-9,
    );
    const lit = current ? partsOfStep(current) : [];
    diagram.update({ ...now, known, shown: new Set(steps.slice(0, done).map(({ name }) => name)), lit, largest });
    if (current) diagram.reveal(placeOf(current.name));
    drawLine(current, known);
    drawTape(steps, known, done);
    hidden.update(now.hidden);
    ending.update(now.ending);
    rate.update(now.rate, now.rate.toFixed(2));
    phases.update(Object.keys(PHASES).find((phase) => done > PHASES[phase][0] && done <= PHASES[phase][1]) ?? "");
    again.hidden = done < STEPS;
    check.update({ ...now });
    flow.update({
      flow: now.flow,
      theme: now.theme,
      waiting: asking.waitsFor("flow"),
      refusal: asking.refusal("flow"),
    });
    Object.assign(now, { steps, known, done });
    lesson.changed();
  }

  function drawLine(current, known) {
    const {
      symbol: sign,
      letters,
      numbers,
      value,
    } = current ? written(current, known, now.rate) : { symbol: "", letters: "", numbers: "", value: "" };
    const parts = current
      ? [
          ["bp-linesign", sign],
          ["", `= ${letters} =`],
          ["", letters === numbers ? "" : `${numbers} =`],
          ["bp-linevalue", value],
        ]
      : [
          ["bp-linesign", "Press play, or +1:"],
          ["", "every number of the forward pass, then of the way back."],
        ];
    line.replaceChildren(
      element(
        "p",
        {},
        ...parts.filter(([, text]) => text).map(([kind, text]) => element("span", { class: kind }, text)),
      ),
      element(
        "p",
        { class: "nl-muted" },
        current ? reason(current) : "Change any number at any time: type it, or drag its name sideways.",
      ),
    );
  }

  function drawTape(steps, known, done) {
    steps.forEach((step, i) => {
      const { symbol: sign, letters, value } = written(step, known, now.rate);
      setText(items[i].letters, `${sign} = ${letters}`);
      setText(items[i].value, i < done ? value : "");
      setAttributes(items[i].node, {
        "data-phase": step.phase,
        "data-done": i < done ? "" : null,
        "aria-current": i === done - 1 ? "step" : null,
      });
    });
    if (now.done === done) return;
    const { offsetTop, offsetHeight } = items[Math.max(done - 1, 0)].node;
    tape.scrollTop = offsetTop - tape.clientHeight / 2 + offsetHeight / 2;
  }

  function update({ theme, data }) {
    now.theme = theme;
    asking.heard(data?.answer);
    show();
  }

  function values() {
    if (!now.known) return {};
    const seen = (name) =>
      now.steps.slice(0, now.done).some((step) => step.name === name) || name in now.numbers
        ? short(now.known[name])
        : "not yet";
    return {
      x1: seen("x1"),
      w11: seen("w11"),
      h1: seen("h1"),
      v1: seen("v1"),
      p: seen("p"),
      L: seen("L"),
      "ds p": seen("ds"),
      "slope h1": seen("h1's"),
      "gradient w11": seen("dw11"),
      eta: now.rate.toFixed(2),
      difference: short(now.epsilon),
    };
  }

  function tables() {
    if (!now.known) return [];
    const rows = now.steps.map((step) => {
      const { symbol: sign, letters, numbers, value } = written(step, now.known, now.rate);
      return [sign, step.phase, letters, numbers, value];
    });
    return [
      {
        caption: `Every step, ${now.hidden} hidden units, ${now.ending}`,
        head: ["Number", "Pass", "Formula", "With numbers", "Value"],
        rows,
      },
      {
        caption: "Gradients and new weights",
        head: ["Weight", "value", "∂L/∂weight", "after the update"],
        rows: PARAMETERS.map((name) => [
          symbol(name),
          short(now.known[name]),
          short(now.known[`d${name}`]),
          short(now.known[`${name}'`]),
        ]),
      },
    ];
  }

  function destroy() {
    player.destroy();
    asking.destroy();
    check.destroy();
    root.replaceChildren();
  }

  return { update, set, values, tables, destroy };
}
