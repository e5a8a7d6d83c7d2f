// A network of tanh units trained as TensorFlow Playground does it: one number after another, in plain JavaScript.
//
// Reads one JSON job from standard input and writes one JSON answer:
//   {sizes, points: [[x, y], …], targets: [-1 | 1, …], batch, rate, seconds, grid}  →  {epochs, seconds}
//   {sizes, weights, inputs}                                                         →  {outputs: all units per input}
//   {sizes, weights, points, targets, rate}                                          →  {weights: after one batch of them all}
// Weights of a layer are (outputs, 1 + inputs) in a row, the bias first.

import { readFileSync } from "node:fs";

const WARM_SECONDS = 0.5;

/** Layers after the input, with everything that an epoch needs kept between steps. */
function network(sizes, weights) {
  return sizes.slice(1).map((units, i) => ({
    units,
    inputs: sizes[i],
    weights: Float64Array.from(weights[i]),
    gradients: new Float64Array(units * (1 + sizes[i])),
    outputs: new Float64Array(units),
    slopes: new Float64Array(units),
  }));
}

/** Every unit's output for one example; returns the last layer's. */
function forward(layers, example) {
  let before = example;
  for (const layer of layers) {
    for (let unit = 0, at = 0; unit < layer.units; unit++) {
      let sum = layer.weights[at++];
      for (let i = 0; i < layer.inputs; i++) sum += layer.weights[at++] * before[i];
      layer.outputs[unit] = Math.tanh(sum);
    }
    before = layer.outputs;
  }
  return before;
}

/** Adds the gradients of half the squared error of one example, after `forward`. */
function backward(layers, example, target) {
  const last = layers[layers.length - 1];
  for (let unit = 0; unit < last.units; unit++) last.slopes[unit] = last.outputs[unit] - target;
  for (let l = layers.length - 1; l >= 0; l--) {
    const layer = layers[l],
      below = layers[l - 1],
      before = below ? below.outputs : example;
    if (below) below.slopes.fill(0);
    for (let unit = 0; unit < layer.units; unit++) {
      const slope = layer.slopes[unit] * (1 - layer.outputs[unit] ** 2),
        at = unit * (1 + layer.inputs);
      layer.gradients[at] += slope;
      for (let i = 0; i < layer.inputs; i++) {
        layer.gradients[at + 1 + i] += slope * before[i];
        if (below) below.slopes[i] += slope * layer.weights[at + 1 + i];
      }
    }
  }
}

/** A step of gradient descent along the mean of what was added since the last one. */
function update(layers, rate, count) {
  for (const { weights, gradients } of layers) {
    for (let i = 0; i < weights.length; i++) weights[i] -= (rate * gradients[i]) / count;
    gradients.fill(0);
  }
}

function epoch(layers, { points, targets, batch, rate }, order) {
  shuffle(order);
  for (let at = 0; at < order.length; at++) {
    forward(layers, points[order[at]]);
    backward(layers, points[order[at]], targets[order[at]]);
    if ((at + 1) % batch === 0 || at + 1 === order.length) update(layers, rate, (at % batch) + 1);
  }
}

function shuffle(order) {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
}

/** What every unit says on a grid of points over [-6, 6]²: one Float64Array a unit. */
function boundaries(layers, grid, maps) {
  const point = [0, 0];
  for (let row = 0, at = 0; row < grid; row++) {
    for (let column = 0; column < grid; column++, at++) {
      point[0] = (12 * column) / (grid - 1) - 6;
      point[1] = (12 * row) / (grid - 1) - 6;
      forward(layers, point);
      let map = 0;
      for (const layer of layers) for (let unit = 0; unit < layer.units; unit++) maps[map++][at] = layer.outputs[unit];
    }
  }
}

function race(job) {
  const random = job.sizes
    .slice(1)
    .map((units, i) => Array.from({ length: units * (1 + job.sizes[i]) }, () => Math.random() - 0.5));
  const layers = network(job.sizes, random),
    order = job.points.map((_, i) => i);
  const maps = layers.flatMap(({ units }) => Array.from({ length: units }, () => new Float64Array(job.grid ** 2)));
  let epochs = 0,
    begun = performance.now(),
    warm = false,
    passed = 0;
  while (passed < job.seconds || !warm) {
    epoch(layers, job, order);
    if (job.grid) boundaries(layers, job.grid, maps);
    epochs++;
    passed = (performance.now() - begun) / 1000;
    if (!warm && passed > WARM_SECONDS) [epochs, begun, warm, passed] = [0, performance.now(), true, 0];
  }
  return { epochs, seconds: passed };
}

function answer(job) {
  if (job.seconds) return race(job);
  const layers = network(job.sizes, job.weights);
  if (job.inputs) {
    return {
      outputs: job.inputs.map((example) => {
        forward(layers, example);
        return layers.flatMap(({ outputs }) => [...outputs]);
      }),
    };
  }
  job.points.forEach((point, i) => {
    forward(layers, point);
    backward(layers, point, job.targets[i]);
  });
  update(layers, job.rate, job.points.length);
  return { weights: layers.map(({ weights }) => [...weights]) };
}

process.stdout.write(JSON.stringify(answer(JSON.parse(readFileSync(0, "utf8")))));
