import assert from "node:assert/strict";
import { test } from "node:test";
import { begin, between, blank, changes, dab, painted, reset, sizes, undo } from "../../nnviz/web/images/painting.js";

test("a dab stays inside the picture, and a stroke is taken back whole", () => {
  const painting = blank(4, 5);
  begin(painting);
  dab(painting, 0, 0, 3, 255);
  dab(painting, 3, 4, 1, 0);
  assert.deepEqual(changes(painting), { pixels: [0, 1, 5, 6, 19], shades: [255, 255, 255, 255, 0] });
  begin(painting);
  dab(painting, 0, 0, 1, -1);
  assert.deepEqual(changes(painting).pixels, [1, 5, 6, 19]);
  assert.ok(undo(painting));
  assert.equal(changes(painting).pixels.length, 5);
  reset(painting);
  assert.equal(changes(painting).pixels.length, 0);
  assert.ok(undo(painting));
  assert.equal(changes(painting).pixels.length, 5);
  assert.ok(undo(painting));
  assert.ok(!undo(painting));
});

test("a fast hand leaves no gaps", () => {
  assert.deepEqual(between([0, 0], [2, 4]).length, 5);
  const cells = between([3, 1], [0, 0]);
  assert.deepEqual(
    [cells[0], cells.at(-1)],
    [
      [3, 1],
      [0, 0],
    ],
  );
  for (const [i, [row, col]] of cells.slice(1).entries()) {
    assert.ok(Math.abs(row - cells[i][0]) <= 1 && Math.abs(col - cells[i][1]) <= 1);
  }
  assert.deepEqual(between([1, 1], [1, 1]), [[1, 1]]);
});

test("a colour picture is painted in every channel, the rest stays", () => {
  const painting = blank(1, 2);
  begin(painting);
  dab(painting, 0, 1, 1, 7);
  assert.deepEqual([...painted(painting, [1, 2, 3, 4, 5, 6], 3)], [1, 2, 3, 7, 7, 7]);
});

test("strokes that can be taken back are bounded, brushes grow with the picture", () => {
  const painting = blank(2, 2);
  for (let i = 0; i < 500; i++) begin(painting);
  assert.ok(painting.layers.length <= 101);
  assert.deepEqual(
    [sizes(8, 8), sizes(28, 28), sizes(64, 96)],
    [
      [1, 2, 3],
      [1, 2, 5],
      [1, 5, 11],
    ],
  );
});
