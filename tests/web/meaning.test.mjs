import assert from "node:assert/strict";
import { test } from "node:test";

import { binaryPainter, FILL, leadPainter } from "../../nnviz/web/base/colors.js";
import { byClass, certainty, colourWords, inWords, numberText } from "../../nnviz/web/train/meaning.js";
import { readPrediction, shownLabels, truthsOf } from "../../nnviz/web/train/predictions.js";
import { answer, surfaceOf } from "../../nnviz/web/train/surface.js";

const theme = {
  background: "#ffffff",
  nan: "#ff00ff",
  classes: ["#ff0000", "#0000ff", "#00ff00"],
  diverging: ["#ff0000", "#ffffff", "#0000ff"],
  sequential: ["#ffffff", "#000000"],
};
const margin = { shown: "margin", low: -1, high: 1, threshold: 0, shares: false };
const score = { shown: "score", low: 0, high: 1, threshold: 0.5, shares: false };
const channels = (integer) => [integer & 255, (integer >>> 8) & 255, (integer >>> 16) & 255];

test("a margin is read about zero: the class, its own margin, and no percentages", () => {
  const graph = { task: "binary", meaning: margin, class_names: ["inner", "outer"], plane: { rows: 2, cols: 2 } };
  const frame = { maps: [], output: { shape: [1, 2, 2], values: Float32Array.of(-1.5, 2.5, -1.5, 2.5) } };
  assert.equal(answer(graph, frame, 0, 0), "inner margin 1.50");
  assert.equal(answer(graph, frame, 0.5, 0.5), "outer margin 0.500");
  const { segments } = surfaceOf({ graph, frame, theme, overlay: null });
  assert.deepEqual([segments[0], segments[2]], [0.375, 0.375], "the line stands where the margin is 0");
  const samples = { shape: [2, 1], values: Float32Array.of(-0.25, 0.25) };
  assert.deepEqual(readPrediction(samples, 0, graph, 0), {
    chances: [
      { k: 0, p: 0.25 },
      { k: 1, p: -0.25 },
    ],
    best: 0,
    right: true,
  });
});

test("scores between classes are coloured by their lead, a single one by its way from no to yes", () => {
  const paint = leadPainter(theme, 3, 1, 1);
  assert.deepEqual(channels(paint([5, 5, -2], 0)), [255, 255, 255]);
  assert.deepEqual(channels(paint([-9, 7, 5], 0)), [255 * (1 - FILL), 255 * (1 - FILL), 255].map(Math.round));
  assert.deepEqual(channels(paint([1, Number.NaN, 5], 0)), [255, 0, 255]);
  assert.ok(channels(binaryPainter(theme, -1, 1)([0], 0)).every((channel) => channel >= 253));
  assert.deepEqual(byClass(score, [0.75]), [0.25, 0.75]);
  assert.deepEqual(
    [-3, 0, 0.5, 9].map((value) => certainty(margin, value)),
    [0, 0.5, 0.75, 1],
  );
});

test("a number is called what it is", () => {
  const probability = { shown: "probability" };
  assert.deepEqual([numberText(probability, 0.25), inWords(probability, 0.25)], ["25.0 %", "25.0 %"]);
  assert.deepEqual([numberText(margin, -1.3), inWords(score, 0.25)], ["−1.30", "score 0.250"]);
  assert.equal(colourWords(margin, 1), "colour: margin, full from ±1, line at 0");
  assert.equal(colourWords(score, 3), "colour: score");
});

test("every label is read with its truth, and a card shows what matters of many", () => {
  const graph = { task: "multilabel", meaning: { ...margin, shown: "probability", low: 0, high: 1, threshold: 0.5 } };
  const said = { shape: [2, 3], values: Float32Array.from([0.75, 0.25, 0.5, 0.25, 0.875, 0]) };
  const truths = truthsOf({ shape: [2, 3], values: Float32Array.from([1, 0, 0, 1, 1, 0]) });
  assert.deepEqual(truths, [
    [1, 0, 0],
    [1, 1, 0],
  ]);
  const [first, second] = truths.map((truth, i) => readPrediction(said, i, graph, truth));
  assert.deepEqual([first.right, second.right], [true, false]);
  assert.deepEqual(second.answers[0], { k: 0, p: 0.25, said: false, so: true });
  const moved = { ...graph, meaning: { ...graph.meaning, cuts: [0.2, 0.5, 0.5] } };
  assert.equal(readPrediction(said, 1, moved, truths[1]).right, true);
  assert.deepEqual(
    shownLabels(second.answers, 2).map(({ k }) => k),
    [0, 1],
  );
  assert.deepEqual(
    shownLabels(first.answers, 2).map(({ k }) => k),
    [0, 2],
  );
  const numbers = readPrediction(said, 0, { task: "regression" }, [1, 0.25, 0]);
  assert.deepEqual(numbers.all[2], { k: 2, value: 0.5, truth: 0 });
});
