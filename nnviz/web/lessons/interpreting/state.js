// What the lesson "Explaining an answer" stands at, and every change to it, without the screen.

import { clamp } from "../../base/scales.js";

export const VIEWS = {
  trust: "Would you trust it?",
  methods: "Methods disagree",
  sanity: "The sanity check",
  baseline: "Compared with what?",
};
export const SIZE = 16;
export const MARK = 3;
export const CORNERS = [
  [1, 1],
  [12, 12],
];
export const TOOLS = { point: "Point", erase: "Erase", mark: "Move the mark" };
export const SHADES = 11; // even baselines; then come the mean image and the blurred one
const START = {
  view: "trust",
  network: "shortcut",
  example: 0,
  tool: "point",
  row: -1,
  col: -1,
  bare: false,
  all: true,
  level: 0,
  baseline: 0,
  guess: 50,
};

/**
 * `row`, `col`: where the mark begins, −1 for its corner; `bare`: without a mark; `erased`: pixels; `pointed`: the pixel that the
 * reader believes in, or −1; `trust`: "" | "yes" | "no"; `open`: whether the scores without the mark are told.
 */
export function beginning() {
  return { ...START, erased: [], pointed: -1, trust: "", open: false };
}

/** The beginning with these changes; what the reader has said of the network stays. */
export function setState(state, next) {
  const { trust, open } = state;
  Object.assign(state, beginning(), { trust, open }, structuredClone(next));
}

/** Another image, as it was. */
export function chooseExample(state, example) {
  Object.assign(state, { example, row: -1, col: -1, bare: false, erased: [], pointed: -1 });
}

/** The mark begins there, within the image. */
export function moveMark(state, row, col) {
  const most = SIZE - MARK;
  Object.assign(state, { row: clamp(row, 0, most), col: clamp(col, 0, most), bare: false });
}

/** Erases the square of three by three around a pixel. */
export function erase(state, row, col) {
  const gone = new Set(state.erased);
  for (let r = Math.max(row - 1, 0); r <= Math.min(row + 1, SIZE - 1); r++) {
    for (let c = Math.max(col - 1, 0); c <= Math.min(col + 1, SIZE - 1); c++) gone.add(r * SIZE + c);
  }
  state.erased = [...gone];
}

/** Where the mark stands for an image whose own corner is `corner`; null without one. */
export function markOf({ row, col, bare }, corner) {
  if (bare) return null;
  return row < 0 ? CORNERS[corner] : [row, col];
}

/** The network that the view on show is about: only the maps are made of the reader's own. */
export function networkIn({ view, network }) {
  return network === "own" && view !== "methods" ? "shortcut" : network;
}

/** Whether the reader has pointed, or changed something: before, nothing gives the mark away. */
export function suspects(state) {
  return (state.trust !== "" && state.pointed >= 0) || state.tool === "mark" || !untouched(state);
}

/** Whether the image is as it was. */
export function untouched({ row, bare, erased }) {
  return row < 0 && !bare && !erased.length;
}

/** An image with its mark, without what was erased. */
export function composed(image, mark, erased = []) {
  const own = Float32Array.from(image);
  if (mark) {
    for (let r = 0; r < MARK; r++) for (let c = 0; c < MARK; c++) own[(mark[0] + r) * SIZE + mark[1] + c] = 1;
  }
  for (const pixel of erased) own[pixel] = 0;
  return own;
}
