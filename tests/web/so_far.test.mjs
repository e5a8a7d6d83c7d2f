import assert from "node:assert/strict";
import { test } from "node:test";

import { createSoFar } from "../../nnviz/web/train/so_far.js";

const settled = () => new Promise((done) => setTimeout(done));
const indexes = (soFar) => soFar.frames()?.map(({ index }) => index) ?? null;

test("frames stay in order, once each, with the first and the newest among them however many come", () => {
  const soFar = createSoFar(() => {});
  soFar.follow("a");
  assert.equal(indexes(soFar), null);
  for (let index = 0; index < 1000; index++) {
    soFar.take({ index });
    soFar.take({ index });
  }
  const seen = indexes(soFar);
  assert.deepEqual([seen[0], seen[seen.length - 1]], [0, 999]);
  assert.ok(seen.length > 40 && seen.length <= 121);
  const steps = seen.slice(1, -1).map((index, i) => index - seen[i]);
  assert.equal(new Set(steps).size, 1, "evenly spread");
});

test("who comes in the middle gets what was recorded before, once; another run begins anew", async () => {
  const asked = [];
  globalThis.fetch = async (address) => {
    asked.push(address);
    return { status: 200, json: async () => ({ frames: [0, 5, 10, 15].map((index) => ({ index })) }) };
  };
  let told = 0;
  const soFar = createSoFar(() => told++);
  soFar.follow("a", "/film/a");
  soFar.take({ index: 10 });
  soFar.follow("a", "/film/a");
  soFar.take({ index: 20 });
  await settled();
  assert.deepEqual([indexes(soFar), asked, told], [[0, 5, 10, 20], ["/film/a"], 1]);
  soFar.follow("b", "/film/b");
  soFar.take({ index: 0 });
  await settled();
  assert.deepEqual([indexes(soFar), asked.length], [[0], 1]);
});
