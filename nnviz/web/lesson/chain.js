// A small network for images, computed here: layers one after the other, as nnviz/concepts/chains.py tells them.
// Values lie as in Keras: rows, columns, channels. Pure functions.

import { unpack } from "../base/unpack.js";

/** Layers from the page, their packed arrays opened. */
export function openChain(layers) {
  return layers.map(({ arrays, ...layer }) => {
    const opened = Object.fromEntries(Object.entries(arrays).map(([name, packed]) => [name, unpack(packed)]));
    return { ...layer, ...opened };
  });
}

/**
 * The outputs of all layers for one image.
 * @param shape [rows, columns, channels] of `x`
 * @param off {layer's place: Set of units that are switched off}, whose outputs are 0
 * @param from the place of the layer that `x` is the input of
 * @returns [{shape, values}], one a layer, from layer `from` on
 */
export function outputsOf(layers, x, shape, off = {}, from = 0) {
  const outputs = [];
  let now = { shape, values: x };
  for (let place = from; place < layers.length; place++) {
    now = KINDS[layers[place].kind](layers[place], now);
    if (off[place]?.size) silence(now, off[place]);
    outputs.push(now);
  }
  return outputs;
}

/** The last layer's output alone. */
export function answerOf(layers, x, shape, off) {
  return outputsOf(layers, x, shape, off).at(-1).values;
}

/** The place of the largest number. */
export function largest(values) {
  let at = 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[at]) at = i;
  return at;
}

const KINDS = {
  conv,
  dense,
  pool,
  whole,
  flatten: flat,
  scale: scaled,
  activation: (layer, { shape, values }) => activated(layer, { shape, values: values.slice() }),
};

function conv({ kernel, bias, strides, padding, activation }, { shape, values }) {
  const [height, width, channels] = shape;
  const [rows, columns, , units] = kernel.shape;
  const [y, x] = [places(height, rows, strides[0], padding), places(width, columns, strides[1], padding)];
  const out = new Float32Array(y.count * x.count * units);
  for (let i = 0, at = 0; i < y.count; i++) {
    for (let j = 0; j < x.count; j++, at += units) {
      out.set(bias.values, at);
      for (let m = 0; m < rows; m++) {
        const row = i * strides[0] + m - y.before;
        if (row < 0 || row >= height) continue;
        for (let n = 0; n < columns; n++) {
          const column = j * strides[1] + n - x.before;
          if (column < 0 || column >= width) continue;
          const from = (row * width + column) * channels;
          gather(out, at, values, from, channels, kernel.values, (m * columns + n) * channels * units, units);
        }
      }
    }
  }
  return activated({ activation }, { shape: [y.count, x.count, units], values: out });
}

/** Adds what one place of the input gives to all units. */
function gather(out, at, values, from, channels, weights, first, units) {
  for (let c = 0; c < channels; c++) {
    const value = values[from + c];
    if (value === 0) continue;
    const weight = first + c * units;
    for (let u = 0; u < units; u++) out[at + u] += value * weights[weight + u];
  }
}

/** How many places a window has along one side, and how many rows of nothing stand before the first. */
export function places(size, window, stride, padding) {
  if (padding !== "same") return { count: Math.floor((size - window) / stride) + 1, before: 0 };
  const count = Math.ceil(size / stride);
  return { count, before: Math.floor(Math.max((count - 1) * stride + window - size, 0) / 2) };
}

function dense({ kernel, bias, activation }, { shape, values }) {
  const [inputs, units] = kernel.shape;
  const count = values.length / inputs;
  const out = new Float32Array(count * units);
  for (let i = 0; i < count; i++) {
    out.set(bias.values, i * units);
    gather(out, i * units, values, i * inputs, inputs, kernel.values, 0, units);
  }
  return activated({ activation }, { shape: [...shape.slice(0, -1), units], values: out });
}

function pool({ how, size, strides, padding }, { shape, values }) {
  const [height, width, channels] = shape;
  const [y, x] = [places(height, size[0], strides[0], padding), places(width, size[1], strides[1], padding)];
  const out = new Float32Array(y.count * x.count * channels);
  for (let i = 0; i < y.count; i++) {
    const rows = within(i * strides[0] - y.before, size[0], height);
    for (let j = 0; j < x.count; j++) {
      const columns = within(j * strides[1] - x.before, size[1], width);
      for (let c = 0; c < channels; c++) {
        out[(i * x.count + j) * channels + c] = pooled(how, values, rows, columns, width, channels, c);
      }
    }
  }
  return { shape: [y.count, x.count, channels], values: out };
}

function within(from, count, size) {
  return [Math.max(from, 0), Math.min(from + count, size)];
}

function pooled(how, values, rows, columns, width, channels, c) {
  let [sum, most] = [0, Number.NEGATIVE_INFINITY];
  for (let row = rows[0]; row < rows[1]; row++) {
    for (let column = columns[0]; column < columns[1]; column++) {
      const value = values[(row * width + column) * channels + c];
      sum += value;
      if (value > most) most = value;
    }
  }
  return how === "most" ? most : sum / ((rows[1] - rows[0]) * (columns[1] - columns[0]));
}

function whole({ how }, { shape, values }) {
  const [height, width, channels] = shape;
  const out = Float32Array.from({ length: channels }, (_, c) =>
    pooled(how, values, [0, height], [0, width], width, channels, c),
  );
  return { shape: [channels], values: out };
}

function flat(_, { values }) {
  return { shape: [values.length], values: values.slice() };
}

function scaled({ kernel, bias }, { shape, values }) {
  const channels = bias.values.length;
  return { shape, values: values.map((value, i) => value * kernel.values[i % channels] + bias.values[i % channels]) };
}

function activated({ activation }, { shape, values }) {
  if (activation === "softmax") softmax(values, shape.at(-1));
  else if (activation !== "linear") {
    const act = ACTIVATIONS[activation];
    for (let i = 0; i < values.length; i++) values[i] = act(values[i]);
  }
  return { shape, values };
}

const ACTIVATIONS = {
  relu: (z) => Math.max(z, 0),
  tanh: Math.tanh,
  sigmoid: (z) => 1 / (1 + Math.exp(-z)),
  elu: (z) => (z > 0 ? z : Math.expm1(z)),
  silu: (z) => z / (1 + Math.exp(-z)),
  gelu: (z) => 0.5 * z * (1 + erf(z / Math.SQRT2)),
  leaky_relu: (z) => (z > 0 ? z : 0.2 * z),
};

/** Abramowitz and Stegun, formula 7.1.26: within 1.5e-7. */
function erf(x) {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
  return Math.sign(x) * (1 - sum * Math.exp(-x * x));
}

function softmax(values, units) {
  for (let at = 0; at < values.length; at += units) {
    const own = values.subarray(at, at + units);
    const most = own.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY);
    let sum = 0;
    for (let u = 0; u < units; u++) {
      own[u] = Math.exp(own[u] - most);
      sum += own[u];
    }
    for (let u = 0; u < units; u++) own[u] /= sum;
  }
}

function silence({ shape, values }, units) {
  const channels = shape.at(-1);
  for (const unit of units) for (let i = unit; i < values.length; i += channels) values[i] = 0;
}
