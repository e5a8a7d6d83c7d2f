import assert from "node:assert/strict";
import { test } from "node:test";

import { createEditFeed, newer } from "../../nnviz/web/build/edit_feed.js";

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

/** A feed whose server gives `answers` in turn, then holds every question open. */
function feedOf(...answers) {
  const [host, asked, shown] = [new EventTarget(), [], []];
  const feed = createEditFeed(host, (address) => {
    asked.push(address);
    return answers.length ? Promise.resolve(answers.shift()) : new Promise(() => {});
  });
  const show = (news) => shown.push(news.version);
  feed.join(show);
  return { feed, host, asked, shown, show, act: () => host.dispatchEvent(new Event("keydown")) };
}

test("nothing is asked until somebody does something; then once, and again for what is later", async () => {
  const { feed, asked, shown, act } = feedOf({ status: 200, news: { version: 4 } });
  feed.follow("/nnviz/network/x", 3);
  await pause(20);
  assert.deepEqual(asked, []);
  act();
  act();
  await pause(20);
  assert.deepEqual(asked, ["/nnviz/network/x?after=3", "/nnviz/network/x?after=4"]);
  assert.deepEqual(shown, [4]);
});

test("no answer in time asks again, no such session does not", async () => {
  const { feed, asked, act } = feedOf({ status: 204 }, { status: 404 });
  feed.follow("/nnviz/network/x", 1);
  act();
  await pause(20);
  assert.equal(asked.length, 2);
  act();
  await pause(20);
  assert.equal(asked.length, 3);
});

test("what a rerun brought need not come again", async () => {
  const { feed, asked, act } = feedOf();
  feed.follow("/nnviz/network/x", 1);
  feed.follow("/nnviz/network/x", 7);
  act();
  assert.deepEqual(asked, ["/nnviz/network/x?after=7"]);
});

test("a view that has gone is told nothing, and a foreign address is never asked", async () => {
  const { feed, asked, act, show } = feedOf({ status: 200, news: { version: 2 } });
  feed.follow("https://elsewhere/x", 1);
  act();
  feed.follow("/nnviz/network/x", 1);
  feed.leave(show);
  act();
  await pause(20);
  assert.deepEqual(asked, []);
});

test("of a rerun's data and the news the later is shown", () => {
  const data = { view: "list", version: 3, selected: "a", network: "old" };
  assert.equal(newer(data, { version: 3, network: "same" }).network, "old");
  assert.deepEqual(newer(data, { version: 4, network: "new", selected: "b" }), {
    view: "list",
    version: 4,
    selected: "b",
    network: "new",
  });
  assert.equal(newer(data, null), data);
});
