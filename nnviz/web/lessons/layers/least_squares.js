// Linear least squares by Householder's reflections, as LAPACK solves it. Columns are Float64Arrays.

/**
 * Factors a matrix, in place: afterwards its columns hold the reflections below and R above the diagonal.
 * @param columns Float64Arrays of the same length, at most as many as they are long
 * @returns what `reflect` and `solve` need; the first k columns of it are the factors of the first k columns
 */
export function factor(columns) {
  const diagonal = new Float64Array(columns.length);
  for (let j = 0; j < columns.length; j++) {
    const column = columns[j];
    let square = 0;
    for (let i = j; i < column.length; i++) square += column[i] * column[i];
    const size = Math.sqrt(square);
    diagonal[j] = column[j] > 0 ? -size : size;
    column[j] -= diagonal[j];
    for (let k = j + 1; k < columns.length; k++) turn(column, columns[k], j);
  }
  return { columns, diagonal };
}

/** Q transposed times y, in place. */
export function reflect({ columns }, y) {
  for (let j = 0; j < columns.length; j++) turn(columns[j], y, j);
  return y;
}

/** The coefficients of the first `count` columns, from Q transposed times y. */
export function solve({ columns, diagonal }, turned, count = columns.length) {
  const solution = new Float64Array(count);
  for (let j = count - 1; j >= 0; j--) {
    let rest = turned[j];
    for (let k = j + 1; k < count; k++) rest -= columns[k][j] * solution[k];
    solution[j] = diagonal[j] === 0 ? 0 : rest / diagonal[j];
  }
  return solution;
}

/** The coefficients that bring the columns nearest to y. The columns are used up. */
export function leastSquares(columns, y) {
  const factors = factor(columns);
  return solve(factors, reflect(factors, Float64Array.from(y)));
}

/** One reflection, by the vector that stands in `mirror` from `from` on. */
function turn(mirror, column, from) {
  const pivot = mirror[from];
  if (pivot === 0) return;
  let [square, product] = [0, 0];
  for (let i = from; i < mirror.length; i++) {
    square += mirror[i] * mirror[i];
    product += mirror[i] * column[i];
  }
  const factor = (2 * product) / square;
  for (let i = from; i < mirror.length; i++) column[i] -= factor * mirror[i];
}
