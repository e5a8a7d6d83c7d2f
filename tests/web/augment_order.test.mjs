import assert from "node:assert/strict";
import { test } from "node:test";
import { add, move, remove, set, settingOf, written } from "../../nnviz/web/augment/order.js";

const DEGREES = { name: "degrees", kind: "float", default: 15, form: "degrees" };

test("changes are added, moved and removed, and the list before stays as it was", () => {
  const before = add(add([], "flip"), "noise");
  const names = (steps) => steps.map((step) => step.name);
  assert.deepEqual(names(move(before, 1, -1)), ["noise", "flip"]);
  assert.equal(move(before, 0, -1), before);
  assert.equal(move(before, 1, 1), before);
  assert.deepEqual(names(remove(before, 0)), ["noise"]);
  assert.deepEqual(names(before), ["flip", "noise"]);
});

test("a setting that is the default is not written down", () => {
  const steps = add(add([], "rotation"), "flip");
  const turned = set(steps, 0, DEGREES, 40);
  assert.deepEqual(turned[0].settings, { degrees: 40 });
  assert.equal(settingOf(turned[0], DEGREES), 40);
  assert.deepEqual(set(turned, 0, DEGREES, 15)[0].settings, {});
  assert.equal(settingOf(steps[0], DEGREES), 15);
  assert.deepEqual(turned[1], steps[1]);
});

test("settings are written as people read them", () => {
  assert.equal(written({ form: "percent", kind: "float" }, 0.125), "13 %");
  assert.equal(written(DEGREES, 40), "40°");
  assert.equal(written({ form: "number", kind: "int" }, 3), "3");
  assert.equal(written({ form: "number", kind: "float" }, 0.2), "0.20");
});
