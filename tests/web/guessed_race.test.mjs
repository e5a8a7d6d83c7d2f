import assert from "node:assert/strict";
import { test } from "node:test";

import { verdict } from "../../nnviz/web/race/guessed.js";

const about = {
  answer: (networks) => networks.find(({ frames }) => frames.at(-1)?.state === "diverged")?.label ?? null,
  why: "Because.",
};
const race = (state, ...states) => ({
  moment: () => ({ state, networks: states }),
  story: () => ({ networks: states.map((own, i) => ({ label: `n${i}`, frames: [{ state: own }] })) }),
});

test("a guess is judged once all are trained, and only of the lesson's own networks", () => {
  const done = race("finished", "finished", "diverged");
  assert.equal(verdict(done, { own: false, guess: "n1" }, about), "You said n1, and so it is. Because.");
  assert.equal(verdict(done, { own: false, guess: "n0" }, about), "You said n0; it is n1. Because.");
  assert.equal(verdict(done, { own: false, guess: null }, about), "Because.");
  assert.equal(verdict(done, { own: true, guess: "n1" }, about), "");
  assert.equal(verdict(race("running", "training"), { own: false, guess: "n0" }, about), "");
  assert.equal(verdict(race("finished", "finished"), { own: false, guess: "n0" }, about), "");
});
