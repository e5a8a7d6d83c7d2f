// What a colour stands for: signed values go both ways from zero, magnitudes one way.

import { pick, ramp, rgb, tablePainter } from "../base/colors.js";
import { short } from "../base/numbers.js";
import { limitOf } from "../base/raster.js";

/** @returns {table, low, high, missing} up to `limit`; see `colourOf`, `painterOf` and `scaleWords` */
export function scaleOf(limit, signed, theme) {
  const table = ramp(signed ? theme.diverging : theme.sequential);
  return { table, low: signed ? -limit : 0, high: limit, missing: rgb(theme.nan) };
}

/** Around zero, up to the largest of some values. */
export function signedScale(values, theme) {
  return scaleOf(limitOf(values), true, theme);
}

/** [red, green, blue] */
export function colourOf(value, { table, low, high, missing }) {
  return pick(table, value, low, high, missing);
}

export function painterOf({ table, low, high, missing }) {
  return tablePainter(table, low, high, missing);
}

export function scaleWords({ low, high }) {
  return `colours from ${low < 0 ? `−${short(high, 2)}` : "0"} to ${short(high, 2)}`;
}
