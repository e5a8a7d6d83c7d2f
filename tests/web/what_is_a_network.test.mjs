import assert from "node:assert/strict";
import { test } from "node:test";

import { countWords, guessWords } from "../../nnviz/web/lessons/what_is_a_network/brain_view.js";
import { perspective } from "../../nnviz/web/lessons/what_is_a_network/perspective.js";
import {
  addEvening,
  beginning,
  ended,
  flip,
  learnSteps,
  measuresOf,
  removeEvening,
  setMembers,
  setState,
  setWeight,
} from "../../nnviz/web/lessons/what_is_a_network/state.js";

test("a perspective is said as what convinces it", () => {
  for (const [weights, bias, words] of [
    [[4, 0, 0], -2, "loud music"],
    [[4, 4, 0], -6, "loud music and friends"],
    [[-4, 0, 0], 2, "quiet music"],
    [[2, 2, 2], -3, "two of these: loud music, friends, an exam"],
    [[0, 0, 0], -1, "nothing"],
    [[1, 1, 1], 1, "anything"],
    [[4, 4, 0], -2, "friends, or loud music"],
  ])
    assert.equal(perspective(weights, bias), words);
});

test("every set of evenings that a sum can single out is said exactly", () => {
  const says = (words, [loud, friends, exam]) => {
    const holds = { loud, friends, exam };
    const one = (word) =>
      ({
        "loud music": holds.loud,
        "quiet music": !holds.loud,
        friends: holds.friends,
        "being alone": !holds.friends,
        "an exam": holds.exam,
        "no exam": !holds.exam,
      })[word];
    if (words === "nothing" || words === "anything") return words === "anything";
    if (words.startsWith("two")) return words.split(": ")[1].split(", ").filter(one).length >= 2;
    return words.split(", or ").some((term) => term.split(" and ").every(one));
  };
  for (let n = 0; n < 400; n++) {
    const [a, b, c, bias] = [1, 2, 3, 4].map((k) => 6 * Math.sin(n * 12.9898 * k + k * k));
    const words = perspective([a, b, c], bias);
    for (let corner = 0; corner < 8; corner++) {
      const facts = [(corner >> 2) & 1, (corner >> 1) & 1, corner & 1];
      const convinced = a * facts[0] + b * facts[1] + c * facts[2] + bias > 0;
      assert.equal(Boolean(says(words, facts)), convinced, `${words} at ${facts}`);
    }
  }
});

test("three learn the record from any beginning, two from some", () => {
  const learnt = (members, chance) => {
    const state = beginning();
    setState(state, { members, start: "chance", chance });
    learnSteps(state, Infinity);
    return ended(state) === "learnt";
  };
  const seeds = [0, 1, 2, 3, 4, 5, 6, 7];
  assert.ok(seeds.every((seed) => learnt(3, seed)));
  const two = seeds.filter((seed) => learnt(2, seed)).length;
  assert.ok(two > 0 && two < seeds.length && learnt(2, 1));
});

test("what they come to be convinced by when they learn the record", () => {
  const state = beginning();
  learnSteps(state, Infinity);
  assert.equal(state.steps, 205);
  const { weights, biases, voices } = state.team;
  const says = (j) =>
    perspective(
      weights.map((row) => row[j]),
      biases[j],
    );
  assert.deepEqual([0, 1, 2].map(says), [
    "loud music",
    "friends, or quiet music",
    "two of these: quiet music, friends, an exam",
  ]);
  assert.ok(voices[2] < -4 && voices[1] > 4 && Math.abs(voices[0]) < 1);
});

test("changes by hand begin the curve anew, and the record stays within its bounds", () => {
  const state = beginning();
  learnSteps(state, 5);
  assert.equal(state.losses.length, 6);
  setWeight(state, { what: "weight", fact: 0, member: 1 }, 99);
  assert.equal(state.team.weights[0][1], 12);
  assert.equal(state.losses.length, 1);
  flip(state, 0);
  assert.equal(state.record[0].at(-1), 0);
  assert.equal(measuresOf(state).unchanged, 0);
  for (let i = 0; i < 9; i++) addEvening(state, true);
  assert.equal(state.record.length, 12);
  for (let i = 0; i < 20; i++) removeEvening(state, 0);
  assert.equal(state.record.length, 2);
  setMembers(state, 1);
  assert.deepEqual(
    Object.keys(measuresOf(state)).filter((name) => name.startsWith("voice")),
    ["voice1"],
  );
});

test("large counts in words, and a guess by powers of ten", () => {
  assert.deepEqual([16, 7000, 5e7, 1.75e11, 1e14].map(countWords), [
    "16",
    "7,000",
    "50 million",
    "175 billion",
    "100 trillion",
  ]);
  assert.equal(guessWords(2e14, 1e14), "Very near.");
  assert.equal(guessWords(1e11, 1e14), "1,000 times too few.");
  assert.equal(guessWords(1e16, 1e14), "100 times too many.");
});
