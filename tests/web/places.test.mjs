import assert from "node:assert/strict";
import { test } from "node:test";
import { between, fitted, nearest, stepTo } from "../../nnviz/web/inspect/places.js";

test("one scale for both axes, up is up, the middle in the middle", () => {
  assert.deepEqual(fitted([0, 0, 4, 0, 4, 2], 428, 228), [
    [14, 214],
    [414, 214],
    [414, 14],
  ]);
});

test("points that all lie in one place stand in the middle", () => {
  assert.deepEqual(fitted([3, 3, 3, 3], 100, 60), [
    [50, 30],
    [50, 30],
  ]);
});

test("half of the way is half of the way", () => {
  assert.deepEqual(between([[0, 0]], [[10, 4]], 0.5), [[5, 2]]);
});

test("the nearest point within reach is meant, else none", () => {
  const places = [
    [10, 10],
    [30, 10],
  ];
  assert.equal(nearest(places, [21, 10]), 1);
  assert.equal(nearest(places, [60, 10]), -1);
});

test("arrow keys lead from point to point and stay where nothing lies that way", () => {
  const places = [
    [0, 0],
    [10, 1],
    [0, 20],
  ];
  assert.equal(stepTo(places, -1, "ArrowUp"), 0);
  assert.equal(stepTo(places, 0, "ArrowRight"), 1);
  assert.equal(stepTo(places, 0, "ArrowDown"), 2);
  assert.equal(stepTo(places, 0, "ArrowLeft"), 0);
  assert.equal(stepTo(places, 0, "a"), null);
});
