// What the lesson on recurrent networks says of its pictures.

import { fixed } from "../../base/controls.js";
import { percent, short } from "../../base/numbers.js";

export const PART_NAMES = {
  f: "Forget gate",
  i: "Input gate",
  o: "Output gate",
  g: "Candidate",
  z: "Update gate",
  r: "Reset gate",
  n: "Candidate",
};
const MEANS = {
  f: "1 keeps the memory, 0 wipes it.",
  i: "How much of the candidate is added to the memory.",
  o: "How much of the memory is told to the outside.",
  z: "1 keeps the old state, 0 takes the candidate.",
  r: "How much of the old state the candidate sees.",
};

export function gateMeaning(gate) {
  return MEANS[gate] ?? "";
}

/** Written as one reads a character: a space is not nothing. */
export function written(mark) {
  return mark === " " ? "a space" : `“${mark}”`;
}

/** How the network stands: waiting, being trained, or what it has learnt. */
export function standing({ line, state, problem, cell }) {
  if (problem) return problem;
  if (!line) return `A new ${cell}, as it begins. Keras is training one: a few seconds …`;
  const right = `${percent(line.accuracy)} right on sequences twice as long as any in training`;
  const under = state === "finished" ? "" : " Training goes on …";
  return `After ${line.step.toLocaleString("en")} steps: ${right}.${under}`;
}

/** Which unit goes with the answer most closely on this text: {unit, r}; null where all answers are alike. */
export function closestUnit(values, truth) {
  const told = truth.map(Number);
  const units = values[0]?.length ?? 0;
  let best = null;
  for (let unit = 0; unit < units; unit++) {
    const own = values.map((row) => row[unit]);
    const r = correlation(own, told);
    if (Number.isFinite(r) && Math.abs(r) > Math.abs(best?.r ?? 0)) best = { unit, r };
  }
  return best;
}

function correlation(a, b) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const sum = (one, other) => one.reduce((all, _, i) => all + one[i] * other[i], 0);
  const [da, db] = [a.map((value) => value - ma), b.map((value) => value - mb)];
  return sum(da, db) / Math.sqrt(sum(da, da) * sum(db, db));
}

export function closestWords(closest) {
  if (!closest) return "";
  const against = closest.r < 0 ? "against" : "with";
  return ` Unit ${closest.unit + 1} goes ${against} the true answer most closely (correlation ${fixed(closest.r)}).`;
}

/** The sum that a part's function is given, written out. */
export function sumWords({ input, recurrent, bias, second }, part, value, held) {
  if (held) return `Held at ${fixed(value)} in all units, whatever its sum says.`;
  const bend = part === "g" || part === "n" ? "tanh" : "σ";
  const total = input + recurrent + bias + second;
  const terms = [`x gives ${fixed(input)}`, `h before gives ${fixed(recurrent)}`, `bias ${fixed(bias + second)}`];
  return `${terms.join(", ")}: together ${fixed(total)}, and ${bend} makes it ${fixed(value)}.`;
}

export function candidateWords({ input, recurrent, bias, second }, r, value) {
  const back = `r ${fixed(r)} × ${fixed(recurrent + second)} from h before`;
  return `x gives ${fixed(input)}, ${back}, bias ${fixed(bias)}: tanh of the sum is ${fixed(value)}.`;
}

export function loopWords(steps, slope, { u }) {
  const last = steps.at(-1).h;
  const fate = Math.abs(slope) < 0.02 ? "The first input is all but forgotten." : "The first input is still felt.";
  return (
    `After ${steps.length} steps the state is ${fixed(last)}. Nudge the first input, and the last state moves ` +
    `${short(slope, 2)} times as far: w, five times u = ${fixed(u)}, and six slopes of tanh. ${fate}`
  );
}

/** What reaches the first step, cell by cell. */
export function reachWords(lines, steps, source) {
  if (!lines.length) return "";
  const told = lines.map(({ name, sizes }) => `${name} ${short(sizes[0] / sizes.at(-1), 2)}`).join(", ");
  const far = steps - 1;
  const of = source === "trained" ? "your text’s first character" : `${far} steps back`;
  return `Of a slope of 1 at the end, this much arrives at ${of}: ${told}.`;
}

/** How a race ended. */
export function raceWords({ errors, state, problem, guess, length, guessing }) {
  if (problem) return problem;
  if (state !== "finished") return errors.length ? "Keras is training the three, one after the other …" : "";
  const failed = errors.filter(({ last }) => last > guessing / 2).map(({ cell }) => cell);
  const who = failed.length
    ? `${failed.join(" and ")} ${failed.length > 1 ? "have" : "has"} learnt next to nothing`
    : "All three have learnt to add";
  const truth = failed.length === 1 ? failed[0] : failed.length ? "several" : "none";
  const right =
    guess === null ? "" : guess === truth ? " You said so." : ` You said ${guess === "none" ? "none fails" : guess}.`;
  return `With ${length} numbers: ${who}.${right}`;
}
