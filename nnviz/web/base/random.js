// Pseudo-random numbers that are the same for the same seed. `nnviz/concepts/draws.py` draws the same in Python.

/** Numbers in [0, 1), one a call (mulberry32). */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** `count` numbers of a normal distribution with mean 0 and spread 1, two at a time (Box and Muller, 1958). */
export function normals(seed, count) {
  const uniform = random(seed);
  const drawn = new Float64Array(count);
  for (let i = 0; i < count; i += 2) {
    const length = Math.sqrt(-2 * Math.log(1 - uniform()));
    const angle = 2 * Math.PI * uniform();
    drawn[i] = length * Math.cos(angle);
    if (i + 1 < count) drawn[i + 1] = length * Math.sin(angle);
  }
  return drawn;
}
