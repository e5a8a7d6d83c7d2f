// A threshold on Evaluate: what becomes of the examples, its curves and its cheapest place, against counting one by one.

import assert from "node:assert/strict";
import { test } from "node:test";
import { bins, cheapest, cost, outcome, point, rates, reaching, walk } from "../../nnviz/web/base/threshold_counts.js";

const positive = Float32Array.from([0.2, 0.5, 0.5, 0.8, 0.9]);
const negative = Float32Array.from([0.1, 0.1, 0.3, 0.5]);

test("a number as large as the threshold reaches it, unless it has to be above", () => {
  for (const threshold of [-1, 0.1, 0.3, 0.5, 0.55, 2]) {
    assert.equal(reaching(positive, threshold), positive.filter((value) => value >= threshold).length);
    assert.equal(reaching(positive, threshold, true), positive.filter((value) => value > threshold).length);
  }
});

test("the four counts hold every example, and shares of nothing are NaN", () => {
  const counts = outcome({ positive, negative, above: false }, 0.5);
  assert.deepEqual(counts, { found: 4, missed: 1, alarms: 1, leftOut: 3 });
  const { precision, recall, falseAlarms, accuracy, f1 } = rates(counts);
  assert.deepEqual([precision, recall, falseAlarms, accuracy], [4 / 5, 4 / 5, 1 / 4, 7 / 9]);
  assert.ok(Math.abs(f1 - 0.8) < 1e-12 && Number.isNaN(rates(outcome({ positive, negative }, 2)).precision));
});

test("a walk goes from nothing called to everything", () => {
  for (const above of [false, true]) {
    const walked = walk({ positive, negative, above });
    assert.deepEqual(point("roc", walked[0]), [0, 0]);
    assert.deepEqual(point("gain", walked.at(-1)), [1, 1]);
    assert.deepEqual(point("pr", walked.at(-1)), [1, 5 / 9]);
  }
});

test("no threshold costs less than the cheapest", () => {
  const walked = walk({ positive, negative, above: false });
  for (const costs of [
    { miss: 1, alarm: 1 },
    { miss: 9, alarm: 1 },
    { miss: 0, alarm: 2 },
  ]) {
    const best = cost(cheapest(walked, costs), costs);
    for (let threshold = -0.05; threshold < 1.1; threshold += 0.01) {
      const [missed, alarms] = [positive.filter((v) => v < threshold), negative.filter((v) => v >= threshold)];
      assert.ok(best <= costs.miss * missed.length + costs.alarm * alarms.length);
    }
  }
});

test("bars count every number once, the ends among them", () => {
  assert.deepEqual(bins(Float32Array.from([0, 0.24, 0.25, 1]), 0, 1, 4), [2, 1, 0, 1]);
});
