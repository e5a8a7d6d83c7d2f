import assert from "node:assert/strict";
import { test } from "node:test";

import { binaryPainter, blend, FILL, palette, pixel, ramp, rgb, signedPainter } from "../../nnviz/web/base/colors.js";
import { bilinear, contour, lead } from "../../nnviz/web/base/contour.js";
import { anyMissing, limitOf, summary } from "../../nnviz/web/base/raster.js";
import { answer, surfaceOf, targetRange } from "../../nnviz/web/train/surface.js";

const theme = {
  background: "#ffffff",
  nan: "#ff00ff",
  classes: ["#ff0000", "#0000ff", "#00ff00"],
  diverging: ["#ff0000", "#ffffff", "#0000ff"],
  sequential: ["#ffffff", "#000000"],
};
const channels = (integer) => [integer & 255, (integer >>> 8) & 255, (integer >>> 16) & 255, integer >>> 24];

test("a contour of a plane is the straight line where it crosses", () => {
  // value = column - 1.25 on a 3 × 4 grid crosses zero at column 1.25 in every row
  const values = Float32Array.from({ length: 12 }, (_, i) => (i % 4) - 1.25);
  const segments = contour(values, 3, 4, 0);
  assert.equal(segments.length, 2 * 4);
  for (let i = 0; i < segments.length; i += 2) assert.ok(Math.abs(segments[i] - 1.25) < 1e-6);
  assert.deepEqual(segments.filter((_, i) => i % 2).sort(), [0, 1, 1, 2]);
});

test("a contour of a circle has its radius; cells with NaN have no line", () => {
  const [size, radius] = [41, 13.3];
  const values = Float32Array.from({ length: size * size }, (_, i) =>
    Math.hypot((i % size) - 20, Math.floor(i / size) - 20),
  );
  const segments = contour(values, size, size, radius);
  for (let i = 0; i < segments.length; i += 2) {
    assert.ok(Math.abs(Math.hypot(segments[i] - 20, segments[i + 1] - 20) - radius) < 0.03);
  }
  assert.deepEqual(contour([0, NaN, 1, 1], 2, 2, 0.5), []);
});

test("lead, bilinear and the summaries by hand", () => {
  assert.deepEqual([...lead([0.5, 0.25, 0.25, 0.5, 0.25, 0.25], 3, 2, 0)], [0.25, -0.25]);
  assert.equal(bilinear([0, 1, 2, 3], 2, 2, 0.5, 0.5), 1.5);
  assert.equal(bilinear([0, 1, 2, 3], 2, 2, -3, 9), 2);
  assert.deepEqual(summary([1, NaN, 3, -1], 0, 3), { low: 1, high: 3, mean: 2, missing: 1 });
  assert.equal(limitOf([1, -4, NaN, Infinity]), 4);
  assert.ok(anyMissing([1, NaN], 0, 2) && anyMissing([Infinity], 0, 1) && !anyMissing([1, NaN], 0, 1));
});

test("zero is the background, the ends carry the sign, NaN has its own colour", () => {
  const paint = signedPainter(theme, 2);
  const colours = [-2, 2, NaN, 99].map((value) => channels(paint([value], 0)));
  assert.deepEqual(colours, [
    [255, 0, 0, 255],
    [0, 0, 255, 255],
    [255, 0, 255, 255],
    [0, 0, 255, 255],
  ]);
  const zero = channels(paint([0], 0));
  assert.ok(zero.every((channel) => channel >= 253));
  assert.deepEqual(channels(pixel([1.4, 2, 3])), [1, 2, 3, 255]);
  assert.equal(ramp(theme.diverging), ramp(theme.diverging));
});

test("class colours are blended by probability: pale when unsure, never beyond the fill", () => {
  const colours = palette(theme);
  assert.deepEqual(blend(colours, [0.5, 0.5]), [255, 255, 255]);
  const sure = blend(colours, [0, 1]);
  assert.ok(Math.abs(sure[0] - 255 * (1 - FILL)) < 1e-9 && sure[2] === 255);
  assert.deepEqual(blend(colours, [NaN, 1]), rgb(theme.nan));
  assert.deepEqual(channels(binaryPainter(theme)([1], 0)).slice(0, 3), sure.map(Math.round));
});

test("the answer at a point, and the surface of one unit", () => {
  const graph = { task: "binary", class_names: ["inner", "outer"], plane: { rows: 2, cols: 2 } };
  const frame = {
    output: { shape: [1, 2, 2], values: [0, 1, 0, 1] },
    maps: [null, { shape: [2, 2, 2], values: Float32Array.of(0, 0, 0, 0, 1, 2, 3, -4) }],
  };
  assert.equal(answer(graph, frame, 0.25, 0.5), "inner 75.0 %");
  assert.equal(surfaceOf({ graph, frame, theme, overlay: null }).segments.length, 4);
  const unit = surfaceOf({ graph, frame, theme, overlay: { column: 1, unit: 1 } });
  assert.deepEqual([unit.start, unit.rows, unit.cols, unit.segments.length], [4, 2, 2, 0]);
  assert.equal(surfaceOf({ graph, frame: null, theme, overlay: null }), null);
  assert.deepEqual(targetRange([-1, 4]), { low: -4, high: 4, signed: true });
  assert.deepEqual(targetRange([2, 4]), { low: 2, high: 4, signed: false });
});
