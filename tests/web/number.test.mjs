// The arithmetic of one number in the browser: where a tensor's numbers lie, a sum as rows, formulas with their numbers.

import assert from "node:assert/strict";
import { test } from "node:test";

import { readable, substituted } from "../../nnviz/web/number/expression.js";
import { boxOf, flatOf, indexOf, layoutOf, placeWords } from "../../nnviz/web/number/layout.js";
import { channelsOf, rowsOf } from "../../nnviz/web/number/terms.js";

test("a place and its index are each other's", () => {
  const shape = [3, 4, 2];
  for (let flat = 0; flat < 24; flat++) assert.equal(flatOf(indexOf(flat, shape), shape), flat);
  assert.deepEqual(indexOf(13, shape), [1, 2, 1]);
  assert.equal(placeWords([1, 2, 1]), "row 2, column 3, channel 2");
});

test("every number of an image, a sequence, a vector and a film's picture is in one cell", () => {
  for (const shape of [[3, 4, 2], [5, 6], [13], [2, 3, 4, 2], []]) {
    const size = shape.reduce((product, n) => product * n, 1);
    const focus = size - 1;
    const layout = layoutOf(shape, focus);
    const seen = new Set();
    for (let channel = 0; channel < layout.channels; channel++)
      for (let row = 0; row < layout.rows; row++)
        for (let col = 0; col < layout.cols; col++) {
          const flat = layout.at(row, col, channel);
          if (flat < 0) continue;
          assert.deepEqual(layout.cell(flat), { row, col, channel });
          seen.add(flat);
        }
    assert.equal(seen.size, shape.length > 3 ? size / shape[0] : size);
    assert.ok(seen.has(focus));
  }
  assert.equal(layoutOf([2, 3, 4, 2], 47).cell(0), null, "the other picture is not on show");
});

test("the box around a window leaves its padding out", () => {
  const layout = layoutOf([4, 4, 2]);
  assert.deepEqual(boxOf([-1, 0, 3, 8, 10], layout), { row: 0, col: 0, rows: 2, cols: 2 });
  assert.equal(boxOf([-1], layout), null);
});

const block = (values, shape = [values.length]) => ({ values, shape, source: 0, places: values.map((_, k) => k) });

test("a sum's rows are its largest products, the rest and the bias, and come to the sum", () => {
  const [x, w] = [
    [1, -5, 2, 3],
    [1, 1, 0.5, -1],
  ];
  const step = {
    pairs: [{ x: block(x), w: block(w), more: { count: 7, sum: 0.25 } }],
    numbers: { b: 0.5 },
    result: -5.25,
  };
  const rows = rowsOf(step, 2);
  assert.deepEqual(
    rows.map(({ kind, value, before }) => [kind, value, before]),
    [
      ["term", -5, 0],
      ["term", -3, -5],
      ["rest", 2.25, -8],
      ["number", 0.5, -5.75],
    ],
  );
  assert.equal(rows[2].count, 9);
  assert.equal(rows.at(-1).before + rows.at(-1).value, -8 + 2.25 + 0.5);
});

test("a patch is one grid a channel, and a long row is none", () => {
  const x = block([1, 2, 3, 4, 5, 6, 7, 8], [2, 2, 2]);
  const w = { ...block([1, 0, 1, 0, 1, 0, 1, 10], [2, 2, 2]) };
  const channels = channelsOf({ pairs: [{ x, w, more: null }] });
  assert.deepEqual(
    channels.map(({ value }) => value),
    [1 + 3 + 5 + 7, 80],
  );
  assert.equal(channels[1].cells[3].place, 7);
  assert.equal(channelsOf({ pairs: [{ x: block(x.values), w: block(w.values), more: null }] }), null);
});

test("a formula is written for people, with its numbers", () => {
  assert.equal(readable("np.maximum(z, 0) * x ** 2"), "maximum(z, 0) × x^2");
  assert.equal(
    substituted("f * c_before + i * np.exp(-g)", { f: 0.5, c_before: -2, i: 1 }, String),
    "0.5 × (−2) + 1 × exp(−g)",
  );
  assert.equal(substituted("(x * w).sum()", {}, String), null);
});
