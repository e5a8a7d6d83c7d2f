// What the picture says in a sentence: whether the fit is too stiff, too wild, or about right, from its numbers.

import { short } from "../../base/numbers.js";
import { capacityWords } from "./state.js";

const ZERO = 1e-4; // of the noise: a training error below it is as good as none

/** `now`: the measured row; `best`: the one with the lowest test error, or null while it is looked for. */
export function verdictOf(state, now, best) {
  if (!state.all) {
    const both = `Training error ${short(now.train)}, on new examples ${short(now.test)}.`;
    return `${both} Drag the capacity: at which one will the error on new examples be lowest?`;
  }
  if (!best) return "Fitting 30 other samples with every capacity …";
  const { count } = state;
  const lowest = `The lowest is ${short(best.test)}, at ${capacityWords({ ...state, count: best.count })}.`;
  const new_ = `on new examples it is ${short(now.test)}`;
  if (count >= state.n && now.train < ZERO) {
    const far = count > 1.5 * state.n && state.family === "relu";
    const why = far ? "Of all such curves this is the one with the smallest weights." : "Just enough freedom to do so.";
    return `It goes through every example: training error 0, ${new_}. ${why} ${lowest}`;
  }
  if (now.test <= 1.1 * best.test) return `About right. Training error ${short(now.train)}, ${new_}. ${lowest}`;
  if (now.bias2 > now.variance) {
    return `It underfits: too stiff for this curve. The training error is high, ${short(now.train)}, and ${new_}. ${lowest}`;
  }
  return `It overfits: it follows the noise. The training error is ${short(now.train)}, but ${new_}. ${lowest}`;
}
