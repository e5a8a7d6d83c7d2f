// The state of the lesson "Looking inside": cases that are named, images that are painted, units that are switched off.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beginning,
  chooseExample,
  name,
  openCase,
  paint,
  setState,
  silence,
  solved,
  switchedOff,
  toggle,
} from "../../nnviz/web/lessons/looking_inside/state.js";

test("a case is solved by its fault and, where it is in one, its layer", () => {
  const state = beginning();
  const say = (fault, place, truth) => {
    Object.assign(state, { fault, place });
    name(state, truth);
    return state.answers[state.case];
  };
  const dead = { fault: "dead", layer: "hidden" };
  assert.deepEqual(say("frozen", "hidden", dead), { fault: "frozen", place: "hidden", right: false, placed: false });
  assert.deepEqual(say("dead", "conv 1", dead), { fault: "dead", place: "conv 1", right: true, placed: false });
  assert.equal(solved(state), 0);
  assert.equal(say("dead", "hidden", dead).placed, true);
  openCase(state, 1);
  assert.equal(state.fault, "");
  assert.equal(say("memorized", "", { fault: "memorized", layer: "" }).placed, true);
  assert.equal(solved(state), 2);
  setState(state, { lens: "weights" });
  assert.equal(solved(state), 2, "what was found out stays");
});

test("painting begins with the image in sight, and another image ends it", () => {
  const state = beginning();
  paint(state, [0, 0.5, 0], 0, 1);
  paint(state, [9, 9, 9], 2, 0.45);
  assert.deepEqual(state.drawn, [1, 0.5, 0.45]);
  chooseExample(state, 3);
  assert.equal(state.drawn, null);
});

test("units are switched off and on one by one, or several together", () => {
  const state = beginning();
  toggle(state, 2, 5);
  silence(state, 2, [5, 7]);
  assert.deepEqual(switchedOff(state), { 2: new Set([5, 7]) });
  toggle(state, 2, 5);
  assert.deepEqual(state.off, { 2: [7] });
});
