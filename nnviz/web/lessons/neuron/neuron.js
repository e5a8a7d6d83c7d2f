// One neuron and the perceptron's rule: the formulas of nnviz/concepts/neuron.py and perceptron.py, for the browser.
// Tests hold both to the numbers that Keras computes.

export const ACTIVATIONS = {
  step: { title: "step", at: (z) => (z > 0 ? 1 : 0), slope: () => 0, range: [0, 1] },
  sigmoid: { title: "sigmoid", at: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)), range: [0, 1] },
  tanh: { title: "tanh", at: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2, range: [-1, 1] },
  relu: { title: "ReLU", at: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0), range: [0, Infinity] },
};

export function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : small) / (1 + small);
}

/** {products, z, a, slope} of a neuron for one example. */
export function forward(x, weights, bias, activation) {
  const products = weights.map((weight, i) => weight * x[i]);
  const z = products.reduce((sum, product) => sum + product, 0) + bias;
  return { products, z, a: ACTIVATIONS[activation].at(z), slope: ACTIVATIONS[activation].slope(z) };
}

export const CORNERS = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
export const GATES = { and: [0, 0, 0, 1], or: [0, 1, 1, 1], xor: [0, 1, 1, 0] };

/** Rosenblatt's rule for one example: what was, what is wrong, what is next. */
export function learnFrom(x, y, weights, bias, rate) {
  const z = forward(x, weights, bias, "step").z;
  const prediction = z > 0 ? 1 : 0;
  const error = y - prediction;
  return {
    x,
    y,
    z,
    prediction,
    error,
    weights,
    bias,
    newWeights: weights.map((weight, i) => weight + rate * error * x[i]),
    newBias: bias + rate * error,
  };
}

/** The class that a neuron with this activation gives: which side of z = 0 the example lies on. */
export function side(x, weights, bias) {
  return forward(x, weights, bias, "step").a;
}
