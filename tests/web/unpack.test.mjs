import assert from "node:assert/strict";
import { test } from "node:test";
import { unpack, unpackOr } from "../../nnviz/web/base/unpack.js";
import { between, decodeFrame } from "../../nnviz/web/train/frames.js";

const packed = (bytes, shape, dtype, scale = 1) => ({
  shape,
  dtype,
  scale,
  data: Buffer.from(bytes).toString("base64"),
});

test("float32 bytes are read little-endian", () => {
  // IEEE 754: 1.0 is 3f800000, -2.5 is c0200000
  const { shape, values } = unpack(packed([0, 0, 0x80, 0x3f, 0, 0, 0x20, 0xc0], [2, 1], "f4"));
  assert.deepEqual(shape, [2, 1]);
  assert.deepEqual([...values], [1, -2.5]);
});

test("one byte an entry: value = q * scale, -128 is NaN", () => {
  const { values } = unpack(packed([127, 0x81, 0, 0x80], [4], "q1", 0.5));
  assert.deepEqual([...values], [63.5, -63.5, 0, NaN]);
});

test("whole numbers from 0 to 255 are one byte each", () => {
  assert.deepEqual([...unpack(packed([0, 128, 255], [3], "u1")).values], [0, 128, 255]);
});

test("what does not fit is refused with a sentence", () => {
  assert.throws(() => unpack(packed([1, 2, 3], [2], "q1")), /holds 3 numbers.*needs 2/);
  assert.throws(() => unpack(packed([1], [1], "f8")), /type "f8" is unknown/);
  assert.equal(unpackOr(null), null);
});

test("a moment between two frames lies on the line between them; NaN and new shapes are taken as they are", () => {
  const frame = (links, epoch) =>
    decodeFrame({ index: epoch, epoch, links: [links], biases: [], maps: [null], output: null, samples: null });
  const floats = (...values) => packed([...new Uint8Array(Float32Array.from(values).buffer)], [values.length, 1], "f4");
  const [from, to] = [frame(floats(0, 4, NaN), 1), frame(floats(2, 2, 7), 2)];
  assert.deepEqual([...between(from, to, 0.25).links[0].values], [0.5, 3.5, 7]);
  assert.equal(between(from, to, 1), to);
  assert.equal(between(null, to, 0.5), to);
  assert.deepEqual([...between(frame(floats(1), 0), to, 0.5).links[0].values], [2, 2, 7]);
});
