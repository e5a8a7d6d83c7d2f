import assert from "node:assert/strict";
import { test } from "node:test";

import { createAsking } from "../../nnviz/web/lesson/asking.js";
import { BEGINNING, passes, valuesOf } from "../../nnviz/web/lessons/backpropagation/tape.js";
import { partsOfStep, symbol, written } from "../../nnviz/web/lessons/backpropagation/words.js";
import { overlap, placeNames } from "../../nnviz/web/lessons/gradient_descent/labels.js";
import { SURFACES } from "../../nnviz/web/lessons/gradient_descent/loss_surfaces.js";
import { position } from "../../nnviz/web/lessons/gradient_descent/map.js";
import { path, RULES, verdict } from "../../nnviz/web/lessons/gradient_descent/optimizers.js";
import { leastSquares } from "../../nnviz/web/lessons/gradient_descent/surfaces.js";
import { largestGap, rateWords, written as writtenStep } from "../../nnviz/web/lessons/gradient_descent/words.js";

test("a ball between two steps is between the two places", () => {
  assert.deepEqual(
    position(
      [
        [0, 0],
        [4, 2],
      ],
      0.25,
    ),
    [1, 0.5],
  );
  assert.deepEqual(
    position(
      [
        [0, 0],
        [4, 2],
      ],
      7,
    ),
    [4, 2],
  );
});

test("the least-squares line of points on a line is that line", () => {
  const [slope, offset] = leastSquares([0, 1, 2, 5], [1, 3, 5, 11]);
  assert.ok(Math.abs(slope - 2) < 1e-12 && Math.abs(offset - 1) < 1e-12);
});

test("a rate is called too large, small or right by what it does", () => {
  const roll = (rate, steps = 60) => path("sgd", SURFACES.ravine, [-2, 1], rate, steps);
  assert.equal(verdict(roll(0.102), 0), "away");
  assert.equal(verdict(roll(0.003), 0), "slow");
  assert.equal(verdict(roll(0.08), 0), "there");
  const trail = path("sgd", SURFACES.bowl, [1, 0], 0.5, 20);
  assert.equal(rateWords("SGD", "there", trail, 0), "SGD has 99 % of the way behind it after 4 steps."); // 0.25⁴ < 0.01 < 0.25³
});

test("every rule's numbers are written out and end where the path goes", () => {
  for (const name of Object.keys(RULES)) {
    const trail = path(name, SURFACES.bowl, [1.6, -0.8], 0.1, 5);
    const lines = writtenStep(name, trail, 2, RULES[name].settings, 0);
    assert.match(lines.at(-1), /^w₁ ← .+ = -?−?[\d.]+$/);
    assert.equal(lines.at(-1).split(" = ").at(-1), trail.weights[3][0].toPrecision(3));
  }
});

test("paths are compared as long as both are on the map", () => {
  assert.equal(
    largestGap(
      [
        [0, 0],
        [1, 1],
      ],
      [
        [0, 0],
        [1, 1.5],
        [9, 9],
      ],
    ),
    0.5,
  );
  assert.equal(
    largestGap(
      [
        [0, 0],
        [NaN, 1],
      ],
      [
        [0, 0],
        [2, 2],
      ],
    ),
    0,
  );
});

test("names become symbols, and a step is written with letters and numbers", () => {
  assert.deepEqual(["dw11", "h1's", "w11x1", "v2'", "p"].map(symbol), ["∂L/∂w₁₁", "h₁′", "w₁₁x₁", "new v₂", "ŷ"]);
  const steps = passes(BEGINNING);
  const known = valuesOf(BEGINNING, steps);
  const line = written(
    steps.find(({ name }) => name === "w21x2"),
    known,
    0.5,
  );
  assert.deepEqual(line, { symbol: "w₂₁x₂", letters: "w₂₁ · x₂", numbers: "−0.600 · (−0.500)", value: "0.300" });
  for (const step of steps) assert.ok(written(step, known, 0.5).numbers.length > 0, step.name);
  assert.ok(partsOfStep(steps.find(({ name }) => name === "dw21")).includes("w21"));
});

test("questions go out one at a time, and the last of those that came meanwhile is asked next", () => {
  const [sent, heard] = [[], []];
  const asking = createAsking(
    (question) => sent.push(question),
    (answer, question) => heard.push([question.want, answer.value]),
  );
  asking.ask({ want: "a" });
  asking.ask({ want: "b" });
  asking.ask({ want: "c" });
  assert.deepEqual(
    sent.map(({ want }) => want),
    ["a"],
  );
  asking.heard({ id: "of somebody else" });
  asking.heard({ id: sent[0].id, value: 1 });
  assert.deepEqual(
    sent.map(({ want }) => want),
    ["a", "c"],
  );
  assert.ok(asking.waitsFor("c"));
  asking.heard({ id: sent[1].id, error: "No." });
  assert.equal(asking.refusal("c"), "No.");
  assert.deepEqual(heard, [
    ["a", 1],
    ["c", undefined],
  ]);
});

test("names of balls in one heap cover neither each other nor a ball, stay inside, and stay where they were", () => {
  const map = { width: 300, height: 220 };
  for (const [x, y] of [
    [150, 110],
    [292, 8],
    [6, 215],
  ]) {
    const balls = Object.keys(RULES).map((name, i) => ({ name, x: x - i, y: y + (y < 110 ? i : -i), width: 62 }));
    const placed = [...placeNames(balls, map).values()];
    placed.forEach((box, i) => {
      assert.ok(box.left >= 0 && box.top >= 0 && box.right <= map.width && box.bottom <= map.height);
      for (const other of placed.slice(i + 1)) assert.ok(!overlap(box, other));
      for (const ball of balls)
        assert.ok(!overlap(box, { left: ball.x, top: ball.y, right: ball.x + 1, bottom: ball.y + 1 }));
    });
  }
  const before = new Map([["a", { side: -1, by: 16 }]]);
  assert.equal(placeNames([{ name: "a", x: 150, y: 110, width: 40 }], map, before).get("a").side, -1);
});
