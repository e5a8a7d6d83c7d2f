// What a colour or the length of a bar means: one scale for each unit, for the layer, or for all layers. Pure functions.

export const SCALES = { unit: "Each unit", layer: "This layer", all: "All layers" };

const UNEVEN = 0.85; // what a grid with a row that is not full is worth beside one without

/** Whether a layer's values are drawn around zero. */
export function isSigned(picture) {
  return picture.least < 0;
}

/**
 * The value with the full colour, for one unit (its place among those shown) of a picture.
 * @param all limits of all layers together, as `limitOfAll` returns it
 */
export function limitOf(picture, unit, scale, all) {
  if (scale === "all") return all;
  if (scale === "unit" && picture.highs[unit] !== undefined) return largest(picture.lows[unit], picture.highs[unit]);
  return largest(picture.least, picture.most);
}

export function limitOfAll(pictures) {
  return Math.max(...pictures.map(({ least, most }) => largest(least, most)), 1e-12);
}

function largest(low, high) {
  const size = Math.max(Math.abs(low ?? 0), Math.abs(high ?? 0));
  return Number.isFinite(size) && size > 0 ? size : 1;
}

/** What the figure says of its colours. */
export function sentenceOf(picture, scale, all, write) {
  const signed = isSigned(picture) ? "−" : "";
  const from = (limit) => (signed ? `${signed}${write(limit)} to ${write(limit)}` : `0 to ${write(limit)}`);
  if (scale === "all") return `One scale for all layers: ${from(all)}.`;
  if (scale === "unit" && picture.total > 1) return "Each unit has a scale of its own, up to its largest value.";
  return `One scale for this layer: ${from(limitOf(picture, 0, "layer", all))}.`;
}

/** a − b of two pictures of the same units, with a scale of its own; null where they do not match. */
export function differenceOf(a, b) {
  if (!b || a.values.length !== b.values.length || a.first !== b.first || a.title !== b.title) return null;
  const values = Float32Array.from(a.values, (value, i) => value - b.values[i]);
  const size = a.rows * a.cols;
  const most = Array.from({ length: a.units }, (_, k) => reach(values, k * size, size));
  const limit = Math.max(...most, 1e-12);
  return { ...a, values, lows: most.map((one) => -one), highs: most, least: -limit, most: limit };
}

function reach(values, start, length) {
  let size = 0;
  for (let i = start; i < start + length; i++) {
    const own = Math.abs(values[i]);
    if (own > size && own < Infinity) size = own;
  }
  return size;
}

/**
 * How many columns `count` pictures of that shape take so that they fill `width` × `height` as largely as they can; rows
 * that are all full are worth a little of that.
 */
export function columnsFor(count, width, height, aspect, gap) {
  let [best, bestSide, bestWorth] = [1, 1, 0];
  for (let columns = 1; columns <= count; columns++) {
    const rows = Math.ceil(count / columns);
    const side = Math.min((width - gap * (columns - 1)) / columns, ((height - gap * (rows - 1)) / rows) * aspect);
    const worth = side * (count % columns ? UNEVEN : 1);
    if (worth > bestWorth) [best, bestSide, bestWorth] = [columns, side, worth];
  }
  return { columns: best, side: Math.max(bestSide, 1) };
}
