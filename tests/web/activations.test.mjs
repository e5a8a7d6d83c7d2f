import assert from "node:assert/strict";
import { test } from "node:test";

import { chain, erf } from "../../nnviz/web/lessons/activations/functions.js";
import { raceWords } from "../../nnviz/web/lessons/activations/raced.js";
import {
  beginning,
  choose,
  guess,
  missesOf,
  moveLogit,
  moveZ,
  setState,
} from "../../nnviz/web/lessons/activations/state.js";
import { flatShare, histogram, sumWords } from "../../nnviz/web/lessons/activations/sums.js";
import { flatness, verdict } from "../../nnviz/web/lessons/activations/words.js";

test("the error function is exact where tables say what it is", () => {
  for (const [x, value] of [
    [0, 0],
    [0.5, 0.5204998778130465],
    [-1, -0.8427007929497149],
    [2, 0.9953222650189527],
    [7, 1],
  ])
    assert.ok(Math.abs(erf(x) - value) < 1e-14, `erf(${x})`);
});

test("a function is not compared with itself, and what is dragged stays inside", () => {
  const state = beginning();
  Object.assign(state, { other: "relu" });
  choose(state, "relu");
  assert.deepEqual([state.name, state.other], ["relu", ""]);
  moveZ(state, 99);
  moveLogit(state, 0, -77);
  assert.deepEqual([state.z, state.logits[0]], [6, -4]);
  setState(state, { z: 1 });
  assert.deepEqual(state, { ...beginning(), z: 1 });
});

test("two ReLU units pass through all points of the corner, and no line does", () => {
  const corner = { ...beginning(), inner: "relu", w1: 1, b1: 0, w2: -1, b2: 0, v1: 1, v2: 1, c: 0 };
  assert.ok(Math.max(...missesOf(corner)) < 1e-12);
  assert.ok(Math.max(...missesOf({ ...corner, inner: "linear" })) >= 1);
});

test("of two guesses a third takes the place of the first", () => {
  const state = beginning();
  for (const label of ["ReLU", "tanh", "none"]) guess(state, label);
  assert.deepEqual(state.guess, ["tanh", "none"]);
  guess(state, "tanh");
  assert.deepEqual(state.guess, ["none"]);
});

test("what arrives of a gradient is said in words", () => {
  assert.match(verdict(chain("sigmoid", 2, 1, 10)), /one part in 7\.22 million arrives at the first layer/);
  assert.match(verdict(chain("relu", -2, 1, 3)), /No gradient arrives/);
  assert.match(verdict(chain("relu", 2, 1, 20)), /survives: 100 %/);
  assert.match(verdict(chain("linear", 1, 2, 5)), /grows: 16\.0 times/);
  assert.equal(flatness("tanh", 0.5), "");
  assert.match(flatness("relu", -1), /slope 0/);
});

test("who has learnt, who has not, and whether the guess was right", () => {
  const network = (label, share, first) => ({ label, val_accuracy: share, gradients: [first, 0.02] });
  const networks = [network("none", 0.5, 0.02), network("sigmoid", 0.4, 2e-5), network("ReLU", 0.99, 0.01)];
  const said = raceWords({ networks, epoch: 100, state: "finished" }, ["none", "ReLU"]);
  assert.match(said, /right nine times in ten: ReLU\. Not yet: none, sigmoid\./);
  assert.match(said, /first layer of sigmoid is 1,000 times smaller/);
  assert.match(said, /One of your guesses was right/);
  assert.doesNotMatch(raceWords({ networks, epoch: 3, state: "running" }, ["none"]), /guess/);
  assert.equal(raceWords({ networks: [{ label: "none" }], epoch: 0, state: "running" }, []), "");
});

test("the sums of a network are counted along the axis, and those where its function is flat", () => {
  const sums = [-9, -2, -1, 0.1, 0.1, 0.2, 3, 8];
  const bars = histogram(sums);
  assert.equal(bars.length, 48);
  assert.equal(bars[24], 1); // 0 to 0.25 holds most
  assert.ok(Math.abs(bars[0] - 1 / 3) < 1e-12 && Math.abs(bars[47] - 1 / 3) < 1e-12);
  assert.equal(flatShare(sums, "relu"), 3 / 8);
  const network = { title: "Mine", trained: false, layers: [{ name: "dense", activation: "relu", count: 1600, sums }] };
  assert.match(sumWords(network, 0, "relu"), /^dense of “Mine”, not trained yet: 38 % of its 1,600 sums .* flat\.$/);
  assert.match(sumWords(network, 0, "leaky_relu"), /of leaky ReLU it would be 0 %\.$/);
});
