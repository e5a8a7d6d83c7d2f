// A small image on a canvas.

import { fitCanvas } from "../base/dom.js";

/** Grey or colour pixels from 0 to 255, each a square, the longer side `longest` pixels of the page. */
export function paint(canvas, { rows, cols, channels, values }, longest) {
  const side = longest / Math.max(rows, cols);
  const context = fitCanvas(canvas, side * cols, side * rows);
  const pixels = new ImageData(cols, rows);
  for (let i = 0; i < rows * cols; i++) {
    for (let k = 0; k < 3; k++) pixels.data[4 * i + k] = values[i * channels + (channels < 3 ? 0 : k)];
    pixels.data[4 * i + 3] = 255;
  }
  const small = new OffscreenCanvas(cols, rows);
  small.getContext("2d").putImageData(pixels, 0, 0);
  context.imageSmoothingEnabled = false;
  context.drawImage(small, 0, 0, side * cols, side * rows);
}
