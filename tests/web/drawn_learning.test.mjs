// A network that learns while points are drawn: it asks for more once it is answered, and rests when it is told a problem.

import assert from "node:assert/strict";
import test from "node:test";
import { changed, createLearning, hear, toggle, words } from "../../nnviz/web/draw/learning.js";

test("each answer brings the next question, once", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const learning = createLearning(({ turn }) => asked.push(turn));
  hear(learning, { turn: 0, epochs: 1 });
  assert.equal(words(learning), "");
  toggle(learning);
  assert.equal(words(learning), "Learning begins …");
  hear(learning, { turn: 1, epochs: 30, accuracy: 0.956, held_out: 0.5 });
  hear(learning, { turn: 1, epochs: 30, accuracy: 0.956, held_out: 0.5 });
  t.mock.timers.tick(100);
  assert.deepEqual(asked, [1, 2]);
  assert.equal(words(learning), "Epoch 30: 96 % right, held-out points 50 % right.");
  t.mock.timers.tick(6000);
  assert.deepEqual(asked, [1, 2, 3], "a question that is lost is asked again");
  hear(learning, { turn: 3, problem: "Draw more." });
  t.mock.timers.tick(10000);
  assert.deepEqual([asked.length, words(learning)], [3, "Draw more."]);
  changed(learning);
  t.mock.timers.tick(100);
  assert.deepEqual(asked, [1, 2, 3, 4], "other points are another try");
  toggle(learning);
  t.mock.timers.tick(10000);
  assert.deepEqual([asked.at(-1), words(learning)], [0, ""]);
});

test("after enough epochs it rests until the points change", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const asked = [];
  const learning = createLearning(({ turn }) => asked.push(turn));
  toggle(learning);
  hear(learning, { turn: 1, epochs: 4000, accuracy: 1, held_out: null });
  t.mock.timers.tick(10000);
  assert.deepEqual(asked, [1]);
  changed(learning);
  t.mock.timers.tick(100);
  assert.deepEqual(asked, [1, 2]);
});
