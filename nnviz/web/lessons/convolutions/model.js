// From the choices of the lesson on convolutions to its numbers: image, map, pooled map, and the patch in question.

import { limitOf } from "../../base/raster.js";
import { clamp } from "../../base/scales.js";
import { convolve, pad, patchAt, pool, receptiveFields } from "./convolution.js";
import { coloured, grey } from "./images.js";

/** A function (state, image, version of the image) → all numbers; the map is kept while only the kernel's place changes. */
export function createModel() {
  let kept = null;

  function mapped(state, image, version) {
    const { image: name, channels, size, stride, padding, dilation, relu, pooling, bias, weights } = state;
    const key = [name, channels, size, stride, padding, dilation, relu, pooling, bias, version, ...weights].join();
    if (kept?.key === key) return kept;
    const shownImage = channels === 1 ? grey(image) : coloured(image);
    const padded = pad(shownImage, state);
    const made = convolve(padded, state);
    const shown = relu === "relu" ? { ...made, values: made.values.map((value) => Math.max(value, 0)) } : made;
    kept = {
      key,
      image: shownImage,
      padded,
      made,
      limit: limitOf(made.values),
      shown,
      pooled: pooling === "none" ? null : pool(shown, pooling),
    };
    return kept;
  }

  return (state, image, version) => {
    const all = mapped(state, image, version);
    const { made, padded } = all;
    const row = clamp(state.row ?? Math.floor(made.rows * 0.67), 0, Math.max(made.rows - 1, 0));
    const col = clamp(state.col ?? Math.floor(made.cols * 0.2), 0, Math.max(made.cols - 1, 0));
    return { ...all, row, col, cells: made.rows && made.cols ? patchAt(padded, state, row, col) : [] };
  };
}

/** The stack of equal layers whose receptive field is shown. */
export function layersOf({ depth, size, stride, dilation }) {
  return Array.from({ length: depth }, () => ({ size, stride, dilation }));
}

/** {size, jump}: what a unit on top of that stack sees. */
export function fieldOf(state) {
  return receptiveFields(layersOf(state))[state.depth];
}

/** What is outlined on the image: its own edge, the receptive field, the pixels taken in, the window. */
export function marksOf(state, { padded, image, row, col, cells }) {
  if (!cells.length) return [];
  const [y, x, reach] = [row * state.stride, col * state.stride, state.dilation * (state.size - 1) + 1];
  const seen = fieldOf(state).size;
  const corner = [y, x].map((start) => start + (reach - 1) / 2 - (seen - 1) / 2);
  return [
    ...(padded.rows > image.rows
      ? [{ row: padded.top, col: padded.left, rows: image.rows, cols: image.cols, kind: "edge", part: "p" }]
      : []),
    { row: corner[0], col: corner[1], rows: seen, cols: seen, kind: "field", part: "r" },
    ...(state.dilation > 1
      ? cells.filter(({ channel }) => channel === 0).map((cell) => ({ ...cell, kind: "tap" }))
      : []),
    { row: y, col: x, rows: reach, cols: reach, kind: "window", part: "k d" },
  ];
}
