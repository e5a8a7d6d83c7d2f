// One optimizer's step written out with its numbers, and what is to be said about a learning rate. Pure functions.

import { short } from "../../base/numbers.js";

const SUB = ["₁", "₂"];
const n = (value) => (value < 0 ? `(${short(value)})` : short(value));

/** [{part, name, values: [first, second]}]: what the optimizer measured, remembers and does at step k. */
export function parts(name, trail, k) {
  const state = trail.state[k];
  const rows = [
    { part: "w", name: "weight w", values: trail.weights[k] },
    { part: "gradient", name: "slope g", values: trail.gradient[k] },
  ];
  if (state.velocity) rows.push({ part: "velocity", name: "velocity v", values: state.velocity });
  if (state.mean) rows.push({ part: "velocity", name: "mean slope m", values: state.mean });
  if (state.square)
    rows.push({
      part: "square",
      name: name === "adagrad" ? "sum of squares s" : "mean square s",
      values: state.square,
    });
  rows.push({ part: "update", name: "step Δw", values: trail.update[k] });
  return rows;
}

/** The rule for weight i at step k, a line an operation, each with its numbers. */
export function written(name, trail, k, settings, i) {
  const [w, g, rate, step] = [trail.weights[k][i], trail.gradient[k][i], trail.rate[k], trail.update[k][i]];
  const before = k ? trail.state[k - 1] : {};
  const { velocity, mean, square } = trail.state[k];
  const s = SUB[i];
  const end = `w${s} ← ${short(w)} ${step < 0 ? "−" : "+"} ${short(Math.abs(step))} = ${short(w + step)}`;
  const lines = {
    sgd: () => [`Δw${s} = −η·g${s} = −${short(rate)}·${n(g)} = ${short(step)}`],
    momentum: () => [
      `v${s} = ${settings.momentum}·${n(before.velocity?.[i] ?? 0)} − ${short(rate)}·${n(g)} = ${short(velocity[i])}`,
      `Δw${s} = v${s} = ${short(step)}`,
    ],
    nesterov: () => [
      `v${s} = ${settings.momentum}·${n(before.velocity?.[i] ?? 0)} − ${short(rate)}·${n(g)} = ${short(velocity[i])}`,
      `Δw${s} = ${settings.momentum}·${n(velocity[i])} − ${short(rate)}·${n(g)} = ${short(step)}`,
    ],
    adagrad: () => [
      `s${s} = ${short(before.square?.[i] ?? 0.1)} + ${n(g)}² = ${short(square[i])}`,
      `Δw${s} = −${short(rate)}·${n(g)} / √${short(square[i])} = ${short(step)}`,
    ],
    rmsprop: () => [
      `s${s} = ${settings.rho}·${short(before.square?.[i] ?? 0)} + ${short(1 - settings.rho)}·${n(g)}² = ${short(square[i])}`,
      `Δw${s} = −${short(rate)}·${n(g)} / √${short(square[i])} = ${short(step)}`,
    ],
    adam: () => adam(false),
    adamw: () => adam(true),
  };
  function adam(decay) {
    const [fair1, fair2] = [1 - settings.beta_1 ** (k + 1), 1 - settings.beta_2 ** (k + 1)];
    const [fairMean, fairSquare] = [mean[i] / fair1, square[i] / fair2];
    const tail = decay ? ` − ${short(rate)}·${settings.weight_decay}·${n(w)}` : "";
    return [
      `m${s} = ${settings.beta_1}·${n(before.mean?.[i] ?? 0)} + ${short(1 - settings.beta_1)}·${n(g)} = ${short(mean[i])}`,
      `s${s} = ${settings.beta_2}·${short(before.square?.[i] ?? 0)} + ${short(1 - settings.beta_2)}·${n(g)}² = ${short(square[i])}`,
      `without the bias of starting at 0: m̂${s} = ${short(fairMean)}, ŝ${s} = ${short(fairSquare)}`,
      `Δw${s} = −${short(rate)}·${n(fairMean)} / √${short(fairSquare)}${tail} = ${short(step)}`,
    ];
  }
  return [...lines[name](), end];
}

/** What the rate did to this optimizer, in a sentence. */
export function rateWords(title, verdict, trail, lowest) {
  const done = 1 - (trail.loss[trail.loss.length - 1] - lowest) / (trail.loss[0] - lowest || 1);
  const steps = trail.loss.length - 1;
  if (verdict === "away") return `Too large for ${title}: the steps overshoot, and the loss grows.`;
  if (verdict === "slow")
    return `Small for ${title}: after ${steps} steps it is ${Math.max(0, Math.round(100 * done))} % of the way down.`;
  const first = trail.loss.findLastIndex((loss) => loss - lowest >= 0.01 * (trail.loss[0] - lowest)) + 1;
  return first > steps
    ? `${title} gets near the minimum.`
    : `${title} has 99 % of the way behind it after ${first} steps.`;
}

/** Largest difference between two paths for as long as both are on any map. */
export function largestGap(one, other) {
  let gap = 0;
  for (let k = 0; k < Math.min(one.length, other.length); k++) {
    for (const i of [0, 1]) {
      if (!(Math.abs(one[k][i]) < 1e3 && Math.abs(other[k][i]) < 1e3)) return gap;
      gap = Math.max(gap, Math.abs(one[k][i] - other[k][i]));
    }
  }
  return gap;
}
