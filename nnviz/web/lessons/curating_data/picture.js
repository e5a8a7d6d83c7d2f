// Curating data: a collection of digits, a network trained on it at every change, and how it does on other people's digits.

import { choices } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { told } from "../../lesson/preset.js";
import { askingOf, openView } from "../../lesson/views.js";
import { createCollectView } from "./collect_view.js";
import { createCopiesView } from "./copies_view.js";
import { createDifferView } from "./differ_view.js";
import { keep, kept } from "./drawings.js";
import { createLabelsView } from "./labels_view.js";
import { encoded, measure, SIDE } from "./pixels.js";
import { tablesOf, valuesOf } from "./report.js";
import { createScoreView } from "./score_view.js";
import { beginning, collectionOf, lackOf, measuresOf, ownThings, setState, TOLD, VIEWS, WHOSE } from "./state.js";

const KEPT = 40; // results, and changes of the curve

/** A picture holds `state`, the `digits` once they came, `results` by collection, and the `history` of what was trained. */
export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: { ...beginning(), ...ownThings(), ...kept() },
    theme: null,
    digits: null,
    results: new Map(),
    history: [],
  };
  picture.asking = askingOf(picture, receive, show);
  const on = { change: (alter) => change(picture, alter) };
  picture.tabs = choices("What to look at", VIEWS, (view) =>
    change(picture, (state) => Object.assign(state, { view })),
  );
  picture.whose = choices("Whose examples", WHOSE, (whose) =>
    change(picture, (state) => takeUp(picture, state, whose)),
  );
  picture.views = {
    collect: createCollectView(on),
    differ: createDifferView(),
    copies: createCopiesView(on),
    labels: createLabelsView(on),
  };
  picture.score = createScoreView(on);
  layOut(root, picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => {
      picture.history = [];
      change(picture, (state) => setState(state, next));
    },
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, worldOf(picture)),
    tables: () => tablesOf(picture.state, worldOf(picture)),
    measures: () => {
      const world = worldOf(picture);
      return measuresOf(picture.state, { ...world, result: world.current });
    },
    destroy: () => destroy(root, picture),
  };
}

/** Another collection begins a curve of its own. */
function takeUp(picture, state, whose) {
  Object.assign(state, { whose });
  picture.history = [];
}

function layOut(root, { tabs, whose, views, score }) {
  const left = element("div", { class: "cu-left" }, ...Object.values(views).map(({ node }) => node));
  const bar = element("div", { class: "nl-bar" }, tabs.node, whose.node);
  root.append(element("div", { class: "cu" }, bar, element("div", { class: "cu-sides" }, left, score.node)));
}

/** What the views are drawn from; the last result stands, marked as stale, while the next one is awaited. */
function worldOf(picture) {
  const { state, theme, digits, results, history, asking } = picture;
  const classes = digits?.classes ?? [];
  const collection = collectionOf(state, digits);
  const lack = digits ? lackOf(collection, classes) : "";
  const current = lack ? null : (results.get(keyOf(collection)) ?? null);
  const result = lack ? null : (current ?? history.at(-1)?.result ?? null);
  const refusal = ["digits", "trained"]
    .map((want) => (asking.waitsFor(want) ? "" : asking.refusal(want)))
    .find(Boolean);
  const common = { theme, digits, classes, collection, lack, history, refusal: current ? "" : (refusal ?? "") };
  return { ...common, current, result, stale: !current && !lack };
}

function keyOf(collection) {
  return collection
    .map(({ id, label, pixels }) => `${id}:${label}:${id.startsWith("m") ? pixels.join("") : ""}`)
    .join(" ");
}

/** Asks for what is lacking: the digits, then a network for the collection in hand. */
function need(picture) {
  const { state, digits, asking, results } = picture;
  if (!digits) {
    if (!asking.waitsFor("digits")) asking.ask({ want: "digits" });
    return;
  }
  const collection = collectionOf(state, digits);
  const key = keyOf(collection);
  if (lackOf(collection, digits.classes)) return;
  if (results.has(key)) {
    note(picture, collection, results.get(key));
    return;
  }
  if (picture.wanted === key && asking.waitsFor("trained")) return;
  picture.wanted = key;
  const labels = collection.map(({ label }) => label);
  asking.ask({ want: "trained", images: encoded(collection.map(({ pixels }) => pixels)), labels, key: shortOf(key) });
}

/** The key is told to nobody: only a mark of it, to know the answer again. */
function shortOf(key) {
  let mark = 0;
  for (let i = 0; i < key.length; i++) mark = (Math.imul(mark, 31) + key.charCodeAt(i)) | 0;
  return mark;
}

/** A result takes its place on the curve, unless it is there already as the last one. */
function note(picture, collection, result) {
  if (picture.history.at(-1)?.result === result) return;
  picture.history.push({ result, count: collection.length, own: result.own, others: result.others });
  picture.history = picture.history.slice(-KEPT);
}

function receive(picture, answer, question) {
  if (answer.digits) picture.digits = digitsOf(answer.digits);
  if (answer.trained) {
    const { held, said, ...rest } = answer.trained;
    const result = { ...rest, held: unpack(held).values, said: unpack(said).values };
    const collection = collectionOf(picture.state, picture.digits);
    const key = keyOf(collection);
    if (question.key === shortOf(key)) {
      picture.results.set(key, result);
      if (picture.results.size > KEPT) picture.results.delete(picture.results.keys().next().value);
      note(picture, collection, result);
    }
  }
  if (!answer.error) queueMicrotask(() => need(picture));
  show(picture);
}

function digitsOf(given) {
  const images = (name, labels) => {
    const { values } = unpack(given[name]);
    return labels.map((label, i) => ({
      label,
      pixels: Array.from(values.subarray(i * SIDE * SIDE, (i + 1) * SIDE * SIDE)),
    }));
  };
  const others = images("others", given.othersLabels);
  return {
    ...{ classes: given.classes, others, measured: others.map(({ pixels }) => measure(pixels)) },
    start: images("start", given.startLabels),
    more: { alike: images("alike", given.alikeLabels), varied: images("varied", given.variedLabels) },
  };
}

function change(picture, alter) {
  const { mine } = picture.state;
  alter(picture.state);
  if (picture.state.mine !== mine) keep(picture.state);
  need(picture);
  show(picture);
}

function show(picture) {
  const { state, theme, tabs, whose, views, score } = picture;
  if (!theme) return;
  const world = worldOf(picture);
  tabs.update(state.view);
  whose.update(state.whose);
  openView(views, state.view, state, { ...world, result: state.view === "labels" ? world.current : world.result });
  score.update(state, world);
  picture.lesson.changed();
}

function update(picture, { theme, data }) {
  picture.theme = theme;
  picture.asking.heard(data.answer);
  need(picture);
  show(picture);
}

function destroy(root, { asking, views, score }) {
  asking.destroy();
  views.differ.destroy();
  score.destroy();
  root.replaceChildren();
}
