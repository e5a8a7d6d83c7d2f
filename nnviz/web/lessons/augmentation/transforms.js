// Changes of images with one dial each, as Keras's layers make them: the twin of nnviz/concepts/augmentation.py and of
// keras.ops.image.affine_transform (bilinear; what comes in from outside takes the colour of the nearest edge pixel).

import { clamp } from "../../base/scales.js";

/** Dial → its name, its ends, how far one step of it goes, and from where the pixel at (x, y) takes its value. */
export const DIALS = {
  angle: {
    title: "Turn",
    low: -180,
    high: 180,
    step: 1,
    affine: turned,
    words: (v) => `${Math.round(v)}°`.replace("-", "−"),
  },
  across: {
    title: "Move across",
    low: -0.5,
    high: 0.5,
    step: 0.01,
    affine: (v, r, c) => moved(v, 0, r, c),
    words: share,
  },
  down: { title: "Move down", low: -0.5, high: 0.5, step: 0.01, affine: (v, r, c) => moved(0, v, r, c), words: share },
  zoom: {
    title: "Zoom",
    low: -0.5,
    high: 1,
    step: 0.01,
    affine: zoomed,
    words: (v) => `× ${(1 / (1 + v)).toFixed(2)}`,
  },
  shear: { title: "Shear", low: -1, high: 1, step: 0.01, affine: sheared, words: share },
};
export const FLIPS = { none: "As it is", horizontal: "Mirrored", vertical: "Upside down" };

export function atRest() {
  return Object.fromEntries(Object.keys(DIALS).map((name) => [name, 0]));
}

function share(value) {
  return `${Math.round(100 * value)} %`.replace("-", "−");
}

/** Counter-clockwise around the middle. */
function turned(degrees, rows, cols) {
  const angle = (degrees * Math.PI) / 180;
  const [cos, sin, x, y] = [Math.cos(angle), Math.sin(angle), (cols - 1) / 2, (rows - 1) / 2];
  return [cos, -sin, x - x * cos + y * sin, sin, cos, y - x * sin - y * cos];
}

function moved(across, down, rows, cols) {
  return [1, 0, -across * cols, 0, 1, -down * rows];
}

function zoomed(more, rows, cols) {
  const size = 1 + more;
  return [size, 0, ((cols - 1) / 2) * -more, 0, size, ((rows - 1) / 2) * -more];
}

function sheared(lean) {
  return [1, lean, 0, 0, 1, 0];
}

/** A grey image after one map. @param image rows × cols numbers, row after row */
export function affine(image, rows, cols, [a0, a1, a2, b0, b1, b2]) {
  const out = new Float64Array(rows * cols);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < cols; x++) {
      const u = clamp(a0 * x + a1 * y + a2, 0, cols - 1);
      const v = clamp(b0 * x + b1 * y + b2, 0, rows - 1);
      const [left, top] = [Math.floor(u), Math.floor(v)];
      const [right, low] = [Math.min(left + 1, cols - 1), Math.min(top + 1, rows - 1)];
      const [s, t] = [u - left, v - top];
      const above = (1 - s) * image[top * cols + left] + s * image[top * cols + right];
      const below = (1 - s) * image[low * cols + left] + s * image[low * cols + right];
      out[y * cols + x] = (1 - t) * above + t * below;
    }
  }
  return out;
}

export function flipped(image, rows, cols, way) {
  if (way === "none") return image;
  return Float64Array.from(image, (_, i) => {
    const [y, x] = [Math.floor(i / cols), i % cols];
    return way === "horizontal" ? image[y * cols + cols - 1 - x] : image[(rows - 1 - y) * cols + x];
  });
}

/** Flipped first, then every dial that is not at 0, in the order of DIALS: each as a layer of its own. */
export function changed(image, rows, cols, { settings, flip }) {
  let now = flipped(image, rows, cols, flip);
  for (const [name, dial] of Object.entries(DIALS)) {
    if (settings[name]) now = affine(now, rows, cols, dial.affine(settings[name], rows, cols));
  }
  return now;
}
