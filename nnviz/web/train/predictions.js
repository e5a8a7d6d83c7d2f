// What a network answers for one example, read for people, and which examples are shown. Pure functions.

import { epochText } from "../base/numbers.js";
import { byClass, meaningOf } from "./meaning.js";

/**
 * The answer for example `index` of predictions {shape: [n, outputs], values}.
 * @param graph its `task` and `meaning` tell how to read the numbers
 * @returns {chances: [{k, p}] likeliest first, best, right} for classes, {answers: [{k, p, said, so}], right} for labels,
 * {value, truth, error} for regression, with `all` [{k, value, truth}] where it has several targets; null when the numbers are not finite
 */
export function readPrediction({ shape, values }, index, graph, truth) {
  const outputs = shape[1];
  const row = Array.from(values.subarray(index * outputs, (index + 1) * outputs));
  if (row.some((value) => !Number.isFinite(value))) return null;
  if (graph.task === "regression") return readNumbers(row, truth);
  if (graph.task === "multilabel") return readLabels(meaningOf(graph), row, truth);
  const chances = byClass(meaningOf(graph), row)
    .map((p, k) => ({ k, p }))
    .sort((a, b) => b.p - a.p || a.k - b.k);
  return { chances, best: chances[0].k, right: chances[0].k === truth };
}

function readNumbers(row, truth) {
  const all = Array.isArray(truth) ? truth.map((own, k) => ({ k, value: row[k], truth: own })) : null;
  const first = all ? truth[0] : truth;
  return { value: row[0], truth: first, error: row[0] - first, all };
}

/** Every label with its number, whether the network says yes (`said`) and whether that is so; `cuts` are the labels' own
 * thresholds, where somebody moved them. */
function readLabels({ threshold, cuts = [] }, row, truth) {
  const answers = row.map((p, k) => ({ k, p, said: p > (cuts[k] ?? threshold), so: truth[k] > 0.5 }));
  return { answers, right: answers.every(({ said, so }) => said === so) };
}

/** The labels that a card has room for, in their own order: those that are there, said to be, or nearest to it. */
export function shownLabels(answers, most) {
  const weight = ({ p, said, so }) => (said !== so ? 4 : 0) + (so ? 2 : 0) + p;
  const chosen = [...answers].sort((a, b) => weight(b) - weight(a) || a.k - b.k).slice(0, most);
  return chosen.sort((a, b) => a.k - b.k);
}

/** The truths of examples from their packed numbers: one each, or a list each where they are (n, answers). */
export function truthsOf({ shape, values }) {
  if (shape.length < 2) return values;
  const [count, width] = shape;
  return Array.from({ length: count }, (_, i) => Array.from(values.subarray(i * width, (i + 1) * width)));
}

/** The ways to choose what is shown, {name: words}; a frame that recorded no others has the first examples alone. */
export function choicesFor(graph, frame) {
  const regression = graph.task === "regression";
  const words = {
    given: "First",
    errors: graph.samples.redrawn ? "Worst" : regression ? "Largest errors" : "Wrong",
    sureness: "Least sure",
  };
  const names = ["given", ...Object.keys(frame?.picked ?? {})];
  return Object.fromEntries(names.map((name) => [name, words[name]]));
}

/** Positions of the examples that a choice shows, and their answers: {at: [...], said: {shape, values} | null}. */
export function shownBy(choice, frame) {
  const picked = frame?.picked?.[choice];
  if (picked) return picked;
  const said = frame?.samples ?? null;
  return { at: said ? Array.from({ length: said.shape[0] }, (_, i) => i) : [], said };
}

/** Which examples are spoken of: "450 validation examples", "the first 2,000 of 12,000 test examples". */
export function partWords({ part, total, count }) {
  const noun = `${part === "train" ? "training" : (part ?? "validation")} example${count === 1 ? "" : "s"}`;
  if (!total || total === count) return `${count.toLocaleString("en")} ${noun}`;
  return `the first ${count.toLocaleString("en")} of ${total.toLocaleString("en")} ${noun}`;
}

/** "Epoch 12: 31 wrong of 450 validation examples"; without classes the number of examples alone. */
export function countWords(graph, frame, count) {
  const { part, total } = graph.samples;
  const epoch = `Epoch ${epochText(frame.epoch)}`;
  if (graph.task === "regression") return `${epoch}: ${partWords({ part, total, count })}`;
  const words = wrongWords(graph, frame, count);
  return words ? `${epoch}: ${words}` : epoch;
}

/** "31 wrong of 450 validation examples"; "" where there are no classes, or nobody counted. */
export function wrongWords({ task, samples: { part, total } }, { wrong }, count) {
  if (task === "regression" || wrong === null || wrong === undefined) return "";
  return `${wrong ? wrong.toLocaleString("en") : "none"} wrong of ${partWords({ part, total, count })}`;
}

/** What an autoencoder made of an example: its image, 0 to 255 on the input's own range [low, high], and the mean |error|. */
export function readRedrawn(predictions, index, original, [low, high]) {
  const size = original.values.length;
  const values = new Float32Array(size);
  let error = 0;
  for (let i = 0; i < size; i++) {
    values[i] = (255 * (predictions.values[index * size + i] - low)) / (high - low);
    error += Math.abs(values[i] - original.values[i]) / 255 / size;
  }
  return { image: { shape: original.shape, values }, error };
}

/** Image `index` of (n, h, w, c) as one of its own, (1, h, w, c); null where there is none. */
export function imageAt(images, index) {
  if (!images || index >= images.shape[0]) return null;
  const size = images.values.length / images.shape[0];
  return { shape: [1, ...images.shape.slice(1)], values: images.values.subarray(index * size, (index + 1) * size) };
}

/** One image of (n, h, w, c) values 0 to 255 as RGBA bytes; a single channel becomes grey. */
export function imagePixels({ shape, values }, index) {
  const [, height, width, channels] = shape;
  const pixels = new Uint8ClampedArray(4 * height * width);
  for (let i = 0; i < height * width; i++) {
    const at = (index * height * width + i) * channels;
    for (let c = 0; c < 3; c++) pixels[4 * i + c] = values[at + (channels >= 3 ? c : 0)];
    pixels[4 * i + 3] = 255;
  }
  return { pixels, width, height };
}
