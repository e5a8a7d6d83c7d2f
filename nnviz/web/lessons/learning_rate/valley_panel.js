// The rate's own chart: how many steps each rate needs, by the closed form; and the controls of the valley.

import { slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { CURVATURES, curvatures, RATES, STEPS } from "./state.js";
import { limit, path, stepsExactly } from "./valley.js";
import { guessWords, limitText, rateText, verdict } from "./words.js";

const SAMPLES = 240;
const MOST = 1000; // steps

/** @returns {node, update(state, theme), destroy()}; on.change({…}), on.bend(c), on.guess(), on.roll(), on.second() */
export function createValleyPanel(on) {
  const needed = createLineChart(
    {
      height: 206,
      words: { x: "learning rate η", y: "steps to 1 %" },
      log: { x: true, y: true },
      drag: "ew",
      part: "eta limit",
    },
    { point: (rate, _, phase) => on.change({ rate: Number(rate.toPrecision(3)) }, phase) },
  );
  const losses = createLineChart({ height: 132, words: { x: "step", y: "loss" }, log: { y: true }, part: "k" });
  const rate = slider({
    part: "eta",
    label: "Learning rate η",
    min: Math.log10(RATES[0]),
    max: Math.log10(RATES[1]),
    step: 0.01,
    input: (power) => on.change({ rate: Number((10 ** power).toPrecision(3)) }),
  });
  const curvature = slider({
    part: "c",
    label: "Curvature c",
    min: CURVATURES[0],
    max: CURVATURES[1],
    step: 0.05,
    input: (value) => on.bend(value),
  });
  const button = (words, act, kind = "") =>
    element("button", { type: "button", class: `nl-button ${kind}`, onclick: act }, words);
  const parts = {
    needed,
    losses,
    rate,
    curvature,
    second: button("Add a gentle weight", () => on.second()),
    guess: button("Guess the limit", () => on.guess()),
    roll: button("That is my guess: let it roll", () => on.roll(), "nl-primary"),
    said: element("p", { class: "lr-said", role: "status", "data-part": "factor" }),
  };
  const title = (words, part) => element("h3", { class: "nl-title", "data-part": part }, words);
  const node = element(
    "div",
    { class: "lr-panel" },
    element("div", {}, rate.node, curvature.node),
    parts.said,
    element("div", { class: "nl-bar" }, parts.guess, parts.roll, parts.second),
    element("div", {}, title("How many steps a rate needs", null), needed.node),
    element("div", {}, title("The loss, step by step", null), losses.node),
  );
  return {
    node,
    update: (state, theme) => update(parts, state, theme),
    destroy: () => {
      needed.destroy();
      losses.destroy();
    },
  };
}

function update(parts, state, theme) {
  parts.rate.update(Number(Math.log10(state.rate).toFixed(2)), rateText(state.rate));
  parts.curvature.update(state.curvature, short(state.curvature));
  setText(parts.said, state.hidden || state.guess ? guessWords(state) : verdict(state));
  parts.guess.hidden = state.hidden;
  parts.roll.hidden = !state.hidden;
  parts.second.hidden = state.hidden;
  setText(parts.second, state.second ? "Only one weight" : "Add a gentle weight");
  setAttributes(parts.second, { "aria-pressed": String(Boolean(state.second)) });
  parts.needed.update(neededView(state, theme));
  parts.losses.update(lossView(state, theme));
}

function neededView(state, theme) {
  const [steep, gentle] = curvatures(state);
  const chosen = { x: state.rate, kind: "chosen", grip: true, words: rateText(state.rate), low: true };
  const view = {
    x: RATES,
    y: [1, MOST],
    words: "Steps that each learning rate needs to come within 1 % of the bottom",
  };
  if (state.hidden) return { ...view, marks: [chosen] };
  const marks = [{ x: limit(steep), kind: "limit", words: limitText(steep), part: "limit" }, chosen];
  if (state.guess) marks.push({ x: state.guess.rate, kind: "hint", words: "your guess", row: 1 });
  const lines = [{ points: curveOf(steep), colour: theme.validation, width: 2.5 }];
  if (gentle) lines.push({ points: curveOf(gentle), colour: theme.positive, width: 2.5 });
  return {
    ...view,
    marks,
    lines,
    zones: [{ from: limit(steep), to: RATES[1], kind: "bad", words: "flies out", part: "limit" }],
  };
}

function curveOf(curvature) {
  return Array.from({ length: SAMPLES + 1 }, (_, i) => {
    const rate = RATES[0] * (RATES[1] / RATES[0]) ** (i / SAMPLES);
    return [rate, stepsExactly(rate, curvature)];
  });
}

function lossView(state, theme) {
  const lines = curvatures(state).map((curvature, i) => ({
    points: path(state.rate, curvature, state.start, STEPS).map((w, k) => [k, (curvature * w * w) / 2]),
    colour: i ? theme.positive : theme.validation,
    width: 2.2,
  }));
  const words = `The loss over ${STEPS} steps at a learning rate of ${rateText(state.rate)}`;
  if (state.hidden) return { x: [0, STEPS], y: [1e-4, 1e3], words, lines: [] };
  return { x: [0, STEPS], y: [1e-4, 1e3], words, lines, marks: [{ x: Math.floor(state.step), kind: "now" }] };
}
