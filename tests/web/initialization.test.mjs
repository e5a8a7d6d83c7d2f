import assert from "node:assert/strict";
import { test } from "node:test";
import { circles } from "../../nnviz/web/lessons/initialization/orthogonal.js";
import { isOff, summary } from "../../nnviz/web/lessons/initialization/own_table.js";
import { howOf, networkOf, scaleOf, sizesOf, widthsOf } from "../../nnviz/web/lessons/initialization/scale.js";
import { advance, beginning, MOST_STEPS, setState } from "../../nnviz/web/lessons/initialization/state.js";
import { apart, different, judged } from "../../nnviz/web/lessons/initialization/symmetry.js";
import { twinsWords } from "../../nnviz/web/lessons/initialization/words.js";

const after = (part) => {
  const state = beginning();
  setState(state, part);
  return state;
};
const scaled = (part) => scaleOf({ ...beginning(), ...part });

test("what the experiments say of the twins is so", () => {
  const alike = after({ start: "equal", steps: 800 });
  assert.equal(different(alike.net), 1);
  assert.equal(judged(alike.net).accuracy, 0.75);
  assert.equal(apart(alike.net), 0);
  const nudged = after({ start: "equal", nudges: 1, steps: 600 });
  assert.equal(different(nudged.net), 2);
  assert.equal(judged(nudged.net).accuracy, 1);
  assert.ok(nudged.history[0].apart < 0.011 && nudged.history[150].apart > 1);
  const zeros = after({ start: "zeros", steps: 300 });
  assert.ok(zeros.net.units.every((own) => Object.values(own).every((value) => value === 0)));
  assert.ok(zeros.net.c < -0.15);
  assert.match(twinsWords(zeros)[0], /Nothing moves/);
});

test("which activation wants which", () => {
  const size = (activation, initializer) => scaled({ activation, initializer }).layers.at(-1).size;
  for (const [activation, initializer] of [
    ["relu", "he"],
    ["selu", "glorot"],
    ["linear", "orthogonal"],
    ["tanh", "he"],
  ]) {
    assert.ok(size(activation, initializer) > 0.5 && size(activation, initializer) < 2, `${activation} ${initializer}`);
  }
  assert.ok(size("relu", "glorot") < 0.1 && size("tanh", "glorot") > 0.2 && size("tanh", "glorot") < 0.3);
  assert.ok(size("relu", "large") > 1e5 && size("tanh", "large") > 0.85);
  assert.ok(scaled({ activation: "relu", initializer: "small" }).layers[2].size < 0.01);
  assert.equal(size("relu", "zeros"), 0);
  const all = sizesOf(beginning(), ["relu"]);
  assert.equal(all.relu.he.size, size("relu", "he"));
  assert.ok(sizesOf(beginning(), ["sigmoid"]).sigmoid.glorot.back < 1e-4, "forward a sigmoid looks well");
});

test("only orthogonal weights keep a circle a circle", () => {
  const last = (initializer) => {
    const state = { ...beginning(), initializer };
    return circles(networkOf("even", 1, initializer), howOf(state).spread).at(-1);
  };
  const { longest, shortest } = last("orthogonal");
  assert.ok(Math.abs(longest - 1) < 1e-9 && Math.abs(shortest - 1) < 1e-9);
  const other = last("glorot");
  assert.ok(other.longest / other.shortest > 1.1, `${other.longest} ${other.shortest}`);
});

test("a layer's weights spread as its formula says", () => {
  for (const initializer of ["glorot", "he", "orthogonal"]) {
    const { layers } = scaled({ initializer, shape: "narrow" });
    assert.deepEqual(
      layers.map(({ fanIn }) => fanIn),
      widthsOf("narrow").slice(0, -1),
    );
    for (const { spread, drawn } of layers)
      assert.ok(Math.abs(drawn / spread - 1) < 0.06, `${initializer} ${spread} ${drawn}`);
  }
  assert.ok(Math.abs(scaled({ initializer: "glorot", gain: 2 }).layers[0].spread - 0.25) < 1e-12);
});

test("learning ends after the most steps, and a change begins anew", () => {
  const state = beginning();
  assert.equal(advance(state, MOST_STEPS + 5), false);
  assert.equal(state.history.length, MOST_STEPS);
  setState(state, { start: "random", steps: 2 });
  assert.deepEqual([state.history.length, state.start, different(state.net)], [2, "random", 4]);
});

test("the reader's own layers are judged with room for chance", () => {
  const layer = (expected, spread, fan = 100) => ({
    path: "a",
    expected,
    begun: { spread, size: 1 },
    fan_in: fan,
    fan_out: fan,
  });
  assert.ok(!isOff(layer(0.1, 0.104)) && isOff(layer(0.1, 0.13)));
  assert.ok(!isOff(layer(0.47, 0.57, 3)), "nine weights may differ much");
  assert.ok(!isOff(layer(0, 0)) && !isOff(layer(null, 0.2)));
  assert.match(summary([layer(0, 0)]), /twins/);
  assert.match(summary([layer(0.1, 0.1)]), /puts out 1.00/);
  assert.match(summary([]), /no layer/);
});

test("a link's state stays within the picture", () => {
  const state = after({ layer: 99, gain: 1e9 });
  assert.deepEqual([state.layer, state.gain], [9, 10]);
});
