// Dropout on a network with one hidden layer: which units are in, and what the network then answers.

/**
 * @param network {kernel: [inputs][units], bias: [units], output: [units], offset}: relu units, a sigmoid at the end
 * @param kept which units are in; those are multiplied by 1 / (1 − rate), as keras.layers.Dropout does in training
 * @returns the probability of class 1 at a point
 */
export function answerAt(network, point, kept = null, rate = 0) {
  let sum = network.offset;
  for (let k = 0; k < network.bias.length; k++) {
    if (kept && !kept[k]) continue;
    let z = network.bias[k];
    for (let i = 0; i < point.length; i++) z += point[i] * network.kernel[i][k];
    if (z > 0) sum += (network.output[k] * z) / (kept ? 1 - rate : 1);
  }
  return 1 / (1 + Math.exp(-sum));
}

/** The same over a grid: (rows × cols), row 0 at the smallest y. */
export function answersOver(network, { xs, ys }, kept = null, rate = 0) {
  const values = new Float32Array(xs.length * ys.length);
  for (const [row, y] of ys.entries()) {
    for (const [col, x] of xs.entries()) values[row * xs.length + col] = answerAt(network, [x, y], kept, rate);
  }
  return values;
}

/** Which units are in: each with probability 1 − rate, from numbers in [0, 1). */
export function drawUnits(count, rate, random) {
  return Array.from({ length: count }, () => random() >= rate);
}

/** The mean of several grids. */
export function meanOf(grids) {
  const mean = new Float32Array(grids[0].length);
  for (const grid of grids) for (let i = 0; i < mean.length; i++) mean[i] += grid[i] / grids.length;
  return mean;
}
