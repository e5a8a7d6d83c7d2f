import assert from "node:assert/strict";
import { test } from "node:test";

import {
  beginning,
  choicesOf,
  chooseData,
  chooseStep,
  decide,
  done,
  lookKey,
  measuresOf,
  move,
  predict,
  ratioOf,
  resumed,
  setState,
} from "../../nnviz/web/lessons/task_to_network/state.js";
import {
  expectedWords,
  guessFeedback,
  guessQuestion,
  scaleWords,
  taskFeedback,
} from "../../nnviz/web/lessons/task_to_network/words.js";

const LOOK = {
  task: "binary",
  classes: ["ill", "well"],
  counts: [30, 70],
  outputs: 1,
  target: "diagnosis",
  training: 100,
  guess: 0.7,
};
const NETWORK = { fits: true, ready: true, parameters: 641, read: "Its outputs are read as probabilities." };
const ended = (score) => ({ id: "a", state: "finished", score, curves: { epoch: [1], loss: [1], score: [score] } });

function walked() {
  const state = beginning();
  state.looks[lookKey(state)] = LOOK;
  state.networks[JSON.stringify(choicesOf(state))] = NETWORK;
  return state;
}

test("a station is done once it was dealt with", () => {
  const state = walked();
  const doneNow = () => Object.keys(done(state)).filter((name) => done(state)[name]);
  assert.deepEqual(doneNow(), []);
  predict(state, { task: "multiclass" });
  assert.deepEqual(doneNow(), []);
  predict(state, { task: "binary", guessed: true, ratio: "more" });
  assert.deepEqual(doneNow(), ["question", "data", "network"]);
  move(state, 1);
  move(state, 1);
  assert.deepEqual(doneNow(), ["question", "data", "output", "network"]);
  state.runs[0] = ended(0.9);
  predict(state, { cause: "good" });
  assert.equal(doneNow().length, 6);
  state.runs[1] = { ...ended(0.9), state: "running" };
  assert.equal(doneNow().length, 6);
});

test("another decision makes what was trained of no account, another step only the second training", () => {
  const state = walked();
  state.runs = [ended(0.9), ended(0.8)];
  chooseStep(state, "dropout");
  assert.deepEqual(state.runs, [ended(0.9), null]);
  assert.equal(choicesOf(state).step, "");
  assert.equal(choicesOf(state, true).step, "dropout");
  decide(state, { loss: "hinge" });
  assert.deepEqual(state.runs, [null, null]);
  assert.equal(state.step, "");
});

test("other data begin the decisions anew, and what was seen of data is kept", () => {
  const state = walked();
  decide(state, { units: 2 });
  move(state, 1);
  chooseData(state, "digits");
  assert.deepEqual([state.units, state.data, state.station], [1, "digits", "data"]);
  assert.equal(Object.keys(state.looks).length, 1);
  setState(state, { data: "diabetes", station: "output", guesses: { ratio: "many" } });
  assert.deepEqual([state.station, state.guesses.ratio, state.guesses.task], ["output", "many", null]);
});

test("weights are counted against examples", () => {
  assert.deepEqual(
    [100, 101, 1000, 1001].map((count) => ratioOf(count, 100)),
    ["fewer", "more", "more", "many"],
  );
});

test("what the picture measures of itself", () => {
  const state = walked();
  assert.equal(measuresOf(state).probability, 1);
  assert.ok(Number.isNaN(measuresOf(state).score));
  state.runs[0] = ended(0.93);
  assert.equal(measuresOf(state).score, 0.93);
  assert.ok(Number.isNaN(measuresOf(beginning()).task));
});

test("feedback looks at the prediction", () => {
  assert.match(taskFeedback(LOOK, "binary"), /^The answer is ill or well/);
  assert.match(taskFeedback(LOOK, "multiclass"), /^Two classes could/);
  assert.match(guessQuestion(LOOK), /“well”/);
  assert.match(guessFeedback(LOOK, 0.72), /as you thought/);
  assert.doesNotMatch(guessFeedback(LOOK, 0.5), /as you thought/);
  assert.match(expectedWords(0.9, { score: 0.71 }, LOOK), /less than you expected.*no better than guessing/);
  assert.match(expectedWords(0.9, { score: 0.97 }, LOOK), /near/);
});

test("columns on scales far apart are told as they reach the network", () => {
  const scales = [
    ["area", 0, 2000, 0, 2000],
    ["error", 0, 0.02, 0, 0.02],
  ];
  assert.match(scaleWords(scales, "none"), /100,000 times as wide.*drown/);
  assert.match(
    scaleWords(
      scales.map(([name, low, high]) => [name, low, high, -2, 2]),
      "standard",
    ),
    /1.0 times.*its say/,
  );
  assert.equal(scaleWords(scales.slice(1), "none"), "");
});

test("who comes back stands where they stood, unless their own data are others now", () => {
  const state = walked();
  move(state, 1);
  state.looks["own standard"] = LOOK;
  state.networks[JSON.stringify({ data: "own" })] = NETWORK;
  const back = resumed({ state, own: "spirals" }, "rings");
  assert.deepEqual(
    [back.station, Object.keys(back.looks), Object.keys(back.networks).length],
    ["data", [lookKey(state)], 1],
  );
  state.data = "own";
  assert.equal(resumed({ state, own: "spirals" }, "spirals").station, "data");
  assert.equal(resumed({ state, own: "spirals" }, "rings").station, "question");
  assert.deepEqual(resumed(null, "spirals"), beginning());
});
