import assert from "node:assert/strict";
import { test } from "node:test";

import { kindOf, moreWords, wordsOf } from "../../nnviz/web/train/heading.js";
import { wordOf } from "../../nnviz/web/train/status.js";

test("a column has its layer's name, and what it is beside it", () => {
  const column = { title: "dense_1", layer: "Dense", total: 1024, detail: "tanh · 24 parameters" };
  assert.equal(kindOf(column), "Dense 1,024");
  assert.equal(wordsOf(column), "dense_1, Dense 1,024, tanh, 24 parameters");
  assert.equal(wordsOf({ title: "Input", total: 2, detail: "2" }), "Input, 2");
});

test("a frozen layer says so below its units, with the number of those that are not shown", () => {
  const said = [
    moreWords(0, true, true),
    moreWords(20, true, true),
    moreWords(20, true, false),
    moreWords(20, false, true),
  ];
  assert.deepEqual(said, ["frozen", "+20, frozen", "+20 more", "+20"]);
});

test("a run that finished badly is not told as finished", () => {
  const words = ["diverged", "overfitted", ""].map((outcome) => wordOf("finished", outcome));
  assert.deepEqual(words, ["Diverged", "Overfitted", "Finished"]);
});
