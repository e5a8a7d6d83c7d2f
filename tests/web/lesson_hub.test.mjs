import assert from "node:assert/strict";
import { test } from "node:test";

import { createHub, hub, isLit, partsOf } from "../../nnviz/web/lesson_hub.js";

test("what one member says, all hear; a newcomer hears the latest values", () => {
  const made = createHub();
  const heard = [];
  const leave = made.join({ light: (parts) => heard.push(["a", parts]), changed: () => {} });
  made.join({ light: (parts) => heard.push(["b", parts]), set: (state, words) => heard.push(["set", state, words]) });
  made.light(["w1"]);
  made.set({ w1: 2 }, "look");
  leave();
  made.light([]);
  assert.deepEqual(heard, [["a", ["w1"]], ["b", ["w1"]], ["set", { w1: 2 }, "look"], ["b", []]]);
  made.changed({ z: "1" });
  let told = null;
  made.join({ changed: (values) => { told = values; } });
  assert.deepEqual(told, { z: "1" });
});

test("one hub for each lesson", () => {
  assert.equal(hub("neuron"), hub("neuron"));
  assert.notEqual(hub("neuron"), hub("convolutions"));
});

test("parts light up by name", () => {
  assert.deepEqual(partsOf({ dataset: { part: "w1 x1" } }), ["w1", "x1"]);
  assert.deepEqual(partsOf(null), []);
  assert.ok(isLit(["w1", "x1"], ["x1"]));
  assert.ok(!isLit(["w1"], ["w", "1"]));
});
