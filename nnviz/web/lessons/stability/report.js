// The picture of the lesson "Stability and local minima" in numbers and words.

import { percent, short } from "../../base/numbers.js";
import { at } from "./between_view.js";
import { restsOf, SOLVED, STEPS, stepOf } from "./state.js";

export function valuesOf(state) {
  const { value, slope, curvature, used } = stepOf(state);
  return {
    w: short(state.start),
    f: short(value),
    g: used === slope ? short(slope) : `${short(slope)}, clipped to ${short(used)}`,
    e: short(state.rate),
    c: state.limit ? short(state.limit) : "off",
    k: curvature > 0 ? `${short(curvature)}: at most ${short(2 / curvature)}` : short(curvature),
  };
}

export function tablesOf(state, ofRace) {
  const { value, slope, curvature, used, next } = stepOf(state);
  const { minima, counts } = restsOf(state);
  const step = [
    ["weight", short(state.start)],
    ["loss", short(value)],
    ["slope", short(slope)],
    ["slope after clipping", short(used)],
    ["weight after one step", short(next)],
    ["curvature", short(curvature)],
  ];
  const rests = [...minima.map((w, i) => [`minimum at ${short(w)}`, counts[i]]), ["in none", counts.at(-1)]];
  return [
    { caption: "The first step", head: ["", ""], rows: step },
    { caption: `Where the balls are after ${STEPS} steps`, head: ["", "balls"], rows: rests },
    ...ofRace,
  ];
}

/** Where the balls have come to rest, in a sentence. */
export function restWords(state) {
  const { minima, counts } = restsOf(state);
  if (state.balls > 1) {
    const told = minima.map((w, i) => (counts[i] ? `${counts[i]} at ${short(w)}` : "")).filter(Boolean);
    if (counts.at(-1)) told.push(`${counts.at(-1)} nowhere`);
    return `Of 20 balls: ${told.join(", ")}.`;
  }
  const place = counts.indexOf(1);
  if (place < minima.length) return `After ${STEPS} steps it rests in the minimum at ${short(minima[place])}.`;
  return `After ${STEPS} steps it has not come to rest.`;
}

/** How many networks found it, once all are trained. */
export function seedWords(guess, { networks, state, epoch }) {
  const known = networks.filter(({ val_accuracy: accuracy }) => Number.isFinite(accuracy));
  if (!known.length) return "";
  const solved = known.filter(({ val_accuracy: accuracy }) => accuracy >= SOLVED).length;
  const now = `${solved} of ${networks.length} name at least ${percent(SOLVED)} of the new examples right in epoch ${epoch}.`;
  if (state !== "finished") return now;
  const off = Math.abs(solved - guess);
  if (networks.length !== 20) return now;
  return off === 0 ? `${now} You guessed exactly that.` : `${now} You guessed ${guess}.`;
}

/** What stands between two networks. */
export function betweenWords({ networks, way, place }) {
  if (!networks) return "Training two small networks …";
  const { accuracy } = networks.ways[way];
  const end = (t) => percent(at(networks, way, t, "accuracy"));
  const here = percent(at(networks, way, place, "accuracy"));
  const worst = percent(Math.min(...accuracy.slice(10, 51)));
  const what =
    way === "order"
      ? "B is A with its hidden units in another order: it answers exactly alike."
      : "B is the same network, trained from another beginning.";
  return `${what} A is right for ${end(0)}, B for ${end(1)} of the examples, here it is ${here}; the worst in between is ${worst}.`;
}
