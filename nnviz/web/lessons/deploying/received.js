// What the page answers, with its packed arrays as numbers.

import { unpack } from "../../base/unpack.js";

/** A file with its arrays as numbers. */
export function fileOf({ answers, decided, truth, ...rest }) {
  const { shape, values } = unpack(answers);
  return {
    ...rest,
    n: shape[2],
    answers: values,
    decided: decided && unpack(decided).values,
    truth: unpack(truth).values,
  };
}

/** 1 where an answer is off; and the true share of each version over all rows. */
export function versionsOf({ first, seconds, dear, ...rest }, titles) {
  const flags = (packed) => Uint8Array.from(unpack(packed).values);
  const all = Object.fromEntries(Object.entries(seconds).map(([name, packed]) => [name, flags(packed)]));
  const one = flags(first);
  const share = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const shares = {
    first: share(one),
    ...Object.fromEntries(Object.entries(all).map(([name, own]) => [name, share(own)])),
  };
  return { ...rest, titles, streams: new Map(), n: one.length, first: one, seconds: all, dear: flags(dear), shares };
}

/** A year with its monitors: values of [monitors][years][months]. */
export function yearOf(year) {
  return { ...year, ...unpack(year.monitors) };
}
