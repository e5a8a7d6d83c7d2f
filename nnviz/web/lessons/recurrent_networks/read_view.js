// A real network that reads what the reader types: its state after each character, its answers, and one step opened.

import { choices, select } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { createPlayer } from "../../base/player.js";
import { CELLS, MOST } from "./state.js";
import { createStepPanel } from "./step_panel.js";
import { createStrip, stripWords } from "./strip.js";
import { closestUnit, closestWords, standing } from "./words.js";

const SHOWN = { h: "Output h", c: "Memory c" };

/** on: change, type, task, cell, pick, hold, letGo. @returns {node, update(state, world), stop(), play(), destroy()} */
export function createReadView(on, still) {
  const view = { on, lines: [] };
  view.task = select("It is asked", {}, (task) => on.task(task));
  view.cell = choices("Cell", CELLS, (cell) => on.cell(cell));
  view.shown = choices("What is shown of each unit", SHOWN, (shown) => on.change({ shown }));
  view.field = element("input", {
    type: "text",
    class: "rn-field",
    maxlength: MOST,
    "aria-label": "Your sequence",
    spellcheck: "false",
    autocomplete: "off",
  });
  view.field.addEventListener("input", () => on.type(view.field.value));
  view.problem = element("p", { class: "rn-problem", role: "status" });
  const place = element("div", { class: "rn-stripplace" });
  view.strip = createStrip(place, { pick: on.pick });
  view.player = createPlayer({
    steps: 0,
    speed: 5,
    still,
    name: "moment of training",
    say: (at) => `${(view.lines[at]?.step ?? 0).toLocaleString("en")} steps of training`,
    move: (at) => view.lines.length && on.change({ trained: view.lines[Math.floor(at)].step }),
  });
  view.said = element("p", { class: "rn-standing", role: "status" });
  view.panel = createStepPanel({ hold: on.hold, letGo: on.letGo, part: (part) => on.change({ part }) });
  const title = element("h3", { class: "nl-title" }, "Type your own");
  const key = element(
    "p",
    { class: "rn-key nl-muted" },
    element("span", { class: "rn-scale" }),
    "−1 to 1. Bars: how sure the network is of a yes; red: wrong.",
  );
  const bar = element("div", { class: "nl-bar" }, view.task.node, view.cell.node, view.shown.node);
  const left = element(
    "div",
    { class: "rn-left" },
    title,
    view.field,
    view.problem,
    place,
    key,
    view.player.node,
    view.said,
  );
  view.node = element("div", {}, bar, element("div", { class: "rn-view" }, left, view.panel.node));
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    stop: () => view.player.stop(),
    play: () => view.player.play(),
    destroy: () => {
      view.player.destroy();
      view.strip.destroy();
    },
  };
}

function update(view, state, world) {
  const { tasks, read, recording, theme } = world;
  view.task.options(Object.fromEntries(Object.entries(tasks).map(([name, { question }]) => [name, question])));
  view.task.update(state.task);
  view.cell.update(state.cell);
  view.shown.update(state.shown);
  view.shown.node.hidden = state.cell !== "LSTM";
  if (view.field.value !== read.text) view.field.value = read.text;
  setText(view.problem, problemOf(tasks[state.task], read));
  showStrip(view, state, read, theme);
  view.panel.update({ state, steps: read.steps, cell: read.cell, marks: read.marks });
  showMoments(view, state, recording);
  const closest = recording.line
    ? closestUnit(
        read.steps.map(({ h }) => h),
        read.truth,
      )
    : null;
  setText(view.said, `${standing({ ...recording, cell: state.cell })}${closestWords(closest)}`);
}

function problemOf(task, { strange, marks }) {
  if (strange.length) {
    const known = task.kinds.join(" and ");
    const never = [...new Set(strange)].map((one) => `“${one}”`).join(", ");
    return `This network knows only ${known}; it was never shown ${never}. Type ${known}.`;
  }
  return marks.length ? "" : "Nothing is typed: the network has read nothing, and its state is all zeros.";
}

function showStrip(view, state, { marks, steps, answers, truth, cell }, theme) {
  const values = steps.map((step) => step[state.shown]);
  const limit = state.shown === "h" ? 1 : Math.max(1, ...values.map((row) => Math.max(...row.map(Math.abs))));
  const shown = { marks, values, answers, truth, units: cell.units, limit, theme };
  const { step, unit } = state;
  const held = Object.values(state.held).some((value) => value !== null);
  view.strip.update({ ...shown, step, unit, held, words: stripWords({ marks, values, answers, step, unit }) });
}

function showMoments(view, state, { lines }) {
  view.lines = lines;
  view.player.node.hidden = !lines.length;
  view.player.resize(Math.max(lines.length - 1, 0));
  if (view.player.playing()) return;
  const at = lines.findLastIndex(({ step }) => step <= state.trained);
  view.player.place(Math.max(at, 0));
}
