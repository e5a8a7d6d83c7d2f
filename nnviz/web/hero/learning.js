// What the picture stands at: the points, a network that learns them, and every change to them. Knows no screen.

import { answer, createLearner, createNetwork, spirals } from "./network.js";

const POINTS = { count: 160, turns: 1, noise: 0.03, seed: 7 };
const FIRST_SEED = 5;
const LEARNED = { loss: 0.03, epochs: 1500 };
const MOST_POINTS = 400;
export const AHEAD = 600; // epochs that are learned without a picture where the reader prefers no motion

/** @returns {points, network, epoch, score, touched} and the functions that change them. */
export function createLearning() {
  const learning = {
    points: [],
    network: null,
    epoch: 0,
    score: { loss: 0, right: 0 },
    touched: false,
    seed: FIRST_SEED,
  };
  let learn = null;

  function restart() {
    const { count, turns, noise, seed } = POINTS;
    const network = createNetwork(learning.seed);
    learn = createLearner(network);
    Object.assign(learning, { points: spirals(count, turns, noise, seed), network, epoch: 0, touched: false });
    learning.settled = LEARNED.epochs;
    learning.seed += 1;
  }

  /** One epoch: all points, one step. */
  function step() {
    learning.score = learn(learning.points);
    learning.epoch += 1;
  }

  /** Whether there is little left to learn, or learning has gone on for long enough. */
  function done() {
    return learning.score.loss < LEARNED.loss || learning.epoch >= learning.settled;
  }

  /** A change to the points: the network learns on, as long again as at first. */
  function changed() {
    learning.touched = true;
    learning.settled = learning.epoch + LEARNED.epochs;
    learning.score = { ...learning.score, loss: Number.POSITIVE_INFINITY };
  }

  /** Adds a point of the class that the network does not expect there, and returns it. */
  function add({ x, y }) {
    const point = { x, y, label: answer(learning.network, x, y) > 0.5 ? 0 : 1 };
    if (learning.points.length >= MOST_POINTS) learning.points.shift();
    learning.points.push(point);
    changed();
    return point;
  }

  function remove(point) {
    learning.points = learning.points.filter((other) => other !== point);
    changed();
  }

  function move(point, { x, y }) {
    Object.assign(point, { x, y });
    changed();
  }

  restart();
  return Object.assign(learning, { restart, step, done, add, remove, move });
}
