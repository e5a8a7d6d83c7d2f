// What the picture says in a sentence.

import { percent, short } from "../../base/numbers.js";
import { curvesOf } from "./derived.js";
import { SEARCHERS, TRIES } from "./state.js";
import { bestSoFar, expectedBest } from "./surface.js";

const WAITING =
  "578 small networks are trained side by side, once on this machine, which takes about ten seconds. " +
  "Your first tries may be placed meanwhile.";

export function handSaid({ tries, revealed }, { losses }) {
  if (!losses) return WAITING;
  const left = TRIES - tries.length;
  if (!tries.length) {
    return "Under the fog lie 578 trained networks. You may look at 12. Click where you expect a low validation loss: where do you begin?";
  }
  const best = bestSoFar(losses.validation, tries).at(-1);
  if (left) return `${left} left. The same place again is another seed. Your best so far: ${short(best)}.`;
  const chance = expectedBest(losses, TRIES).validation;
  const lowest = Math.min(...losses.validation);
  const compared = best < chance ? "better than" : "not as good as";
  const told =
    `Your best is ${short(best)}: ${compared} 12 random trials, which find ${short(chance)} on average; ` +
    `the lowest of all is ${short(lowest)}.`;
  return revealed ? told : `${told} Now lift the fog.`;
}

export function searchSaid(state, world) {
  const { losses } = world;
  if (!losses) return WAITING;
  if (!state.searchGuess)
    return "Guess first, then press play. Grid and chance need no memory; the other two learn from every trial.";
  const curves = curvesOf(state, world);
  const names = Object.keys(curves);
  if (names.length < 4 && !state.mean)
    return "The app’s own samplers (Optuna’s TPE, and a Gaussian process) are being asked in a worker …";
  if (!state.mean && state.shown < state.budget) return `You say ${SEARCHERS[state.searchGuess]}. Press play.`;
  const ends = names.map((name) => [name, curves[name].values.at(-1)]);
  const [best, loss] = ends.reduce((a, b) => (b[1] < a[1] ? b : a));
  const [last, worst] = ends.reduce((a, b) => (b[1] > a[1] ? b : a));
  const said = best === state.searchGuess ? "as you said" : `you said ${SEARCHERS[state.searchGuess]}`;
  const words = `${SEARCHERS[best]} has ${short(loss)}, ${SEARCHERS[last]} ${short(worst)}; ${said}.`;
  if (!state.mean) return `${words} One play is luck: try another, or the mean (half a minute, once on this machine).`;
  const fewest = Math.min(...names.map((name) => curves[name].count));
  return `Mean of ${fewest < 8 ? `up to 8 plays (${fewest} by the slowest so far)` : "8 plays"}: ${words}`;
}

export function axesSaid({ rates, others }, told, axes) {
  if (!told) return WAITING;
  const { rate, other, both } = told.shares;
  const whole = rates[1] - rates[0] + others[1] - others[0] === 32;
  const most = rate > other ? axes.rate.title : axes.other.title;
  const where = whole ? "Over the whole range" : "Within your window";
  const words =
    `${where} ${most[0].toLowerCase()}${most.slice(1)} alone explains ${percent(Math.max(rate, other))} of how the loss differs; ` +
    `${percent(both)} shows only when both are looked at together.`;
  return `${words} ${whole ? "Drag a rectangle on the map: importance depends on where you look." : ""}`;
}

export function curseSaid({ drawn }, at, held) {
  if (!at) return WAITING;
  if (drawn === 1)
    return "One network, chosen by nobody: on average its validation loss is its loss on other points. Drag n up.";
  return (
    `The best of ${drawn} random networks has a validation loss of ${short(at.validation)} on average, and ` +
    `${short(at.test)} on points that did not choose it. It won partly because its ${held} points ` +
    "suited it. (Mean over 100 sets of points.)"
  );
}
