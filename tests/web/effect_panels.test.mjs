import assert from "node:assert/strict";
import { test } from "node:test";

import { createCalmly } from "../../nnviz/web/train/calmly.js";
import { ends, PANELS, pace } from "../../nnviz/web/train/effect_panels.js";
import { standing } from "../../nnviz/web/train/effects.js";
import { band } from "../../nnviz/web/train/fan_chart.js";
import { momentOf, range } from "../../nnviz/web/train/layer_chart.js";
import { leftText } from "../../nnviz/web/train/status.js";

const quantiles = (width) => [-2, -1, -0.5, 0, 0.5, 1, 2].map((share) => [share * width, 2 * share * width]);
function packed(values, shape) {
  return { shape, dtype: "f4", scale: 1, data: Buffer.from(new Float32Array(values).buffer).toString("base64") };
}

const run = {
  history: { epoch: [1, 2, 3], series: { loss: [1, 0.5, 0.25], val_loss: [1.5, 0.75, null] } },
  effects: {
    gradients: {
      layers: ["dense_1", "output"],
      of: 2,
      epochs: [0, 3],
      sizes: [
        [0.5, 0.01],
        [0.25, null],
      ],
      ratios: [
        [0.1, 0.002],
        [0.05, 0.0005],
      ],
    },
    vitals: {
      epochs: [0, 3],
      rates: [0.01, 0.001],
      weighted: ["dense_1", "output"],
      layers: ["dense_1", "output"],
      weights: [quantiles(1), quantiles(3)],
      outputs: [quantiles(4), quantiles(1)],
      silent: [
        [0, 0.25],
        [null, null],
      ],
      saturated: [
        [null, null],
        [0, 0.9],
      ],
    },
  },
  frame: {
    confusion: [
      [8, 2],
      [1, 9],
    ],
    picked: { errors: { at: [2, 0], said: packed([0.125, 0.75], [2, 1]) } },
  },
  classes: ["no", "yes"],
  graph: {
    task: "binary",
    class_names: ["no", "yes"],
    meaning: { shown: "probability", low: 0, high: 1, threshold: 0.5, shares: true },
    samples: { rows: packed([10, 11, 12], [3]), truth: packed([0, 1, 1], [3]) },
  },
  epoch: 3,
  epochs: 9,
  seconds: 1.5,
  cursor: null,
  domain: [0, 3],
  colors: ["a", "b"],
};
const sentence = (name, changes = {}) => PANELS[name].make({ ...run, ...changes })?.sentence;

test("each panel says in a sentence what it shows at the moment that all share", () => {
  assert.equal(sentence("gap", { cursor: 1.2 }), "At epoch 1 the validation loss is 0.500 above the training loss.");
  assert.equal(sentence("rate"), "The learning rate is 0.00100, 10.0 % of that at the start.");
  assert.equal(sentence("rate", { cursor: 0 }), "The learning rate is 0.0100, as at the start.");
  assert.equal(
    sentence("gradients", { cursor: 0 }),
    "The gradient is largest in dense_1 (0.500) and smallest in output (0.250).",
  );
  assert.equal(sentence("gradients"), "The gradient of dense_1 is 0.0100.");
  assert.match(sentence("updates"), /^One step changes output \(0\.0500 %\) least and dense_1 \(0\.200 %\) most/);
  assert.equal(sentence("weights"), "The weights of output are spread most: nine of ten lie between −6.00 and 6.00.");
  assert.equal(sentence("outputs"), "The outputs of dense_1 are spread most: nine of ten lie between −8.00 and 8.00.");
  assert.equal(sentence("units"), "Most in dense_1, dead: 25.0 %.");
  assert.match(sentence("units", { cursor: 0 }), /^No hidden unit is dead/);
  assert.equal(sentence("confusion"), "3 of 20 held-out examples are wrong; most often no is taken for yes (2).");
  assert.equal(sentence("hardest"), "Most wrong is example 12: it is yes, called no (87.5 %).");
  assert.equal(sentence("speed"), "It trains 2.00 epochs a second, and about 3.0 s are left.");
});

test("the answer's own layer counts neither as dead nor as saturated", () => {
  assert.deepEqual(
    PANELS.units.make(run).chart.lines.map(({ name }) => name),
    ["dense_1, dead"],
  );
});

test("every panel has a table of as many columns as its head, and nothing to draw is nothing", () => {
  for (const { make } of Object.values(PANELS)) {
    const { table } = make(run);
    assert.ok(table.rows.length > 0);
    for (const row of table.rows) assert.equal(row.length, table.head.length);
    const empty = make({ ...run, history: { epoch: [], series: {} }, effects: null, frame: null, epoch: 0 });
    assert.equal(empty, null);
  }
});

test("the moment is the nearest to the cursor, else the last; the ends are those there", () => {
  assert.equal(momentOf({ epochs: [0, 5, 9], cursor: 6 }), 1);
  assert.equal(momentOf({ epochs: [0, 5, 9], cursor: null }), 2);
  const chart = {
    epochs: [1],
    cursor: null,
    lines: [
      { name: "a", values: [2] },
      { name: "b", values: [1] },
    ],
  };
  assert.deepEqual(
    ends(chart).map(({ name }) => name),
    ["b", "a"],
  );
  assert.equal(pace({ epoch: 0, epochs: 3, seconds: 1 }), null);
});

test("a constant has an axis from zero, powers of ten leave out what is not positive", () => {
  assert.deepEqual(range({ lines: [{ values: [2, 2] }] }), [0, 3]);
  const [low, high] = range({ lines: [{ values: [0, 0.1, 10] }], log: true });
  assert.ok(low > 0 && low < 0.1 && high > 10);
});

test("a band goes along one curve and back along the other, past what is no number", () => {
  const same = (value) => value;
  assert.equal(band([0, 1, 2], [1, null, 2], [3, null, 4], same, same), "M0.0 1.0L2.0 2.0L2.0 4.0L0.0 3.0Z");
  assert.equal(band([0], [1], [], same, same), "M0.0 1.0");
});

test("words are told at once, then at most every ten seconds, the newest of them", () => {
  const [node, waiting] = [{ textContent: "" }, []];
  let clock = 0;
  const calmly = createCalmly(
    { append: () => {} },
    { node, now: () => clock, later: (tell, after) => waiting.push([tell, after]) },
  );
  calmly.say("one");
  const [first] = waiting.shift();
  first();
  assert.equal(node.textContent, "one");
  clock = 1000;
  calmly.say("two");
  calmly.say("three");
  assert.equal(waiting.length, 1);
  assert.equal(waiting[0][1], 9000);
  waiting.shift()[0]();
  assert.equal(node.textContent, "three");
});

test("where a run stands is told while it trains, and afterwards only where panels are open", () => {
  const at = { ...run, state: "running" };
  assert.equal(standing(at, false), "Training running, epoch 3 of 9: loss 0.250, validation loss NaN.");
  assert.equal(standing({ ...at, state: "finished" }, false), "");
  assert.match(standing({ ...at, state: "finished", history: null }, true), /^Training finished, epoch 3 of 9\.$/);
});

test("the time left is told once it can be", () => {
  const at = { state: "running", epoch: 3, epochs: 9, seconds: 1.5 };
  assert.equal(leftText(at), ", about 3 s left");
  assert.equal(leftText({ ...at, epochs: 900 }), ", about 7 min 29 s left");
  for (const other of [
    { ...at, seconds: 0.5 },
    { ...at, state: "finished" },
    { ...at, epochs: 3 },
  ])
    assert.equal(leftText(other), "");
});
