import assert from "node:assert/strict";
import { test } from "node:test";

import { answersFor, hardestShare, histogram, ownWords } from "../../nnviz/web/lessons/losses/own.js";
import { raceWords } from "../../nnviz/web/lessons/losses/raced.js";
import {
  beginning,
  errorsAt,
  fitsOf,
  movePoint,
  moveShare,
  setState,
  toggle,
} from "../../nnviz/web/lessons/losses/state.js";
import { isLit, lineWords, outputWords, USES } from "../../nnviz/web/lessons/losses/words.js";

test("the last loss stays on, and their order is always the same", () => {
  const state = beginning();
  toggle(state, "on", "mse");
  toggle(state, "on", "mae");
  assert.deepEqual(state.on, ["mae"]);
  toggle(state, "on", "log_cosh");
  toggle(state, "on", "mse");
  assert.deepEqual(state.on, ["mse", "mae", "log_cosh"]);
});

test("a point that is dragged stays in the field and is the chosen one; the beginning is not touched", () => {
  const state = beginning();
  movePoint(state, 2, -5, 77);
  assert.deepEqual([state.points[2], state.chosen], [[0, 10], 2]);
  setState(state, { view: "line" });
  assert.deepEqual(state, beginning());
});

test("shares that are dragged leave the others in proportion", () => {
  const state = beginning();
  moveShare(state, 0, 0.2);
  assert.deepEqual(
    state.shares.map((share) => Number(share.toFixed(6))),
    [0.2, 0.48, 0.32],
  );
});

test("each row of the table is lit by what it sets up", () => {
  for (const use of USES) {
    const state = { ...beginning(), ...use[3] };
    assert.ok(isLit(use, state), use[0]);
    assert.ok(!isLit(use, { ...state, view: "race" }), use[0]);
  }
});

test("the distances and pulls that are told are those of the fits", () => {
  const state = { ...beginning(), on: ["mae"] };
  const errors = errorsAt(state, fitsOf(state));
  assert.match(lineWords(state, errors), /^This point is 5\.5 from the MAE line\. There MAE pulls with 1\.0\.$/);
  assert.match(
    outputWords({ ...state, z: -6, truth: 1 }),
    /^Sure, and wrong: .* 0\.2 %.*cross-entropy 1\.0, MSE 0\.0049\.$/,
  );
});

test("how far the curves are lifted, and whether the guess was right", () => {
  const x = [-1, -0.5, 0, 0.5, 1];
  const wave = x.map((v) => Math.sin(Math.PI * v));
  const networks = [
    { label: "Mean squared error", output: [wave.map((y) => y + 0.4)] },
    { label: "Huber", output: [wave.map((y) => y + 0.1)] },
  ];
  const moment = { networks, epoch: 9, state: "finished" };
  assert.match(
    raceWords(moment, { x }, false, "Huber"),
    /Mean squared error 0\.40, Huber 0\.10\. You guessed Huber\.$/,
  );
  assert.match(raceWords(moment, { x }, false, "Mean squared error"), /Your guess was right\.$/);
  assert.equal(raceWords(moment, { x }, true, ""), "");
  assert.equal(raceWords(moment, null, false, ""), "");
});

test("the answers of one's own network: where they lie, turned round with the truth, and who pulls", () => {
  const bars = histogram([-9, -5.9, 0.05, 0.1, 99], [-6, 6]);
  assert.deepEqual([bars[0], bars[20], bars[39]], [1, 1, 0.5]);
  const own = { title: "Mine", trained: true, view: "output", answers: [-8, ...Array(9).fill(4)] };
  assert.deepEqual(answersFor(own, { view: "line" }), []);
  assert.deepEqual(answersFor(own, { view: "output", truth: 0 })[0], 8);
  assert.equal(hardestShare([3, 1, 1, 1, 1, 1, 1, 1, 0, 0]), 0.3);
  assert.equal(hardestShare([0, 0]), 0);
  const said = ownWords(own, { ...beginning(), judged: ["bce", "mse"] });
  assert.match(said, /^“Mine”, trained, 10 examples: .* 86 % of all pull under cross-entropy, 10 % under MSE\.$/);
});
