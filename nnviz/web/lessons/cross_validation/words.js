// What the picture says in a sentence.

import { percent } from "../../base/numbers.js";
import { most, SCHEMES } from "./dealing.js";

const points = (value) => `${Math.abs(100 * value).toFixed(1)} points`;

/** About the folds as they are dealt. */
export function saidOf(state, study, dealt) {
  const { scheme, k, fold } = state;
  const { folds, why } = most(scheme, study);
  if (fold) return heldSaid(state, study, dealt);
  const scores = dealt.folds.map(({ score }) => score);
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  const sizes = dealt.folds.map(({ test }) => test);
  const bounds = `${Math.min(...sizes)}${Math.min(...sizes) < Math.max(...sizes) ? ` or ${Math.max(...sizes)}` : ""}`;
  const tested = `${bounds} example${bounds === "1" ? "" : "s"}`;
  const begins = `${SCHEMES[scheme].sklearn}: ${k} neurons, each tested on ${tested} that it has not seen.`;
  if (k === study.n) return `${begins} A fold is one example, so its score is 0 or 100 %: only the mean says anything.`;
  const chance = scheme === "time" || scheme === "blocks" ? " The interval is meant for folds dealt by chance." : "";
  const limit = k === folds && why ? ` ${why}` : chance;
  return `${begins} Their scores lie between ${percent(low)} and ${percent(high)}.${limit}`;
}

function heldSaid({ fold, scheme }, study, dealt) {
  const { train, test } = dealt.deals[fold - 1];
  const { score } = dealt.folds[fold - 1];
  const ill = (rows) => rows.reduce((sum, i) => sum + study.y[i], 0);
  const sides = `learned from ${train.length} (${ill(train)} ill), tested on ${test.length} (${ill(test)} ill)`;
  const begins = `Fold ${fold}: ${sides}: ${percent(score)} right.`;
  if (scheme === "time") return `${begins} Only the past may teach.`;
  const shared = new Set(test.map((i) => study.person[i]).filter((one) => train.some((i) => study.person[i] === one)));
  if (!shared.size) return `${begins} No person is on both sides.`;
  const people = shared.size === 1 ? "1 person has" : `${shared.size} people have`;
  return `${begins} ${people} rows on both sides.`;
}

/** About single splits, once some were drawn. */
export function splitsSaid({ splits, luckGuess }, scores, truth, most) {
  if (!scores.length) return "Splitting …";
  const [low, high] = [Math.min(...scores), Math.max(...scores)];
  if (splits === 1)
    return `With this split you would report ${percent(low)}. Draw another one of the same 60 examples.`;
  const apart = `from ${percent(low)} to ${percent(high)}, ${points(high - low)} apart`;
  const begins = `${scores.length} splits of the same 60 examples: ${apart}.`;
  if (scores.length < most) return begins;
  const range = rangeOf(100 * (high - low));
  const right = range === luckGuess ? "right" : `it is ${range}`;
  const said = luckGuess ? ` You said ${luckGuess}: ${right}.` : "";
  return `${begins}${said} The true score is ${percent(truth)}.`;
}

export const RANGES = { "under 15 points": 15, "15 to 30 points": 30, "30 to 45 points": 45, "over 45 points": 1000 };

function rangeOf(points_) {
  return Object.keys(RANGES).find((name) => points_ <= RANGES[name]);
}

/** How many of the studies done anew were right about themselves. */
export function coverageSaid({ count, ...held }) {
  if (!count) return "A 95 % interval promises to hold the true score in 95 of 100 studies. Do 100 studies and count.";
  const share = (name) => Math.round((100 * held[name]) / count);
  return (
    `${count} studies, each with 60 other people: the plain interval holds the true score in ` +
    `${share("naive")} %, the corrected one in ${share("corrected")} %.`
  );
}

export const AMOUNTS = { none: "hardly at all", some: "about 5 points", much: "20 points" };
export const SAYS = { fifty: "50 %", sixty: "60 %", seventy: "70 %", eighty: "85 %" };

/** What a leak does, as far as it has been done. */
export function leakSaid({ leak, leakGuess }, { wrong, right, truth }, mean) {
  const studies = wrong.length;
  if (!studies) return FIRST[leak];
  const [w, r, t] = [wrong, right, truth].map(mean);
  const many = studies > 1 ? `Mean of ${studies} studies` : "One study";
  const begins = `${many}: done wrongly ${percent(w)}, done rightly ${percent(r)}, in truth ${percent(t)}.`;
  const said = leakGuess ? ` You said ${{ ...SAYS, ...AMOUNTS }[leakGuess] ?? leakGuess}.` : "";
  if (leak === "columns") {
    return `${begins}${said} The columns were chosen by looking at the test rows, so they fit them by luck.`;
  }
  if (leak === "people")
    return `${begins}${said} With rows of the same person on both sides, the neuron only has to recognise the person.`;
  return `${begins}${said} A leak all the same, but a harmless one: mean and spread hardly depend on a few test rows, and not on labels.`;
}

const FIRST = {
  columns:
    "60 coin flips, and columns of pure noise: nobody can do better than 50 %. " +
    "What will cross-validation say if the best columns are chosen first?",
  people: "20 people, 3 rows each. What does it matter if the rows of a person land in different folds?",
  scale: "8 columns of very different sizes. What does it matter if they are scaled before the folds are dealt?",
};
