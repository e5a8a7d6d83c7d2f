// A photograph of a digit as ink on paper: what differs clearly from the paper at its border. Pure functions.

import { FINE, fineCounts } from "./pixels.js";

const [CLEAR, LEAST, SHARE] = [0.45, 28, 0.3];
// of the strongest difference; shades, below which there is no ink; of a cell's points that make it ink

/** Grey shades (side²), 0 black to 255 white → {side, mask: (side²) 0 or 1}, or null where no ink stands out. */
export function inkOf(grey, side) {
  const border = grey.filter((_, i) => i < side || i >= side * (side - 1) || i % side === 0 || i % side === side - 1);
  const paper = [...border].sort((a, b) => a - b)[border.length >> 1];
  const far = Array.from(grey, (shade) => Math.abs(shade - paper));
  const strongest = [...far].sort((a, b) => a - b)[Math.floor(0.99 * (far.length - 1))];
  if (strongest < LEAST) return null;
  return { side, mask: Uint8Array.from(far, (value) => Number(value > CLEAR * strongest)) };
}

/** Such ink as an image of 64 numbers; `fit`: brought to the full height and the middle. */
export function photoPixels({ side, mask }, fit = false) {
  const { left, top, size } = fit ? boxOf(mask, side) : { left: 0, top: 0, size: side };
  const step = size / FINE;
  return fineCounts((column, row) => {
    const [x0, y0] = [left + column * step, top + row * step].map(Math.round);
    const [x1, y1] = [Math.max(x0 + 1, Math.round(x0 + step)), Math.max(y0 + 1, Math.round(y0 + step))];
    let inked = 0;
    for (let y = y0; y < y1; y++) {
      for (let x = x0; x < x1; x++) inked += x >= 0 && y >= 0 && x < side && y < side ? mask[y * side + x] : 0;
    }
    return inked >= SHARE * (x1 - x0) * (y1 - y0) && inked > 0;
  });
}

/** The square around the ink, its middle that of the ink's box. */
function boxOf(mask, side) {
  const places = [...mask].flatMap((ink, i) => (ink ? [[i % side, Math.floor(i / side)]] : []));
  const ends = [0, 1].map((k) =>
    places.reduce(([a, b], own) => [Math.min(a, own[k]), Math.max(b, own[k] + 1)], [side, 0]),
  );
  const size = Math.max(...ends.map(([from, to]) => to - from));
  const [left, top] = ends.map(([from, to]) => (from + to - size) / 2);
  return { left, top, size };
}
