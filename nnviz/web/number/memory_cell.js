// The cell of an LSTM or a GRU as a diagram, with the numbers of one unit at one step.

import { element, svg } from "../base/dom.js";
import { short } from "../base/numbers.js";

const LSTM = {
  width: 620,
  height: 236,
  lines: [
    "M60 56H560",
    "M140 168V76",
    "M280 168V110H262",
    "M220 168V110H236",
    "M249 97V76",
    "M400 56V92",
    "M400 130V168",
    "M480 168V150H419",
    "M400 168V200H560",
  ],
  operations: [
    ["×", 140, 56],
    ["+", 249, 56],
    ["×", 249, 110],
    ["tanh", 400, 92],
    ["×", 400, 150],
  ],
  gates: [
    ["f", "Forget gate", 140, 182],
    ["i", "Input gate", 212, 182],
    ["g", "Candidate", 288, 182],
    ["o", "Output gate", 484, 182],
  ],
  numbers: [
    ["c_before", "old memory", 60, 56],
    ["c", "new memory", 560, 56],
    ["y", "output", 560, 200],
  ],
};
const GRU = {
  width: 620,
  height: 210,
  lines: ["M60 56H560", "M180 150V76", "M300 56V110", "M300 110H420", "M420 150V110", "M300 110V76", "M180 110H287"],
  operations: [
    ["×", 180, 56],
    ["+", 300, 56],
    ["×", 300, 110],
  ],
  gates: [
    ["z", "Update gate", 180, 164],
    ["r", "Reset gate", 540, 164],
    ["n", "Candidate", 420, 164],
  ],
  numbers: [
    ["h_before", "old state", 60, 56],
    ["y", "new state", 560, 56],
  ],
};

/** @param known {symbol: number}; on.group(title) @returns the diagram, or null where this is no such cell */
export function memoryCell(known, on) {
  const plan = "f" in known && "g" in known ? LSTM : "z" in known && "n" in known ? GRU : null;
  if (!plan) return null;
  const picture = svg(
    "svg",
    {
      viewBox: `0 0 ${plan.width} ${plan.height}`,
      class: "nu-cellplan",
      role: "img",
      "aria-label": "The cell with this unit's numbers",
    },
    ...plan.lines.map((d) => svg("path", { d, class: "nu-wire" })),
    ...plan.operations.flatMap(([sign, x, y]) => [
      svg("circle", { cx: x, cy: y, r: sign.length > 1 ? 19 : 13, class: "nu-op" }),
      svg("text", { x, y: y + 5, class: "nu-optext" }, sign),
    ]),
    ...plan.numbers.flatMap(([symbol, name, x, y]) => number(known[symbol], name, x, y)),
    ...plan.gates.map(([symbol, title, x, y]) => gate(known[symbol], title, x, y, on)),
  );
  return element("div", { class: "nu-plan" }, picture);
}

function number(value, name, x, y) {
  return [
    svg("rect", {
      x: x - 40,
      y: y - 17,
      width: 80,
      height: 34,
      rx: 17,
      class: "nu-state",
      "data-sign": Math.sign(value ?? 0),
    }),
    svg("text", { x, y: y + 5, class: "nu-statetext" }, short(value)),
    svg("text", { x, y: y - 24, class: "nu-statename" }, name),
  ];
}

function gate(value, title, x, y, on) {
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
    svg("rect", { x: x - 34, y: y - 16, width: 68, height: 32, rx: 6 }),
    svg("text", { x, y: y + 5, class: "nu-statetext" }, short(value)),
    svg("text", { x, y: y + 30, class: "nu-statename" }, title),
  );
}
