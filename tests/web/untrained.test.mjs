import assert from "node:assert/strict";
import { test } from "node:test";

import { createUntrained } from "../../nnviz/web/train/untrained.js";
import { begun } from "../../nnviz/web/training.js";

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

test("what waits shows what it begins with; a run's own frame, and a run of something else, never give way to it", () => {
  const drawn = { picture: () => ({ address: "/u/a", frame: { index: 0 }, graph: "a" }), note: () => "" };
  const waiting = { state: "queued", frame: null, untrained: "/u/a", subject: "run", message: "Second in line." };
  const shown = begun(waiting, drawn);
  assert.deepEqual(
    [shown.frame.index, shown.subject, shown.stale, shown.message],
    [0, "/u/a", false, "Second in line."],
  );
  assert.equal(begun({ ...waiting, untrained: "/u/b" }, drawn).stale, true);
  assert.equal(begun({ ...waiting, state: "untrained", untrained: null }, drawn).stale, true, "it cannot be drawn");
  const own = { ...waiting, frame: { index: 7 } };
  assert.equal(begun(own, drawn), own);
  const bare = { ...waiting, untrained: undefined };
  assert.equal(begun(bare, drawn), bare);
});
