// A year with a plan for learning again: which network answers in which month, and how often it is off. Pure functions.

export const REQUESTS = 120; // a month

/** In the order of `WINDOWS` in nnviz/concepts/deploying_year.py. */
export const WINDOWS = { 1: "1 month", 3: "3 months", all: "all there is" };
const ORDER = ["1", "3", "all"]; // an object's keys would be sorted

/** The end of the month after which the network in use in a month (from 1) was trained last; 0 for the first network. */
export function trainedAt(month, { plan, when }) {
  if (plan === "never") return 0;
  if (plan === "monthly") return month - 1;
  return month > when ? when : 0;
}

/** The share of answers that are off in each month. `data` {before: [12], after: [windows][ends][12]} */
export function courseOf(data, choice) {
  const window = ORDER.indexOf(choice.window);
  return data.before.map((before, k) => {
    const end = trainedAt(k + 1, choice);
    return end ? data.after[window][end - 1][k] : before;
  });
}

/** Of the network in use at the end of the year: how often it is off on the bills of before any change. */
export function onOld(data, choice) {
  const end = trainedAt(12, choice);
  return end ? data.old[ORDER.indexOf(choice.window)][end - 1] : data.before[0];
}

/** How many answers of a year are off. */
export function wrongAnswers(course) {
  return Math.round(REQUESTS * course.reduce((sum, share) => sum + share, 0));
}

/** How often the network is trained in a year. */
export function trainings({ plan }) {
  return { never: 0, once: 1, monthly: 11 }[plan];
}
