// Kernels between sizes and channels: flat weights, row by row, channels last.

/** The same (k, k) weights for every channel; shared out, so that a grey image gives the same answer in colour. */
export function spread(weights, channels) {
  return weights.flatMap((row) => row.flatMap((weight) => new Array(channels).fill(weight / channels)));
}

/** Flat weights for another size or number of channels, the middle kept: channels are averaged or repeated. */
export function resized(weights, size, channels) {
  for (const [k, c] of [
    [3, 1],
    [5, 1],
    [3, 3],
    [5, 3],
  ]) {
    if (weights.length !== k * k * c) continue;
    const total = (row, col) =>
      Array.from({ length: c }, (_, i) => weights[(row * k + col) * c + i]).reduce((a, b) => a + b, 0);
    const shift = (size - k) / 2;
    return spread(
      Array.from({ length: size }, (_, row) =>
        Array.from({ length: size }, (_, col) => {
          const [y, x] = [row - shift, col - shift];
          return y >= 0 && x >= 0 && y < k && x < k ? total(y, x) : 0;
        }),
      ),
      channels,
    );
  }
  return new Array(size * size * channels).fill(0);
}

/** Flat weights of one (k, k) slice for every channel. */
export function sliced(slices) {
  return slices[0].flatMap((row, m) => row.flatMap((_, n) => slices.map((slice) => slice[m][n])));
}
