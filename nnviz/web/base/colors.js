// Values to colours. The colours themselves come from nnviz/plots/theme.py; here they are only looked up.
// A painter is a function (values, index) → one cell's colour as a little-endian RGBA integer.

import { clamp } from "./scales.js";

export function rgb(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

export function mix(from, to, t) {
  return from.map((channel, i) => channel + (to[i] - channel) * t);
}

export function css([red, green, blue], alpha = 1) {
  return `rgba(${Math.round(red)},${Math.round(green)},${Math.round(blue)},${alpha})`;
}

const ramps = new WeakMap();

/** A table of 256 colours through evenly spaced stops; the same array of stops gives the same table. */
export function ramp(stops) {
  if (!ramps.has(stops)) {
    const colours = stops.map(rgb);
    ramps.set(
      stops,
      Array.from({ length: 256 }, (_, i) => {
        const at = (i / 255) * (colours.length - 1);
        const low = Math.min(Math.floor(at), colours.length - 2);
        return mix(colours[low], colours[low + 1], at - low);
      }),
    );
  }
  return ramps.get(stops);
}

/** The colour of `value` between `low` and `high` in a table; NaN gets `missing`. */
export function pick(table, value, low, high, missing) {
  if (Number.isNaN(value)) return missing;
  const at = Math.round(((value - low) / (high - low || 1)) * (table.length - 1));
  return table[clamp(at, 0, table.length - 1)];
}

/** [red, green, blue] as one opaque RGBA integer. */
export function pixel([red, green, blue]) {
  return (0xff000000 | (Math.round(blue) << 16) | (Math.round(green) << 8) | Math.round(red)) >>> 0;
}

const pixels = new WeakMap();

/** Painter for one value per cell, from `low` to `high` of a table. */
export function tablePainter(table, low, high, missing) {
  if (!pixels.has(table)) pixels.set(table, Uint32Array.from(table, pixel));
  const [lookup, none, last] = [pixels.get(table), pixel(missing), table.length - 1];
  const factor = last / (high - low || 1);
  return (values, index) => {
    const value = values[index];
    if (Number.isNaN(value)) return none;
    const at = (value - low) * factor + 0.5;
    return lookup[at <= 0 ? 0 : at >= last ? last : at | 0];
  };
}

/** Painter for signed values: zero is the page's background, the ends are at plus and minus `limit`. */
export function signedPainter(theme, limit) {
  return tablePainter(ramp(theme.diverging), -limit, limit, rgb(theme.nan));
}

export const FILL = 0.62; // how far a sure prediction goes from the background to its class's colour

/** Painter for class probabilities laid out (classes, cells): colours blended by probability, paler when unsure. */
export function classPainter(theme, classes, cells) {
  const colours = palette(theme);
  const probabilities = new Array(classes);
  return (values, index) => {
    for (let k = 0; k < classes; k++) probabilities[k] = values[k * cells + index];
    return pixel(blend(colours, probabilities));
  };
}

/** Painter for one number of class 1 of two, from a sure no at `low` to a sure yes at `high`. */
export function binaryPainter(theme, low = 0, high = 1) {
  return tablePainter(binaryTable(theme), low, high, rgb(theme.nan));
}

/** Painter for classes' scores laid out (classes, cells): the first class's colour, full where it leads by `span`. */
export function leadPainter(theme, classes, cells, span) {
  const { classes: colours, ground, missing } = palette(theme);
  return (values, index) => {
    let [best, first, second] = [0, -Infinity, -Infinity];
    for (let k = 0; k < classes; k++) {
      const value = values[k * cells + index];
      if (Number.isNaN(value)) return pixel(missing);
      if (value > first) [best, first, second] = [k, value, first];
      else if (value > second) second = value;
    }
    return pixel(mix(ground, colours[best % colours.length], FILL * Math.min((first - second) / span, 1)));
  };
}

const binaries = new WeakMap();

function binaryTable(theme) {
  if (!binaries.has(theme)) {
    const colours = palette(theme);
    binaries.set(
      theme,
      Array.from({ length: 256 }, (_, i) => blend(colours, [1 - i / 255, i / 255])),
    );
  }
  return binaries.get(theme);
}

/** The parsed colours that `blend` needs. */
export function palette(theme) {
  return { classes: theme.classes.map(rgb), ground: rgb(theme.background), missing: rgb(theme.nan) };
}

/** The background, moved towards the probability-weighted class colour by how sure the prediction is. */
export function blend({ classes, ground, missing }, probabilities) {
  const count = probabilities.length;
  let [top, red, green, blue] = [0, 0, 0, 0];
  for (let k = 0; k < count; k++) {
    if (Number.isNaN(probabilities[k])) return missing;
    const p = clamp(probabilities[k], 0, 1);
    const of = classes[k % classes.length];
    if (p > top) top = p;
    red += p * of[0];
    green += p * of[1];
    blue += p * of[2];
  }
  return mix(ground, [red, green, blue], (FILL * Math.max(top * count - 1, 0)) / (count - 1 || 1));
}

/** Black or white, whichever can be read better on a colour (WCAG 2). */
export function readableOn(colour) {
  const [red, green, blue] = colour.map((v) => (v <= 10 ? v / 255 / 12.92 : ((v / 255 + 0.055) / 1.055) ** 2.4));
  return (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05) ** 2 > 1.05 * 0.05 ? "black" : "white";
}
