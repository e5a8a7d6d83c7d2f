import assert from "node:assert/strict";
import { test } from "node:test";

import { histogram } from "../../nnviz/web/lesson/histogram.js";
import { clip } from "../../nnviz/web/lessons/vanishing_gradients/clipping.js";
import { momentOf } from "../../nnviz/web/lessons/vanishing_gradients/moment.js";
import { inParts, sentence } from "../../nnviz/web/lessons/vanishing_gradients/own_view.js";
import { beginning, change, setState } from "../../nnviz/web/lessons/vanishing_gradients/state.js";
import { guessWords, leaves, share, verdict } from "../../nnviz/web/lessons/vanishing_gradients/words.js";

const near = (a, b, tolerance = 1e-9) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);
const at = (state) => momentOf({ ...beginning(), ...state });

test("clipping all together keeps the direction, each entry or layer turns it", () => {
  const gradients = [Float64Array.of(3, 0), Float64Array.of(0, 4)];
  const all = clip(gradients, "all", 1);
  near(all.length, 5);
  near(all.lengthAfter, 1);
  assert.deepEqual(
    all.after.map((own) => [...own].map((entry) => Number(entry.toFixed(9)))),
    [
      [0.6, 0],
      [0, 0.8],
    ],
  );
  assert.equal(all.angle, 0);
  const value = clip(gradients, "value", 1);
  assert.deepEqual(
    value.after.map((own) => [...own]),
    [
      [1, 0],
      [0, 1],
    ],
  );
  near(value.angle, (Math.acos(7 / (5 * Math.SQRT2)) * 180) / Math.PI, 1e-6);
  assert.equal(value.cut, 0.5);
  assert.deepEqual(
    clip(gradients, "layer", 3.5).after.map((own) => [...own]),
    [
      [3, 0],
      [0, 3.5],
    ],
  );
  assert.equal(clip(gradients, "all", 10).cut, 0);
});

test("what the experiments say is so", () => {
  assert.ok(at({}).first < 2e-7 && at({}).first > 5e-8, "a ten-millionth");
  near(at({}).factor, 0.25, 0.02);
  assert.ok(at({ activation: "relu", depth: 30, scale: 1 }).first < 1e-4);
  assert.ok(at({ activation: "relu", depth: 30, scale: 2 }).first > 1e3);
  const ridge = at({ activation: "relu", depth: 30, scale: 1.41 });
  assert.ok(ridge.first > 0.1 && ridge.first < 10);
  const normal = { activation: "relu", depth: 20, normalization: "batch" };
  const firsts = [0.3, 1, 3].map((scale) => at({ ...normal, scale }).first);
  assert.ok(Math.max(...firsts) / Math.min(...firsts) < 1.25 && Math.min(...firsts) > 30, String(firsts));
  near(at({ ...normal, scale: 1.41 }).factor, 1.2, 0.05);
  assert.ok(at({ ...normal, scale: 1.41, skip: true }).first < 10);
  const clipped = { activation: "tanh", depth: 30, scale: 3, shown: "weights" };
  const all = at({ ...clipped, clipping: "all", threshold: 1 });
  const steps = all.bars.map((bar, l) => bar / all.before[l]);
  assert.ok(Math.max(...steps) / Math.min(...steps) < 1.0001);
  assert.ok(at({ ...clipped, clipping: "value", threshold: 0.01 }).clipped.angle > 60);
});

test("a change keeps the picture whole", () => {
  const state = beginning();
  change(state, { depth: 30 });
  state.layer = 29;
  change(state, { depth: 5 });
  assert.equal(state.layer, 4);
  change(state, { clipping: "value" });
  assert.equal(state.shown, "weights");
  change(state, { shown: "outputs" });
  assert.equal(state.clipping, "none");
  setState(state, { clipping: "all" });
  assert.deepEqual([state.shown, state.depth], ["weights", 12]);
});

test("a guess is told where the gradient leaves the band", () => {
  assert.equal(leaves([1e-5, 1e-4, 0.01, 1]), 1);
  assert.equal(leaves([5e3, 0.5, 1]), 0);
  assert.equal(leaves([0.1, 1]), -1);
  assert.match(guessWords({ gradient: [1e-5, 1] }, 0), /and so it is/);
  assert.match(guessWords({ gradient: [1e-5, 1] }, -1), /nowhere; it is layer 1/);
});

test("ratios are read aloud", () => {
  assert.equal(share(1 / 7.8e6), "one part in 7.8 million of");
  assert.equal(share(0.02), "1/50 of");
  assert.equal(share(0.3), "0.30 of");
  assert.equal(share(47), "47 times");
  const told = (first) => verdict({ first, factor: 1, predicted: { gradient: [1] } }, { depth: 3 })[0];
  assert.deepEqual([1e-4, 0.05, 1, 50, 1e4, Infinity].map(told), [
    "vanishes",
    "fades",
    "flows",
    "grows",
    "explodes",
    "broken",
  ]);
});

test("a histogram counts every value once", () => {
  const { counts, below, above } = histogram([-5, -3, 0, 0, 2.9, 3, 8, 9], 3, 6);
  assert.deepEqual(counts, [1, 0, 0, 2, 0, 2]);
  assert.deepEqual([below, above], [1 / 8, 2 / 8]);
});

test("the reader's own gradient is told in parts of the last hidden layer's", () => {
  const layers = (...gradients) =>
    gradients.map((own, i) => ({ name: `d${i}`, output_gradient: own, weight_gradient: own }));
  assert.deepEqual(
    inParts(layers(1e-6, 0.5, 3)).map((one) => Number(one.toPrecision(3))),
    [2e-6, 1, 6],
  );
  assert.deepEqual(inParts(layers(2, 4)), [0.5, 1]);
  const told = (...gradients) => sentence(layers(...gradients), inParts(layers(...gradients)));
  assert.match(told(1e-6, 0.5, 3), /vanishes: d0 gets 1.500,000 of what d1 gets/);
  assert.match(told(1, 1, 3), /flows/);
  assert.match(told(null, 1, 3), /diverged/);
  assert.match(told(0, 0, 0), /No gradient/);
  assert.match(told(1), /one layer/);
});

test("a link's state stays within the picture", () => {
  const state = beginning();
  setState(state, { depth: 1e9, layer: 1e9, scale: -3 });
  assert.deepEqual([state.depth, state.layer, state.scale], [50, 49, 0.1]);
});
