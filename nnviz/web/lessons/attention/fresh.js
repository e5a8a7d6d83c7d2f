// A block before any training, drawn as Keras draws it, and vectors by chance of any length.

import { normals, random } from "../../base/random.js";

const [KINDS, PLACES, WIDTH, HEADS, KEY, HIDDEN] = [6, 8, 16, 2, 8, 32];

/** Weights as `forward` takes them. */
export function freshBlock(seed) {
  const uniform = random(seed);
  const weights = {};
  const drawn = (name, shape, fanIn, fanOut) => {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const count = shape.reduce((product, n) => product * n, 1);
    weights[name] = { shape, values: Float64Array.from({ length: count }, () => limit * (2 * uniform() - 1)) };
  };
  const flat = (name, shape, value = 0) => {
    const count = shape.reduce((product, n) => product * n, 1);
    weights[name] = { shape, values: new Float64Array(count).fill(value) };
  };
  weights.letter = { shape: [KINDS, WIDTH], values: normals(seed + 1, KINDS * WIDTH) };
  weights.position = { shape: [PLACES, WIDTH], values: normals(seed + 2, PLACES * WIDTH) };
  for (const name of ["query", "key", "value"]) {
    drawn(name, [WIDTH, HEADS, KEY], WIDTH, HEADS * KEY);
    flat(`${name}_bias`, [HEADS, KEY]);
  }
  drawn("mix", [HEADS, KEY, WIDTH], HEADS * KEY, WIDTH);
  drawn("inner_1", [WIDTH, HIDDEN], WIDTH, HIDDEN);
  drawn("inner_2", [HIDDEN, WIDTH], HIDDEN, WIDTH);
  drawn("answer", [WIDTH, KINDS], WIDTH, KINDS);
  for (const [name, size] of [
    ["mix", WIDTH],
    ["inner_1", HIDDEN],
    ["inner_2", WIDTH],
    ["answer", KINDS],
  ]) {
    flat(`${name}_bias`, [size]);
  }
  for (const name of ["norm_1", "norm_2"]) {
    flat(name, [WIDTH], 1);
    flat(`${name}_bias`, [WIDTH]);
  }
  return weights;
}

/** A query and `count` keys of `size` numbers each: their products, neither divided nor softened. */
export function chanceProducts(size, count, seed = 3) {
  const drawn = normals(seed, size * (count + 1));
  return Array.from({ length: count }, (_, i) => {
    let sum = 0;
    for (let k = 0; k < size; k++) sum += drawn[k] * drawn[(i + 1) * size + k];
    return sum;
  });
}

/** Lists of letters by chance, for counting how many letters of their answers are right. */
export function chanceLists(seed, count) {
  const uniform = random(seed);
  return Array.from({ length: count }, () => Array.from({ length: PLACES }, () => Math.floor(KINDS * uniform())));
}
