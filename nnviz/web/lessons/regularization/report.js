// The picture of the lesson "Regularization" in numbers and words.

import { percent, short } from "../../base/numbers.js";
import { bestOf, drawnOf } from "./state.js";

export function valuesOf(state) {
  const { weight, loss, penalty, total } = bestOf(state);
  return {
    J: short(total),
    L: short(loss),
    "O l": short(penalty),
    s: short(state.star),
    w: short(weight),
    m: state.network ? `${drawnOf(state).at(-1).filter(Boolean).length} of ${state.network.bias.length} in` : "",
    f: `rate ${percent(state.rate)}`,
  };
}

export function tablesOf(state, ofRace) {
  const { weight, loss, penalty, total } = bestOf(state);
  const rows = [
    ["what the data ask for, w*", short(state.star)],
    ["strength of L1", short(state.l1)],
    ["strength of L2", short(state.l2)],
    ["the weight that is learnt", short(weight)],
    ["what the data still cost", short(loss)],
    ["what the penalty costs", short(penalty)],
    ["both together", short(total)],
  ];
  return [...ofRace, { caption: "One weight", head: ["", ""], rows }];
}

/** What the penalty does to the weight, in a sentence. */
export function weightWords(state) {
  const { weight } = bestOf(state);
  const { star, l1, l2 } = state;
  if (!l1 && !l2) return "No penalty: the weight is what the data ask for.";
  if (!star) return "The data ask for 0, and 0 costs nothing.";
  if (!weight)
    return `L1 has taken all of ${short(Math.abs(star))} away: the weight is exactly 0, as if the input were not there.`;
  const parts = [];
  if (l1) parts.push(`L1 takes off ${short(l1)}`);
  if (l2) parts.push(`L2 divides by ${short(1 + 2 * l2)}`);
  return `${parts.join(", then ")}: ${short(star)} becomes ${short(weight)}.`;
}

/** What the sub-networks are, in a sentence. */
export function dropoutWords(state) {
  if (!state.network) return "";
  const { length } = state.network.bias;
  const many = (2 ** length).toLocaleString("en");
  const now = state.draws === 1 ? "One of" : `${state.draws} of`;
  return `${now} ${many} sub-networks of ${length} hidden units. Each is trained a little; what you use later is the whole network.`;
}

/** Whether the guess was right, once all have been trained; "" before. */
export function guessWords(guess, { networks, state }) {
  if (state !== "finished") return guess === null ? "" : `Your guess: ${guess}.`;
  const known = networks.filter(({ val_loss: loss }) => Number.isFinite(loss));
  if (!known.length) return "";
  const [best, worst] = [lowest(known), lowest(known, -1)];
  const of = ({ label, val_loss: loss }) => `${label}'s (${short(loss)})`;
  const said = `In this epoch the lowest validation loss is ${of(best)}, the highest ${of(worst)}.`;
  if (guess === null) return said;
  return `${guess === best.label ? "You were right." : `You guessed ${guess}.`} ${said}`;
}

function lowest(networks, sign = 1) {
  return networks.reduce((a, b) => (sign * b.val_loss < sign * a.val_loss ? b : a));
}
