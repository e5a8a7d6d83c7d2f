// Lists that are computed bit by bit, so that no frame waits for all of a hundred studies.

const KEPT = 12;

/**
 * @param keyOf(state) names the list;  compute(state, i) makes its entry i;  wanted(state) says how long it is to be
 * @returns {of(state): the entries so far, no more than are wanted; advance(state, until): computes more until that time, but
 *   `least` in any case, and says whether some are still missing}
 */
export function growing(keyOf, compute, wanted, least = 0) {
  const known = new Map();
  const listOf = (state) => {
    const key = keyOf(state);
    if (!known.has(key)) {
      if (known.size >= KEPT) known.delete(known.keys().next().value);
      known.set(key, []);
    }
    return known.get(key);
  };
  return {
    of: (state) => listOf(state).slice(0, wanted(state)),
    advance: (state, until) => {
      const [list, count] = [listOf(state), wanted(state)];
      while (list.length < count && (list.length < least || performance.now() < until))
        list.push(compute(state, list.length));
      return list.length < count;
    },
  };
}
