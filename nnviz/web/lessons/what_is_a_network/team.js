// A team that decides together: the formulas of nnviz/concepts/what_is_a_network.py for the browser. Tests hold both to
// the numbers that Keras computes.

import { normals } from "../../base/random.js";

export const FACTS = ["loud", "friends", "exam"];
export const MEMBERS = ["Ana", "Ben", "Chi"];
export const BEGINNING = {
  weights: [
    [4, 0, 0],
    [0, 4, 0],
    [0, 0, 4],
  ],
  biases: [-2, -2, -2],
  voices: [3, 3, -4],
  bias: -2,
};
/** [loud, friends, exam, whether it was a good evening] each. */
export const EVENINGS = [
  [1, 1, 0, 1],
  [0, 0, 0, 1],
  [1, 0, 0, 0],
  [0, 1, 0, 0],
  [0.9, 0.8, 0.2, 1],
  [0.1, 0.2, 0.1, 1],
  [0.8, 0.1, 0.3, 0],
  [0.2, 0.9, 0.1, 0],
  [0.9, 0.9, 1, 0],
  [0.1, 0, 0.9, 0],
];

export function sigmoid(z) {
  const small = Math.exp(-Math.abs(z));
  return (z >= 0 ? 1 : small) / (1 + small);
}

/** `weights` is [fact][member]. @returns {sums, voices, total, answer} of one case. */
export function decide({ weights, biases, voices: counts, bias }, facts) {
  const sums = biases.map((own, j) => facts.reduce((sum, x, i) => sum + x * weights[i][j], own));
  const voices = sums.map(sigmoid);
  const total = voices.reduce((sum, voice, j) => sum + voice * counts[j], bias);
  return { sums, voices, total, answer: sigmoid(total) };
}

/** The mean binary cross-entropy over a record, in nats. */
export function lossOf(team, record) {
  const losses = record.map((evening) => {
    const { total } = decide(team, factsOf(evening));
    return Math.max(total, 0) + Math.log1p(Math.exp(-Math.abs(total))) - evening.at(-1) * total;
  });
  return losses.reduce((sum, one) => sum + one, 0) / record.length;
}

/** One step of gradient descent on the whole record: the team after it. */
export function learn(team, record, rate) {
  const next = structuredClone(team);
  const step = rate / record.length;
  for (const evening of record) {
    const facts = factsOf(evening);
    const { voices, answer } = decide(team, facts);
    const blame = answer - evening.at(-1);
    next.bias -= step * blame;
    voices.forEach((voice, j) => {
      const passedOn = blame * team.voices[j] * voice * (1 - voice);
      next.voices[j] -= step * blame * voice;
      next.biases[j] -= step * passedOn;
      facts.forEach((x, i) => {
        next.weights[i][j] -= step * passedOn * x;
      });
    });
  }
  return next;
}

/** How many evenings the team decides as they were. */
export function rightOf(team, record) {
  return record.filter((evening) => decide(team, factsOf(evening)).total > 0 === evening.at(-1) > 0.5).length;
}

export function factsOf(evening) {
  return evening.slice(0, -1);
}

/** The same team with only its first members. */
export function firstOf(team, members) {
  return {
    weights: team.weights.map((row) => row.slice(0, members)),
    biases: team.biases.slice(0, members),
    voices: team.voices.slice(0, members),
    bias: team.bias,
  };
}

/** A team with weights by chance: of a normal distribution, other ones for each `seed`; nobody in a mood. */
export function chanceTeam(seed, members) {
  const drawn = normals(seed, FACTS.length * MEMBERS.length + MEMBERS.length);
  const team = {
    weights: FACTS.map((_, i) => MEMBERS.map((_, j) => drawn[i * MEMBERS.length + j])),
    biases: MEMBERS.map(() => 0),
    voices: [...drawn.slice(FACTS.length * MEMBERS.length)],
    bias: 0,
  };
  return firstOf(team, members);
}
