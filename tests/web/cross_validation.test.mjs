// What the lesson on cross-validation stands at, how its dots are piled, and what is computed bit by bit.

import assert from "node:assert/strict";
import { test } from "node:test";
import { growing } from "../../nnviz/web/lessons/cross_validation/growing.js";
import { networksSaid } from "../../nnviz/web/lessons/cross_validation/networks_view.js";
import { piles } from "../../nnviz/web/lessons/cross_validation/piles.js";
import * as act from "../../nnviz/web/lessons/cross_validation/state.js";

test("folds stay within what the scheme can deal", () => {
  const state = act.beginning();
  act.chooseFolds(state, 1000);
  assert.equal(state.k, 60);
  act.chooseScheme(state, "people");
  assert.equal(state.k, 20);
  act.chooseScheme(state, "time");
  assert.equal(state.k, 15);
  act.setState(state, { scheme: "nonsense", view: "constructor", k: -3, held: 7, studies: 1e9, few: Number.NaN });
  assert.deepEqual([state.scheme, state.view, state.k, state.held, state.studies], ["shuffled", "folds", 2, 0.5, 100]);
});

test("all dots of all piles lie within their box and apart", () => {
  for (const sizes of [[30, 30], Array(5).fill(12), Array(60).fill(1), [10, 10, 10, 10, 20]]) {
    const box = { left: 40, right: 340, top: 50, bottom: 230 };
    const { at, size } = piles(sizes, box);
    const dots = sizes.flatMap((count, pile) => Array.from({ length: count }, (_, place) => at(pile, place)));
    for (const [x, y] of dots) assert.ok(x > box.left && x < box.right && y > box.top && y < box.bottom, `${sizes}`);
    const near = dots.some(([x, y], i) => dots.some(([u, v], j) => i < j && Math.hypot(x - u, y - v) < size - 0.01));
    assert.ok(!near, `${sizes}`);
  }
});

test("a list grows until the time is over, and is kept", () => {
  let made = 0;
  const list = growing(
    ({ key }) => key,
    (_, i) => {
      made += 1;
      return i;
    },
    ({ count }) => count,
    1,
  );
  assert.equal(list.advance({ key: "a", count: 5 }, 0), true, "one at least, and more to do");
  assert.deepEqual(list.of({ key: "a", count: 5 }), [0]);
  assert.equal(list.advance({ key: "a", count: 5 }, Number.POSITIVE_INFINITY), false);
  assert.deepEqual(list.of({ key: "a", count: 3 }), [0, 1, 2]);
  list.advance({ key: "a", count: 5 }, Number.POSITIVE_INFINITY);
  assert.equal(made, 5);
});

test("what stopping on the test fold wins is told by the score that there is", () => {
  const rows = (name, values) => ({ rows: values.map((value) => ({ [name]: value })) });
  const accuracies = [rows("val_accuracy", [0.5, 0.9, 0.8]), rows("val_accuracy", [0.5, 0.7, 0.6])];
  assert.match(
    networksSaid(accuracies, "finished", "few"),
    /accuracy 70.0 % .* 80.0 %: 10.0 points better.* You said 2 points/,
  );
  const losses = [rows("val_loss", [3, 1, 2]), rows("val_loss", [3, 2, 2])];
  assert.match(networksSaid(losses, "finished", "none"), /loss 2.00 .* 1.50: 0.500 better/);
  assert.equal(networksSaid([], "waiting", ""), "Choose one first.");
});
