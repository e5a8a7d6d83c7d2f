// What becomes of examples at a threshold. Pure functions of two rising arrays: the numbers of those that are positive, and of the others.

/** How many of rising numbers are at least `threshold`; with `above` how many are larger. */
export function reaching(rising, threshold, above = false) {
  let [low, high] = [0, rising.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (above ? rising[middle] > threshold : rising[middle] >= threshold) high = middle;
    else low = middle + 1;
  }
  return rising.length - low;
}

/** @returns {found, missed, alarms, leftOut} of {positive, negative, above}. */
export function outcome({ positive, negative, above }, threshold) {
  const found = reaching(positive, threshold, above);
  const alarms = reaching(negative, threshold, above);
  return { found, missed: positive.length - found, alarms, leftOut: negative.length - alarms };
}

/** Shares in [0, 1]; NaN where there is nothing to share. */
export function rates({ found, missed, alarms, leftOut }) {
  return {
    precision: found / (found + alarms),
    recall: found / (found + missed),
    falseAlarms: alarms / (alarms + leftOut),
    accuracy: (found + leftOut) / (found + missed + alarms + leftOut),
    f1: (2 * found) / (2 * found + alarms + missed),
  };
}

export function cost({ missed, alarms }, { miss, alarm }) {
  return miss * missed + alarm * alarms;
}

/** What becomes of them at every threshold that makes a difference, from nothing called to everything. */
export function walk({ positive, negative, above }) {
  const values = [...new Set([...positive, ...negative])].sort((a, b) => b - a);
  const places = [Infinity, ...values];
  if (above) places.push(-Infinity);
  return places.map((threshold) => ({ threshold, ...outcome({ positive, negative, above }, threshold) }));
}

/** Of a walk the place where all errors cost least, the first of several. */
export function cheapest(walked, costs) {
  return walked.reduce((best, one) => (cost(one, costs) < cost(best, costs) ? one : best));
}

/** [x, y] of a curve along a walk: "roc", "pr" (precision over recall) or "gain" (found over called). */
export function point(name, counts) {
  const { precision, recall, falseAlarms } = rates(counts);
  if (name === "roc") return [falseAlarms, recall];
  if (name === "pr") return [recall, precision];
  const all = counts.found + counts.missed + counts.alarms + counts.leftOut;
  return [(counts.found + counts.alarms) / all, recall];
}

/** How many of rising numbers lie in each of `count` equal bins of [low, high]. */
export function bins(rising, low, high, count) {
  const counts = new Array(count).fill(0);
  for (const value of rising) {
    counts[Math.min(count - 1, Math.max(0, Math.floor(((value - low) / (high - low)) * count)))] += 1;
  }
  return counts;
}

/** The area under the ROC of a walk: the chance that a positive example has a larger number than a negative one. */
export function areaUnderRoc(walked) {
  const ends = walked.map((one) => point("roc", one));
  return ends.slice(1).reduce((sum, [x, y], k) => sum + ((x - ends[k][0]) * (y + ends[k][1])) / 2, 0);
}

/** The mean precision over the examples found: each step of recall times the precision there. */
export function averagePrecision(walked) {
  const [all] = walked.map((one) => one.found + one.missed);
  return walked
    .slice(1)
    .reduce((sum, one, k) => sum + ((one.found - walked[k].found) / all) * (rates(one).precision || 0), 0);
}
