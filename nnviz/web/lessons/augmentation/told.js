// What the page told, ready to be drawn and asked: readers with their digits, and the reader's own network along a dial.

import { unpack } from "../../base/unpack.js";
import { createReader, largest } from "./reader.js";
import { READERS } from "./state.js";

const PACKED = ["values", "shares", "images", "strip"];

/** What the page told of one reader, ready to be asked. */
export function takeReader({ readers, ...others }, { weights, offset, scale, title, right }, strength) {
  const flat = weights.map((packed) => Float64Array.from(unpack(packed).values));
  const reader = createReader({ weights: flat, offset, scale, title, right });
  const all = { ...readers, [strength]: reader };
  const inOrder = Object.keys(READERS).filter((name) => all[name]);
  return { ...others, readers: Object.fromEntries(inOrder.map((name) => [name, all[name]])) };
}

/** Images as lists of 64 pixels, sorted by their class too, the most typical ones first. */
export function readDigits({ images, labels }) {
  const { shape, values } = unpack(images);
  const size = shape[1] * shape[2];
  const all = labels.map((_, i) => values.subarray(i * size, (i + 1) * size));
  const byClass = Array.from({ length: 10 }, (_, k) => typical(all.filter((_, i) => labels[i] === k)));
  return { readers: {}, images: all, labels, byClass, names: byClass.map((_, k) => String(k)), kept: {} };
}

/** Those first that are nearest to the mean of all. */
function typical(images) {
  const mean = Array.from(images[0], (_, p) => images.reduce((sum, image) => sum + image[p], 0) / images.length);
  const far = (image) => mean.reduce((sum, own, p) => sum + (image[p] - own) ** 2, 0);
  return images
    .map((image) => ({ image, away: far(image) }))
    .sort((a, b) => a.away - b.away)
    .map(({ image }) => image);
}

/** What the reader's own network was told to say along a dial, as `curvesOf` has it, and its images. */
export function readOwn(packed) {
  const unpacked = Object.fromEntries(PACKED.map((name) => [name, unpack(packed[name])]));
  const { values, shares, images, ...told } = { ...packed, ...unpacked };
  const [, rows, cols, channels] = images.shape;
  const size = rows * cols * channels;
  const classes = shares.shape[1];
  const curve = Array.from(values.values, (at, k) => {
    const own = shares.values.subarray(k * classes, (k + 1) * classes);
    return { at, shares: own, said: largest(own) };
  });
  const frames = curve.map((_, k) => images.values.subarray(k * size, (k + 1) * size));
  return { ...told, curve, frames, shape: [rows, cols, channels] };
}
