// Errors of predicted numbers, and the lines that make them least: the twin of `nnviz.concepts.metrics`.

/** @returns {mse, rmse, mae, r2, residual, total}; residual and total are the sums of squares that R² compares */
export function errorsOf(truth, said) {
  const n = truth.length;
  const mean = truth.reduce((sum, y) => sum + y, 0) / n;
  let [residual, total, away] = [0, 0, 0];
  truth.forEach((y, i) => {
    residual += (y - said[i]) ** 2;
    total += (y - mean) ** 2;
    away += Math.abs(y - said[i]);
  });
  return {
    mse: residual / n,
    rmse: Math.sqrt(residual / n),
    mae: away / n,
    r2: 1 - residual / total,
    residual,
    total,
    mean,
  };
}

/** {a, b} of the line a + b x with the least mean squared error. */
export function leastSquares(x, y) {
  const mean = (values) => values.reduce((sum, own) => sum + own, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  const over = x.reduce((sum, own, i) => sum + (own - mx) * (y[i] - my), 0);
  const b = over / x.reduce((sum, own) => sum + (own - mx) ** 2, 0);
  return { a: my - b * mx, b };
}

/** {a, b} of the line with the least mean absolute error: one of those through two of the points. */
export function leastDistances(x, y) {
  let best = { error: Infinity };
  for (let i = 0; i < x.length; i++) {
    for (let j = 0; j < i; j++) {
      if (x[i] === x[j]) continue;
      const b = (y[i] - y[j]) / (x[i] - x[j]);
      const a = y[i] - b * x[i];
      const error = x.reduce((sum, own, k) => sum + Math.abs(y[k] - a - b * own), 0);
      if (error < best.error) best = { error, a, b };
    }
  }
  return { a: best.a, b: best.b };
}
