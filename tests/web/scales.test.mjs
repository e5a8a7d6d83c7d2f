import assert from "node:assert/strict";
import { test } from "node:test";

import { duration, epochText, percent, short, tickText } from "../../nnviz/web/base/numbers.js";
import { epochDomain, extent, logTicks, nearestIndex, niceAtLeast, scale, ticks } from "../../nnviz/web/base/scales.js";

test("a scale maps and inverts, linear and logarithmic", () => {
  const linear = scale([0, 10], [100, 0]);
  assert.equal(linear(2.5), 75);
  assert.equal(linear.invert(75), 2.5);
  const log = scale([0.01, 100], [0, 400], true);
  assert.ok(Math.abs(log(1) - 200) < 1e-9);
  assert.ok(Math.abs(log.invert(300) - 10) < 1e-9);
});

test("ticks are round and inside", () => {
  assert.deepEqual(ticks(-6, 6, 5), [-6, -4, -2, 0, 2, 4, 6]);
  assert.deepEqual(ticks(0, 0.73, 4), [0, 0.2, 0.4, 0.6]);
  assert.deepEqual(ticks(3, 3), [3]);
  assert.deepEqual(logTicks(0.0005, 2), [0.001, 0.01, 0.1, 1]);
  assert.deepEqual(logTicks(0.09, 0.6), [0.1, 0.2, 0.5]);
});

test("an epoch axis moves in steps of 1, 2, 5 and never beyond the epochs asked for", () => {
  assert.equal(niceAtLeast(13), 20);
  assert.equal(niceAtLeast(50), 50);
  assert.deepEqual(epochDomain([1, 30], 300, true), [1, 50]);
  assert.deepEqual(epochDomain([1, 180], 150, true), [1, 180]);
  assert.deepEqual(epochDomain([1, 120], 150, true), [1, 150]);
  assert.deepEqual(epochDomain([1, 87], 300, false), [1, 87]);
  assert.deepEqual(epochDomain([], 300, true), [0, 5]);
});

test("extent skips what is not finite; the nearest index is found in a rising array", () => {
  assert.deepEqual(extent([3, null, NaN], [-1, Infinity]), [-1, 3]);
  assert.deepEqual(extent([], null), [0, 1]);
  assert.deepEqual(
    [0, 2.4, 2.6, 99].map((value) => nearestIndex([1, 2, 3, 10], value)),
    [0, 1, 2, 3],
  );
  assert.equal(nearestIndex([], 1), -1);
});

test("numbers read well", () => {
  assert.deepEqual(
    [0.2138, 12.34, 1280.4, -0.5, 0, 0.0000213, 1e-7, NaN, -Infinity].map((v) => short(v)),
    ["0.214", "12.3", "1,280", "−0.500", "0", "0.000021", "1e−7", "NaN", "−∞"],
  );
  assert.equal(short(0.99999, 2), "1.0");
  assert.deepEqual([0.9638, 1, 0.0312].map(percent), ["96.4 %", "100 %", "3.1 %"]);
  assert.deepEqual([3.21, 125, 3840].map(duration), ["3.2 s", "2 min 05 s", "1 h 04 min"]);
  assert.deepEqual([1280, 2.5, null].map(epochText), ["1,280", "2.5", "0"]);
  assert.deepEqual([tickText(-2, 2), tickText(0.5, 0.1), tickText(0.001)], ["−2", "0.5", "0.001"]);
});
