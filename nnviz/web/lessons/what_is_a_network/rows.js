// The rows of the trained network: which one is shown, its features in their own units, and what a unit answers to.

import { clamp } from "../../base/scales.js";
import { unpack } from "../../base/unpack.js";
import { forwardThrough, readable } from "./dense.js";

/** What the page sent, unpacked, standing at its first row. */
export function openRows(sent) {
  const numbers = (packed) => Array.from(unpack(packed).values);
  const { values, shape } = unpack(sent.rows);
  const layers = sent.layers.map(({ kernel, bias, activation }) => ({
    kernel: unpack(kernel),
    bias: numbers(bias),
    activation,
  }));
  const rows = {
    ...sent,
    layers,
    low: numbers(sent.low),
    high: numbers(sent.high),
    offset: numbers(sent.offset),
    scale: numbers(sent.scale),
    truths: numbers(sent.truths),
    rows: Array.from({ length: shape[0] }, (_, n) => Array.from(values.subarray(n * shape[1], (n + 1) * shape[1]))),
    unit: null,
  };
  return showRow(rows, 0);
}

export function showRow(rows, index) {
  rows.index = (index + rows.rows.length) % rows.rows.length;
  rows.inputs = [...rows.rows[rows.index]];
  rows.changed = false;
  return rows;
}

/** A feature's value in its own units. */
export function featureOf({ inputs, offset, scale }, i) {
  return inputs[i] * scale[i] + offset[i];
}

export function setFeature(rows, i, value) {
  rows.inputs[i] = (clamp(value, rows.low[i], rows.high[i]) - rows.offset[i]) / rows.scale[i];
  rows.changed = true;
}

/** {outputs of every layer, answers as people read them, decided: the class's index or −1}. */
export function answerOfRow({ layers, meaning }, inputs) {
  const outputs = forwardThrough(layers, inputs);
  const answers = readable(meaning, outputs.at(-1));
  return { outputs, answers, decided: meaning.classes ? answers.indexOf(Math.max(...answers)) : -1 };
}

/** {right, of: how many of the rows, or null for a regression}. */
export function scoreOf(rows) {
  if (!rows.meaning.classes) return null;
  const right = rows.rows.filter((inputs, n) => answerOfRow(rows, inputs).decided === rows.truths[n]).length;
  return { right, of: rows.rows.length };
}

/** What a unit counts most and what it answers to: {weights: [[name, weight]…], means: [[class, mean]…]}. */
export function unitOf(rows, { layer, unit }) {
  const { kernel } = rows.layers[layer];
  const [inputs, units] = kernel.shape;
  const names = layer ? Array.from({ length: inputs }, (_, i) => `unit ${i + 1}`) : rows.features;
  const weights = names
    .map((name, i) => [name, kernel.values[i * units + unit]])
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const answers = rows.rows.map((inputs) => answerOfRow(rows, inputs).outputs[layer][unit]);
  const means = !rows.meaning.classes
    ? []
    : rows.names.map((name, k) => {
        const own = answers.filter((_, n) => rows.truths[n] === k);
        return [name, own.reduce((sum, value) => sum + value, 0) / own.length];
      });
  return { weights, means: means.filter(([, mean]) => Number.isFinite(mean)) };
}
