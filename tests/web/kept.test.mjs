import assert from "node:assert/strict";
import { test } from "node:test";

import kept from "../../nnviz/web/kept.js";

/** What a browser that has stored `stored` tells a server that knows `stages`, and what it stores then. */
function meet(stored, stages, runs = 1, forgotten = false) {
  const store = { "nnviz-course": stored };
  globalThis.localStorage = {
    getItem: (key) => store[key] ?? null,
    setItem: (key, value) => {
      store[key] = value;
    },
  };
  const [told, parentElement] = [[], {}];
  for (let run = 0; run < runs; run += 1) {
    kept({ data: { stages, forgotten }, parentElement, setTriggerValue: (name, value) => told.push([name, value]) });
  }
  return { told, stored: JSON.parse(store["nnviz-course"]) };
}

test("of a lesson the farther stage counts, on both sides; it is told once", () => {
  const stored = JSON.stringify({ neuron: "answered", layers: "new" });
  const met = meet(stored, { neuron: "opened", layers: "opened", losses: "new" }, 3);
  assert.deepEqual(met.told, [["stages", { neuron: "answered" }]]);
  assert.deepEqual(met.stored, { neuron: "answered", layers: "opened", losses: "new" });
});

test("who knows nothing new says nothing", () => {
  for (const stored of [null, "{}", JSON.stringify({ neuron: "opened" })]) {
    assert.deepEqual(meet(stored, { neuron: "opened" }), { told: [], stored: { neuron: "opened" } });
  }
});

test("what was to be forgotten is forgotten in the browser too, and begins anew", () => {
  const stored = JSON.stringify({ neuron: "answered", gone: "answered" });
  const met = meet(stored, { neuron: "new", layers: "opened" }, 2, true);
  assert.deepEqual(met, { told: [], stored: { neuron: "new", layers: "opened" } });
});

test("what is damaged, or no lesson's, is left out", () => {
  for (const stored of ["{", "[]", "7", "null", JSON.stringify({ neuron: "x", gone: "answered" })]) {
    assert.deepEqual(meet(stored, { neuron: "new" }).told, [], stored);
  }
});
