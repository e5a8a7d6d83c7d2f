// The update rules of seven optimizers: the browser's twin of nnviz/concepts/optimizers.py, held equal to it, and so
// to Keras, by a test. Everything is a pair, one number a weight. Pure functions.

import { batchOf } from "./loss_surfaces.js";

const both = (f) => [f(0), f(1)];
const kept = Math.fround; // Keras keeps its settings in 32 bits

function sgd(_w, g, _state, rate) {
  return [both((i) => -rate * g[i]), {}];
}

function momentum(_w, g, state, rate, _t, settings) {
  const velocity = both((i) => kept(settings.momentum) * state.velocity[i] - rate * g[i]);
  return [velocity, { velocity }];
}

function nesterov(_w, g, state, rate, _t, settings) {
  const velocity = both((i) => kept(settings.momentum) * state.velocity[i] - rate * g[i]);
  return [both((i) => kept(settings.momentum) * velocity[i] - rate * g[i]), { velocity }];
}

function adagrad(_w, g, state, rate, _t, settings) {
  const square = both((i) => state.square[i] + g[i] ** 2);
  return [both((i) => (-rate * g[i]) / Math.sqrt(square[i] + settings.epsilon)), { square }];
}

function rmsprop(_w, g, state, rate, _t, settings) {
  const square = both((i) => settings.rho * state.square[i] + (1 - settings.rho) * g[i] ** 2);
  return [both((i) => (-rate * g[i]) / Math.sqrt(square[i] + settings.epsilon)), { square }];
}

function adam(_w, g, state, rate, t, settings) {
  const mean = both((i) => state.mean[i] + (g[i] - state.mean[i]) * (1 - settings.beta_1));
  const square = both((i) => state.square[i] + (g[i] ** 2 - state.square[i]) * (1 - settings.beta_2));
  const corrected = (rate * Math.sqrt(1 - kept(settings.beta_2) ** t)) / (1 - kept(settings.beta_1) ** t);
  return [both((i) => (-corrected * mean[i]) / (Math.sqrt(square[i]) + settings.epsilon)), { mean, square }];
}

function adamw(w, g, state, rate, t, settings) {
  const [update, next] = adam(w, g, state, rate, t, settings);
  return [both((i) => update[i] - rate * kept(settings.weight_decay) * w[i]), next];
}

const BETAS = { beta_1: 0.9, beta_2: 0.999, epsilon: 1e-7 };

/** name → {title, settings, remembers: {state: where it starts}, apply}. */
export const RULES = {
  sgd: { title: "SGD", settings: {}, remembers: {}, apply: sgd },
  momentum: { title: "Momentum", settings: { momentum: 0.9 }, remembers: { velocity: 0 }, apply: momentum },
  nesterov: { title: "Nesterov", settings: { momentum: 0.9 }, remembers: { velocity: 0 }, apply: nesterov },
  adagrad: { title: "Adagrad", settings: { epsilon: 1e-7 }, remembers: { square: 0.1 }, apply: adagrad },
  rmsprop: { title: "RMSprop", settings: { rho: 0.9, epsilon: 1e-7 }, remembers: { square: 0 }, apply: rmsprop },
  adam: { title: "Adam", settings: BETAS, remembers: { mean: 0, square: 0 }, apply: adam },
  adamw: {
    title: "AdamW",
    settings: { weight_decay: 0.004, ...BETAS },
    remembers: { mean: 0, square: 0 },
    apply: adamw,
  },
};

export const SCHEDULES = {
  constant: "Constant",
  exponential: "Exponential decay",
  cosine: "Cosine decay",
  warmup: "Warm-up, then cosine",
};
const WARMUP = 10;
const DECAY = 0.05;

/** The rate of step `step` (0 first) of `steps`. */
export function learningRate(schedule, rate, step, steps) {
  if (schedule === "exponential") return rate * DECAY ** (step / steps);
  if (schedule === "constant") return rate;
  const warmup = schedule === "warmup" ? Math.max(1, Math.floor(steps / WARMUP)) : 0;
  if (step < warmup) return (rate * step) / warmup;
  return (rate * (1 + Math.cos(Math.PI * Math.min((step - warmup) / (steps - warmup), 1)))) / 2;
}

/**
 * An optimizer's steps over a surface.
 * @returns {weights: [[u, v], …] and loss: [..], one more than steps; gradient, state, update, rate, batch: one a step}
 */
export function path(name, surface, start, rate, steps, { schedule = "constant", batchSize = 0, settings = {} } = {}) {
  const rule = RULES[name];
  const used = { ...rule.settings, ...settings };
  let state = Object.fromEntries(Object.entries(rule.remembers).map(([key, value]) => [key, [value, value]]));
  let w = [...start];
  const trail = {
    weights: [w],
    loss: [surface.value(...w, null)],
    gradient: [],
    state: [],
    update: [],
    rate: [],
    batch: [],
  };
  for (let k = 0; k < steps; k++) {
    const batch = batchOf(surface.examples, batchSize, k);
    const gradient = surface.gradient(...w, batch);
    const now = kept(learningRate(schedule, rate, k, steps));
    const [update, next] = rule.apply(w, gradient, state, now, k + 1, used);
    state = next;
    w = both((i) => w[i] + update[i]);
    trail.weights.push(w);
    trail.loss.push(surface.value(...w, null));
    for (const [key, value] of Object.entries({ gradient, state, update, rate: now, batch })) trail[key].push(value);
  }
  return trail;
}

/** How a path went: "away" (flew off), "slow" (little of the way down done), "there" (near the lowest it could be). */
export function verdict(trail, lowest) {
  const [first, last] = [trail.loss[0] - lowest, trail.loss[trail.loss.length - 1] - lowest];
  if (!Number.isFinite(last) || last > 1.5 * first + 1e-9) return "away";
  return last > 0.05 * first ? "slow" : "there";
}
