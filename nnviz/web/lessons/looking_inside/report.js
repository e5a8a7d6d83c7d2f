// The picture in numbers: what stands beside the formula's symbols, and the tables.

import { percent, short } from "../../base/numbers.js";
import { selectivity, spreadOf } from "./measures.js";
import { ROWS } from "./state.js";
import { rowNumbers } from "./world.js";

export function valuesOf({ networks }) {
  const suspect = networks[1];
  if (!suspect?.rows) return {};
  const { moved, silent, units } = rowNumbers(suspect.rows["conv 2"]);
  return { "w w0": percent(moved), f: `${silent} of ${units}`, s: percent(suspect.scores.fresh) };
}

export function tablesOf(state, { networks, subject, probes }) {
  if (state.view === "units") return subject ? [unitTable(state, subject)] : nothing("Units");
  if (state.view === "probe") return probes ? [probeTable(probes)] : nothing("Straight cuts");
  return networks.map(layersTable);
}

function nothing(caption) {
  return [{ caption, head: ["What", "Value"], rows: [["State", "not computed yet"]] }];
}

function unitTable(state, { places, layers, labels, names, before, after, peaksOf }) {
  const place = places[Math.min(state.layer, places.length - 1)];
  const unit = Math.min(state.unit, layers[place].shape.at(-1) - 1);
  const { means } = selectivity(peaksOf(place, unit), labels, names.length);
  const share = (value) => (Number.isFinite(value) ? percent(value) : "no image");
  const mean = (value) => (Number.isFinite(value) ? short(value) : "no image");
  return {
    caption: `Unit ${unit + 1} of ${layers[place].name.replaceAll("_", " ")}, class by class`,
    head: ["Class", "Its mean answer", "Read right with all units", "Read right now"],
    rows: names.map((name, k) => [name, mean(means[k]), share(before.classes[k]), share(after.classes[k])]),
  };
}

function probeTable({ lines, examples }) {
  const titles = Object.keys(lines);
  const layers = ["Pixels", "Convolution 1", "Convolution 2", "Hidden", "Output"];
  return {
    caption: `New digits read right by a straight cut, fitted to ${examples} labelled ones`,
    head: ["Layer", ...titles],
    rows: layers.map((name, k) => [name, ...titles.map((title) => percent(lines[title][k]))]),
  };
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
