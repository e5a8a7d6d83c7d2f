import assert from "node:assert/strict";
import { test } from "node:test";

import { slugOf } from "../../nnviz/web/lesson/hiding.js";
import { createHub } from "../../nnviz/web/lesson/hub.js";
import { begin, fits, packed, told } from "../../nnviz/web/lesson/preset.js";

const OWN = { w1: 0.5, name: "adam", on: ["sgd"], row: null, numbers: { w11: 1 }, play: false };

/** A picture that breaks for good when its name is one that it does not know. */
function createPicture() {
  let state = structuredClone(OWN);
  const check = () => assert.ok(["adam", "sgd"].includes(state.name));
  return {
    set: (next) => {
      check();
      state = { ...OWN, ...next };
      check();
    },
    state: () => state,
    values: () => ({}),
    tables: () => [],
    destroy: check,
  };
}

test("a state in an address is JSON in base64url, numbers to four digits", () => {
  assert.equal(packed({ w1: 1 / 3, name: "η+" }), "eyJ3MSI6MC4zMzMzLCJuYW1lIjoizrcrIn0"); // read by test_preset.py
  assert.deepEqual(told({ ...OWN, drawn: 7 }, ["w1", "on"]), { w1: 0.5, on: ["sgd"] });
});

test("what fits is of the same kind as the picture's own", () => {
  for (const one of [{}, { w1: 2 }, { row: 3 }, { row: "x" }, { on: ["adam", "sgd"] }, { on: [] }, { w1: null }]) {
    assert.ok(fits(one, OWN), JSON.stringify(one));
  }
  const strange = [
    { w2: 1 },
    { w1: "2" },
    { w1: Number.NaN },
    { name: "<b>" },
    { on: "sgd" },
    { on: [1] },
    { numbers: { gone: 1 } },
  ];
  for (const one of [
    ...strange,
    { numbers: [] },
    { play: 1 },
    { row: {} },
    [],
    "w1",
    { __proto__: null, toString: 1 },
  ]) {
    assert.ok(!fits(one, OWN), JSON.stringify(one));
  }
});

test("a picture begins as a link asks, or else as it usually does, with a sentence", () => {
  const beginning = (preset) => {
    const { picture, refusal } = begin(createPicture, preset);
    return [picture.state(), refusal !== ""];
  };
  assert.deepEqual(beginning({}), [OWN, false]);
  assert.deepEqual(beginning({ state: { w1: 3 } }), [{ ...OWN, w1: 3 }, false]);
  assert.deepEqual(beginning({ state: { gone: 3 } }), [OWN, true]);
  assert.deepEqual(beginning({ state: { gone: 3 }, known: true }), [{ ...OWN, gone: 3 }, false]);
  assert.deepEqual(beginning({ state: { name: "nope" } }), [OWN, true]);
});

test("a picture that cannot tell its state takes only what experiments set", () => {
  const create = () => ({ set: () => {}, values: () => ({}), tables: () => [] });
  assert.notEqual(begin(create, { state: { w1: 1 } }).refusal, "");
  assert.equal(begin(create, { state: { w1: 1 }, known: true }).refusal, "");
});

test("a control is named in an address by plain letters", () => {
  assert.equal(slugOf("Learning rate η"), "learning-rate");
  assert.equal(slugOf("weight w₁"), "weight-w1");
  assert.equal(slugOf("  ,<b>Größe"), "b-gro-e");
});

test("the hub asks its members what they stand at", () => {
  const hub = createHub();
  assert.equal(hub.of("state"), undefined);
  hub.join({});
  const leave = hub.join({ state: () => ({ w1: 1 }) });
  assert.deepEqual(hub.of("state"), { w1: 1 });
  leave();
  assert.equal(hub.of("state"), undefined);
});
