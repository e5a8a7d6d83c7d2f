// Activation functions, a chain of layers, layers without one, softmax: the formulas of nnviz/concepts/activations.py for the
// browser. Tests hold both to Keras.

const LEAK = 0.2;
/** A slope whose size is below this counts as saturated. */
export const FLAT = 0.05;

export function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : small) / (1 + small);
}

/** The error function by a series of positive terms: exact to the last digits wherever it is not ±1. */
export function erf(x) {
  const size = Math.abs(x);
  if (size > 6) return Math.sign(x);
  let [term, sum] = [size, size];
  for (let n = 1; term > 1e-17 * sum; n++) {
    term *= (2 * size * size) / (2 * n + 1);
    sum += term;
  }
  return (Math.sign(x) * 2 * Math.exp(-size * size) * sum) / Math.sqrt(Math.PI);
}

const below = (z) => 0.5 * (1 + erf(z / Math.SQRT2));
const density = (z) => Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);

/** name: {title, at: its value, slope}. At a corner the slope is the one of the left side, as in Keras. */
export const FUNCTIONS = {
  linear: { title: "none", at: (z) => z, slope: () => 1 },
  step: { title: "step", at: (z) => (z > 0 ? 1 : 0), slope: () => 0 },
  sigmoid: { title: "sigmoid", at: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { title: "tanh", at: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { title: "ReLU", at: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  leaky_relu: { title: "leaky ReLU", at: (z) => (z > 0 ? z : LEAK * z), slope: (z) => (z > 0 ? 1 : LEAK) },
  elu: { title: "ELU", at: (z) => (z > 0 ? z : Math.expm1(z)), slope: (z) => (z > 0 ? 1 : Math.exp(z)) },
  gelu: { title: "GELU", at: (z) => z * below(z), slope: (z) => below(z) + z * density(z) },
  silu: { title: "SiLU", at: (z) => z * sigmoid(z), slope: (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))) },
  softplus: {
    title: "softplus",
    at: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))),
    slope: sigmoid,
  },
};

/**
 * One number through `layers` layers of one unit each, with the same weight between them, and the gradient of the last
 * output back. @returns {sums, values, slopes, gradients}: gradients[l] is what of a gradient of 1 arrives at layer l
 */
export function chain(name, z, weight, layers) {
  const { at, slope } = FUNCTIONS[name];
  const [sums, values] = [[], []];
  for (let layer = 0; layer < layers; layer++) {
    sums.push(layer ? weight * values[layer - 1] : z);
    values.push(at(sums[layer]));
  }
  const slopes = sums.map(slope);
  const gradients = slopes.slice();
  for (let layer = layers - 2; layer >= 0; layer--) gradients[layer] = slopes[layer] * weight * gradients[layer + 1];
  return { sums, values, slopes, gradients };
}

const times = (matrix, vector) => matrix.map((row) => row.reduce((sum, value, i) => sum + value * vector[i], 0));
const plus = (a, b) => a.map((value, i) => value + b[i]);

/** What dense layers [{weights: rows, biases}] make of the inputs: the activation after each but the last. */
export function network(layers, x, activation = "linear") {
  const { at } = FUNCTIONS[activation];
  return layers.reduce((a, { weights, biases }, i) => {
    const z = plus(times(weights, a), biases);
    return i === layers.length - 1 ? z : z.map(at);
  }, x);
}

/** The one layer {weights, biases} that does the same as all of these with no activation between them. */
export function collapse([first, ...others]) {
  return others.reduce(
    (made, { weights, biases }) => ({
      weights: weights.map((row) =>
        made.weights[0].map((_, j) => row.reduce((sum, value, i) => sum + value * made.weights[i][j], 0)),
      ),
      biases: plus(times(weights, made.biases), biases),
    }),
    first,
  );
}

/** Shares that sum to 1, the more even the higher the temperature. */
export function softmax(logits, temperature = 1) {
  const top = Math.max(...logits);
  const powers = logits.map((z) => Math.exp((z - top) / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}
