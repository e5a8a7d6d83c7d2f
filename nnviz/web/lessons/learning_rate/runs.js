// Trainings as lines: what the charts of this lesson share. Pure functions.

/** One line for each list of losses, an entry an epoch; where a loss is no number the line ends. */
export function lossLines(losses, colours) {
  return losses.map((loss, i) => ({
    points: loss.map((value, k) => [k + 1, value ?? Number.NaN]),
    colour: colours[i],
    width: i === losses.length - 1 ? 2.6 : 1.8,
  }));
}

/** Whole powers of ten around what can be seen of them. */
export function lossRange(losses) {
  const seen = losses.flat().filter((value) => value !== null && value > 0 && value < 1e6);
  if (!seen.length) return [0.1, 1];
  const [low, high] = [Math.max(Math.min(...seen), 1e-6), Math.min(Math.max(...seen), 1e3)];
  const range = [10 ** Math.floor(Math.log10(low)), 10 ** Math.ceil(Math.log10(high) - 1e-9)];
  return range[0] < range[1] ? range : [range[0] / 10, range[1]];
}

/** How much the loss still goes up and down at the end: what an epoch of the last quarter moves it to and fro, as a share of
 * it. A loss that only falls has none. */
export function restless(loss) {
  const last = loss.slice(Math.floor(0.75 * loss.length)).filter((value) => value !== null);
  if (last.length < 3) return Number.NaN;
  const changes = last.slice(1).map((value, i) => value - last[i]);
  const sum = (values) => values.reduce((total, value) => total + value, 0);
  const toAndFro = sum(changes.map(Math.abs)) - Math.abs(sum(changes));
  return toAndFro / changes.length / (sum(last) / last.length);
}
