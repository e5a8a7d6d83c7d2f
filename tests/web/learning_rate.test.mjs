// What the lesson on the learning rate stands at, and what its charts show of trainings.

import assert from "node:assert/strict";
import { test } from "node:test";
import { lossRange } from "../../nnviz/web/lessons/learning_rate/runs.js";
import {
  beginning,
  bend,
  hide,
  measuresOf,
  place,
  reveal,
  setState,
} from "../../nnviz/web/lessons/learning_rate/state.js";
import { guessWords, rateText, verdict } from "../../nnviz/web/lessons/learning_rate/words.js";

test("a steeper valley keeps its start on the screen", () => {
  const state = beginning();
  place(state, -3);
  bend(state, 8);
  assert.ok((state.curvature * state.start ** 2) / 2 <= 9);
  bend(state, 100);
  assert.equal(state.curvature, 8);
  place(state, 0.01);
  assert.equal(state.start, 0.3);
});

test("a guess hides the limit until it is made, and is then told how far off it was", () => {
  const state = beginning();
  hide(state, 4);
  assert.match(guessWords(state), /curvature 4\.00/);
  assert.ok(!guessWords(state).includes("0.5"));
  state.rate = 0.4;
  reveal(state);
  assert.match(guessWords(state), /You said 0\.4\. The limit is 2 \/ 4\.00 = 0\.5: you were 20 % below/);
  Object.assign(state, { hidden: true, rate: 0.505 });
  reveal(state);
  assert.match(guessWords(state), /^Exactly/);
});

test("what is said of a rate is what the rate does", () => {
  const said = (rate, second = 0) => verdict({ ...beginning(), curvature: 2, second, rate });
  assert.match(said(0.02), /creeps/);
  assert.match(said(0.5), /One step and it is there.* 1 step to 1 %/);
  assert.match(said(0.9), /overshoots.*changes sides/);
  assert.match(said(1), /swings for ever.*never arrives/);
  assert.match(said(1.2), /flies out.*never arrives/);
  assert.match(said(0.9, 0.5), /^The steep one: .*Both need: 21 steps/); // the steep one: ln 0.01 / ln 0.8 = 20.6
});

test("the picture is measured, and a trial begins from the beginning", () => {
  const state = beginning();
  Object.assign(state, { rate: 3, network: "spirals" });
  assert.equal(measuresOf(state).steps, -1);
  setState(state, { view: "schedules", kind: "warmup", warmup: 0.2 });
  const { view, warmup, constant } = measuresOf(state);
  assert.deepEqual([view, warmup, constant, state.network, state.rate], [3, 0.2, 0, "spirals", 0.12]);
});

test("a range of losses holds what can be seen of them", () => {
  assert.deepEqual(lossRange([[0.5, null, 0.02], [3]]), [0.01, 10]);
  assert.deepEqual(lossRange([[null]]), [0.1, 1]);
  assert.deepEqual(lossRange([[1, 1]]), [0.1, 1]);
  assert.equal(rateText(0.0012345), "0.00123");
});
