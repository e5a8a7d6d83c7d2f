// Axes: from values to pixels, and where to put the ticks. Pure functions.

/** A function from [d0, d1] to [r0, r1], with `.invert`; `log` for a base-10 scale of a positive domain. */
export function scale([d0, d1], [r0, r1], log = false) {
  const [a, b] = log ? [Math.log10(d0), Math.log10(d1)] : [d0, d1];
  const span = b - a || 1;
  const at = (value) => r0 + (((log ? Math.log10(value) : value) - a) / span) * (r1 - r0);
  at.invert = (pixel) => {
    const value = a + ((pixel - r0) / (r1 - r0 || 1)) * span;
    return log ? 10 ** value : value;
  };
  return at;
}

/** Round numbers inside [low, high], about `count` of them: steps of 1, 2 or 5 times a power of ten. */
export function ticks(low, high, count = 5) {
  if (!(high > low) || !Number.isFinite(high - low)) return Number.isFinite(low) ? [low] : [];
  const step = niceStep((high - low) / count);
  const first = Math.ceil(low / step - 1e-9);
  const last = Math.floor(high / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

/** Powers of ten inside [low, high]; with fewer than three, 2 and 5 times them too. */
export function logTicks(low, high) {
  const inside = (factors) => {
    const found = [];
    for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) {
      for (const factor of factors) {
        const value = Number((factor * 10 ** power).toPrecision(12));
        if (value >= low * 0.999 && value <= high * 1.001) found.push(value);
      }
    }
    return found;
  };
  const powers = inside([1]);
  if (powers.length > 5) return powers.filter((_, i) => i % Math.ceil(powers.length / 5) === 0);
  if (powers.length >= 3) return powers;
  const more = inside([1, 2, 5]);
  return more.length >= 2 ? more : ticks(low, high, 3);
}

/** The smallest of 1, 2, 5, 10, … times a power of ten that is at least `value` (> 0). */
export function niceAtLeast(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 2, 5, 10].map((factor) => factor * power).find((candidate) => candidate >= value * (1 - 1e-9));
}

/** Smallest and largest finite value of several arrays (null and NaN skipped); [0, 1] for none. */
export function extent(...arrays) {
  let [low, high] = [Infinity, -Infinity];
  for (const array of arrays) {
    for (const value of array ?? []) {
      if (value === null || !Number.isFinite(value)) continue;
      if (value < low) low = value;
      if (value > high) high = value;
    }
  }
  return low <= high ? [low, high] : [0, 1];
}

/** Where an epoch axis ends: beyond the last epoch seen, in steps of 1, 2, 5, so that it rarely moves. */
export function epochDomain(seen, epochs, running) {
  const [first, last] = seen.length ? [seen[0], seen[seen.length - 1]] : [0, 0];
  const start = Math.min(first, 1);
  if (!running) return [start, Math.max(last, start + 1)];
  const room = niceAtLeast(Math.max(last * 1.02, 5));
  return [start, Math.max(epochs > 0 ? Math.min(room, epochs) : room, last, start + 1)];
}

/** Index of the entry of a rising array nearest to `value`; -1 for none. */
export function nearestIndex(rising, value) {
  if (!rising.length) return -1;
  let [low, high] = [0, rising.length - 1];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (rising[middle] <= value) low = middle;
    else high = middle;
  }
  return Math.abs(rising[low] - value) <= Math.abs(rising[high] - value) ? low : high;
}

function niceStep(rough) {
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10]
    .map((factor) => factor * power)
    .reduce((best, step) => (Math.abs(Math.log(step / rough)) < Math.abs(Math.log(best / rough)) ? step : best));
}

/** `value`, or the end of [low, high] that it lies beyond. */
export function clamp(value, low, high) {
  return Math.min(Math.max(value, low), high);
}
