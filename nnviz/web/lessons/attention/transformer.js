// One transformer block, number by number, as Keras computes it (nnviz/concepts/attention_tasks.py: `block`), with everything that
// comes up on the way. Nothing here knows the screen. Matrices are flat arrays, row by row.

const EPSILON = 1e-3; // of Keras's LayerNormalization

/**
 * @param weights {name: {shape, values}}: "letter", "position", "query", "query_bias", …, as nnviz/concepts/attention_tasks.py names them
 * @param letters numbers, one a place
 * @param change {allowed(query, key), heads: [whether each head is on], positions: whether they are added, scaled: whether scores
 *   are divided by √d}
 * @returns {x, heads [{query, key, value, scores, weights, mixed}], mixed, first, norm1, inner1, inner2, second, norm2, answers}
 */
export function forward(weights, letters, change = {}) {
  const { allowed = () => true, heads: on = [], positions = true, scaled = true } = change;
  const [width, length] = [weights.letter.shape[1], letters.length];
  const [, heads, key] = weights.query.shape;
  const x = embed(weights, letters, width, positions);
  const parts = ["query", "key", "value"].map((name) => dense(x, weights, name, width, heads * key));
  const each = Array.from({ length: heads }, (_, at) =>
    headOf(
      parts.map((part) => slice(part, length, heads, key, at)),
      { length, key, allowed, scaled },
    ),
  );
  const mixed = mix(each, weights, { length, heads, key, width, on });
  const first = add(x, mixed);
  const norm1 = normalised(first, weights, "norm_1", width);
  const hidden = weights.inner_1.shape[1];
  const inner1 = dense(norm1, weights, "inner_1", width, hidden).map((v) => Math.max(v, 0));
  const inner2 = dense(inner1, weights, "inner_2", hidden, width);
  const second = add(norm1, inner2);
  const norm2 = normalised(second, weights, "norm_2", width);
  const kinds = weights.answer.shape[1];
  const answers = softmaxRows(dense(norm2, weights, "answer", width, kinds), kinds);
  return { x, heads: each, mixed, first, norm1, inner1, inner2, second, norm2, answers, length, width, key, kinds };
}

/** The likeliest letter of each place. */
export function chosenOf({ answers, length, kinds }) {
  return Array.from({ length }, (_, place) => {
    let best = 0;
    for (let k = 1; k < kinds; k++) if (answers[place * kinds + k] > answers[place * kinds + best]) best = k;
    return best;
  });
}

/** One query against keys: {scores, weights, mixed}; `scale`: what the products are divided by. */
export function attend(query, keys, values, scale) {
  const scores = keys.map((key) => key.reduce((sum, own, k) => sum + own * query[k], 0) / scale);
  const weights = softmax(scores);
  const mixed = values[0].map((_, k) => weights.reduce((sum, share, i) => sum + share * values[i][k], 0));
  return { scores, weights, mixed };
}

/** Shares of numbers; minus infinity gets none. */
export function softmax(scores) {
  const most = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - most));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}

function embed({ letter, position }, letters, width, positions) {
  const x = new Float64Array(letters.length * width);
  letters.forEach((kind, place) => {
    for (let k = 0; k < width; k++) {
      x[place * width + k] = letter.values[kind * width + k] + (positions ? position.values[place * width + k] : 0);
    }
  });
  return x;
}

/** (rows × fanIn) · kernel + bias. */
function dense(given, weights, name, fanIn, fanOut) {
  const [kernel, bias] = [weights[name].values, weights[`${name}_bias`].values];
  const rows = given.length / fanIn;
  const out = new Float64Array(rows * fanOut);
  for (let row = 0; row < rows; row++) {
    for (let j = 0; j < fanOut; j++) {
      let sum = bias[j];
      for (let k = 0; k < fanIn; k++) sum += given[row * fanIn + k] * kernel[k * fanOut + j];
      out[row * fanOut + j] = sum;
    }
  }
  return out;
}

/** One head's rows of (places × heads × key). */
function slice(part, length, heads, key, at) {
  return Array.from({ length }, (_, row) => part.slice((row * heads + at) * key, (row * heads + at + 1) * key));
}

/** Places that may not be looked at get no share; a query that may look nowhere mixes nothing. */
function headOf([query, keys, values], { length, key, allowed, scaled }) {
  const scale = scaled ? Math.sqrt(key) : 1;
  const rows = query.map((own, i) => {
    const { scores } = attend(own, keys, values, scale);
    const seen = scores.map((score, j) => (allowed(i, j) ? score : -Infinity));
    const none = seen.every((score) => score === -Infinity);
    const weights = none ? seen.map(() => 0) : softmax(seen);
    const mixed = Array.from({ length: key }, (_, k) =>
      weights.reduce((sum, share, j) => sum + share * values[j][k], 0),
    );
    return { scores: seen, products: scores, weights, mixed };
  });
  return { query, keys, values, rows, length };
}

/** What the heads that are on have mixed, through their common last layer. */
function mix(each, weights, { length, heads, key, width, on }) {
  const [kernel, bias] = [weights.mix.values, weights.mix_bias.values];
  const out = new Float64Array(length * width);
  for (let row = 0; row < length; row++) {
    for (let j = 0; j < width; j++) {
      let sum = bias[j];
      for (let head = 0; head < heads; head++) {
        if (on[head] === false) continue;
        const { mixed } = each[head].rows[row];
        for (let k = 0; k < key; k++) sum += mixed[k] * kernel[(head * key + k) * width + j];
      }
      out[row * width + j] = sum;
    }
  }
  return out;
}

function add(a, b) {
  return a.map((value, i) => value + b[i]);
}

function normalised(given, weights, name, width) {
  const [scale, shift] = [weights[name].values, weights[`${name}_bias`].values];
  const out = new Float64Array(given.length);
  for (let from = 0; from < given.length; from += width) {
    const row = given.subarray(from, from + width);
    const mean = row.reduce((sum, value) => sum + value, 0) / width;
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width;
    const size = Math.sqrt(variance + EPSILON);
    row.forEach((value, k) => {
      out[from + k] = ((value - mean) / size) * scale[k] + shift[k];
    });
  }
  return out;
}

function softmaxRows(given, width) {
  const out = new Float64Array(given.length);
  for (let from = 0; from < given.length; from += width)
    out.set(softmax([...given.subarray(from, from + width)]), from);
  return out;
}
