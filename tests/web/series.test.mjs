import assert from "node:assert/strict";
import { test } from "node:test";

import {
  choicesFor,
  countWords,
  imageAt,
  imagePixels,
  readPrediction,
  readRedrawn,
  shownBy,
} from "../../nnviz/web/train/predictions.js";
import { bestIndex, gaps, pairs, path, titleOf, valueText } from "../../nnviz/web/train/series.js";
import { latest } from "../../nnviz/web/train/twin.js";

const history = {
  epoch: [1, 2, 3, 4],
  series: { accuracy: [0.5, 0.75, null, 0.9], loss: [4, 2, null, 3], val_loss: [5, 1, 1, 2] },
};

test("training and validation belong together, the loss first", () => {
  const found = pairs(history.series);
  assert.deepEqual(
    found.map(({ name }) => name),
    ["loss", "accuracy"],
  );
  assert.deepEqual(found[0].validation, [5, 1, 1, 2]);
  assert.equal(found[1].validation, null);
  assert.equal(titleOf("mean_absolute_error"), "Mean absolute error");
});

test("the best epoch: the first lowest loss, the highest accuracy, nothing of nothing", () => {
  assert.equal(bestIndex("loss", [5, 1, 1, 2]), 1);
  assert.equal(bestIndex("accuracy", [0.5, 0.75, null, 0.9]), 3);
  assert.equal(bestIndex("loss", [null, NaN]), -1);
  assert.equal(bestIndex("mcc", [0.1, 0.4, 0.2]), 1);
  assert.equal(bestIndex("learning_rate", [0.1, 0.01]), -1);
});

test("a curve breaks where a value is missing, and the gap is known", () => {
  const identity = (value) => value;
  assert.equal(path([1, 2, 3, 4], [4, 2, null, 3], identity, identity), "M1.0 4.0L2.0 2.0M4.0 3.0h0");
  assert.equal(path([1, 2, 3], [1, 0, 2], identity, identity, true), "M1.0 1.0h0M3.0 2.0h0");
  assert.deepEqual(gaps([1, 2, 3, 4], [4, null, NaN, 3]), [[2, 3]]);
});

test("values are written in their unit", () => {
  assert.deepEqual(
    [valueText("accuracy", 0.964), valueText("loss", 0.2138), valueText("loss", undefined)],
    ["96.4 %", "0.214", ""],
  );
  assert.deepEqual(latest(history), [
    ["Loss", "3.00", "2.00"],
    ["Accuracy", "90.0 %", ""],
  ]);
});

test("predictions are read for two classes, several, and numbers", () => {
  const binary = { shape: [2, 1], values: Float32Array.of(0.25, 0.75) };
  assert.equal(readPrediction(binary, 0, { task: "binary" }, 0).right, true);
  assert.deepEqual(readPrediction(binary, 1, { task: "binary" }, 0).chances, [
    { k: 1, p: 0.75 },
    { k: 0, p: 0.25 },
  ]);
  const three = { shape: [1, 3], values: Float32Array.of(0.25, 0.5, 0.25) };
  assert.deepEqual(
    readPrediction(three, 0, { task: "multiclass" }, 2).chances.map(({ k }) => k),
    [1, 0, 2],
  );
  assert.deepEqual(readPrediction({ shape: [1, 1], values: Float32Array.of(7) }, 0, { task: "regression" }, 5), {
    value: 7,
    truth: 5,
    error: 2,
    all: null,
  });
  assert.equal(readPrediction({ shape: [1, 1], values: Float32Array.of(NaN) }, 0, { task: "regression" }, 5), null);
});

test("one channel becomes grey, three stay colours", () => {
  assert.deepEqual([...imagePixels({ shape: [2, 1, 1, 1], values: [9, 200] }, 1).pixels], [200, 200, 200, 255]);
  assert.deepEqual([...imagePixels({ shape: [1, 1, 1, 3], values: [1, 2, 3] }, 0).pixels], [1, 2, 3, 255]);
});

test("what is shown of all examples: the first, the wrong, the least sure, and how many are wrong", () => {
  const said = { shape: [1, 1], values: Float32Array.of(0.9) };
  const frame = {
    epoch: 12,
    wrong: 31,
    samples: { shape: [2, 1], values: Float32Array.of(0.1, 0.7) },
    picked: { errors: { at: [412], said }, sureness: { at: [3], said } },
  };
  const graph = { task: "multiclass", samples: { part: "validation", total: 450 } };
  assert.deepEqual(choicesFor(graph, frame), { given: "First", errors: "Wrong", sureness: "Least sure" });
  assert.deepEqual(choicesFor(graph, { samples: frame.samples }), { given: "First" }, "an older run");
  assert.deepEqual(
    [shownBy("given", frame).at, shownBy("errors", frame).at, shownBy("errors", null).at],
    [[0, 1], [412], []],
  );
  assert.equal(countWords(graph, frame, 450), "Epoch 12: 31 wrong of 450 validation examples");
  assert.equal(countWords(graph, { ...frame, wrong: 0 }, 450), "Epoch 12: none wrong of 450 validation examples");
  const large = { task: "binary", samples: { part: "train", total: 12000 } };
  assert.equal(countWords(large, frame, 2000), "Epoch 12: 31 wrong of the first 2,000 of 12,000 training examples");
});

test("an autoencoder's image is drawn on the range of its input", () => {
  const images = { shape: [2, 1, 2, 1], values: new Float32Array([0, 255, 51, 102]) };
  const said = { shape: [1, 2], values: new Float32Array([16, 8]) };
  const { image, error } = readRedrawn(said, 0, imageAt(images, 1), [0, 16]);
  assert.deepEqual([...image.values], [255, 127.5]);
  assert.ok(Math.abs(error - (204 + 25.5) / 255 / 2) < 1e-6);
  assert.equal(imageAt(images, 2), null);
});
