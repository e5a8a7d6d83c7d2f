// One neuron with a sigmoid, trained to the very bottom of its loss, in microseconds: what scikit-learn calls logistic
// regression with C = 1, and Keras Dense(1, "sigmoid") with a little L2. Pure functions.

const PLAIN = 12; // whole steps that are tried first
const STEPS = 40;
const CLOSE = 1e-6; // of a step: the next one would be as small as its square

/**
 * The weights, the bias last, that minimise Σ loss + ½ Σ w² over the rows given (Newton's method). Where all rows are of one
 * class it always says that one: its bias is infinite.
 * @param x n × p row after row       @param y 0 or 1       @param rows to learn from
 */
export function fit(x, y, rows, p) {
  const w = new Float64Array(p + 1);
  const ill = rows.reduce((sum, i) => sum + y[i], 0);
  if (ill === 0 || ill === rows.length) {
    w[p] = ill ? Infinity : -Infinity;
    return w;
  }
  for (let step = 0; step < PLAIN; step++) {
    if (take(w, newton(w, x, y, rows, p)) < CLOSE) return w;
  }
  return damped(w.fill(0), x, y, rows, p);
}

/** Goes a step; how far it went. NaN where it went nowhere that there is. */
function take(w, move) {
  let far = 0;
  for (let j = 0; j < w.length; j++) {
    w[j] -= move[j];
    far = Math.max(far, Math.abs(move[j]));
  }
  return far;
}

/** The same with steps that are halved until the loss falls: for the few cases in which whole steps go too far. */
function damped(w, x, y, rows, p) {
  let loss = lossOf(w, x, y, rows, p);
  for (let step = 0; step < STEPS; step++) {
    const move = newton(w, x, y, rows, p);
    let size = 1;
    let tried = w.map((value, j) => value - move[j]);
    let then = lossOf(tried, x, y, rows, p);
    while (!(then <= loss + 1e-12) && size > 1e-4) {
      size /= 2;
      tried = w.map((value, j) => value - size * move[j]);
      then = lossOf(tried, x, y, rows, p);
    }
    w.set(tried);
    loss = then;
    if (Math.max(...move.map(Math.abs)) < CLOSE) break;
  }
  return w;
}

/** The weighted sum of one row. */
export function sum(w, x, i, p) {
  let z = w[p];
  for (let j = 0; j < p; j++) z += w[j] * x[i * p + j];
  return z;
}

/** The share of rows that are judged rightly. */
export function accuracy(w, x, y, rows, p) {
  let right = 0;
  for (const i of rows) if (sum(w, x, i, p) > 0 === (y[i] === 1)) right += 1;
  return right / rows.length;
}

function lossOf(w, x, y, rows, p) {
  let loss = 0;
  for (let j = 0; j < p; j++) loss += 0.5 * w[j] * w[j];
  for (const i of rows) {
    const z = sum(w, x, i, p);
    const away = y[i] ? -z : z;
    loss += away > 0 ? away + Math.log1p(Math.exp(-away)) : Math.log1p(Math.exp(away));
  }
  return loss;
}

/** The Hessian's inverse times the gradient. */
function newton(w, x, y, rows, p) {
  const size = p + 1;
  const matrix = new Float64Array(size * size);
  const slope = new Float64Array(size);
  for (let j = 0; j < p; j++) {
    matrix[j * size + j] = 1;
    slope[j] = w[j];
  }
  for (const i of rows) {
    const chance = 1 / (1 + Math.exp(-sum(w, x, i, p)));
    const [error, curve] = [chance - y[i], chance * (1 - chance)];
    for (let j = 0; j < size; j++) {
      const xj = j < p ? x[i * p + j] : 1;
      slope[j] += error * xj;
      for (let k = 0; k <= j; k++) matrix[j * size + k] += curve * xj * (k < p ? x[i * p + k] : 1);
    }
  }
  return solve(matrix, slope, size);
}

/** Cholesky, in place; `matrix` holds its lower half and is used up. */
function solve(matrix, vector, size) {
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j];
      for (let k = 0; k < j; k++) rest -= matrix[i * size + k] * matrix[j * size + k];
      matrix[i * size + j] = i === j ? Math.sqrt(Math.max(rest, 1e-12)) : rest / matrix[j * size + j];
    }
  }
  for (let i = 0; i < size; i++) {
    for (let k = 0; k < i; k++) vector[i] -= matrix[i * size + k] * vector[k];
    vector[i] /= matrix[i * size + i];
  }
  for (let i = size - 1; i >= 0; i--) {
    for (let k = i + 1; k < size; k++) vector[i] -= matrix[k * size + i] * vector[k];
    vector[i] /= matrix[i * size + i];
  }
  return vector;
}
