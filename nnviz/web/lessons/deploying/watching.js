// What an alarm does over many years: how often it is false, how late it comes, and what that costs. Pure functions.

import { START } from "./state.js";

/**
 * What an alarm at `level` does. `years`: for each the monitor's number in each of twelve months; `late`: months until what
 * it needs is known; `worth`: false alarms that a month of unnoticed change costs as much as; `changes`: whether anything
 * changes at all.
 * @returns {falsely: false alarms a year, caught: share of years in which the change is caught, months: how many it goes
 *   unnoticed on average, cost: in false alarms a year}
 */
export function alarmOf(years, level, { late = 0, worth = 3, changes = true } = {}) {
  let [falsely, quiet, caught, unnoticed] = [0, 0, 0, 0];
  const last = years[0].length;
  for (const values of years) {
    const before = changes ? START - 1 : last;
    for (let k = 0; k < before; k++) falsely += values[k] > level ? 1 : 0;
    quiet += before;
    if (!changes) continue;
    const at = values.findIndex((value, k) => k >= START - 1 && value > level);
    const heard = at < 0 ? last : Math.min(at + late, last);
    caught += at >= 0 && at + late < last ? 1 : 0;
    unnoticed += heard - (START - 1);
  }
  const rate = (last * falsely) / quiet;
  const months = changes ? unnoticed / years.length : 0;
  return { falsely: rate, caught: caught / years.length, months, cost: rate + worth * months };
}

/** The cost at each of `count` levels up to `most`: [[level, cost]], and the cheapest of them. */
export function costs(years, most, rules, count = 80) {
  const points = Array.from({ length: count + 1 }, (_, k) => {
    const level = (most * k) / count;
    return [level, alarmOf(years, level, rules).cost];
  });
  return { points, best: points.reduce((best, point) => (point[1] < best[1] ? point : best)) };
}

/** The months, counted from 0, in which one year's alarm goes off. */
export function alarms(values, level) {
  return values.flatMap((value, k) => (value > level ? [k] : []));
}

/** The middle 90 % of all years in each month: [[low], [high]] */
export function band(years) {
  const of = (share) =>
    years[0].map((_, month) => {
      const sorted = years.map((values) => values[month]).sort((a, b) => a - b);
      return sorted[Math.round(share * (sorted.length - 1))];
    });
  return [of(0.05), of(0.95)];
}
