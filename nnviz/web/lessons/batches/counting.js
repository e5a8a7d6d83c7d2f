// How epochs, batches and updates are counted, and how far a batch strays: the browser's twin of nnviz/concepts/batches.py.
// Pure functions.

/** Updates of so many epochs: ⌈n/B⌉ in each. */
export function updates(examples, batch, epochs = 1) {
  return Math.ceil(examples / batch) * epochs;
}

/** How many examples the last batch of an epoch holds. */
export function lastBatch(examples, batch) {
  return examples % batch || Math.min(batch, examples);
}

/** How far the mean of a batch strays from the mean of all; `variance`: mean squared distance of one example. */
export function spread(variance, batch, examples) {
  if (examples < 2) return 0;
  return Math.sqrt(((variance / batch) * (examples - batch)) / (examples - 1));
}

/** Where training stands after so many whole updates: {epoch: 0 first, inEpoch: updates in it, from, to: its examples}. */
export function standsAt(update, examples, batch) {
  const perEpoch = updates(examples, batch);
  const epoch = Math.floor(update / perEpoch);
  const inEpoch = update - epoch * perEpoch;
  const from = inEpoch * batch;
  return { epoch, inEpoch, perEpoch, from, to: Math.min(from + batch, examples) };
}

/** Examples seen after so many whole updates, each as often as it was seen. */
export function examplesSeen(update, examples, batch) {
  const { epoch, from } = standsAt(update, examples, batch);
  return epoch * examples + from;
}

/** Positions of the examples sorted by class, as they come where nobody shuffles. */
export function sortedOrder(labels) {
  return Array.from(labels, (_, i) => i).sort((one, other) => labels[one] - labels[other] || one - other);
}

/** How many of a batch are of each class. */
export function classMix(batch, labels, classes) {
  const counts = new Array(Math.max(classes, 1)).fill(0);
  for (const i of batch) counts[labels[i]] += 1;
  return counts;
}
