// What the lesson on batches stands at, and where its examples stand.

import assert from "node:assert/strict";
import { test } from "node:test";
import { formulaOf, orderOf } from "../../nnviz/web/lessons/batches/epoch_view.js";
import { layoutOf } from "../../nnviz/web/lessons/batches/field.js";
import { saidOf } from "../../nnviz/web/lessons/batches/race_view.js";
import { batchAt, beginning, countersOf, measuresOf, resize, shareOf } from "../../nnviz/web/lessons/batches/state.js";

test("the slider reaches from one example to all", () => {
  assert.deepEqual([batchAt(0, 1438), batchAt(1, 1438), batchAt(0.5, 400)], [1, 1438, 20]);
  for (const batch of [1, 20, 1438]) assert.equal(batchAt(shareOf(batch, 1438), 1438), batch);
  const state = beginning();
  resize(state, 1e9, 1438);
  assert.equal(state.batch, 1438);
});

test("counters end where the formula says", () => {
  const state = { ...beginning(), batch: 32, epochs: 5, update: 1e9 };
  const { update, seen, done } = countersOf(state, 437);
  assert.deepEqual([update, seen, done], [70, 5 * 437, true]);
  assert.equal(formulaOf(state, 437), "⌈437 / 32⌉ × 5 = 14 × 5 = 70 updates; the last batch holds 21");
  assert.equal(formulaOf({ batch: 4, epochs: 1 }, 8), "⌈8 / 4⌉ × 1 = 2 × 1 = 2 updates");
  assert.equal(measuresOf(state, 437, null).updates, 70);
});

test("every epoch has its own order, and sorted ones have one", () => {
  const data = {
    labels: [1, 0, 1],
    orders: [
      [2, 0, 1],
      [1, 2, 0],
    ],
  };
  assert.deepEqual(orderOf(data, { order: "shuffled" }, 1), [1, 2, 0]);
  assert.deepEqual(orderOf(data, { order: "sorted" }, 1), [1, 0, 2]);
});

test("no example stands on another or outside", () => {
  for (const [count, width] of [
    [1438, 560],
    [400, 320],
    [5000, 300],
    [3, 560],
  ]) {
    const { size, height, place } = layoutOf(count, width);
    const seen = new Set();
    for (let i = 0; i < count; i++) {
      const [left, top] = place(i);
      assert.ok(left >= 0 && left + size <= width && top + size <= height);
      seen.add(`${left} ${top}`);
    }
    assert.equal(seen.size, count);
  }
});

test("the winner is named beside the guess", () => {
  const run = (label, loss) => ({ label, epochs: [0, 4], steps_per_epoch: 5, microseconds: 1000, loss });
  const runs = [run("4", [2, 0.5]), run("all", [2, 1])];
  assert.equal(saidOf(runs, "update", "all"), "After 20 updates, 4 has the lowest loss: 0.500. You said all.");
  assert.equal(saidOf(runs, "second", "4"), "After 0.020 s, 4 has the lowest loss: 0.500. You said so.");
});
