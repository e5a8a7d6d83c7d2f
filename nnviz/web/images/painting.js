// What was painted on an image: strokes one after the other, so that the last one can be taken back. Knows no screen.

/** A picture of rows × cols that nothing was painted on. A layer holds a shade from 0 to 255 a pixel, −1 where none is. */
export function blank(rows, cols) {
  return { rows, cols, layers: [new Int16Array(rows * cols).fill(-1)] };
}

/** The layer that counts now. */
export function present(painting) {
  return painting.layers[painting.layers.length - 1];
}

const MOST_STROKES = 100;

/** Begins a stroke: what follows is taken back together. */
export function begin(painting) {
  painting.layers.push(present(painting).slice());
  if (painting.layers.length > MOST_STROKES) painting.layers.splice(1, 1);
}

/** Paints a square of `size` pixels around a cell; a shade of −1 brings back what was there. */
export function dab(painting, row, col, size, shade) {
  const { rows, cols } = painting;
  const layer = present(painting);
  const [top, left] = [row, col].map((at) => at - Math.floor((size - 1) / 2));
  for (let y = Math.max(0, top); y < Math.min(rows, top + size); y++) {
    for (let x = Math.max(0, left); x < Math.min(cols, left + size); x++) layer[y * cols + x] = shade;
  }
}

/** The cells from one to another, both included: a hand moves faster than it is looked at. */
export function between([fromRow, fromCol], [toRow, toCol]) {
  const steps = Math.max(Math.abs(toRow - fromRow), Math.abs(toCol - fromCol));
  return Array.from({ length: steps + 1 }, (_, i) => {
    const share = steps ? i / steps : 0;
    return [Math.round(fromRow + share * (toRow - fromRow)), Math.round(fromCol + share * (toCol - fromCol))];
  });
}

/** Takes the last stroke back; false where there is none. */
export function undo(painting) {
  if (painting.layers.length < 2) return false;
  painting.layers.pop();
  return true;
}

/** Takes everything back, as a stroke that can be undone. */
export function reset(painting) {
  begin(painting);
  present(painting).fill(-1);
}

/** {pixels: their places, shades}: what differs from the image. */
export function changes(painting) {
  const [pixels, shades] = [[], []];
  for (const [place, shade] of present(painting).entries()) {
    if (shade < 0) continue;
    pixels.push(place);
    shades.push(shade);
  }
  return { pixels, shades };
}

/** The image's values with what was painted on them: `channels` numbers a pixel. */
export function painted(painting, values, channels) {
  const shown = Float32Array.from(values);
  for (const [place, shade] of present(painting).entries()) {
    if (shade >= 0) shown.fill(shade, place * channels, (place + 1) * channels);
  }
  return shown;
}

/** The sizes that a brush may have on an image, one pixel first. */
export function sizes(rows, cols) {
  const side = Math.min(rows, cols);
  return [1, Math.max(2, Math.round(side / 12)), Math.max(3, Math.round(side / 6))];
}
