// Matrices that keep lengths, and what a row of matrices makes of a circle. Pure functions.

/**
 * (fanIn × fanOut) with columns of length 1 at right angles, or rows where there are fewer of them: Gram and Schmidt's way from a random
 * matrix, twice over, so that rounding leaves nothing (Saxe, McClelland and Ganguli, 2014).
 */
export function orthonormal(matrix, fanIn, fanOut) {
  const tall = fanIn >= fanOut;
  const [count, length] = tall ? [fanOut, fanIn] : [fanIn, fanOut];
  const at = (i, k) => (tall ? k * fanOut + i : i * fanOut + k);
  const made = Float64Array.from(matrix);
  for (let i = 0; i < count; i++) {
    for (const _ of [1, 2])
      for (let j = 0; j < i; j++)
        takeAway(
          made,
          length,
          (k) => at(i, k),
          (k) => at(j, k),
        );
    let square = 0;
    for (let k = 0; k < length; k++) square += made[at(i, k)] ** 2;
    for (let k = 0; k < length; k++) made[at(i, k)] /= Math.sqrt(square);
  }
  return made;
}

/** Takes from one vector its part along another of length 1. */
function takeAway(made, length, own, other) {
  let along = 0;
  for (let k = 0; k < length; k++) along += made[own(k)] * made[other(k)];
  for (let k = 0; k < length; k++) made[own(k)] -= along * made[other(k)];
}

/**
 * What the layers' matrices alone make of a circle of radius 1 among the inputs, spanned by the first two of them.
 * @returns [{a: [x, y], b: [x, y], longest, shortest}], the input first: where its two spokes have come to, in the plane that the
 *   circle now lies in, and the half axes of the ellipse that it has become
 */
export function circles({ widths, kernels }, spread) {
  let [a, b] = [0, 1].map((i) => Float64Array.from({ length: widths[0] }, (_, k) => Number(k === i)));
  const found = [ellipse(a, b)];
  kernels.forEach((kernel, l) => {
    const factor = spread(widths[l], widths[l + 1]);
    [a, b] = [a, b].map((vector) => image(vector, kernel, widths[l + 1], factor));
    found.push(ellipse(a, b));
  });
  return found;
}

function image(vector, kernel, fanOut, factor) {
  const made = new Float64Array(fanOut);
  for (let k = 0; k < vector.length; k++) {
    const value = vector[k] * factor;
    for (let j = 0; j < fanOut; j++) made[j] += value * kernel[k * fanOut + j];
  }
  return made;
}

/** Two spokes in a plane of their own, and the half axes: roots of the eigenvalues of their products. */
function ellipse(a, b) {
  let [aa, ab, bb] = [0, 0, 0];
  for (let k = 0; k < a.length; k++) {
    aa += a[k] * a[k];
    ab += a[k] * b[k];
    bb += b[k] * b[k];
  }
  const [middle, half] = [(aa + bb) / 2, Math.hypot((aa - bb) / 2, ab)];
  const length = Math.sqrt(aa);
  const along = length ? ab / length : 0;
  return {
    a: [length, 0],
    b: [along, Math.sqrt(Math.max(bb - along * along, 0))],
    longest: Math.sqrt(middle + half),
    shortest: Math.sqrt(Math.max(middle - half, 0)),
  };
}
