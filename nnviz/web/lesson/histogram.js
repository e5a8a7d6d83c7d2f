// How values spread: counts in even cells from −limit to limit, and what lies beyond. Pure functions.

/** @returns {counts: [from the lowest cell up], below, above: shares of all values} */
export function histogram(values, limit, cells = 41) {
  const counts = new Array(cells).fill(0);
  let [below, above] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const at = Math.floor(((values[i] + limit) / (2 * limit)) * cells);
    if (at >= 0 && at < cells) counts[at] += 1;
    else if (values[i] === limit) counts[cells - 1] += 1;
    else if (values[i] < 0) below += 1;
    else above += 1;
  }
  return { counts, below: below / values.length, above: above / values.length };
}
