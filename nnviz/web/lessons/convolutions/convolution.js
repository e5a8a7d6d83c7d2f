// Convolution, pooling and receptive fields: the formulas of nnviz/concepts/convolution.py, for the browser.
// Tests hold both to the numbers that Keras computes. Arrays are flat, row by row, channels last.

/** [before, after]: pixels of padding along one axis, as Keras adds them. */
export function paddingOf(size, kernel, stride = 1, dilation = 1, padding = "valid") {
  if (padding === "valid") return [0, 0];
  const total = Math.max((Math.ceil(size / stride) - 1) * stride + dilation * (kernel - 1) + 1 - size, 0);
  return [Math.floor(total / 2), total - Math.floor(total / 2)];
}

/** Places that the kernel has along one axis; 0 when it does not fit. */
export function outputSize(size, kernel, stride = 1, dilation = 1, padding = "valid") {
  const [before, after] = paddingOf(size, kernel, stride, dilation, padding);
  return Math.max(Math.floor((size + before + after - dilation * (kernel - 1) - 1) / stride) + 1, 0);
}

/** image {rows, cols, channels, values} with its border of zeros, and where the image begins in it. */
export function pad(image, { size, stride, dilation, padding }) {
  const [top, bottom] = paddingOf(image.rows, size, stride, dilation, padding);
  const [left, right] = paddingOf(image.cols, size, stride, dilation, padding);
  const [rows, cols, channels] = [image.rows + top + bottom, image.cols + left + right, image.channels];
  const values = new Float32Array(rows * cols * channels);
  for (let row = 0; row < image.rows; row++) {
    values.set(
      image.values.subarray(row * image.cols * channels, (row + 1) * image.cols * channels),
      ((row + top) * cols + left) * channels,
    );
  }
  return { rows, cols, channels, values, top, left };
}

/** {rows, cols, values}: kernel.weights (size × size × channels) slid over a padded image, plus the bias. */
export function convolve(padded, { weights, size, bias = 0, stride = 1, dilation = 1 }) {
  const reach = dilation * (size - 1) + 1;
  const [rows, cols] = [padded.rows, padded.cols].map((length) =>
    Math.max(Math.floor((length - reach) / stride) + 1, 0),
  );
  const values = new Float32Array(rows * cols);
  const { channels, cols: width, values: pixels } = padded;
  for (let row = 0; row < rows; row++) {
    for (let col = 0; col < cols; col++) {
      let sum = bias;
      for (let m = 0; m < size; m++) {
        let from = ((row * stride + m * dilation) * width + col * stride) * channels;
        for (let n = 0, at = m * size * channels; n < size; n++, from += dilation * channels) {
          for (let c = 0; c < channels; c++, at++) sum += weights[at] * pixels[from + c];
        }
      }
      values[row * cols + col] = sum;
    }
  }
  return { rows, cols, values };
}

/** What the kernel covers at one place: [{row, col, channel, value, weight, product}], rows and columns of the padded image. */
export function patchAt(padded, { weights, size, stride = 1, dilation = 1 }, row, col) {
  const cells = [];
  for (let m = 0; m < size; m++) {
    for (let n = 0; n < size; n++) {
      for (let channel = 0; channel < padded.channels; channel++) {
        const [y, x] = [row * stride + m * dilation, col * stride + n * dilation];
        const value = padded.values[(y * padded.cols + x) * padded.channels + channel];
        const weight = weights[(m * size + n) * padded.channels + channel];
        cells.push({ row: y, col: x, channel, value, weight, product: value * weight });
      }
    }
  }
  return cells;
}

/** Max or average pooling by squares of `size`; a rest at the edges is left out. */
export function pool(map, kind, size = 2) {
  const [rows, cols] = [Math.floor(map.rows / size), Math.floor(map.cols / size)];
  const values = new Float32Array(rows * cols);
  for (let i = 0; i < rows * cols; i++) {
    const square = [];
    for (let k = 0; k < size * size; k++) {
      const [row, col] = [Math.floor(i / cols) * size + Math.floor(k / size), (i % cols) * size + (k % size)];
      square.push(map.values[row * map.cols + col]);
    }
    values[i] = kind === "max" ? Math.max(...square) : square.reduce((a, b) => a + b, 0) / square.length;
  }
  return { rows, cols, values };
}

/** [{size, jump}]: what a unit sees of the input after each layer {size, stride, dilation}; the input comes first. */
export function receptiveFields(layers) {
  const fields = [{ size: 1, jump: 1 }];
  for (const { size, stride, dilation } of layers) {
    const { size: before, jump } = fields[fields.length - 1];
    fields.push({ size: before + (size - 1) * dilation * jump, jump: jump * stride });
  }
  return fields;
}
