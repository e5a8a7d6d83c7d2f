import assert from "node:assert/strict";
import { test } from "node:test";

import { isOwn } from "../../nnviz/web/base/addresses.js";
import { createFeed, later } from "../../nnviz/web/train/live_feed.js";

const LIVE = new Set(["running"]);
const at = (index, epoch, state = "running") => ({ state, epoch, frame: { index } });

test("of a rerun's data and the feed's news the later is shown, and an ended run is never overruled", () => {
  assert.equal(later(at(10, 1), at(20, 2), LIVE).frame.index, 20);
  assert.equal(later(at(30, 3), at(20, 2), LIVE).frame.index, 30);
  assert.equal(later(at(30, 3, "finished"), at(40, 4), LIVE).state, "finished");
  assert.equal(later(at(30, 3), null, LIVE).frame.index, 30);
  assert.equal(later({ state: "running", epoch: 0, frame: null }, at(0, 0), LIVE).frame.index, 0);
  assert.equal(later({ ...at(10, 1), graph: "kept" }, at(20, 2), LIVE).graph, "kept");
});

test("only the page's own server is asked", () => {
  assert.ok(isOwn("/nnviz/live/20260131-235959-0a1b2c"));
  assert.ok(!isOwn("//elsewhere/x") && !isOwn("https://elsewhere/x"));
});

test("news are shown once each, asked for after what is known, and no longer after the end", async () => {
  const asked = [];
  const answers = [{ status: 200, json: async () => ({ token: "a", epoch: 1 }) }, { status: 204 }];
  globalThis.fetch = async (address) => {
    asked.push(address);
    return answers[Math.min(asked.length, 2) - 1];
  };
  const shown = [];
  const feed = createFeed((news) => shown.push(news.epoch));
  feed.follow("/live/x");
  await new Promise((done) => setTimeout(done, 300));
  feed.stop();
  const count = asked.length;
  await new Promise((done) => setTimeout(done, 200));
  assert.deepEqual(shown, [1]);
  assert.deepEqual(asked.slice(0, 2), ["/live/x?after=", "/live/x?after=a"]);
  assert.equal(asked.length, count);
});
