// The picture in numbers: what stands beside the formula's symbols, and the tables.

import { percent, short } from "../../base/numbers.js";
import { differencesOf } from "./differ_view.js";
import { copiesOf, countsOf, doubtsOf, FEATURES } from "./state.js";

export function valuesOf(state, { collection, digits, result }) {
  if (!digits) return {};
  const told = differencesOf(collection, digits.measured);
  const [name, { D }] = Object.entries(told).sort(([, one], [, other]) => Math.abs(other.D) - Math.abs(one.D))[0];
  const [pair] = copiesOf(state, collection);
  const values = {
    D: `${short(D)} (${FEATURES[name].title.toLowerCase()})`,
    d: pair ? short(pair.far) : "none so near",
  };
  if (!result) return values;
  const [doubt] = doubtsOf(collection, result.held);
  const known = state.guess !== null;
  return {
    ...values,
    s: percent(result.own),
    o: known ? percent(result.others) : "guess first",
    g: known ? percent(result.own - result.others) : "guess first",
    q: doubt ? percent(doubt.doubt) : "no doubts",
  };
}

export function tablesOf(state, world) {
  const { collection, digits, result, classes, history } = world;
  if (!digits) return [{ caption: "The collection", head: ["What", "Value"], rows: [["Examples", "being read"]] }];
  const tables = [countTable(collection, classes)];
  if (state.view === "differ") tables.push(differTable(collection, digits));
  if (state.view === "copies") tables.push(copyTable(state, collection, classes));
  if (state.view === "labels" && result) tables.push(doubtTable(collection, result, classes));
  if (result && state.guess !== null) tables.push(historyTable(history));
  return tables;
}

function countTable(collection, classes) {
  return {
    caption: "The collection",
    head: ["Digit", "Examples"],
    rows: countsOf(collection).map((count, k) => [classes[k], String(count)]),
  };
}

function differTable(collection, digits) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / (values.length || 1);
  return {
    caption: "This collection and other people’s digits",
    head: ["What", "Mean here", "Mean of the others", "D"],
    rows: Object.entries(differencesOf(collection, digits.measured)).map(([name, { own, others, D }]) => [
      FEATURES[name].title,
      short(mean(own)),
      short(mean(others)),
      short(D),
    ]),
  };
}

function copyTable(state, collection, classes) {
  const pairs = copiesOf(state, collection).slice(0, 20);
  const rows = pairs.map(({ a, b, far }) => [
    `${classes[collection[a].label]} and ${classes[collection[b].label]}`,
    short(far),
  ]);
  return { caption: "Pairs that are near", head: ["Digits", "Distance d"], rows: rows.length ? rows : [["none", ""]] };
}

function doubtTable(collection, { held }, classes) {
  const rows = doubtsOf(collection, held).map(({ given, said, share, doubt }) => [
    classes[given],
    classes[said],
    percent(share),
    percent(doubt),
  ]);
  const head = ["Called", "Network says", "How sure", "q"];
  return { caption: "Labels that are doubted", head, rows: rows.length ? rows : [["none", "", "", ""]] };
}

function historyTable(history) {
  return {
    caption: "Both scores from change to change",
    head: ["Examples", "On this collection", "On other people’s"],
    rows: history.map(({ count, own, others }) => [String(count), percent(own), percent(others)]),
  };
}
