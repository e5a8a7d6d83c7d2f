// The picture in numbers: what stands beside the formula's symbols, and the tables.

import { short } from "../../base/numbers.js";
import { deviation, groupMeans, lineThrough } from "./preparing.js";
import { bowlOf, filledOf, gapsOf, middleOf, orderOf, twinsOf, typedOf } from "./state.js";

export function valuesOf(state, { table, wine }) {
  const bowl = bowlOf(state, table);
  const values = {};
  if (bowl)
    Object.assign(values, {
      kappa: short(bowl.kappa),
      eta: short(bowl.eta),
      z: `(x − ${short(bowl.fits[1].offset)}) / ${short(bowl.fits[1].scale)}`,
    });
  if (!wine) return values;
  const gaps = gapsOf(state, wine);
  const typed = typedOf({ ...state, column: 12 }, wine);
  return {
    ...values,
    m: String(gaps.complete),
    p: gaps.share === null ? "a third, of one column" : String(gaps.share),
    n: String(wine.training.rows.length),
    r: `middle half ${short(middleOf(typed.ways.robust))} wide`,
  };
}

export function tablesOf(state, world) {
  const { wine, table, countries } = world;
  if (state.view === "scale" && table) return [scaleTable(state, world)];
  if (state.view === "gaps" && wine) return [gapsTable(state, wine)];
  if (state.view === "outliers" && wine) return [outliersTable(state, wine)];
  if (state.view === "categories" && countries) return [categoriesTable(state, countries)];
  if (state.view === "leaks" && wine) return [leaksTable(wine)];
  return [{ caption: "Preparing data", head: ["What", "Value"], rows: [["View", state.view]] }];
}

function scaleTable(state, { table }) {
  const ways = ["none", "standard", "minmax", "robust"].map((how) => [how, bowlOf({ ...state, how }, table)]);
  return {
    caption: `Loss of a linear neuron on two columns, the second one times ${short(10 ** state.unit)}`,
    head: ["Preparation", "Condition number", "Largest curvature", "Smallest", "Steps needed"],
    rows: ways.map(([how, own]) => [
      how === state.how ? `${how} (shown)` : how,
      ...[own.kappa, own.large, own.small].map((value) => short(value)),
      Number.isFinite(own.steps) ? own.steps.toLocaleString("en") : "never",
    ]),
  };
}

function gapsTable(state, wine) {
  const told = gapsOf(state, wine);
  return {
    caption: `${told.complete} of ${wine.training.rows.length} training rows are complete`,
    head: ["Column", "Empty", "Deviation of what is there", "After filling"],
    rows: wine.names.map((name, column) => {
      const filled = filledOf({ ...state, column }, told, wine);
      const [there, all] = [filled.there, filled.all ?? filled.there].map(deviation);
      return [name, String(wine.training.rows.length - filled.there.length), short(there), short(all)];
    }),
  };
}

function outliersTable(state, wine) {
  const { ways } = typedOf({ ...state, column: 12 }, wine);
  return {
    caption: `Proline with one value times ${short(state.factor)}`,
    head: ["Scaling", "Smallest", "Middle half wide", "Largest"],
    rows: Object.entries(ways).map(([name, values]) => [
      name,
      short(Math.min(...values)),
      short(middleOf(values)),
      short(Math.max(...values)),
    ]),
  };
}

function categoriesTable(state, countries) {
  const order = orderOf(state, countries);
  const placed = countries.codes.map((code) => order.indexOf(code) + 1);
  const line = lineThrough(placed, countries.life);
  const { means } = groupMeans(countries.codes, countries.life, order.length);
  return {
    caption: "Life expectancy by continent, in years",
    head: ["Continent", "Code", "One number says", "One-hot says"],
    rows: order.map((k, at) => [
      countries.continents[k],
      String(at + 1),
      short(line.start + line.slope * (at + 1)),
      short(means[k]),
    ]),
  };
}

function leaksTable(wine) {
  return {
    caption: "Validation rows with another measurement of their bottle in training",
    head: ["Split", "Validation rows", "With a twin in training"],
    rows: Object.entries(wine.measured).map(([how, parts]) => {
      const { validation, twins } = twinsOf(parts);
      return [how, String(validation), String(twins)];
    }),
  };
}
