// One step of the cell opened: its diagram with the numbers of one unit, its gates to drag, and how a gate comes about.

import { choices, fixed, slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { memoryCell } from "../../base/memory_cell.js";
import { GATES, numbersOf, PARTS, sumOf } from "./cells.js";
import { candidateWords, gateMeaning, PART_NAMES, sumWords, written } from "./words.js";

const SYMBOLS = { f: "f", i: "i", o: "o", z: "z", r: "r", g: "g", n: "g" };

/** on.hold(gate, value), on.letGo(), on.part(part). @returns {node, update(world)} */
export function createStepPanel(on) {
  const view = { on, cell: "" };
  view.title = element("h3", { class: "nl-title" });
  view.diagram = element("div", { class: "rn-diagram" });
  view.gates = element("div", { class: "rn-gates" });
  view.parts = element("div", { "data-part": "g" });
  view.sum = element("p", { class: "rn-sum nl-muted" });
  view.free = element("button", { type: "button", class: "nl-button", onclick: () => on.letGo() }, "Let the gates go");
  view.said = element("p", { class: "rn-said", role: "status" });
  view.node = element(
    "div",
    { class: "rn-panel" },
    view.title,
    view.diagram,
    view.gates,
    view.parts,
    view.sum,
    view.free,
    view.said,
  );
  return { node: view.node, update: (world) => update(view, world) };
}

function arrange(view, kind) {
  if (view.cell === kind) return;
  view.cell = kind;
  view.sliders = Object.fromEntries(
    GATES[kind].map((gate) => [
      gate,
      slider({
        part: SYMBOLS[gate],
        label: `${PART_NAMES[gate]} ${gate}`,
        min: 0,
        max: 1,
        step: 0.01,
        input: (value) => view.on.hold(gate, value),
      }),
    ]),
  );
  view.gates.replaceChildren(...Object.values(view.sliders).map(({ node }) => node));
  const named = Object.fromEntries(PARTS[kind].map((part) => [part, PART_NAMES[part]]));
  view.choice = choices("Which sum to see", named, (part) => view.on.part(part));
  view.parts.replaceChildren(view.choice.node);
  view.parts.hidden = kind === "SimpleRNN";
}

function update(view, { state, steps, cell, marks }) {
  arrange(view, cell.kind);
  const step = steps[state.step];
  view.node.toggleAttribute("data-empty", !step);
  if (!step) {
    setText(view.title, "Type something to open a step");
    return;
  }
  const unit = state.unit;
  setText(view.title, `Step ${state.step + 1}, ${written(marks[state.step])}, unit ${unit + 1}`);
  drawDiagram(view, cell, step, unit);
  for (const [gate, own] of Object.entries(view.sliders)) {
    const held = state.held[gate] !== null;
    own.update(step[gate][unit], held ? `held at ${fixed(step[gate][unit])}` : fixed(step[gate][unit]));
    setAttributes(own.node, { "data-held": held ? "" : null });
  }
  const held = Object.entries(state.held).filter(([, value]) => value !== null);
  view.free.hidden = !held.length;
  const part = PARTS[cell.kind].includes(state.part) ? state.part : PARTS[cell.kind][0];
  view.choice.update(part);
  setText(view.sum, partWords(cell, step, part, unit, state.held[part] ?? null));
  const [gate] = held[0] ?? [part];
  setText(
    view.said,
    held.length
      ? `At this step, the ${PART_NAMES[gate].toLowerCase()} of all units is held: see what becomes of the answers after it.`
      : gateMeaning(part),
  );
}

function partWords(cell, step, part, unit, held) {
  if (cell.kind === "SimpleRNN") return "It has no gates: each step writes the whole state anew.";
  const sum = sumOf(cell, part, unit, step.x, step.before.h);
  if (cell.kind === "GRU" && part === "n") return candidateWords(sum, step.r[unit], step.n[unit]);
  return `${PART_NAMES[part]}: ${sumWords(sum, part, step[part][unit], held !== null)}`;
}

const OF_TITLE = { "Forget gate": "f", "Input gate": "i", "Output gate": "o", "Update gate": "z", "Reset gate": "r" };

function drawDiagram(view, cell, step, unit) {
  const known = numbersOf(cell, step, unit);
  if (cell.kind === "SimpleRNN") {
    const lines = [
      ["old state", known.h_before, "hb"],
      ["what is read gives", known.input, "W x"],
      ["the loop gives", known.recurrent, "U"],
      ["bias", known.bias, "b"],
      ["new state: tanh of their sum", known.y, "h"],
    ];
    view.diagram.replaceChildren(...lines.map((line) => simpleLine(...line)));
    return;
  }
  const open = (title) => view.on.part(OF_TITLE[title] ?? (cell.kind === "LSTM" ? "g" : "n"));
  const diagram = memoryCell(known, { group: open });
  diagram.dataset.part = "c";
  view.diagram.replaceChildren(diagram);
}

function simpleLine(name, value, part) {
  const number = element("b", {}, fixed(value));
  return element("div", { class: "rn-simple", "data-part": part }, element("span", {}, name), number);
}
