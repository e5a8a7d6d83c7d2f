// Schedules of the learning rate over a training: what Keras's own schedules return, held equal to them by a test.
// A shape is {kind, peak, end, warmup}, as in nnviz/concepts/learning_rate.py. Pure functions.

export const KINDS = {
  constant: "Constant",
  step: "Steps down",
  exponential: "Exponential",
  inverse_time: "1 / time",
  polynomial: "Straight line",
  cosine: "Cosine",
  cosine_restarts: "Cosine, restarted",
  warmup: "Warm-up, then cosine",
};
const CYCLES = 3; // plateaus of the steps, and falls of the restarted cosine, each twice as long as the one before

const wave = (share, peak, end) => peak * ((1 - end) * 0.5 * (1 + Math.cos(Math.PI * share)) + end);
const RATES = {
  constant: (_, { peak }) => peak,
  step: (share, { peak, end }) => peak * end ** (Math.floor(share * CYCLES + 1e-9) / (CYCLES - 1)),
  exponential: (share, { peak, end }) => peak * end ** share,
  inverse_time: (share, { peak, end }) => peak / (1 + (1 / end - 1) * share),
  polynomial: (share, { peak, end }) => peak * (1 - share + end * share),
  cosine: (share, { peak, end }) => wave(share, peak, end),
  cosine_restarts: (share, { peak, end }) => {
    const falls = share * (2 ** CYCLES - 1); // in lengths of the first fall
    const fall = Math.floor(Math.log2(falls + 1) + 1e-9);
    return wave((falls - (2 ** fall - 1)) / 2 ** fall, peak, end);
  },
  warmup: (share, { peak, end, warmup }) =>
    share < warmup ? (peak * share) / warmup : wave((share - warmup) / (1 - warmup || 1), peak, end),
};

/** The rate when `share` of the training is over, 0 to 1. */
export function rateAt(share, shape) {
  return RATES[shape.kind](share, shape);
}

/** The rates of `count` steps, evenly spread over the training. */
export function ratesOf(shape, count) {
  return Array.from({ length: count }, (_, k) => rateAt(k / count, shape));
}
