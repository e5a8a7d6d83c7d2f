// Values to colours. The colours themselves come from nnviz/plots/theme.py; here they are only looked up.
// A painter is a function (values, index, out, offset) that writes red, green, blue of one cell.

export function rgb(hex) {
  return [1, 3, 5].map((i) => parseInt(hex.slice(i, i + 2), 16));
}

export function mix(from, to, t) {
  return from.map((channel, i) => channel + (to[i] - channel) * t);
}

export function css([red, green, blue], alpha = 1) {
  return `rgba(${Math.round(red)},${Math.round(green)},${Math.round(blue)},${alpha})`;
}

/** A table of `size` colours through evenly spaced stops. */
export function ramp(stops, size = 256) {
  const colours = stops.map(rgb);
  return Array.from({ length: size }, (_, i) => {
    const at = (i / (size - 1)) * (colours.length - 1);
    const low = Math.min(Math.floor(at), colours.length - 2);
    return mix(colours[low], colours[low + 1], at - low);
  });
}

/** The colour of `value` between `low` and `high` in a table; NaN gets `missing`. */
export function pick(table, value, low, high, missing) {
  if (Number.isNaN(value)) return missing;
  const at = Math.round(((value - low) / (high - low || 1)) * (table.length - 1));
  return table[Math.min(Math.max(at, 0), table.length - 1)];
}

/** Painter for one value per cell, from `low` to `high` of a table. */
export function tablePainter(table, low, high, missing) {
  return (values, index, out, offset) => write(out, offset, pick(table, values[index], low, high, missing));
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
  return (values, index, out, offset) => {
    for (let k = 0; k < classes; k++) probabilities[k] = values[k * cells + index];
    write(out, offset, blend(colours, probabilities));
  };
}

/** Painter for the probability of class 1 of two. */
export function binaryPainter(theme) {
  const colours = palette(theme);
  return (values, index, out, offset) => write(out, offset, blend(colours, [1 - values[index], values[index]]));
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
    const p = Math.min(Math.max(probabilities[k], 0), 1);
    const of = classes[k % classes.length];
    if (p > top) top = p;
    red += p * of[0];
    green += p * of[1];
    blue += p * of[2];
  }
  return mix(ground, [red, green, blue], (FILL * Math.max(top * count - 1, 0)) / (count - 1 || 1));
}

function write(out, offset, colour) {
  out[offset] = colour[0];
  out[offset + 1] = colour[1];
  out[offset + 2] = colour[2];
  out[offset + 3] = 255;
}
