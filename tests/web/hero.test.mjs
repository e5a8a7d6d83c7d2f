import assert from "node:assert/strict";
import { test } from "node:test";

import { layout, pixelOf, pointAt } from "../../nnviz/web/hero/layout.js";
import { createLearning } from "../../nnviz/web/hero/learning.js";
import { answer, backpropagate, createLearner, createNetwork, SIZES, spirals } from "../../nnviz/web/hero/network.js";

test("the gradient is the slope of the loss in every weight", () => {
  const network = createNetwork(3);
  const points = spirals(20, 1, 0.03, 1);
  const gradient = new Float64Array(network.weights.length);
  const unused = new Float64Array(network.weights.length);
  backpropagate(network, points, gradient);
  for (let i = 0; i < gradient.length; i++) {
    const weight = network.weights[i];
    const [above, below] = [1e-5, -1e-5].map((change) => {
      network.weights[i] = weight + change;
      return backpropagate(network, points, unused).loss;
    });
    network.weights[i] = weight;
    assert.ok(Math.abs((above - below) / 2e-5 - gradient[i]) < 1e-8, `weight ${i}`);
  }
  assert.equal(gradient.length, 105);
  assert.ok(gradient.every((slope) => slope !== 0));
});

test("it learns to tell the spirals apart, the same way for the same seed", () => {
  const points = spirals(160, 1, 0.03, 7);
  const scores = [0, 1].map(() => {
    const learn = createLearner(createNetwork(5));
    let score = null;
    for (let epoch = 0; epoch < 300; epoch++) score = learn(points);
    return score;
  });
  assert.ok(scores[0].right > 0.95, `${scores[0].right}`);
  assert.equal(scores[0].loss, scores[1].loss);
});

test("a point that is added is one that the network gets wrong, and is learned", () => {
  const learning = createLearning();
  for (let epoch = 0; epoch < 300; epoch++) learning.step();
  const place = { x: 0.9, y: 0.9 };
  const before = answer(learning.network, place.x, place.y) > 0.5 ? 1 : 0;
  const point = learning.add(place);
  assert.equal(point.label, 1 - before);
  assert.ok(!learning.done());
  for (let epoch = 0; epoch < 1000; epoch++) learning.step();
  assert.equal(answer(learning.network, place.x, place.y) > 0.5 ? 1 : 0, point.label);
});

test("a pixel and its point are the same place, on a phone and on a wide screen", () => {
  for (const width of [358, 700]) {
    const { plane, width: whole } = layout(width, SIZES);
    assert.ok(whole <= width);
    const point = pointAt(plane, pixelOf(plane, { x: 0.3, y: -0.8 }));
    assert.ok(Math.abs(point.x - 0.3) < 1e-12 && Math.abs(point.y + 0.8) < 1e-12);
    assert.equal(pointAt(plane, { x: plane.x - 1, y: 5 }), null);
  }
});
