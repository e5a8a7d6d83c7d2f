// Least squares with a ridge, in closed form, by Cholesky's factors. Matrices are Float64Arrays, row after row.

export const LEAST_RIDGE = 1e-9;

/**
 * What minimises the mean squared error on n examples plus `ridge` times the sum of the squares: (p,) coefficients.
 * With more coefficients than examples the smaller system of the examples is solved.
 * @param design n × p       @param y n values
 */
export function coefficients(design, y, p, ridge) {
  const n = y.length;
  const held = Math.max(ridge, LEAST_RIDGE) * n;
  const solution = new Float64Array(p);
  if (p <= n) {
    for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) solution[j] += design[i * p + j] * y[i];
    return solveCholesky(inner(design, n, p, held), solution);
  }
  const share = solveCholesky(outer(design, n, p, held), Float64Array.from(y));
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) solution[j] += design[i * p + j] * share[i];
  return solution;
}

/** The lower half of designᵀ design, p × p, with `held` added to its diagonal. */
function inner(design, n, p, held) {
  const matrix = new Float64Array(p * p);
  for (let i = 0; i < n; i++) {
    const row = i * p;
    for (let j = 0; j < p; j++) {
      const value = design[row + j];
      for (let k = 0; k <= j; k++) matrix[j * p + k] += value * design[row + k];
    }
  }
  for (let j = 0; j < p; j++) matrix[j * p + j] += held;
  return matrix;
}

/** The lower half of design designᵀ, n × n, with `held` added to its diagonal. */
function outer(design, n, p, held) {
  const matrix = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let k = 0; k <= i; k++) {
      let sum = 0;
      for (let j = 0; j < p; j++) sum += design[i * p + j] * design[k * p + j];
      matrix[i * n + k] = sum;
    }
    matrix[i * n + i] += held;
  }
  return matrix;
}

/** Solves a symmetric positive system in place; `matrix` holds its lower half and is used up. */
function solveCholesky(matrix, vector) {
  const size = vector.length;
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let rest = matrix[i * size + j];
      for (let k = 0; k < j; k++) rest -= matrix[i * size + k] * matrix[j * size + k];
      matrix[i * size + j] = i === j ? Math.sqrt(Math.max(rest, 1e-300)) : rest / matrix[j * size + j];
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

/** design × solution, one value a row. */
export function predict(design, solution) {
  const p = solution.length;
  const values = new Float64Array(design.length / p);
  for (let i = 0; i < values.length; i++) {
    let sum = 0;
    for (let j = 0; j < p; j++) sum += design[i * p + j] * solution[j];
    values[i] = sum;
  }
  return values;
}
