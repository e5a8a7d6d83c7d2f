// The perceptron's way through its examples, in turn and over again, and the examples it can be given.

import { CORNERS, GATES, learnFrom } from "./neuron.js";

const RATE = 0.1;
const OWN = [
  [-1.9, 0.9, 0],
  [-1.2, 1.9, 0],
  [-0.6, 0.7, 0],
  [0.3, 2.1, 0],
  [-1.4, -0.4, 0],
  [0.5, -0.7, 1],
  [1.7, 0.6, 1],
  [1.1, -1.8, 1],
  [2.2, -0.9, 1],
  [-0.3, -1.7, 1],
];
const NOTHING = { w1: 0, w2: 0, b: 0 };

/** The examples to choose from: the square shown, how large its arrow is, the points, and the weights to begin with. */
export const TASKS = {
  free: {
    title: "ten points",
    domain: [-3, 3],
    arrow: 1,
    start: { w1: -0.5, w2: 0.3, b: -0.2 },
    points: () => OWN.map(([x, y, label]) => ({ x, y, label })),
  },
  ...Object.fromEntries(
    Object.entries(GATES).map(([name, wanted]) => [
      name,
      {
        title: name.toUpperCase(),
        domain: [-0.6, 1.6],
        arrow: 4,
        start: NOTHING,
        points: () => CORNERS.map(([x, y], i) => ({ x, y, label: wanted[i] })),
      },
    ]),
  ),
};

/** Shows the points in turn; keeps the last step, the mistakes of every full pass, and whether one had none. */
export function createLearner(points, rate = RATE) {
  const learner = {
    last: null,
    passes: [],
    done: false,
    rate,
    size: points.length,
    separable: separable(points),
    next,
  };
  let [index, wrong] = [0, 0];

  function next(weights, bias) {
    const { x, y, label } = points[index];
    learner.last = { ...learnFrom([x, y], label, weights, bias, rate), index };
    wrong += learner.last.error ? 1 : 0;
    index = (index + 1) % points.length;
    if (index === 0) {
      learner.passes.push(wrong);
      learner.done = wrong === 0;
      wrong = 0;
    }
    return learner.last;
  }

  return learner;
}

/** Whether some line has all of class 1 strictly on one side and all of class 0 on the other or on it. */
export function separable(points) {
  const [ones, zeros] = [1, 0].map((label) => points.filter((point) => point.label === label));
  if (!ones.length || !zeros.length) return true;
  // Where a line parts them, one stands upright on the segment between two points, or runs along one: try those directions.
  const directions = points.flatMap((p, i) =>
    points.slice(i + 1).flatMap((q) => {
      const [dx, dy] = [q.x - p.x, q.y - p.y];
      return [
        [dx, dy],
        [-dx, -dy],
        [-dy, dx],
        [dy, -dx],
      ];
    }),
  );
  return directions.some(
    ([a, b]) =>
      Math.min(...ones.map(({ x, y }) => a * x + b * y)) - Math.max(...zeros.map(({ x, y }) => a * x + b * y)) > 1e-9,
  );
}
