// The picture in numbers: what stands beside the formula's symbols, the tables, and what a check measures.

import { fixed } from "../../base/controls.js";
import { percent } from "../../base/numbers.js";
import { partsOf } from "./parts.js";
import { attended, VALUES } from "./vectors_view.js";

export function valuesOf(state, { pass, letters }) {
  if (!pass) return {};
  if (state.view === "vectors") {
    const { weights, mixed } = attended(state);
    return {
      d: fixed(state.divide ** 2, 1),
      A: percent(Math.max(...weights)),
      Z: fixed(mixed[0], 1),
      Q: state.q.map((v) => fixed(v)).join(", "),
    };
  }
  if (state.view === "own") return {};
  const row = pass.heads[state.head].rows[state.query];
  return { X: letters.join(""), d: String(pass.key), A: percent(row.weights[state.key]), Z: fixed(row.mixed[0]) };
}

export function tablesOf(state, world) {
  if (!world.pass) return [{ caption: "Attention", head: ["What", "Value"], rows: [["Letters", state.text]] }];
  return [{ map: mapTable, vectors: vectorTable, block: blockTable, own: ownTable }[state.view](state, world)];
}

function mapTable(state, { pass, letters, chosen }) {
  return {
    caption: `Head ${state.head + 1}: how much each place (row) looks at each other (column)`,
    head: ["Place", ...letters.map((letter, k) => `${k + 1} ${letter}`), "Answer"],
    rows: pass.heads[state.head].rows.map(({ weights }, k) => [
      `${k + 1} ${letters[k]}`,
      ...weights.map(percent),
      chosen[k],
    ]),
  };
}

function vectorTable(state) {
  const { scores, weights } = attended(state);
  return {
    caption: `A query at ${state.q.map((v) => fixed(v)).join(", ")} and four keys`,
    head: ["Key", "Place", "Score", "Share", "Value"],
    rows: state.keys.map((key, k) => [
      `k${k + 1}`,
      key.map((v) => fixed(v)).join(", "),
      fixed(scores[k]),
      percent(weights[k]),
      String(VALUES[k]),
    ]),
  };
}

function blockTable(state, { pass }) {
  return {
    caption: "The parts of the block and the sizes of their matrices",
    head: ["Part", "Rows", "Columns"],
    rows: partsOf(pass, state.head).map(({ title, matrix }) => [title, String(matrix.rows), String(matrix.cols)]),
  };
}

function ownTable(state, { own }) {
  if (!own) return { caption: "Your network", head: ["What", "Value"], rows: [["Example", "none yet"]] };
  const { maps } = own.layers[Math.min(state.layer, own.layers.length - 1)];
  const weights = maps[Math.min(state.ownHead, maps.length - 1)];
  return {
    caption: `${own.title || "Your network"}: how much each step (row) looks at each other (column)`,
    head: ["Step", ...weights[0].map((_, k) => String(own.steps[k] || k + 1))],
    rows: weights.map((row, k) => [String(own.steps[k] || k + 1), ...row.map(percent)]),
  };
}

/** What a check that says "make the picture do this" is judged by. */
export function measuresOf(state, { measured, recording }) {
  const views = { map: 0, vectors: 1, block: 2, own: 3 };
  const { weights } = attended(state);
  return {
    view: views[state.view],
    reverse: Number(state.task === "reverse"),
    positions: Number(state.positions),
    causal: Number(state.mask === "causal"),
    trained: recording?.line?.step ?? -1,
    heads: state.on.filter(Boolean).length,
    forbidden: state.forbidden.length,
    accuracy: measured ?? 0,
    divide: state.divide,
    ...Object.fromEntries(weights.map((share, k) => [`share${k + 1}`, share])),
  };
}
