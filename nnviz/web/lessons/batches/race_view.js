// Small batches against large ones, on the same network: counted in epochs, in updates or in seconds. First the reader says
// who will be lowest; then the curves are shown. Below, the loss of each single batch: how restless small ones are.

import { choices } from "../../base/controls.js";
import { element, keepCount, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { axisOf, budgetOf, lossAt, ranking } from "./racing.js";
import { AXES } from "./state.js";

const COMPARED = { sizes: "Batch sizes", scaled: "Rate in proportion", order: "Shuffled or sorted" };
const UNITS = { epoch: "epochs", update: "updates", second: "seconds on this machine" };
const n = (value) => Math.round(value).toLocaleString("en");

/** @returns {node, update(state, world), destroy()}; on.change({…}), on.guess(axis, label) */
export function createRaceView(on) {
  const view = { on };
  const chart = (height, x, part) => createLineChart({ height, words: { x, y: "loss" }, log: { y: true }, part });
  view.charts = Object.fromEntries(
    Object.entries(UNITS).map(([axis, words]) => [
      axis,
      chart(300, words, { epoch: "E", update: "U", second: "U" }[axis]),
    ]),
  );
  view.trace = chart(190, "update", "gB");
  view.compared = choices("What to compare", COMPARED, (compared) => on.change({ compared, axis: "epoch" }));
  view.axis = choices("Counted in", AXES, (axis) => on.change({ axis }));
  view.question = element("b", {});
  view.guesses = element("div", { class: "nl-choices", role: "group", "aria-label": "Which will be lowest?" });
  view.said = element("p", { class: "ba-said", role: "status" });
  view.list = element("ol", { class: "ba-list" });
  view.table = element("div", {}, element("h3", { class: "nl-title" }, "At the end of what all can afford"), view.list);
  const title = (words) => element("h3", { class: "nl-title" }, words);
  view.restless = element("div", {}, title("The loss of each single batch, from the first update on"), view.trace.node);
  const left = element(
    "div",
    { class: "ba-left" },
    ...Object.values(view.charts).map(({ node }) => node),
    view.restless,
  );
  const right = element(
    "div",
    { class: "ba-panel" },
    element("div", { class: "nl-bar" }, view.compared.node, view.axis.node),
    view.question,
    view.guesses,
    view.said,
    view.table,
  );
  view.node = element("div", { class: "ba-view" }, left, right);
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    destroy: () => {
      for (const one of [...Object.values(view.charts), view.trace]) one.destroy();
    },
  };
}

export function guessOf(state) {
  return state.guesses[`${state.network} ${state.compared} ${state.axis}`] ?? null;
}

function update(view, state, world) {
  const { runs, theme } = world;
  const guess = guessOf(state);
  view.compared.update(state.compared);
  view.axis.update(state.axis);
  view.node.toggleAttribute("data-waiting", !runs);
  view.table.hidden = !runs || !guess;
  view.restless.hidden = !runs || !guess;
  for (const [axis, { node }] of Object.entries(view.charts)) node.hidden = axis !== state.axis;
  setText(
    view.said,
    world.refusal || (runs ? "" : "Keras is training the network with each of them: about 20 seconds, once …"),
  );
  setText(view.question, runs ? `After the same number of ${AXES[state.axis]}: who has the lowest loss?` : "");
  writeGuesses(view, runs ?? [], guess);
  const colours = coloursOf(runs ?? [], theme);
  view.charts[state.axis].update(chartView(runs, state, guess, colours));
  if (!runs || !guess) return;
  view.trace.update(traceView(runs, colours));
  setText(view.said, saidOf(runs, state.axis, guess));
  writeList(view.list, runs, state.axis, colours);
}

function coloursOf(runs, theme) {
  const own = runs.length === 2 ? [1, 5] : [5, 0, 2, 1, 8];
  return runs.map((_, i) => theme.classes[own[i % own.length]]);
}

function writeGuesses({ guesses, on }, runs, guess) {
  const make = () => {
    const button = element("button", { type: "button" });
    button.addEventListener("click", () => on.guess(button.dataset.label));
    return button;
  };
  const buttons = keepCount(guesses, runs.length, make);
  guesses.hidden = !runs.length;
  runs.forEach(({ label }, i) => {
    buttons[i].dataset.label = label;
    setText(buttons[i], label);
    buttons[i].setAttribute("aria-pressed", String(label === guess));
  });
}

/** Curves that lie on each other are drawn one inside the other. */
function chartView(runs, { axis, compared }, guess, colours) {
  if (!runs) return { x: [0, 1], y: [0.1, 1], words: "The trainings are not there yet" };
  const end = budgetOf(runs, axis);
  const start = Math.max(...runs.map(({ loss }) => loss[0] ?? 1));
  const lowest = Math.min(...runs.map((run) => lossAt(run, axis, end)).filter(Number.isFinite));
  const view = { x: [0, end], y: [lowest / 1.6, start * 1.3], words: `Training loss over ${UNITS[axis]}` };
  if (!guess) return view;
  const lines = runs.map((run, i) => ({
    points: axisOf(run, axis).map((x, k) => [
      Math.min(x, end),
      x <= end ? (run.loss[k] ?? Number.NaN) : lossAt(run, axis, end),
    ]),
    colour: colours[i],
    width: compared === "scaled" ? 2 + 1.8 * (runs.length - 1 - i) : run.label === guess ? 3 : 2,
  }));
  return { ...view, lines };
}

function traceView(runs, colours) {
  const most = Math.max(...runs.map(({ trace }) => trace.length));
  const seen = runs.flatMap(({ trace }) => trace).filter((value) => value > 0);
  return {
    x: [1, most],
    y: [Math.max(Math.min(...seen), 1e-3), Math.max(...seen)],
    words: "The loss of each single batch from the first update on",
    lines: runs.map(({ trace }, i) => ({
      points: trace.map((value, k) => [k + 1, value === null ? Number.NaN : Math.max(value, 1e-3)]),
      colour: colours[i],
      width: 1.3,
      fade: 0.85,
    })),
  };
}

/** Who is lowest, and whether the reader said so. */
export function saidOf(runs, axis, guess) {
  const [first] = ranking(runs, axis);
  const end = budgetOf(runs, axis);
  const count = axis === "second" ? `${short(end, 2)} s` : `${n(end)} ${AXES[axis]}`;
  const right = first.label === guess ? "You said so." : `You said ${guess}.`;
  return `After ${count}, ${first.label} has the lowest loss: ${short(first.loss)}. ${right}`;
}

function writeList(list, runs, axis, colours) {
  const rows = ranking(runs, axis);
  const nodes = keepCount(list, rows.length, () => element("li", {}, element("i"), element("b"), element("span")));
  rows.forEach(({ label, loss }, i) => {
    const at = runs.findIndex((run) => run.label === label);
    const [mark, name, words] = nodes[i].children;
    mark.style.background = colours[at];
    setText(name, label);
    const { steps_per_epoch: steps, microseconds, rate } = runs[at];
    const each = `${n(steps)} update${steps === 1 ? "" : "s"} an epoch, ${short(microseconds / 1000, 2)} ms each`;
    setText(words, `loss ${numberOr(loss)}; rate ${Number(rate.toPrecision(2))}; ${each}`);
  });
}

function numberOr(value) {
  return Number.isFinite(value) ? short(value) : "no number";
}
