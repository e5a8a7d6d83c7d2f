// Steps that move by themselves: gradient descent on places and softness, while the heights are always the best ones.

import { clamp } from "../../base/scales.js";
import { fitted, outputOf, POINTS, sigmoid } from "./steps.js";

const RATE = { t: 0.006, s: 0.06 }; // of Adam: places as they are, softness as its logarithm
const [DECAY, SQUARES] = [0.9, 0.999];
const SOFTNESS = [0.002, 0.2];
export const MOVES = 150;

/**
 * The slope of the mean squared error along each step's place and along the logarithm of its softness.
 * Where the heights are fitted they need not be followed: at their best the error is level along them.
 */
export function slopesOf(units, c, wanted) {
  const rest = outputOf(units, c).map((value, i) => value - wanted[i]);
  return units.map(({ t, v, s }) => {
    let [along, softer] = [0, 0];
    for (let i = 0; i < rest.length; i++) {
      const z = (POINTS[i] - t) / s;
      const a = sigmoid(z);
      const pull = rest[i] * v * a * (1 - a);
      along -= pull / s;
      softer -= pull * z;
    }
    return { t: (2 * along) / rest.length, s: (2 * softer) / rest.length };
  });
}

/** @returns {step({units, c}, wanted) → {units, c}}: one step of Adam, then the best heights. */
export function createMover() {
  let [k, memory] = [0, []];
  function step({ units, c }, wanted) {
    if (memory.length !== units.length) [k, memory] = [0, units.map(() => ({ t: [0, 0], s: [0, 0] }))];
    k += 1;
    const slopes = slopesOf(units, c, wanted);
    const moved = units.map((unit, j) => {
      const change = (name) => adam(memory[j], name, slopes[j][name], k);
      return {
        ...unit,
        t: clamp(unit.t - change("t"), 0, 1),
        s: clamp(unit.s * Math.exp(-change("s")), ...SOFTNESS),
      };
    });
    return fitted(moved, wanted);
  }
  return { step };
}

function adam(memory, name, slope, k) {
  const [mean, square] = memory[name];
  memory[name] = [DECAY * mean + (1 - DECAY) * slope, SQUARES * square + (1 - SQUARES) * slope ** 2];
  const [m, v] = [memory[name][0] / (1 - DECAY ** k), memory[name][1] / (1 - SQUARES ** k)];
  return (RATE[name] * m) / (Math.sqrt(v) + 1e-8);
}
