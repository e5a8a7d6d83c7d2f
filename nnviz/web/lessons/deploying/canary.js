// A stream of requests shared out between two versions: what is counted, and how sure that is. Pure functions; the
// intervals are those of nnviz/evaluation/proportions.py.

import { random } from "../../base/random.js";

const Z = 1.959963984540054; // the middle 95 % of a normal distribution lie within so many deviations

/** `count` requests: which row each is, and a number in [0, 1) that decides which version gets it. */
export function streamOf(seed, count, rows) {
  const draw = random(seed);
  const [row, chance] = [new Int32Array(count), new Float64Array(count)];
  for (let k = 0; k < count; k++) {
    row[k] = Math.floor(draw() * rows);
    chance[k] = draw();
  }
  return { row, chance };
}

/** For each request up to `sent`: whether version 2 got it. `turns` [{at, share in per cent}] in their order. */
export function routed({ chance }, turns, sent) {
  const second = new Uint8Array(sent);
  let now = 0;
  for (let k = 0; k < sent; k++) {
    while (now + 1 < turns.length && turns[now + 1].at <= k) now += 1;
    second[k] = 100 * chance[k] < turns[now].share ? 1 : 0;
  }
  return second;
}

const NONE = () => ({ requests: 0, wrong: 0, dear: 0, dearWrong: 0 });

/**
 * What was counted after `sent` requests. `world` {first, second: 1 where that version's answer to a row is off, dear: 1 for
 * large bills}. harmed: answers of version 2 that are off where version 1 would have been right; helped: the other way.
 */
export function counted(world, stream, second, sent) {
  const told = { first: NONE(), second: NONE(), harmed: 0, helped: 0 };
  for (let k = 0; k < sent; k++) {
    const row = stream.row[k];
    const version = second[k] ? told.second : told.first;
    const wrong = second[k] ? world.second[row] : world.first[row];
    version.requests += 1;
    version.wrong += wrong;
    version.dear += world.dear[row];
    version.dearWrong += world.dear[row] && wrong;
    if (!second[k]) continue;
    told.harmed += wrong && !world.first[row] ? 1 : 0;
    told.helped += !wrong && world.first[row] ? 1 : 0;
  }
  return told;
}

/** Between which two shares the true one lies, 95 times of 100 (Wilson, 1927); [0, 1] for no request. */
export function wilson(wrong, requests) {
  if (!requests) return [0, 1];
  const share = wrong / requests;
  const middle = (share + Z ** 2 / (2 * requests)) / (1 + Z ** 2 / requests);
  const spread = Math.sqrt((share * (1 - share)) / requests + Z ** 2 / (4 * requests ** 2));
  const reach = (Z / (1 + Z ** 2 / requests)) * spread;
  return [Math.max(middle - reach, 0), Math.min(middle + reach, 1)];
}

/** How many deviations two shares are apart (the pooled z test); 0 while one of them has no request. */
export function apart(one, other) {
  const requests = one.requests + other.requests;
  if (!one.requests || !other.requests) return 0;
  const pooled = (one.wrong + other.wrong) / requests;
  const spread = Math.sqrt(pooled * (1 - pooled) * (1 / one.requests + 1 / other.requests));
  return spread ? (other.wrong / other.requests - one.wrong / one.requests) / spread : 0;
}

/** Whether two shares differ beyond chance, by a test at 5 %. */
export const differ = (one, other) => Math.abs(apart(one, other)) > Z;

/** Requests of each version until a difference is seen in four of five trials: n = 16 p (1 − p) / δ². */
export function needed(share, difference) {
  return difference ? Math.ceil((16 * share * (1 - share)) / difference ** 2) : Infinity;
}

/** What stood after each of about `points` moments: [{sent, first: [share, low, high], second: …}] */
export function course(world, stream, second, sent, points = 120) {
  const told = { first: NONE(), second: NONE() };
  const moments = [];
  const step = Math.max(1, Math.ceil(sent / points));
  for (let k = 0; k < sent; k++) {
    const row = stream.row[k];
    const version = second[k] ? told.second : told.first;
    version.requests += 1;
    version.wrong += second[k] ? world.second[row] : world.first[row];
    if ((k + 1) % step && k + 1 < sent) continue;
    const of = ({ wrong, requests }) => [requests ? wrong / requests : Number.NaN, ...wilson(wrong, requests)];
    moments.push({ sent: k + 1, first: of(told.first), second: of(told.second) });
  }
  return moments;
}

/**
 * How often two versions that are the same are called different: by one look at the end, and by whoever stops at the first
 * difference, looking every `every` requests. `wrong`: 1 where an answer to a row is off. @returns {once, peeking}: shares
 */
export function peeks(wrong, { trials = 400, requests = 1000, every = 25, seed = 7 } = {}) {
  let [once, peeking] = [0, 0];
  for (let trial = 0; trial < trials; trial++) {
    const { row, chance } = streamOf(seed + 1000 * trial, requests, wrong.length);
    const [one, other] = [NONE(), NONE()];
    let seen = false;
    for (let k = 0; k < requests; k++) {
      const version = chance[k] < 0.5 ? other : one;
      version.requests += 1;
      version.wrong += wrong[row[k]];
      if ((k + 1) % every === 0 && differ(one, other)) seen = true;
    }
    peeking += seen ? 1 : 0;
    once += differ(one, other) ? 1 : 0;
  }
  return { once: once / trials, peeking: peeking / trials };
}
