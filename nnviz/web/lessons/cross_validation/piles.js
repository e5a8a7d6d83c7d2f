// Where dots lie that were dealt into piles. Pure functions.

const MOST = 26; // pixels of a dot with its gap

/**
 * @param sizes how many dots each pile has       @param box {left, right, top, bottom}
 * @returns {size of a dot with its gap, x: middle of each pile, at(pile, place) → [x, y]}, filled from below
 */
export function piles(sizes, { left, right, top, bottom }) {
  const wide = (right - left) / sizes.length;
  const tallest = Math.max(...sizes, 1);
  let size = MOST;
  while (size > 4 && Math.ceil(tallest / across(wide, size)) * size > bottom - top) size -= 0.5;
  const x = sizes.map((_, j) => left + (j + 0.5) * wide);
  const at = (pile, place) => {
    const columns = Math.min(across(wide, size), Math.max(2, Math.ceil(Math.sqrt(tallest))));
    const [row, column] = [Math.floor(place / columns), place % columns];
    return [x[pile] + (column - (columns - 1) / 2) * size, bottom - (row + 0.5) * size];
  };
  while (size > 4 && Math.ceil(tallest / columnsOf(wide, size, tallest)) * size > bottom - top) size -= 0.5;
  return { size: Math.min(size, wide), x, at };
}

function across(wide, size) {
  return Math.max(1, Math.floor((wide * 0.86) / size));
}

function columnsOf(wide, size, tallest) {
  return Math.min(across(wide, size), Math.max(2, Math.ceil(Math.sqrt(tallest))));
}
