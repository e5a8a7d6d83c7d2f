import assert from "node:assert/strict";
import { test } from "node:test";
import { problemOf } from "../../nnviz/web/train/weight_card.js";

test("a weight is a number of a sensible size", () => {
  for (const text of ["0", "-1.5", "1e3", " 2 "]) assert.equal(problemOf(text), "");
  for (const text of ["", "  ", "fast", "1,5"]) assert.match(problemOf(text), /is a number/);
  assert.match(problemOf("1e7"), /between/);
});
