import assert from "node:assert/strict";
import { test } from "node:test";

import { createUntrained } from "../../nnviz/web/train/untrained.js";

const settled = () => new Promise((done) => setTimeout(done));

/** The untrained network from a server whose answers are given by hand, and what was asked. */
function byHand() {
  const asked = [];
  globalThis.fetch = (address) =>
    new Promise((resolve) =>
      asked.push({
        address,
        answer: (status, content) => {
          resolve({ status, json: async () => content, text: async () => content });
          return settled();
        },
      }),
    );
  const untrained = createUntrained(() => {});
  return { untrained, asked, addresses: () => asked.map(({ address }) => address) };
}

test("edits that come while one is drawn are skipped but for the last, and the last picture stays until then", async () => {
  const { untrained, asked, addresses } = byHand();
  untrained.follow("/u/a");
  await asked[0].answer(200, { frame: "a" });
  for (const name of ["b", "c", "d"]) untrained.follow(`/u/${name}`);
  assert.deepEqual([addresses(), untrained.picture().frame], [["/u/a", "/u/b"], "a"]);
  assert.match(untrained.note(), /Drawing/);
  await asked[1].answer(200, { frame: "b" });
  assert.deepEqual([addresses(), untrained.picture().frame], [["/u/a", "/u/b", "/u/d"], "a"]);
  await asked[2].answer(200, { frame: "d" });
  assert.deepEqual([untrained.picture(), untrained.note()], [{ address: "/u/d", frame: "d" }, ""]);
});

test("an edit taken back asks for nothing, and nobody's page is asked", async () => {
  const { untrained, asked, addresses } = byHand();
  untrained.follow("https://elsewhere/u");
  untrained.follow("/u/a");
  await asked[0].answer(200, { frame: "a" });
  untrained.follow(null);
  untrained.follow("/u/a");
  assert.deepEqual([addresses(), untrained.note(), untrained.picture().frame], [["/u/a"], "", "a"]);
});

test("why there is no picture is said in the server's words", async () => {
  const { untrained, asked } = byHand();
  untrained.follow("/u/a");
  await asked[0].answer(422, "End the network with one unit.");
  assert.deepEqual([untrained.picture(), untrained.note()], [null, "End the network with one unit."]);
  untrained.follow("/u/b");
  await asked[1].answer(500, "");
  assert.match(untrained.note(), /could not be drawn/);
});
