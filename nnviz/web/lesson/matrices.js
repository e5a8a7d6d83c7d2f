// Products of a batch with a layer's weights, row by row in plain arrays. Four terms at a time: each pass over a row then does
// four times the work, which is what lets a picture compute a deep network anew in every frame.

/** (examples × fanOut) given · kernel · factor; given (examples × fanIn), kernel (fanIn × fanOut). */
export function timesKernel(given, kernel, [examples, fanIn, fanOut], factor) {
  const product = new Float64Array(examples * fanOut);
  const whole = fanIn - (fanIn % 4);
  for (let i = 0; i < examples; i++) {
    const [row, from] = [i * fanOut, i * fanIn];
    for (let k = 0; k < whole; k += 4) {
      const [a, b] = [given[from + k] * factor, given[from + k + 1] * factor];
      const [c, d] = [given[from + k + 2] * factor, given[from + k + 3] * factor];
      const [p, q, r, s] = [k * fanOut, (k + 1) * fanOut, (k + 2) * fanOut, (k + 3) * fanOut];
      for (let j = 0; j < fanOut; j++)
        product[row + j] += a * kernel[p + j] + b * kernel[q + j] + c * kernel[r + j] + d * kernel[s + j];
    }
    for (let k = whole; k < fanIn; k++) {
      const value = given[from + k] * factor;
      for (let j = 0; j < fanOut; j++) product[row + j] += value * kernel[k * fanOut + j];
    }
  }
  return product;
}

/** (examples × fanIn) back · kernelᵀ · factor; back (examples × fanOut), kernel (fanIn × fanOut). */
export function timesKernelTransposed(back, kernel, [examples, fanIn, fanOut], factor) {
  const product = new Float64Array(examples * fanIn);
  const whole = fanIn - (fanIn % 4);
  for (let i = 0; i < examples; i++) {
    const [row, to] = [i * fanOut, i * fanIn];
    for (let k = 0; k < whole; k += 4) {
      const [p, q, r, s] = [k * fanOut, (k + 1) * fanOut, (k + 2) * fanOut, (k + 3) * fanOut];
      let [a, b, c, d] = [0, 0, 0, 0];
      for (let j = 0; j < fanOut; j++) {
        const value = back[row + j];
        a += value * kernel[p + j];
        b += value * kernel[q + j];
        c += value * kernel[r + j];
        d += value * kernel[s + j];
      }
      product[to + k] = a * factor;
      product[to + k + 1] = b * factor;
      product[to + k + 2] = c * factor;
      product[to + k + 3] = d * factor;
    }
    for (let k = whole; k < fanIn; k++) {
      let sum = 0;
      for (let j = 0; j < fanOut; j++) sum += back[row + j] * kernel[k * fanOut + j];
      product[to + k] = sum * factor;
    }
  }
  return product;
}
