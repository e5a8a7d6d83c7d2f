// Batches drawn from gradients of single examples, and the means that they give. Pure functions.

/** A repeatable stream of numbers from 0 to 1 (mulberry32). */
export function stream(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * The mean gradient of `count` batches, each drawn without replacement.
 * @param points Float32Array [x0, y0, x1, y1, …] → Float32Array of the same form
 */
export function batchMeans(points, batch, count, random) {
  const n = points.length / 2;
  const size = Math.min(batch, n);
  const order = Uint32Array.from({ length: n }, (_, i) => i);
  const means = new Float32Array(2 * count);
  for (let k = 0; k < count; k++) {
    let [x, y] = [0, 0];
    for (let i = 0; i < size; i++) {
      const j = i + Math.floor(random() * (n - i));
      [order[i], order[j]] = [order[j], order[i]];
      x += points[2 * order[i]];
      y += points[2 * order[i] + 1];
    }
    means[2 * k] = x / size;
    means[2 * k + 1] = y / size;
  }
  return means;
}

/** How many of the means point away from where the mean of all points. */
export function wrongWay(means) {
  let count = 0;
  for (let k = 0; k < means.length; k += 2) if (means[k] < 0) count += 1;
  return count;
}

/** Root mean squared distance of the means from (length, 0). */
export function strayOf(means, length) {
  let sum = 0;
  for (let k = 0; k < means.length; k += 2) sum += (means[k] - length) ** 2 + means[k + 1] ** 2;
  return Math.sqrt(sum / (means.length / 2));
}
