import assert from "node:assert/strict";
import { test } from "node:test";

import { lineAcross } from "../../nnviz/web/base/lines.js";
import { createLearner, separable, TASKS } from "../../nnviz/web/lessons/neuron/perceptron_learner.js";

const near = (a, b, tolerance = 1e-6) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test("the learner ends after a pass without a mistake, and never for XOR", () => {
  for (const [task, ends] of [
    ["and", true],
    ["or", true],
    ["free", true],
    ["xor", false],
  ]) {
    const learner = createLearner(TASKS[task].points());
    let { w1, w2, b } = TASKS[task].start;
    for (let i = 0; i < 2000 && !learner.done; i++)
      ({
        newWeights: [w1, w2],
        newBias: b,
      } = learner.next([w1, w2], b));
    assert.equal(learner.done, ends);
    assert.equal(learner.separable, ends);
    if (ends) assert.equal(learner.passes.at(-1), 0);
  }
});

test("separable means that a line exists", () => {
  assert.ok(
    separable([
      { x: 0, y: 0, label: 0 },
      { x: 1, y: 1, label: 1 },
    ]),
  );
  assert.ok(separable([{ x: 0, y: 0, label: 1 }]));
  assert.ok(
    !separable([
      { x: 0, y: 0, label: 0 },
      { x: 1, y: 0, label: 1 },
      { x: 2, y: 0, label: 0 },
    ]),
  );
});

test("the line is where the sum is 0, clipped to the square", () => {
  for (const [weights, bias] of [
    [[0.8, -1.2], 0.3],
    [[1, 0], -2],
    [[0, -2], 1],
    [[0.5, 0.5], 0],
  ]) {
    const ends = lineAcross(weights, bias, [-3, 3]);
    for (const [x, y] of ends) {
      near(weights[0] * x + weights[1] * y + bias, 0, 1e-9);
      assert.ok(Math.max(Math.abs(x), Math.abs(y)) <= 3 + 1e-9);
    }
    assert.ok(ends.some(([x, y]) => Math.abs(Math.max(Math.abs(x), Math.abs(y)) - 3) < 1e-9));
  }
  assert.equal(lineAcross([1, 0], -5, [-3, 3]), null);
  assert.equal(lineAcross([0, 0], 1, [-3, 3]), null);
});
