// The picture in numbers: what stands beside the formula's symbols, and the tables.

import { percent, short } from "../../base/numbers.js";

export function valuesOf(state, { answers, label, scores, paths, example8, sanity }) {
  const output = answers[0].output;
  const values = {};
  if (output) values.p = percent(output[label]);
  if (state.open && scores?.[0]) values.n = percent(scores[0].bare);
  const own = paths?.at(state.baseline, example8);
  if (own && state.view === "baseline") values.c = short(own.total);
  if (sanity && state.view === "sanity") values.l = String(state.level);
  return values;
}

export function tablesOf(state, world) {
  return TABLES[state.view](state, world);
}

const TABLES = { trust: trustTables, methods: methodsTables, sanity: sanityTables, baseline: baselineTables };

function trustTables({ open }, { answers, names, scores }) {
  const shown = open ? answers : answers.slice(0, 1);
  const rows = shown.map(({ title, output }) => [title, ...(output ? [...output].map(percent) : ["…", "…"])]);
  const tables = [{ caption: "Answers to this image", head: ["Network", ...names], rows }];
  if (!open || !scores) return tables;
  const keys = { marked: "as in training", bare: "no mark", crossed: "the other corner" };
  return [
    ...tables,
    {
      caption: "Images read right, by where the mark is",
      head: ["Mark", "Network A", "Network B"],
      rows: Object.entries(keys).map(([key, words]) => [
        words,
        ...scores.map((own) => (own ? percent(own[key]) : "…")),
      ]),
    },
  ];
}

function methodsTables({ all, example }, { methods, maps }) {
  const titles = Object.values(methods);
  if (!maps || !titles.length) return nothing("Maps");
  const alike = maps.alike(all ? null : example);
  return [
    {
      caption: "Rank correlation between the methods",
      head: ["Method", ...titles],
      rows: titles.map((title, a) => [title, ...titles.map((_, b) => short(alike(a, b), 2))]),
    },
    maps.left
      ? leftTable(titles, maps)
      : {
          caption: "Where the largest value lies, in 24 images",
          head: ["Method", "On the mark", "On the shape"],
          rows: titles.map((title, k) => [title, ...maps.points(k).map(percent)]),
        },
  ];
}

function leftTable(titles, maps) {
  return {
    caption: "What is left of the answer once a tenth of the pixels is erased",
    head: ["Method", "Left"],
    rows: [...titles.map((title, k) => [title, percent(maps.left(k))]), ["Random pixels", percent(maps.chance)]],
  };
}

function sanityTables(_, { methods, sanity }) {
  const titles = Object.values(methods);
  if (!sanity || !titles.length) return nothing("The sanity check");
  return [
    {
      caption: "Likeness to the first map, by the layers drawn anew",
      head: ["Method", ...sanity.layers.map((name) => `${name.replaceAll("_", " ")} too`)],
      rows: titles.map((title, k) => [title, ...sanity.layers.map((_, l) => short(sanity.alike(k, l + 1), 2))]),
    },
  ];
}

function baselineTables(state, { paths, example8 }) {
  const own = paths?.at(state.baseline, example8);
  if (!own) return nothing("Integrated gradients");
  const { output, from, total } = own;
  return [
    {
      caption: "Integrated gradients add up",
      head: ["Number", "Value"],
      rows: [
        ["Answer to the image", short(output)],
        ["Answer to the baseline", short(from)],
        ["Difference", short(output - from)],
        ["Sum of the map", short(total)],
      ],
    },
  ];
}

function nothing(caption) {
  return [{ caption, head: ["What", "Value"], rows: [["State", "not computed yet"]] }];
}
