// A few examples and what the network says about them: pictures or rows, right and wrong told by shape and colour.

import { element, keepCount, setText } from "../base/dom.js";
import { icon } from "../base/icons.js";
import { percent, short } from "../base/numbers.js";
import { clamp, extent, scale } from "../base/scales.js";
import { unpackOr } from "../base/unpack.js";
import { certainty, meaningOf, numberText } from "./meaning.js";
import { countRight, imagePixels, readPrediction, readRedrawn } from "./predictions.js";

const BARS = 3;

/** @returns {update({graph, frame, theme}), destroy()}; `graph.samples` must be there. */
export function createSamples(root, theme) {
  const title = element("h3", { class: "nv-title" });
  const note = element("span", { class: "nv-bestnote" });
  const list = element("ul", { class: "nv-samples" });
  root.append(element("div", { class: "nv-titlebar" }, title, note), list);
  const view = { theme, graph: null, cards: [] };

  function rebuild(graph) {
    const { samples } = graph;
    view.graph = graph;
    list.dataset.kind = samples.kind;
    view.images = unpackOr(samples.images);
    list.replaceChildren();
    view.cards = samples.truth.map((_, i) => card(graph, view.images, i));
    list.append(...view.cards.map(({ root: item }) => item));
    view.range = extent(samples.truth);
    setText(title, samples.redrawn ? "Validation examples redrawn" : "Predictions on validation examples");
  }

  function update({ graph, frame, theme: colours }) {
    view.theme = colours ?? view.theme;
    if (graph !== view.graph) rebuild(graph);
    const predictions = frame?.samples ?? null;
    if (graph.samples.redrawn) return showRedrawn(predictions);
    view.cards.forEach((one, i) =>
      one.show(predictions && readPrediction(predictions, i, graph, graph.samples.truth[i]), view.theme, view.range),
    );
    const total = graph.samples.truth.length;
    setText(
      note,
      predictions && graph.task !== "regression"
        ? `${countRight(predictions, graph, graph.samples.truth)} of ${total} right${barWords(graph)}`
        : predictions
          ? "dot: predicted, bar: true"
          : "",
    );
  }

  function showRedrawn(predictions) {
    const found = view.cards.map(
      (_card, i) => predictions && readRedrawn(predictions, view.images, i, view.graph.samples.redrawn),
    );
    view.cards.forEach((one, i) => one.show(found[i]));
    const mean = found.reduce((sum, one) => sum + (one?.error ?? 0), 0) / found.length;
    setText(note, predictions ? `image and copy, ${percent(mean)} off` : "");
  }

  return { update, destroy: () => root.replaceChildren() };
}

function card(graph, images, index) {
  const mark = element("span", { class: "nv-mark" });
  const body = element("div", { class: "nv-answer" });
  const caption = element(
    "div",
    { class: "nv-caption" },
    element("span", {}, graph.samples.captions?.[index] ?? `example ${index + 1}`),
    mark,
  );
  if (graph.samples.redrawn) return pair(images, index, caption);
  const root = element(
    "li",
    { class: "nv-sample" },
    images ? picture(images, index) : null,
    element("div", {}, caption, body),
  );
  const show = graph.task === "regression" ? dumbbell(body) : bars(body, mark, graph, index);
  return { root, show };
}

function picture(images, index, words = `example ${index + 1}`) {
  const [, height, width] = images.shape;
  const canvas = element("canvas", { class: "nv-thumb", width, height, role: "img", "aria-label": words });
  paint(canvas, images, index);
  return canvas;
}

function paint(canvas, images, index) {
  const { pixels, width, height } = imagePixels(images, index);
  canvas.getContext("2d").putImageData(new ImageData(pixels, width, height), 0, 0);
}

/** An image and what the network makes of it, side by side. */
function pair(images, index, caption) {
  const copy = picture(images, index, `what the network makes of example ${index + 1}`);
  const words = element("div", { class: "nv-words" });
  copy.hidden = true;
  const root = element("li", { class: "nv-sample" }, picture(images, index), copy, element("div", {}, caption, words));
  return {
    root,
    show: (redrawn) => {
      copy.hidden = !redrawn;
      if (redrawn) paint(copy, redrawn.image, 0);
      setText(words, redrawn ? `${percent(redrawn.error)} off` : "");
    },
  };
}

/** What the bars show, where it is not the probability that everybody expects. */
function barWords(graph) {
  const { shown } = meaningOf(graph);
  return shown === "probability" ? "" : `, bars: ${shown}`;
}

/** The likeliest classes as bars; the true class is named when the first is wrong. */
function bars(body, mark, graph, index) {
  const name = (k) => String(graph.class_names?.[k] ?? k);
  const truth = graph.samples.truth[index];
  const meaning = meaningOf(graph);
  let was;
  return (prediction, theme) => {
    const state = prediction ? prediction.right : null;
    if (state !== was) {
      was = state;
      mark.replaceChildren(
        ...(state === null
          ? []
          : [icon(state ? "right" : "wrong"), element("span", {}, state ? "right" : `is ${name(truth)}`)]),
      );
      mark.dataset.right = String(state);
    }
    const shown = prediction?.chances.slice(0, BARS) ?? [];
    keepCount(body, shown.length, bar).forEach((row, i) => {
      const { k, p } = shown[i];
      const width = (100 * certainty(meaning, p)).toFixed(1);
      row.children[0].style.cssText = `width:${width}%;background:${theme.classes[k % theme.classes.length]}`;
      setText(row.children[1], name(k));
      setText(row.children[2], numberText(meaning, p));
      row.dataset.truth = String(k === truth);
    });
  };
}

function bar() {
  return element("div", { class: "nv-chance" }, element("i"), element("span"), element("b"));
}

/** A number against the truth: a line between the two on the targets' own range. */
function dumbbell(body) {
  const line = element("i", { class: "nv-error" });
  const truthMark = element("i", { class: "nv-truthmark" });
  const dot = element("i", { class: "nv-valuemark" });
  const words = element("div", { class: "nv-words" });
  body.append(element("div", { class: "nv-track nv-dumbbell" }, line, truthMark, dot), words);
  return (prediction, _theme, range) => {
    body.hidden = !prediction;
    if (!prediction) return;
    const at = scale(range, [0, 100]);
    const [value, truth] = [prediction.value, prediction.truth].map((v) => clamp(at(v), 0, 100));
    line.style.cssText = `left:${Math.min(value, truth)}%;width:${Math.abs(value - truth)}%`;
    truthMark.style.left = `${truth}%`;
    dot.style.left = `${value}%`;
    setText(words, `predicted ${short(prediction.value)}, is ${short(prediction.truth)}`);
  };
}
