// What a card says of an example with several answers: each label with its truth, or each number on a scale of its own.

import { element, keepCount, setText } from "../base/dom.js";
import { icon } from "../base/icons.js";
import { short } from "../base/numbers.js";
import { clamp, scale } from "../base/scales.js";
import { certainty, meaningOf, numberText } from "./meaning.js";
import { shownLabels } from "./predictions.js";

const LABELS = 4;
const TARGETS = 4;

/** Labels as bars: a tick where the label is there, red where the network says otherwise. */
export function labelBars(body, mark, graph) {
  const name = (k) => String(graph.class_names?.[k] ?? k);
  const meaning = meaningOf(graph);
  let was;
  return ({ prediction, theme }) => {
    const state = String(prediction?.right ?? null);
    if (state !== was) {
      was = state;
      const words = prediction?.right ? "right" : "wrong";
      mark.replaceChildren(...(prediction ? [icon(words), element("span", {}, words)] : []));
      mark.dataset.right = state;
    }
    const shown = prediction ? shownLabels(prediction.answers, LABELS) : [];
    keepCount(body, shown.length, labelRow).forEach((row, i) => {
      const { k, p, said, so } = shown[i];
      const width = 100 * certainty(meaning, p);
      row.children[0].style.cssText = `width:${width}%;background:${theme.classes[k % theme.classes.length]}`;
      setText(row.children[1], name(k));
      setText(row.children[2], numberText(meaning, p));
      row.dataset.so = String(so);
      row.dataset.right = String(said === so);
      row.setAttribute("aria-label", labelWords(name(k), numberText(meaning, p), so));
    });
  };
}

/** "circle: is there, 96.4 %" */
export function labelWords(name, number, so) {
  return `${name}: ${so ? "is there" : "is not there"}, ${number}`;
}

function labelRow() {
  return element("div", { class: "nv-chance nv-label", role: "img" }, element("i"), element("span"), element("b"));
}

/** Several numbers, each against its truth on the range of its own target. */
export function dumbbells(body, graph) {
  return ({ prediction, range }) => {
    const shown = prediction?.all?.slice(0, TARGETS) ?? [];
    keepCount(body, shown.length, dumbbellRow).forEach((row, i) => {
      const { k, value, truth } = shown[i];
      placeMarks(row.children[1], value, truth, range[k]);
      setText(row.children[0], `${graph.answers?.[k] ?? `output ${k + 1}`} ${short(value)}`);
      setText(row.children[2], `is ${short(truth)}`);
    });
  };
}

/** A line from the truth to what was predicted, on the range of a target. */
export function placeMarks(track, value, truth, range) {
  const at = scale(range, [0, 100]);
  const [said, so] = [value, truth].map((v) => clamp(at(v), 0, 100));
  const [line, truthMark, dot] = track.children;
  line.style.cssText = `left:${Math.min(said, so)}%;width:${Math.abs(said - so)}%`;
  truthMark.style.left = `${so}%`;
  dot.style.left = `${said}%`;
}

/** An empty track, with its three marks. */
export function dumbbellTrack() {
  const marks = ["nv-error", "nv-truthmark", "nv-valuemark"].map((name) => element("i", { class: name }));
  return element("div", { class: "nv-track nv-dumbbell" }, ...marks);
}

function dumbbellRow() {
  return element("div", { class: "nv-number" }, element("span"), dumbbellTrack(), element("span"));
}
