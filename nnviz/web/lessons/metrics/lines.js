// The view of predicted numbers: whose points, which line, and what is said of it.

import { errorsOf, leastDistances, leastSquares } from "./values.js";
import { valuesVerdict } from "./words.js";

/** `patients`, `own`: {x, y} and what the reader's own network said, or null. @returns what the view draws; null without points */
export function valuesShown({ state, patients, own }) {
  const points = own ? { x: own.said, y: own.truth } : patients;
  if (!points) return null;
  const moved = state.moved.length === points.y.length;
  const y = moved ? state.moved : points.y;
  const [low, high] = [Math.min(...points.y), Math.max(...points.y)];
  const range = [low - 0.15 * (high - low), high + 0.6 * (high - low)];
  const lines = {
    squares: leastSquares(points.x, y),
    distances: leastDistances(points.x, y),
    own: through(points.x, state.ends),
  };
  const line = own ? { a: 0, b: 1 } : lines[state.line];
  const predict = ({ a, b }) => points.x.map((x) => a + b * x);
  const said = predict(line);
  const others = { squares: errorsOf(y, predict(lines.squares)), distances: errorsOf(y, predict(lines.distances)) };
  const words = {
    x: own ? `predicted ${own.name}` : "body-mass index",
    y: own ? `true ${own.name}` : "progression of diabetes, a year on",
    verdict: valuesVerdict(state.line, errorsOf(y, said), others, Boolean(own)),
  };
  return { x: points.x, y, said, line, kind: state.line, own: Boolean(own), ends: state.ends, range, words, moved };
}

function through(x, [left, right]) {
  const [from, to] = [Math.min(...x), Math.max(...x)];
  const b = (right - left) / (to - from || 1);
  return { a: left - b * from, b };
}
