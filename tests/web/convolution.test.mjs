import assert from "node:assert/strict";
import { test } from "node:test";
import { convolve, pad, pool, receptiveFields } from "../../nnviz/web/lessons/convolutions/convolution.js";
import { coloured, grey, rings } from "../../nnviz/web/lessons/convolutions/images.js";
import { resized, sliced, spread } from "../../nnviz/web/lessons/convolutions/kernels.js";
import { coneOf, rowsOf } from "../../nnviz/web/lessons/convolutions/receptive.js";

const near = (a, b, tolerance = 1e-4) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test("pooling by hand", () => {
  const map = { rows: 3, cols: 5, values: Float32Array.from([1, 2, 3, 4, 9, 5, 6, 7, 8, 9, 9, 9, 9, 9, 9]) };
  assert.deepEqual([...pool(map, "max").values], [6, 8]);
  assert.deepEqual([...pool(map, "average").values], [3.5, 5.5]);
});

test("receptive fields are as wide as the cone that is drawn", () => {
  assert.deepEqual(
    receptiveFields([
      { size: 3, stride: 2, dilation: 1 },
      { size: 3, stride: 2, dilation: 1 },
      { size: 3, stride: 2, dilation: 1 },
    ]).at(-1),
    { size: 15, jump: 8 },
  );
  for (const layer of [
    { size: 3, stride: 1, dilation: 1 },
    { size: 5, stride: 2, dilation: 1 },
    { size: 3, stride: 1, dilation: 3 },
  ]) {
    const layers = [layer, layer, layer];
    const rows = rowsOf(layers);
    const cone = coneOf(rows, layers, 2);
    assert.equal(rows.at(-1).count, 5);
    assert.equal(cone[0].at(-1) - cone[0][0] + 1, receptiveFields(layers).at(-1).size);
    assert.ok(cone[0][0] >= 0 && cone[0].at(-1) < rows[0].count);
  }
});

test("a kernel keeps its answer when channels are added, and its middle when it grows", () => {
  const sobel = [
    [-1, 0, 1],
    [-2, 0, 2],
    [-1, 0, 1],
  ];
  const image = rings();
  const flat = convolve(pad(image, { size: 3, stride: 1, dilation: 1, padding: "valid" }), {
    weights: spread(sobel, 1),
    size: 3,
  });
  const colour = convolve(pad(coloured(image), { size: 3, stride: 1, dilation: 1, padding: "valid" }), {
    weights: spread(sobel, 3),
    size: 3,
  });
  flat.values.forEach((value, i) => near(colour.values[i], value));
  const wide = resized(spread(sobel, 1), 5, 1);
  assert.equal(wide.length, 25);
  assert.deepEqual([wide[6], wide[8], wide[11], wide[13]], [-1, 1, -2, 2]);
  resized(wide, 3, 3).forEach((value, i) => near(value, spread(sobel, 3)[i]));
  assert.deepEqual(
    sliced([
      [
        [1, 2],
        [3, 4],
      ],
      [
        [5, 6],
        [7, 8],
      ],
    ]),
    [1, 5, 2, 6, 3, 7, 4, 8],
  );
});

test("grey is what the eye weighs", () => {
  near(grey({ rows: 1, cols: 1, channels: 3, values: Float32Array.from([1, 0, 0]) }).values[0], 0.299);
});
