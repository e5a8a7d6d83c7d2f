import assert from "node:assert/strict";
import { test } from "node:test";

import { FAMILIES } from "../../nnviz/web/lessons/overfitting/fits.js";
import * as act from "../../nnviz/web/lessons/overfitting/state.js";
import { verdictOf } from "../../nnviz/web/lessons/overfitting/words.js";

function swept(state) {
  const sweep = act.createSweep();
  while (sweep.advance(state, 1000));
  return sweep.rows();
}

test("the curves of all capacities come bit by bit and begin anew when the data are others", () => {
  const state = act.beginning();
  const sweep = act.createSweep();
  const { counts } = FAMILIES.polynomial;
  assert.equal(sweep.advance(state, 0), true);
  assert.equal(sweep.rows().length, 1);
  assert.equal(act.bestOf(state, sweep.rows()), null);
  while (sweep.advance(state, 1000));
  assert.equal(sweep.rows().length, counts.length);
  state.count = 9;
  assert.equal(sweep.advance(state, 0), false, "another capacity needs no other curves");
  act.resample(state, { n: 30 });
  sweep.advance(state, 0);
  assert.equal(sweep.rows().length, 1);
});

test("a curve is drawn where the reader has looked, and whole once that was in six places", () => {
  const state = act.beginning();
  const rows = swept(state);
  const counts = () => act.shownRows(state, rows).map(({ count }) => count);
  assert.deepEqual(counts(), [2]);
  for (const count of [9, 4, 9, 3, 5]) act.see(Object.assign(state, { count }));
  assert.deepEqual(counts(), [2, 3, 4, 5, 9]);
  act.see(Object.assign(state, { count: 12 }));
  assert.equal(counts().length, rows.length);
});

test("a point that is moved swings a wild fit and hardly a stiff one, and is put back with the next sample", () => {
  const swings = [13, 4].map((count) => {
    const state = act.beginning();
    state.count = count;
    const before = act.ownFit(state).curve;
    const { x, y } = act.ownSample(state);
    act.movePoint(state, 3, x[3], y[3] + 0.5);
    const after = act.ownFit(state).curve;
    act.resample(state, {});
    assert.deepEqual(act.ownFit(state).curve, before);
    return Math.max(...after.map((value, i) => Math.abs(value - before[i])));
  });
  assert.ok(swings[0] > 2 * swings[1]);
});

test("the verdict follows the numbers", () => {
  const said = (part) => {
    const state = act.beginning();
    act.setState(state, part);
    return verdictOf(state, act.measured(state), act.bestOf(state, swept(state)));
  };
  assert.match(said({ count: 2 }), /underfits/);
  assert.match(said({ count: 6 }), /About right/);
  assert.match(said({ count: 13 }), /overfits/);
  assert.match(said({ family: "relu", count: 201 }), /every example.*smallest weights.*at 8 units/);
  assert.match(
    verdictOf(act.beginning(), act.measured(act.beginning()), null),
    /will the error on new examples be lowest/,
  );
  assert.match(verdictOf({ ...act.beginning(), all: true }, act.measured(act.beginning()), null), /30 other samples/);
});

test("a link may ask for anything: it is brought into range", () => {
  const state = act.beginning();
  act.setState(state, { family: "spline", truth: "x", mode: "y", n: 1e9, sigma: -4, power: 3, count: 1e9, seed: -1.5 });
  const { family, truth, mode, n, sigma, power, count, seed } = state;
  assert.deepEqual([family, truth, mode, n, sigma, power], ["polynomial", "wave", "curves", 60, 0, 0]);
  assert.deepEqual([count, seed], [15, 1]);
  assert.ok(Number.isFinite(act.measured(state).test));
});
