// What the lesson on deploying stands at, and requests as stations.

import assert from "node:assert/strict";
import { test } from "node:test";
import { saidOf } from "../../nnviz/web/lessons/deploying/retrain_view.js";
import { afresh, beginning, setState, shareNow, turn } from "../../nnviz/web/lessons/deploying/state.js";
import { faulty, microseconds, stationsOf, worded } from "../../nnviz/web/lessons/deploying/stations.js";

const BODY = JSON.stringify({ rows: [{ bill: 21.7, day: "Sat", smoker: false }] });

test("a share that is turned holds from the next request on", () => {
  const state = beginning();
  assert.equal(shareNow(state), 10);
  turn(state, 50); // before the first request: as if it had begun so
  assert.deepEqual(state.turns, [{ at: 0, share: 50 }]);
  state.sent = 300;
  turn(state, 0);
  turn(state, 0);
  assert.deepEqual(state.turns, [
    { at: 0, share: 50 },
    { at: 300, share: 0 },
  ]);
  assert.equal(shareNow(state), 0);
  state.sent = 100;
  assert.equal(shareNow(state), 50);
  turn(state, 250);
  assert.deepEqual(state.turns.at(-1), { at: 100, share: 100 });
  afresh(state, "cents");
  assert.deepEqual([state.sent, state.second, state.turns], [0, "cents", [{ at: 0, share: 50 }]]);
});

test("an experiment sets the share and the alarm that it names, and leaves the network", () => {
  const state = { ...beginning(), network: "own" };
  setState(state, { view: "versions", share: 30, sent: 5 });
  assert.deepEqual(
    [state.network, state.turns, state.sent, "share" in state],
    ["own", [{ at: 0, share: 30 }], 5, false],
  );
  setState(state, { view: "year", monitor: "wrong" });
  assert.deepEqual([state.level, state.sent], [0.35, 0]);
  setState(state, { view: "year", monitor: "wrong", level: 0.5 });
  assert.equal(state.level, 0.5);
});

test("each fault is one fault", () => {
  const row = (fault) => JSON.parse(faulty(BODY, fault)).rows[0];
  assert.deepEqual(row("type"), { bill: "a lot", day: "Sat", smoker: false });
  assert.deepEqual(row("unknown"), { bill: 21.7, day: "Mon", smoker: false });
  assert.deepEqual(row("missing"), { day: "Sat", smoker: false });
  assert.deepEqual(row("extra"), { bill: 21.7, day: "Sat", smoker: false, weather: "rain" });
  assert.throws(() => JSON.parse(faulty(BODY, "broken")));
});

test("a request that is refused never comes to the network", () => {
  assert.ok(stationsOf(null).every(({ stands, rows }) => stands === "waiting" && !rows.length));
  const refused = stationsOf({ sent: 9, refused: ["Row 1, bill: no."], seconds: { read: 2e-6 } });
  assert.deepEqual(
    refused.map(({ stands }) => stands),
    ["done", "refused", "never", "never", "never", "never"],
  );
  assert.deepEqual(refused[1].rows, [["", "Row 1, bill: no."]]);
  assert.equal(stationsOf({ refused: ["No JSON."], seconds: {} })[0].stands, "refused");
  assert.deepEqual([microseconds(3.4e-6), microseconds(0.0019), microseconds(2)], ["3.4 µs", "1.9 ms", "2.0 s"]);
  assert.deepEqual([worded(2), worded(21.7), worded(null), worded(true)], ["2", "21.7", "missing", "yes"]);
});

test("a plan is judged by when it comes and what it learns from", () => {
  const data = { before: Array(12).fill(0.2), old: Array(3).fill(Array(11).fill(0.6)) };
  const said = (choice, more = -1) =>
    saidOf(data, { drifted: "service", plan: "once", when: 6, window: "1", ...choice }, more);
  assert.match(said({ when: 3 }), /Too early/);
  assert.match(said({ window: "all" }), /old months/);
  assert.match(said({ window: "3", when: 8 }), /forgotten/);
  assert.match(said({ drifted: "cents" }), /till is mended/);
  assert.match(said({ drifted: "none" }, 5), /worse/);
});
