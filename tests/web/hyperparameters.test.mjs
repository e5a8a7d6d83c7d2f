// What the lesson on hyperparameters stands at: tries, windows, and states that a link may ask for.

import assert from "node:assert/strict";
import { test } from "node:test";
import { label, shade } from "../../nnviz/web/lessons/hyperparameters/map.js";
import * as act from "../../nnviz/web/lessons/hyperparameters/state.js";
import { between, LEVELS, winners } from "../../nnviz/web/lessons/hyperparameters/surface.js";

test("twelve networks may be trained, the same place twice from two seeds", () => {
  const state = act.beginning();
  act.attempt(state, 3, 4);
  act.attempt(state, 3, 4);
  assert.notEqual(state.tries[0][2], state.tries[1][2]);
  for (let i = 0; i < 20; i++) act.attempt(state, i, 99);
  assert.equal(state.tries.length, act.TRIES);
  assert.ok(state.tries.every(([rate, other]) => rate < LEVELS && other < LEVELS));
  act.choosePair(state, "l2");
  assert.deepEqual(state.tries, [], "another surface, another search");
});

test("whatever a link asks for is brought into range", () => {
  const state = act.beginning();
  act.setState(state, { view: "x", pair: "y", budget: 1e9, shown: 1e9, play: -4, drawn: 0, held: 77, rates: [90, -3] });
  assert.deepEqual([state.view, state.pair, state.budget, state.shown], ["hand", "units", 25, 25]);
  assert.deepEqual([state.play, state.drawn, state.held], [0, 1, 4]);
  assert.deepEqual(act.span([9, 9]), [9, 11]);
  assert.deepEqual(act.span([16, 16]), [14, 16]);
  assert.ok(state.rates[1] - state.rates[0] >= 2);
});

test("values and colours of the map", () => {
  assert.deepEqual([0.00017782794, 0.01, 1, 48, 1e-10].map(label), ["0.00018", "0.01", "1", "48", "1e−10"]);
  assert.deepEqual([shade(0.1, [0.1, 0.8]), shade(5, [0.1, 0.8])], [1, 0]);
});

test("what a winner is worth is read from the size that is chosen, along the logarithm of n", () => {
  const curves = winners(Float32Array.from([1, 2, 3, 4, 5, 6, 7, 8]), 1, 2);
  assert.deepEqual(curves, { validation: [5, 7], test: [6, 8] });
  assert.equal(between([1, 4, 16], [10, 20, 40], 1), 10);
  assert.equal(between([1, 4, 16], [10, 20, 40], 2), 15);
  assert.equal(between([1, 4, 16], [10, 20, 40], 16), 40);
});
