// Straight lines on a plane.

/**
 * Where the line w · x + b = 0 enters and leaves the square [low, high]²: [[x, y], [x, y]], or null where it passes by.
 */
export function lineAcross([w1, w2], b, [low, high]) {
  const size = Math.hypot(w1, w2);
  if (size < 1e-9) return null;
  const [foot, along] = [
    [(-b * w1) / size ** 2, (-b * w2) / size ** 2],
    [-w2 / size, w1 / size],
  ];
  let [from, to] = [-Infinity, Infinity];
  for (const axis of [0, 1]) {
    if (Math.abs(along[axis]) < 1e-12) {
      if (foot[axis] < low || foot[axis] > high) return null;
      continue;
    }
    const ends = [(low - foot[axis]) / along[axis], (high - foot[axis]) / along[axis]];
    from = Math.max(from, Math.min(...ends));
    to = Math.min(to, Math.max(...ends));
  }
  return from < to ? [from, to].map((t) => [foot[0] + t * along[0], foot[1] + t * along[1]]) : null;
}
