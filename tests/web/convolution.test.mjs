import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import {
  convolve,
  outputSize,
  pad,
  patchAt,
  pool,
  receptiveFields,
} from "../../nnviz/web/lessons/convolutions/convolution.js";
import { coloured, digit, grey, rings } from "../../nnviz/web/lessons/convolutions/images.js";
import { resized, sliced, spread } from "../../nnviz/web/lessons/convolutions/kernels.js";
import { coneOf, rowsOf } from "../../nnviz/web/lessons/convolutions/receptive.js";

const fixture = (name) => JSON.parse(readFileSync(new URL(`./fixtures/${name}.json`, import.meta.url)));
const near = (a, b, tolerance = 1e-4) => assert.ok(Math.abs(a - b) <= tolerance, `${a} is not ${b}`);

test("a convolution is what Keras computes, for every stride, padding, dilation and number of channels", () => {
  const cases = fixture("convolution");
  assert.ok(cases.length > 12);
  for (const it of cases) {
    const padded = pad({ ...it, values: Float32Array.from(it.image) }, it);
    const made = convolve(padded, it);
    assert.deepEqual([made.rows, made.cols], [it.output.length, it.output[0].length]);
    assert.equal(made.rows, outputSize(it.rows, it.size, it.stride, it.dilation, it.padding));
    it.output.flat().forEach((value, i) => near(made.values[i], value));
    const cells = patchAt(padded, it, made.rows - 1, 1);
    assert.equal(cells.length, it.size ** 2 * it.channels);
    near(
      cells.reduce((sum, { product }) => sum + product, it.bias),
      it.output[made.rows - 1][1],
    );
  }
});

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

test("the digit is scikit-learn's, and grey is what the eye weighs", () => {
  digit().values.forEach((value, i) => near(value * 16, fixture("digit")[0].pixels[i]));
  near(grey({ rows: 1, cols: 1, channels: 3, values: Float32Array.from([1, 0, 0]) }).values[0], 0.299);
});
