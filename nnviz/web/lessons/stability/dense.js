// A dense network of tanh layers with one sigmoid at its end, at any place of the line between two sets of weights.

/** weights: kernel [inputs][units], bias [units], kernel, … → the probability of class 1 at a point */
export function answerAt(weights, point) {
  let values = point;
  for (let layer = 0; layer < weights.length; layer += 2) {
    const [kernel, bias] = [weights[layer], weights[layer + 1]];
    const last = layer + 2 >= weights.length;
    values = bias.map((offset, unit) => {
      let sum = offset;
      for (let i = 0; i < values.length; i++) sum += values[i] * kernel[i][unit];
      return last ? 1 / (1 + Math.exp(-sum)) : Math.tanh(sum);
    });
  }
  return values[0];
}

/** The weights a share `t` of the way from one network to another; below 0 and above 1 beyond them. */
export function between(from, to, t) {
  return from.map((part, i) => part.map((row, j) => mix(row, to[i][j], t)));
}

function mix(a, b, t) {
  return Array.isArray(a) ? a.map((value, i) => value + t * (b[i] - value)) : a + t * (b - a);
}
