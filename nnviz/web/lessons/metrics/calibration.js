// Whether a network is right as often as it says, and one temperature that mends it: the twin of nnviz/evaluation/calibration.py.

const LEAST = 1e-12;
const Z = 1.959963984540054; // 95 % of a normal distribution lie so many deviations around its mean
const [COLD, HOT] = [0.05, 20];

/** Probabilities of yes with their logits divided by a temperature. */
export function atTemperature(numbers, temperature) {
  return Array.from(numbers, (number) => {
    const own = Math.min(Math.max(number, LEAST), 1);
    const logit = (Math.log(own) - Math.log(Math.min(Math.max(1 - own, LEAST), 1))) / temperature;
    return 1 / (1 + Math.exp(-logit));
  });
}

/** [{from, to, count, said, right, low, high}] of equally wide bins, and the expected calibration error and log loss. */
export function reliability(numbers, truth, count = 10) {
  const bins = Array.from({ length: count }, (_, k) => ({
    from: k / count,
    to: (k + 1) / count,
    count: 0,
    said: 0,
    hits: 0,
  }));
  numbers.forEach((number, i) => {
    const bin = bins[Math.min(Math.max(Math.ceil(number * count - 1e-12) - 1, 0), count - 1)];
    bin.count += 1;
    bin.said += number;
    bin.hits += truth[i];
  });
  const full = bins.filter((bin) => bin.count);
  for (const bin of full) {
    bin.said /= bin.count;
    bin.right = bin.hits / bin.count;
    [bin.low, bin.high] = wilson(bin.hits, bin.count);
  }
  const error = full.reduce((sum, bin) => sum + bin.count * Math.abs(bin.said - bin.right), 0) / numbers.length;
  return { bins, error, logLoss: logLoss(numbers, truth) };
}

/** Between which a share lies with 95 % certainty (Wilson, 1927). */
export function wilson(hits, count) {
  const [share, z2] = [hits / count, Z * Z];
  const middle = share + z2 / (2 * count);
  const half = Z * Math.sqrt((share * (1 - share)) / count + z2 / (4 * count * count));
  return [(middle - half) / (1 + z2 / count), (middle + half) / (1 + z2 / count)];
}

export function logLoss(numbers, truth) {
  const sum = numbers.reduce((total, p, i) => total - Math.log(Math.min(Math.max(truth[i] ? p : 1 - p, LEAST), 1)), 0);
  return sum / numbers.length;
}

/** The temperature of the least log loss: convex in 1 / temperature, so thirds of the range are cut away. */
export function bestTemperature(numbers, truth) {
  let [low, high] = [1 / HOT, 1 / COLD];
  const at = (inverse) => logLoss(atTemperature(numbers, 1 / inverse), truth);
  for (let step = 0; step < 60; step++) {
    const [a, b] = [low + (high - low) / 3, high - (high - low) / 3];
    if (at(a) < at(b)) high = b;
    else low = a;
  }
  return 2 / (low + high);
}
