// SimpleRNN, GRU and LSTM, step by step, as Keras computes them (nnviz/concepts/recurrent_networks.py), with everything that
// comes up on the way; and how the state at one step depends on the state before. Nothing here knows the screen.
//
// A cell is {kind, units, kernel (inputs × parts·units), recurrent (units × parts·units), bias}: flat arrays, the parts in
// Keras's order: z, r, n for a GRU (with a second bias for its recurrent sums), i, f, g, o for an LSTM.

export const GATES = {
  SimpleRNN: [],
  GRU: ["z", "r"],
  LSTM: ["f", "i", "o"],
};
export const PARTS = { SimpleRNN: ["n"], GRU: ["z", "r", "n"], LSTM: ["i", "f", "g", "o"] };
const sigmoid = (z) => 1 / (1 + Math.exp(-z));

/** A Keras layer's weights, as arrays, and the answer's dense layer → what `read` takes. */
export function cellOf(kind, [kernel, recurrent, bias, answer, answerBias]) {
  const units = recurrent.shape[0];
  const [k, u, b] = [kernel.values, recurrent.values, bias.values];
  return { kind, units, kernel: k, recurrent: u, bias: b, answer: answer?.values, answerBias: answerBias?.values };
}

/**
 * The states of a cell that reads `inputs` (arrays of numbers), one for each step; `forced`: {step, gates: {name: value}}, gates
 * of every unit that are held at one step.
 * @returns [{x, h, c, before: {h, c}, i, f, g, o | z, r, n, q, sum}]: arrays of a number a unit
 */
export function read(cell, inputs, forced = null) {
  let state = { h: new Float64Array(cell.units), c: new Float64Array(cell.units) };
  return inputs.map((x, step) => {
    state = { ...advance(cell, x, state, forced?.step === step ? forced.gates : {}), before: state };
    return state;
  });
}

/** The answer after each step: a probability. */
export function answersOf({ answer, answerBias }, steps) {
  return steps.map(({ h }) => sigmoid(h.reduce((sum, own, k) => sum + own * answer[k], answerBias[0])));
}

/** What comes in at a part of a unit: {input, recurrent, bias}, whose sum its function is given. */
export function sumOf({ kind, units, kernel, recurrent, bias }, part, unit, x, h) {
  const width = PARTS[kind].length * units;
  const at = PARTS[kind].indexOf(part) * units + unit;
  let [input, back] = [0, 0];
  for (let k = 0; k < x.length; k++) input += x[k] * kernel[k * width + at];
  for (let k = 0; k < units; k++) back += h[k] * recurrent[k * width + at];
  return { input, recurrent: back, bias: bias[at], second: kind === "GRU" ? bias[width + at] : 0 };
}

/** One unit's numbers at a step by the symbols of its diagram (base/memory_cell.js); for a SimpleRNN the terms of its sum. */
export function numbersOf(cell, step, unit) {
  const { before } = step;
  const at = (name) => step[name][unit];
  const h = { h_before: before.h[unit], y: at("h") };
  if (cell.kind === "SimpleRNN") return { ...h, ...sumOf(cell, "n", unit, step.x, before.h) };
  if (cell.kind === "GRU") return { ...h, z: at("z"), r: at("r"), n: at("n") };
  return { f: at("f"), i: at("i"), g: at("g"), o: at("o"), c_before: before.c[unit], c: at("c"), y: at("h") };
}

function advance(cell, x, before, held) {
  const step = { SimpleRNN: simple, GRU: gru, LSTM: lstm }[cell.kind];
  const state = { x, h: new Float64Array(cell.units), c: new Float64Array(cell.units) };
  for (const part of PARTS[cell.kind]) state[part] = new Float64Array(cell.units);
  if (cell.kind === "GRU") state.q = new Float64Array(cell.units);
  for (let k = 0; k < cell.units; k++) step(cell, x, before, state, k, held);
  return state;
}

function simple(cell, x, { h }, state, k) {
  const { input, recurrent, bias } = sumOf(cell, "n", k, x, h);
  const sum = input + recurrent + bias;
  state.h[k] = cell.linear ? sum : Math.tanh(sum);
  state.n[k] = sum;
}

function gru(cell, x, { h }, state, k, held) {
  const gate = (part) => {
    const { input, recurrent, bias, second } = sumOf(cell, part, k, x, h);
    return held[part] ?? sigmoid(input + recurrent + bias + second);
  };
  const [z, r] = [gate("z"), gate("r")];
  const { input, recurrent, bias, second } = sumOf(cell, "n", k, x, h);
  state.q[k] = recurrent + second;
  state.n[k] = Math.tanh(input + bias + r * state.q[k]);
  state.z[k] = z;
  state.r[k] = r;
  state.h[k] = z * h[k] + (1 - z) * state.n[k];
}

function lstm(cell, x, { h, c }, state, k, held) {
  const sum = (part) => {
    const { input, recurrent, bias } = sumOf(cell, part, k, x, h);
    return input + recurrent + bias;
  };
  for (const part of ["i", "f", "o"]) state[part][k] = held[part] ?? sigmoid(sum(part));
  state.g[k] = Math.tanh(sum("g"));
  state.c[k] = state.f[k] * c[k] + state.i[k] * state.g[k];
  state.h[k] = state.o[k] * Math.tanh(state.c[k]);
}

/**
 * How far the last output would move if the state after each step were moved a little: the size (root of the sum of squares) of
 * ∂h_T/∂s_t, where s is h, and for an LSTM h and its memory c together. From the first step to the last.
 */
export function reach(cell, steps) {
  const { units } = cell;
  const size = cell.kind === "LSTM" ? 2 * units : units;
  let back = Array.from({ length: units }, (_, i) => Float64Array.from({ length: size }, (_, j) => Number(i === j)));
  const sizes = [sizeOf(back)];
  for (let t = steps.length - 1; t > 0; t--) {
    const slope = slopeOf(cell, steps[t]);
    back = back.map((row) => times(row, slope, size));
    sizes.unshift(sizeOf(back));
  }
  return sizes;
}

function sizeOf(rows) {
  return Math.sqrt(rows.reduce((sum, row) => row.reduce((all, value) => all + value * value, sum), 0));
}

function times(row, slope, size) {
  const product = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    if (row[i] === 0) continue;
    for (let j = 0; j < size; j++) product[j] += row[i] * slope[i * size + j];
  }
  return product;
}

/** ∂ state after a step / ∂ state before it, row by row. */
export function slopeOf(cell, step) {
  return { SimpleRNN: simpleSlope, GRU: gruSlope, LSTM: lstmSlope }[cell.kind](cell, step);
}

function simpleSlope({ units, recurrent, linear }, { h }) {
  const slope = new Float64Array(units * units);
  for (let i = 0; i < units; i++) {
    const own = linear ? 1 : 1 - h[i] ** 2;
    for (let j = 0; j < units; j++) slope[i * units + j] = own * recurrent[j * units + i];
  }
  return slope;
}

function gruSlope({ units, recurrent }, { before, z, r, n, q }) {
  const [slope, width] = [new Float64Array(units * units), 3 * units];
  for (let i = 0; i < units; i++) {
    const update = (before.h[i] - n[i]) * z[i] * (1 - z[i]);
    const candidate = (1 - z[i]) * (1 - n[i] ** 2);
    for (let j = 0; j < units; j++) {
      const row = j * width + i;
      const [uz, ur, un] = [recurrent[row], recurrent[row + units], recurrent[row + 2 * units]];
      slope[i * units + j] = update * uz + candidate * (r[i] * un + q[i] * r[i] * (1 - r[i]) * ur);
    }
    slope[i * units + i] += z[i];
  }
  return slope;
}

/** Rows and columns: the outputs h first, then the memories c. */
function lstmSlope({ units, recurrent }, { before, c, i: take, f, g, o }) {
  const [size, width] = [2 * units, 4 * units];
  const slope = new Float64Array(size * size);
  for (let i = 0; i < units; i++) {
    const [told, memory] = [Math.tanh(c[i]), units + i];
    const through = o[i] * (1 - told ** 2);
    for (let j = 0; j < units; j++) {
      const row = j * width + i;
      const [ui, uf, ug, uo] = [0, 1, 2, 3].map((part) => recurrent[row + part * units]);
      const ofMemory =
        before.c[i] * f[i] * (1 - f[i]) * uf + g[i] * take[i] * (1 - take[i]) * ui + take[i] * (1 - g[i] ** 2) * ug;
      slope[memory * size + j] = ofMemory;
      slope[i * size + j] = told * o[i] * (1 - o[i]) * uo + through * ofMemory;
    }
    slope[memory * size + memory] = f[i];
    slope[i * size + memory] = through * f[i];
  }
  return slope;
}
