// Loss functions of one example, value and gradient: the formulas of nnviz/concepts/losses.py for the browser. Tests hold
// both to Keras.

export const DELTA = 1;
export const GAMMA = 2;

export function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : small) / (1 + small);
}

const clip = (value, limit) => Math.min(Math.max(value, -limit), limit);

/** Of a predicted number: functions of the error e = prediction − truth. `colour`: number of a class colour. */
export const OF_ERROR = {
  mse: { title: "MSE", colour: 1, at: (e) => e * e, slope: (e) => 2 * e },
  mae: { title: "MAE", colour: 0, at: Math.abs, slope: Math.sign },
  huber: {
    title: "Huber",
    colour: 2,
    at: (e, { delta = DELTA } = {}) => (Math.abs(e) <= delta ? (e * e) / 2 : delta * Math.abs(e) - (delta * delta) / 2),
    slope: (e, { delta = DELTA } = {}) => clip(e, delta),
  },
  log_cosh: {
    title: "log-cosh",
    colour: 3,
    at: (e) => Math.abs(e) + Math.log1p(Math.exp(-2 * Math.abs(e))) - Math.LN2,
    slope: Math.tanh,
  },
};

const surprise = (z) => Math.max(-z, 0) + Math.log1p(Math.exp(-Math.abs(z))); // −log sigmoid(z)

/** Of a yes or no: functions of the raw output z; truth is 0 or 1. */
export const OF_OUTPUT = {
  bce: {
    title: "cross-entropy",
    colour: 5,
    at: (z, { truth }) => surprise(truth ? z : -z),
    slope: (z, { truth }) => sigmoid(z) - truth,
  },
  mse: {
    title: "MSE",
    colour: 1,
    at: (z, { truth }) => (sigmoid(z) - truth) ** 2,
    slope: (z, { truth }) => 2 * (sigmoid(z) - truth) * sigmoid(z) * (1 - sigmoid(z)),
  },
  hinge: {
    title: "hinge",
    colour: 9,
    at: (z, { truth }) => Math.max(1 - (truth ? z : -z), 0),
    slope: (z, { truth }) => ((truth ? z : -z) < 1 ? (truth ? -1 : 1) : 0),
  },
  focal: {
    title: "focal",
    colour: 8,
    at: (z, { truth, gamma = GAMMA }) => {
      const towards = truth ? z : -z;
      return (1 - sigmoid(towards)) ** gamma * surprise(towards);
    },
    slope: (z, { truth, gamma = GAMMA }) => {
      const sign = truth ? 1 : -1;
      const q = sigmoid(sign * z);
      return sign * (gamma * q * (1 - q) ** gamma * -surprise(sign * z) - (1 - q) ** (gamma + 1));
    },
  },
};

/** The loss of shares over classes, and its gradient with respect to the logits behind them. */
export function crossentropy(shares, truth) {
  return {
    value: -Math.log(Math.max(shares[truth], 1e-300)),
    gradient: shares.map((share, i) => share - (i === truth ? 1 : 0)),
  };
}
