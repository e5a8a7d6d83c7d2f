// The state of the lesson "Explaining an answer": what is done to the image, and what may be seen when.

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  beginning,
  chooseExample,
  composed,
  erase,
  MARK,
  markOf,
  moveMark,
  networkIn,
  SIZE,
  setState,
  suspects,
  untouched,
} from "../../nnviz/web/lessons/interpreting/state.js";

test("the mark stands in its corner, where it is moved, or nowhere, and never leaves the image", () => {
  const state = beginning();
  assert.deepEqual(markOf(state, 1), [12, 12]);
  moveMark(state, -5, 99);
  assert.deepEqual(markOf(state, 1), [0, SIZE - MARK]);
  state.bare = true;
  assert.equal(markOf(state, 1), null);
  chooseExample(state, 4);
  assert.deepEqual(markOf(state, 0), [1, 1]);
  assert.equal(untouched(state), true);
});

test("an image is composed of its pixels, its mark, and what was erased of both", () => {
  const state = beginning();
  const image = new Float32Array(SIZE * SIZE).fill(0.5);
  erase(state, 0, 0);
  erase(state, 0, 0);
  assert.deepEqual(state.erased, [0, 1, SIZE, SIZE + 1]);
  const own = composed(image, [1, 1], state.erased);
  assert.equal(own[SIZE + 1], 0);
  assert.equal(own.filter((value) => value === 1).length, MARK * MARK - 1);
  assert.equal(image[0], 0.5, "the image itself is left alone");
});

test("nothing gives the mark away before the reader has said something and pointed", () => {
  const state = beginning();
  assert.equal(suspects(state), false);
  state.pointed = 40;
  assert.equal(suspects(state), false);
  state.trust = "yes";
  assert.equal(suspects(state), true);
  setState(state, { tool: "mark" });
  assert.equal(suspects(state), true);
  assert.equal(state.trust, "yes", "what was said stays");
});

test("only maps are made of the reader's own network", () => {
  assert.equal(networkIn({ view: "methods", network: "own" }), "own");
  assert.equal(networkIn({ view: "sanity", network: "own" }), "shortcut");
  assert.equal(networkIn({ view: "sanity", network: "cured" }), "cured");
});
