// The team in numbers: what stands beside the formula's symbols, and the picture as tables.

import { fixed } from "../../base/controls.js";
import { percent, short } from "../../base/numbers.js";
import { countWords } from "./brain_view.js";
import { perspective } from "./perspective.js";
import { answerOfRow, featureOf } from "./rows.js";
import { answerOf, namesOf } from "./state.js";
import { decide, FACTS, factsOf } from "./team.js";

export function valuesOf(state) {
  const { voices, answer } = answerOf(state);
  const { biases, voices: counts, bias } = state.team;
  const list = (values, digits = 1) => values.map((value) => fixed(value, digits)).join(", ");
  return {
    x: list(state.facts, 2),
    w: `${FACTS.length * state.members} numbers`,
    b: list(biases),
    h: list(voices, 2),
    v: list(counts),
    c: fixed(bias, 1),
    y: fixed(answer, 3),
  };
}

/** The team; and the trained network with its rows, and the kinds, once they were asked for. */
export function tablesOf({ state, rows, kinds, data }) {
  const sorts = kinds && {
    caption: "Six kinds",
    head: ["", "layers", "weights"],
    rows: kinds.map((kind) => kindRow(kind, data.words)),
  };
  const connections = data.connections && {
    caption: "Connections",
    head: ["", "about"],
    rows: data.connections.map(([name, count]) => [name, countWords(Number(count))]),
  };
  return [
    ...teamTables(state),
    ...(rows ? networkTables(rows) : []),
    sorts,
    state.tab === "brain" ? connections : null,
  ].filter(Boolean);
}

function networkTables(rows) {
  const { answers } = answerOfRow(rows, rows.inputs);
  const features = rows.features.map((name, i) => [name, short(featureOf(rows, i))]);
  return [
    { caption: `Row ${rows.index + 1} of ${rows.title}`, head: ["feature", "value"], rows: features },
    {
      caption: "Its prediction",
      head: [rows.target, "answer"],
      rows: answers.map((value, k) => [rows.names[k], short(value)]),
    },
  ];
}

function kindRow({ name, layers, parameters }, words) {
  return [words[name]?.title ?? name, layers.map(({ title }) => title).join(", "), parameters.toLocaleString("en")];
}

function teamTables(state) {
  return [
    {
      caption: "The members",
      head: ["", ...FACTS, "mood", "voice", "weight of the voice", "convinced by"],
      rows: memberRows(state),
    },
    { caption: "Past evenings", head: ["", ...FACTS, "it was", "the team says"], rows: eveningRows(state) },
  ];
}

function memberRows(state) {
  const { team } = state;
  const { voices } = answerOf(state);
  return namesOf(state).map((name, j) => {
    const own = team.weights.map((row) => row[j]);
    const numbers = [...own, team.biases[j]].map((value) => fixed(value, 1));
    return [name, ...numbers, fixed(voices[j], 3), fixed(team.voices[j], 1), perspective(own, team.biases[j])];
  });
}

function eveningRows({ team, record }) {
  return record.map((evening, row) => [
    `evening ${row + 1}`,
    ...factsOf(evening).map((value) => fixed(value, 1)),
    evening.at(-1) > 0.5 ? "good" : "not good",
    percent(decide(team, factsOf(evening)).answer),
  ]);
}
