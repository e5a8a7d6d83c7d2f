// What a loaded file says beside what the app says: numbers from what Keras measured. Pure functions.

import { extent } from "../../base/scales.js";

/** In the order of `MISSING` and `BITS` in nnviz/concepts/deploying_file.py. */
export const MISSING = ["nothing", "scaling", "each", "order", "meaning"];
export const BITS = [32, 16, 8, 7, 6, 5, 4, 3, 2];

/** The answers to all rows of a file with something missing and weights of so many bits. */
export function numbersOf({ answers, n }, missing, bits) {
  return part(answers, n, missing, bits);
}

function part(values, n, missing, bits) {
  const from = (MISSING.indexOf(missing) * BITS.length + BITS.indexOf(bits)) * n;
  return values.subarray(from, from + n);
}

/**
 * How a file differs from the app. @returns {largest, at: of which row, error: the mean distance from the truth, or the
 * share of wrong classes, changed: how many classes are others}
 */
export function differences(file, missing, bits) {
  const app = numbersOf(file, "nothing", 32);
  const loaded = numbersOf(file, missing, bits);
  let [largest, at, error, changed] = [0, 0, 0, 0];
  const before = file.decided ? part(file.decided, file.n, "nothing", 32) : null;
  const decided = file.decided ? part(file.decided, file.n, missing, bits) : null;
  for (let i = 0; i < file.n; i++) {
    const far = Math.abs(loaded[i] - app[i]);
    if (far > largest) [largest, at] = [far, i];
    changed += decided && decided[i] !== before[i] ? 1 : 0;
    error += decided ? Number(decided[i] !== file.truth[i]) : Math.abs(loaded[i] - file.truth[i]);
  }
  return { largest, at, error: error / file.n, changed };
}

/** One range for both axes, with a little room. */
export function rangeOf(app, loaded) {
  const [low, high] = extent(app, loaded);
  const room = 0.04 * (high - low || 1);
  return [low - room, high + room];
}

/** What so many weights weigh: "420 bytes", "1.6 MB". */
export function sizeOf(parameters, bits) {
  const bytes = Math.ceil((parameters * bits) / 8);
  if (bytes < 10_000) return `${bytes.toLocaleString("en")} bytes`;
  return bytes < 1e6 ? `${Math.round(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** What is awaited while no file is there. */
export function waitingFor({ network }) {
  if (network === "own") return "Your network is loaded and asked for the rows that it has not learnt from …";
  return "Keras is training the network: about two seconds, once …";
}
