// What convinces a member, in words: read off the weights, whoever set them.

const WORDS = [
  ["quiet music", "loud music"],
  ["being alone", "friends"],
  ["no exam", "an exam"],
];
const CORNERS = Array.from({ length: 8 }, (_, n) => [(n >> 2) & 1, (n >> 1) & 1, n & 1]);

/** "loud music and friends": the extreme evenings at which the sum is above 0, as few words as describe them exactly. */
export function perspective(weights, bias) {
  const convinced = CORNERS.filter((corner) => corner.reduce((sum, x, i) => sum + x * weights[i], bias) > 0);
  if (!convinced.length) return "nothing";
  if (convinced.length === CORNERS.length) return "anything";
  const patterns = cover(convinced);
  if (patterns.length === 3 && patterns.every((pattern) => free(pattern) === 1))
    return `two of these: ${literalsOf(patterns).join(", ")}`;
  return patterns
    .map((pattern) => pattern.flatMap((value, i) => (value === null ? [] : [WORDS[i][value]])).join(" and "))
    .join(", or ");
}

/** What three patterns have between them: three pairs that a sum singles out are always "two of three". */
function literalsOf(patterns) {
  return WORDS.map((words, i) => words[patterns.map((pattern) => pattern[i]).find((value) => value !== null)]);
}

/** The fewest patterns, [0, null, 1] with null for either, that fit exactly these corners. */
function cover(corners) {
  const has = (corner) => corners.some((own) => own.join() === corner.join());
  const values = [null, 0, 1];
  const patterns = values
    .flatMap((a) => values.flatMap((b) => values.map((c) => [a, b, c])))
    .filter((pattern) => CORNERS.filter((corner) => fits(pattern, corner)).every(has))
    .sort((p, q) => free(q) - free(p));
  const chosen = [];
  let left = corners;
  while (left.length) {
    const best = patterns.reduce((most, next) => (count(next, left) > count(most, left) ? next : most));
    chosen.push(best);
    left = left.filter((corner) => !fits(best, corner));
  }
  return chosen;
}

function fits(pattern, corner) {
  return pattern.every((value, i) => value === null || value === corner[i]);
}

function count(pattern, corners) {
  return corners.filter((corner) => fits(pattern, corner)).length;
}

function free(pattern) {
  return pattern.filter((value) => value === null).length;
}
