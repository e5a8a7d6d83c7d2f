// The picture in numbers: what stands beside the formula's symbols, and the tables.

import { percent, short } from "../../base/numbers.js";
import { spreadOf } from "./measures.js";
import { ROWS } from "./state.js";
import { rowNumbers } from "./world.js";

export function valuesOf({ networks }) {
  const suspect = networks[1];
  if (!suspect?.rows) return {};
  const { moved, silent, units } = rowNumbers(suspect.rows["conv 2"]);
  return { "w w0": percent(moved), f: `${silent} of ${units}`, s: percent(suspect.scores.fresh) };
}

export function tablesOf(_state, { networks }) {
  return networks.map(layersTable);
}

function layersTable({ title, rows, scores }) {
  const right = scores
    ? ` (${percent(scores.seen)} of the images it was trained with, ${percent(scores.fresh)} of new ones)`
    : "";
  return {
    caption: `${title}${right}`,
    head: ["Layer", "Units", "Silent", "Lowest", "Highest", "Exactly 0", "Weights moved by"],
    rows: Object.entries(ROWS).map(([row, words]) =>
      rows ? line(words, rows[row]) : [words, ...new Array(6).fill("")],
    ),
  };
}

function line(words, own) {
  const { units, silent, moved } = rowNumbers(own);
  const { low, high, zeros } = spreadOf(own.all.values);
  return [
    words,
    units,
    silent,
    short(low),
    short(high),
    percent(zeros),
    own.kernel ? (Number.isFinite(moved) ? percent(moved) : "from 0") : "no weights",
  ];
}
