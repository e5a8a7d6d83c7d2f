// The names, symbols and sentences of the 2-3-1 network's calculation. Pure functions.

import { short } from "../../base/numbers.js";

const SUB = { 1: "₁", 2: "₂", 3: "₃" };
const sub = (text) => text.replace(/[123]/g, (digit) => SUB[digit]);
const PLAIN = { p: "ŷ", c: "c", s: "s", L: "L", y: "y" };
const bracket = (value) => (value < 0 ? `(${short(value)})` : short(value));

/** "w11" → "w₁₁", "dw11" → "∂L/∂w₁₁", "h1's" → "h₁′", "w11x1" → "w₁₁x₁", "w11'" → "new w₁₁". */
export function symbol(name) {
  if (name.endsWith("'s")) return `${symbol(name.slice(0, -2))}′`;
  if (name.endsWith("'")) return `new ${symbol(name.slice(0, -1))}`;
  if (/^d[a-zL]/.test(name)) return `∂L/∂${symbol(name.slice(1))}`;
  return PLAIN[name] ?? sub(name);
}

const CURVES = {
  sigmoid: ([z]) => `σ(${short(z)})`,
  tanh: ([z]) => `tanh(${short(z)})`,
  relu: ([z]) => `max(0, ${short(z)})`,
  linear: ([z]) => short(z),
  "sigmoid slope": ([a]) => `${short(a)}·(1 − ${short(a)})`,
  "tanh slope": ([a]) => `1 − ${bracket(a)}²`,
  "relu slope": ([z]) => (z > 0 ? `1, since ${short(z)} > 0` : `0, since ${short(z)} ≤ 0`),
  "linear slope": () => "1",
  "squared error": ([p, y]) => `(${short(p)} − ${bracket(y)})²`,
  "squared error slope": ([p, y]) => `2·(${short(p)} − ${bracket(y)})`,
  "cross-entropy": ([p, y]) =>
    y === 1
      ? `−ln ${short(p)}`
      : y === 0
        ? `−ln(1 − ${short(p)})`
        : `−${short(y)}·ln ${short(p)} − ${short(1 - y)}·ln(1 − ${short(p)})`,
  "cross-entropy slope": ([p, y]) => `(${short(p)} − ${bracket(y)}) / (${short(p)}·(1 − ${short(p)}))`,
};

/** One step with its numbers: {symbol, letters: "w₁₁·x₁", numbers: "0.800·1.00", value: "0.800"}. */
export function written({ name, operation, operands, value }, known, rate) {
  const numbers = operands.map((operand) => known[operand]);
  const symbols = operands.map(symbol);
  const line = (letters, digits) => ({ symbol: symbol(name), letters, numbers: digits, value: short(value) });
  if (operation === "multiply")
    return line(symbols.join(" · "), numbers.map((n, i) => (i ? bracket(n) : short(n))).join(" · "));
  if (operation === "add")
    return line(symbols.join(" + "), numbers.map((n, i) => (i ? bracket(n) : short(n))).join(" + "));
  if (operation === "copy") return line(symbols[0], short(numbers[0]));
  if (operation === "descend")
    return line(`${symbols[0]} − η · ${symbols[1]}`, `${short(numbers[0])} − ${short(rate)}·${bracket(numbers[1])}`);
  const letters = {
    sigmoid: `σ(${symbols[0]})`,
    tanh: `tanh(${symbols[0]})`,
    relu: `max(0, ${symbols[0]})`,
    linear: symbols[0],
    "squared error": "(ŷ − y)²",
    "squared error slope": "2(ŷ − y)",
    "cross-entropy": "−y·ln ŷ − (1 − y)·ln(1 − ŷ)",
    "cross-entropy slope": "(ŷ − y) / (ŷ(1 − ŷ))",
    "sigmoid slope": `${symbols[0]}·(1 − ${symbols[0]})`,
    "tanh slope": `1 − ${symbols[0]}²`,
    "relu slope": `1 if ${symbols[0]} > 0, else 0`,
    "linear slope": "1",
  };
  return line(letters[operation] ?? symbols.join(", "), CURVES[operation](numbers));
}

/** Why this step is taken, in a sentence. */
export function reason({ name, operation, phase }) {
  if (phase === "update") return "The weight moves against its slope, by the learning rate.";
  if (phase === "forward") {
    return (
      { multiply: "What comes in, times the weight it comes in through.", add: "All that arrives, and the bias." }[
        operation
      ] ?? (name === "L" ? "How wrong the output is: one number." : "The activation bends the sum.")
    );
  }
  if (name === "dp") return "Where the way back begins: how the loss changes with the output.";
  if (operation.endsWith("slope")) return "How strongly the activation answers to its sum, here and now.";
  if (/^dh/.test(name)) return "What the unit did to the loss came through this weight: so does the blame.";
  if (/^d[wv]/.test(name)) return "The blame that arrives, times what went through this weight on the way forward.";
  if (operation === "copy") return "A bias is added with weight 1, so the blame passes unchanged.";
  return "Chain rule: the blame so far, times the slope of this activation.";
}

/** What a step lights up in the picture: the names of the numbers that take part. */
export function partsOfStep({ name, operands }) {
  const bare = (one) => one.replace(/'s?$/, "").replace(/^d(?=[a-zL])/, "");
  return [
    ...new Set(
      [name, ...operands]
        .flatMap((one) => [one, bare(one)])
        .flatMap((one) => (one.match(/^[wv]\d+[xh]\d$/) ? [one.match(/^[wv]\d+/)[0], one.slice(-2)] : [one])),
    ),
  ];
}
