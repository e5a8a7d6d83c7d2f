// A network of two dense layers that reads digits, evaluated here; a test holds it to what Keras answers.

/** weights: [kernel, bias, kernel, bias] as flat numbers; ReLU between them, softmax at the end. */
export function createReader({ weights, offset, scale, title, right }) {
  const [first, firstBias, second, secondBias] = weights;
  const [hidden, classes] = [firstBias.length, secondBias.length];
  const units = new Float64Array(hidden);

  /** Shares of the classes for an image of pixels from 0 to 16. */
  function read(image) {
    units.set(firstBias);
    for (let i = 0; i < image.length; i++) {
      const value = (image[i] - offset) / scale;
      if (value === 0) continue;
      for (let j = 0; j < hidden; j++) units[j] += value * first[i * hidden + j];
    }
    const sums = Float64Array.from(secondBias);
    for (let j = 0; j < hidden; j++) {
      if (units[j] <= 0) continue;
      for (let k = 0; k < classes; k++) sums[k] += units[j] * second[j * classes + k];
    }
    return softmax(sums);
  }

  return { read, title, right };
}

function softmax(sums) {
  const most = Math.max(...sums);
  const powers = sums.map((z) => Math.exp(z - most));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

export function largest(shares) {
  let best = 0;
  for (let k = 1; k < shares.length; k++) if (shares[k] > shares[best]) best = k;
  return best;
}
