import assert from "node:assert/strict";
import { test } from "node:test";

import * as act from "../../nnviz/web/lessons/layers/state.js";

const near = (a, b, tolerance = 1e-6) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test("moving a step changes its own numbers, and where heights are kept fitted they follow", () => {
  const state = act.beginning();
  act.moveUnit(state, 1, { t: 0.6, v: -9 });
  assert.deepEqual([state.units[1].t, state.units[1].v, state.chosen], [0.6, -2, 1]);
  const loose = act.momentOf(state).error;
  state.keep = true;
  act.moveUnit(state, 1, { t: 0.6 });
  assert.ok(act.momentOf(state).error < loose);
});

test("one more step never makes the fit worse, and it is taken away again", () => {
  const state = act.beginning();
  act.aim(state, "stairs", 3);
  act.fit(state);
  for (let k = 3; k <= 6; k++) {
    const before = act.momentOf(state).error;
    act.addUnit(state);
    assert.equal(act.momentOf(state).count, k);
    assert.ok(act.momentOf(state).error <= before + 1e-9);
  }
  act.removeUnit(state);
  assert.equal(act.momentOf(state).parameters, 3 * 5 + 1);
  for (let k = 0; k < 8; k++) act.removeUnit(state);
  assert.equal(act.momentOf(state).parameters, 1);
});

test("what is drawn by hand is the target between the two places of the pen", () => {
  const state = act.beginning();
  act.aim(state, "drawn");
  act.draw(state, [0.25, 0], [0.5, 1]);
  const wanted = act.wantedOf(state);
  near(wanted[50], 0);
  near(wanted[75], 0.5);
  near(wanted[100], 1);
  near(wanted[200], -0.6, 1e-4);
});

test("a link may ask for anything: it is brought into range", () => {
  const state = act.beginning();
  const many = Array.from({ length: 500 }, () => ({ t: 0.5, v: 1, s: 0 }));
  act.setState(state, {
    depth: 1e9,
    difficulty: -3,
    crease: 0,
    peak: 7,
    units: many,
    mode: "x",
    target: "drawn",
    chosen: 99,
  });
  assert.deepEqual([state.depth, state.difficulty, state.crease, state.peak], [act.MOST.depth, 1, 0.1, 1]);
  assert.deepEqual([state.units.length, state.units[0].s, state.mode, state.target], [24, 0.002, "build", "bump"]);
  assert.ok(act.foldMoment(state).pieces === 2 ** act.MOST.depth && Number.isFinite(act.momentOf(state).error));
});
