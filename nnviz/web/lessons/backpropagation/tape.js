// A network of 2 inputs, 3 hidden units and 1 output, every multiplication forward and backward: the browser's twin of
// nnviz/concepts/backpropagation.py, held equal to it, and so to Keras, by a test. Pure functions.

const [INPUTS, HIDDEN] = [
  [1, 2],
  [1, 2, 3],
];
export const PARAMETERS = [
  ...HIDDEN.flatMap((j) => INPUTS.map((i) => `w${i}${j}`)),
  ...HIDDEN.map((j) => `b${j}`),
  ...HIDDEN.map((j) => `v${j}`),
  "c",
];
export const ACTIVATIONS = ["sigmoid", "tanh", "relu"];
export const ENDINGS = ["sigmoid, squared error", "sigmoid, cross-entropy", "linear, squared error"];
export const BEGINNING = {
  x1: 1,
  x2: -0.5,
  y: 1,
  w11: 0.8,
  w21: -0.6,
  w12: -0.4,
  w22: 0.9,
  w13: 0.5,
  w23: 0.7,
  b1: 0.1,
  b2: 0,
  b3: -0.2,
  v1: 0.6,
  v2: -0.9,
  v3: 0.4,
  c: 0.1,
};

export function activate(kind, z) {
  if (kind === "sigmoid") return z >= 0 ? 1 / (1 + Math.exp(-z)) : Math.exp(z) / (1 + Math.exp(z));
  if (kind === "tanh") return Math.tanh(z);
  return kind === "relu" ? Math.max(0, z) : z;
}

export function slope(kind, z, a) {
  if (kind === "sigmoid") return a * (1 - a);
  if (kind === "tanh") return 1 - a * a;
  return kind === "relu" ? Number(z > 0) : 1;
}

/** [{name, phase, operation, operands, value}]: 18 steps forward, 25 backward, 13 updates. */
export function passes(numbers, hidden = "sigmoid", ending = ENDINGS[0], rate = 0.5) {
  const known = { ...numbers };
  const steps = [];
  const note = (name, phase, operation, operands, value) => {
    known[name] = value;
    steps.push({ name, phase, operation, operands, value });
  };
  const [output, loss] = ending.split(", ");
  forward(known, note, hidden, output, loss);
  backward(known, note, hidden, output, loss);
  for (const name of PARAMETERS)
    note(`${name}'`, "update", "descend", [name, `d${name}`], known[name] - rate * known[`d${name}`]);
  return steps;
}

function forward(known, note, hidden, output, loss) {
  const total = (terms, bias) => terms.reduce((sum, term) => sum + known[term], 0) + known[bias];
  for (const j of HIDDEN) {
    for (const i of INPUTS)
      note(`w${i}${j}x${i}`, "forward", "multiply", [`w${i}${j}`, `x${i}`], known[`w${i}${j}`] * known[`x${i}`]);
    const terms = INPUTS.map((i) => `w${i}${j}x${i}`);
    note(`z${j}`, "forward", "add", [...terms, `b${j}`], total(terms, `b${j}`));
    note(`h${j}`, "forward", hidden, [`z${j}`], activate(hidden, known[`z${j}`]));
  }
  for (const j of HIDDEN)
    note(`v${j}h${j}`, "forward", "multiply", [`v${j}`, `h${j}`], known[`v${j}`] * known[`h${j}`]);
  const terms = HIDDEN.map((j) => `v${j}h${j}`);
  note("s", "forward", "add", [...terms, "c"], total(terms, "c"));
  note("p", "forward", output, ["s"], activate(output, known.s));
  note("L", "forward", loss, ["p", "y"], lossOf(loss, known));
}

function lossOf(loss, { p, y, s }) {
  return loss === "squared error" ? (p - y) ** 2 : Math.max(s, 0) - s * y + Math.log1p(Math.exp(-Math.abs(s)));
}

function backward(known, note, hidden, output, loss) {
  const { p, y, s } = known;
  const squared = loss === "squared error";
  note("dp", "backward", `${loss} slope`, ["p", "y"], squared ? 2 * (p - y) : (p - y) / Math.max(p * (1 - p), 1e-300));
  note("p's", "backward", `${output} slope`, ["p"], slope(output, s, p));
  note("ds", "backward", "multiply", ["dp", "p's"], squared ? known.dp * known["p's"] : p - y);
  for (const j of HIDDEN) note(`dv${j}`, "backward", "multiply", ["ds", `h${j}`], known.ds * known[`h${j}`]);
  note("dc", "backward", "copy", ["ds"], known.ds);
  for (const j of HIDDEN) {
    note(`dh${j}`, "backward", "multiply", ["ds", `v${j}`], known.ds * known[`v${j}`]);
    note(
      `h${j}'s`,
      "backward",
      `${hidden} slope`,
      [hidden === "relu" ? `z${j}` : `h${j}`],
      slope(hidden, known[`z${j}`], known[`h${j}`]),
    );
    note(`dz${j}`, "backward", "multiply", [`dh${j}`, `h${j}'s`], known[`dh${j}`] * known[`h${j}'s`]);
    for (const i of INPUTS)
      note(`dw${i}${j}`, "backward", "multiply", [`dz${j}`, `x${i}`], known[`dz${j}`] * known[`x${i}`]);
    note(`db${j}`, "backward", "copy", [`dz${j}`], known[`dz${j}`]);
  }
}

/** {name: value} of everything that goes in or was computed. */
export function valuesOf(numbers, steps) {
  return { ...numbers, ...Object.fromEntries(steps.map(({ name, value }) => [name, value])) };
}

/** The loss with one number changed. */
export function lossAt(numbers, hidden, ending, parameter, value) {
  return passes({ ...numbers, [parameter]: value }, hidden, ending).find(({ name }) => name === "L").value;
}

/** {above, below, estimate, gradient} of one weight. */
export function finiteDifference(numbers, parameter, epsilon, hidden, ending) {
  const at = (change) => lossAt(numbers, hidden, ending, parameter, numbers[parameter] + change);
  const [above, below] = [at(epsilon), at(-epsilon)];
  const gradient = passes(numbers, hidden, ending).find(({ name }) => name === `d${parameter}`).value;
  return { above, below, estimate: (above - below) / (2 * epsilon), gradient };
}
