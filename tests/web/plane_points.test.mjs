import assert from "node:assert/strict";
import { test } from "node:test";

import { missedPoints, nearestPoint, readPoints, stepTo } from "../../nnviz/web/train/plane_points.js";
import { wrongWords } from "../../nnviz/web/train/predictions.js";

const packed = (values) => ({
  shape: [values.length],
  dtype: "f4",
  scale: 1,
  data: Buffer.from(Float32Array.from(values).buffer).toString("base64"),
});
const graph = {
  task: "binary",
  plane: {
    points: {
      x: packed([0, 50, 10, 20]),
      y: packed([0, 0, 0, 40]),
      label: packed([0, 1, 0, 1]),
      validation: packed([0, 0, 1, 1]),
      index: packed([0, 1, 0, 1]),
    },
  },
  samples: { part: "validation", total: 2, rows: packed([412, 7]) },
};
const theme = { classes: ["#ff0000", "#0000ff"] };
const box = { x: (value) => value, y: (value) => value };

test("wrong are the judged points that the frame names, never a training point in the same place of its part", () => {
  const points = readPoints(graph, theme, null);
  assert.deepEqual(
    points.map(({ part, index, row }) => [part, index, row]),
    [
      ["train", 0, null],
      ["train", 1, null],
      ["validation", 0, 412],
      ["validation", 1, 7],
    ],
  );
  assert.deepEqual([...missedPoints(points, graph, { missed: [1] })], [points[3]]);
  assert.equal(missedPoints(points, graph, null).size, 0);
  assert.equal(wrongWords(graph, { wrong: 1 }, 2), "1 wrong of 2 validation examples");
  assert.equal(wrongWords(graph, { wrong: 0 }, 2), "none wrong of 2 validation examples");
  assert.equal(wrongWords({ ...graph, task: "regression" }, { wrong: 0 }, 2), "");
});

test("the keyboard begins at a wrong point and goes to the nearest one that way; the pointer means what is near", () => {
  const points = readPoints(graph, theme, null);
  const wrong = new Set([points[3]]);
  assert.equal(stepTo(points, box, null, "ArrowLeft", wrong), points[3]);
  assert.equal(stepTo(points, box, null, "ArrowLeft", new Set()), points[0]);
  assert.equal(stepTo(points, box, points[0], "ArrowRight", wrong), points[2]);
  assert.equal(stepTo(points, box, points[2], "ArrowRight", wrong), points[1]);
  assert.equal(stepTo(points, box, points[1], "ArrowRight", wrong), points[1]);
  assert.equal(stepTo(points, box, points[2], "ArrowDown", wrong), points[3]);
  assert.equal(stepTo(points, box, points[0], "Enter", wrong), null);
  assert.equal(nearestPoint(points, box, { x: 13, y: 3 }), points[2]);
  assert.equal(nearestPoint(points, box, { x: 33, y: 20 }), null);
});
