// The activation functions of a deep network with their slopes; nnviz/concepts/deep_network.py has the same.

const SELU = { alpha: 1.6732632423543772, scale: 1.0507009873554805 };
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** name → {title, of(z), slope(z)}; a slope at a corner is 0, as in Keras. */
export const CURVES = {
  linear: { title: "none", of: (z) => z, slope: () => 1 },
  sigmoid: { title: "sigmoid", of: sigmoid, slope: (z) => sigmoid(z) * (1 - sigmoid(z)) },
  tanh: { title: "tanh", of: Math.tanh, slope: (z) => 1 - Math.tanh(z) ** 2 },
  relu: { title: "ReLU", of: (z) => Math.max(z, 0), slope: (z) => (z > 0 ? 1 : 0) },
  selu: {
    title: "SELU",
    of: (z) => SELU.scale * (z > 0 ? z : SELU.alpha * Math.expm1(z)),
    slope: (z) => SELU.scale * (z > 0 ? 1 : SELU.alpha * Math.exp(z)),
  },
  silu: {
    title: "SiLU",
    of: (z) => z * sigmoid(z),
    slope: (z) => sigmoid(z) * (1 + z * (1 - sigmoid(z))),
  },
};
