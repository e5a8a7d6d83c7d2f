// The cell of an LSTM or a GRU as a diagram, with the numbers of one unit at one step.

import { element, svg } from "./dom.js";
import { short } from "./numbers.js";

const LSTM = {
  height: 252,
  wires: ["M100 50H540", "M130 182V50", "M216 182V112H270", "M324 182V112H270V50", "M424 50V152", "M424 182V152H540"],
  operations: [
    ["×", 130, 50],
    ["+", 270, 50],
    ["×", 270, 112],
    ["tanh", 424, 100],
    ["×", 424, 152],
  ],
  gates: [
    ["f", "Forget gate", 130],
    ["i", "Input gate", 216],
    ["g", "Candidate", 324],
    ["o", "Output gate", 424],
  ],
  numbers: [
    ["c_before", "old memory", 56, 50],
    ["c", "new memory", 584, 50],
    ["y", "output", 584, 152],
  ],
};
const GRU = {
  height: 252,
  wires: ["M100 50H540", "M130 182V50", "M130 118H300V50", "M430 182V118H300", "M540 198H430"],
  operations: [
    ["×", 130, 50],
    ["1−", 210, 118],
    ["×", 300, 118],
    ["+", 300, 50],
  ],
  gates: [
    ["z", "Update gate", 130],
    ["n", "Candidate", 430],
    ["r", "Reset gate", 540],
  ],
  numbers: [
    ["h_before", "old state", 56, 50],
    ["y", "new state", 584, 50],
  ],
};
const [WIDE, GATES] = [640, 198];

/** @param known {symbol: number}; on.group(title) @returns the diagram, or null where this is no such cell */
export function memoryCell(known, on) {
  const plan = "f" in known && "g" in known ? LSTM : "z" in known && "r" in known && "n" in known ? GRU : null;
  if (!plan) return null;
  const words = "The cell with this unit's numbers";
  const picture = svg(
    "svg",
    { viewBox: `0 0 ${WIDE} ${plan.height}`, class: "nu-cellplan", role: "group", "aria-label": words },
    ...plan.wires.map((d) => svg("path", { d, class: "nu-wire" })),
    ...plan.operations.flatMap(([sign, x, y]) => [
      svg("circle", { cx: x, cy: y, r: sign.length > 2 ? 20 : 14, class: "nu-op" }),
      svg("text", { x, y: y + 5, class: "nu-optext" }, sign),
    ]),
    ...plan.numbers.flatMap(([symbol, name, x, y]) => number(known[symbol], name, x, y)),
    ...plan.gates.map(([symbol, title, x]) => gate(known[symbol], title, x, on)),
  );
  return element("div", {}, picture);
}

function number(value, name, x, y) {
  const box = {
    x: x - 44,
    y: y - 18,
    width: 88,
    height: 36,
    rx: 18,
    class: "nu-state",
    "data-sign": Math.sign(value ?? 0),
  };
  return [
    svg("rect", box),
    svg("text", { x, y: y + 5, class: "nu-statetext" }, short(value)),
    svg("text", { x, y: y - 25, class: "nu-statename" }, name),
  ];
}

function gate(value, title, x, on) {
  const open = () => on.group(title);
  return svg(
    "g",
    {
      class: "nu-gate",
      tabindex: 0,
      role: "button",
      "aria-label": `${title}: ${short(value)}`,
      onclick: open,
      onkeydown: (event) => event.key === "Enter" && open(),
    },
    svg("rect", { x: x - 38, y: GATES - 16, width: 76, height: 32, rx: 6 }),
    svg("text", { x, y: GATES + 5, class: "nu-statetext" }, short(value)),
    svg("text", { x, y: GATES + 32, class: "nu-statename" }, title),
  );
}
