import assert from "node:assert/strict";
import { test } from "node:test";

import { lineColours } from "../../nnviz/web/race/colours.js";
import { reachOf } from "../../nnviz/web/race/layers.js";
import {
  emptyStory,
  frameAt,
  grow,
  isUnderWay,
  momentOf,
  outputOf,
  scoresAt,
  tell,
} from "../../nnviz/web/race/story.js";

const GROUND = { task: "binary", range: [0, 1], plane: { rows: 1, cols: 3, x: [0, 1], y: [0, 1] } };
const LINES = [
  { ground: GROUND },
  { network: 0, label: "a", layers: [], parameters: 9, epochs: 4, steps_per_epoch: 5, data: null },
  { network: 1, label: "b", layers: [], parameters: 8, epochs: 4, steps_per_epoch: 5, data: null },
  { network: 0, epoch: 0, took: 0, rows: [], state: "training", output: btoa("\x00\x7f\xff"), gradients: [0.5, null] },
  { network: 1, epoch: 0, took: 0, rows: [], state: "training", gradients: [2, 1e-12] },
  { network: 0, epoch: 2, took: 1, rows: [{ loss: 3 }, { loss: 2 }], state: "training" },
  { network: 1, epoch: 1, took: 2, rows: [{ loss: null }], state: "diverged" },
];

function told(lines = LINES, state = "running") {
  const story = emptyStory(["a", "b"]);
  tell(story, { lines, state });
  return story;
}

test("what is heard in pieces is what is heard at once", () => {
  const story = emptyStory(["a", "b"]);
  assert.deepEqual(
    momentOf(story, 0).map(({ label }) => label),
    ["a", "b"],
  );
  for (const line of LINES) tell(story, { lines: [line], state: "running" });
  assert.deepEqual(story, told());
  assert.deepEqual(story.epochs, [0, 1, 2]);
  assert.ok(isUnderWay(story));
  tell(story, { lines: [{ ended: true, seconds: 2.5 }], state: "finished" });
  assert.ok(!isUnderWay(story) && story.seconds === 2.5);
});

test("every row knows its epoch, its updates and its share of the time", () => {
  const [first] = told().networks;
  assert.deepEqual(first.rows, [
    { epoch: 1, step: 5, took: 0.5, loss: 3 },
    { epoch: 2, step: 10, took: 1, loss: 2 },
  ]);
});

test("at an epoch each network is as it was recorded last", () => {
  const story = told();
  assert.equal(frameAt(story.networks[0], 1).epoch, 0);
  assert.deepEqual(scoresAt(story.networks[0], frameAt(story.networks[0], 1)), {});
  const [first, second] = momentOf(story, 2);
  assert.deepEqual([first.epoch, first.loss, first.parameters], [2, 2, 9]);
  assert.deepEqual([second.epoch, second.loss, second.state], [1, null, "diverged"]);
});

test("an answer over the plane is read byte by byte, and what is no number stays none", () => {
  const { values, shape } = outputOf(GROUND, told().networks[0].frames[0]);
  assert.deepEqual(shape, [1, 1, 3]);
  assert.deepEqual([values[0], values[1].toFixed(2), Number.isNaN(values[2])], [0, "0.50", true]);
  assert.equal(outputOf(GROUND, { output: null }), null);
});

test("all cards share one scale, that a gradient of almost nothing does not leave", () => {
  const frames = told().networks.map(({ frames: [first] }) => first);
  assert.deepEqual(reachOf("gradients", frames), [1e-8, 2]);
  assert.deepEqual(reachOf("weights", [{ weights: [[-3, -1, 0, 0, 0, 1, 2]] }, null]), [-3, 3]);
  assert.deepEqual(reachOf("idle", frames), [0, 1]);
});

test("lines along a scale where networks have an order, else one colour each that no class has", () => {
  const theme = { sequential: ["#ffffff", "#000000"], classes: ["#111111", "#222222", "#333333", "#444444"] };
  assert.deepEqual(lineColours(theme, 2, { taken: 2 }), ["#333333", "#444444"]);
  assert.equal(new Set(lineColours(theme, 5, { ordered: true })).size, 5);
});

test("a study's runs stand as they are said to, and a search grows", () => {
  const story = told();
  tell(story, { states: ["finished", "diverged", "waiting"], state: "running" });
  assert.deepEqual(
    story.networks.map(({ frames }) => frames.at(-1).state),
    ["finished", "diverged"],
  );
  grow(story, ["a", "b", "c"]);
  assert.deepEqual(
    story.networks.map(({ label }) => label),
    ["a", "b", "c"],
  );
  tell(story, { states: ["finished", "diverged", "waiting"], state: "running" });
  assert.equal(story.networks[2].state, "waiting");
});
