// A grid of values as a picture: one pixel a cell, then scaled up, smooth or in visible pixels.

/** One reusable off-screen picture. `draw` paints it into a box of any 2-D context. */
export function createRaster() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  let [image, cells] = [null, null];

  function fill(values, rows, cols, painter, { start = 0, flip = false } = {}) {
    if (canvas.width !== cols || canvas.height !== rows || !image) {
      canvas.width = cols;
      canvas.height = rows;
      image = context.createImageData(cols, rows);
      cells = new Uint32Array(image.data.buffer);
    }
    for (let row = 0; row < rows; row++) {
      const target = (flip ? rows - 1 - row : row) * cols;
      for (let col = 0; col < cols; col++) cells[target + col] = painter(values, start + row * cols + col);
    }
    context.putImageData(image, 0, 0);
  }

  /** `nodes`: the values stand on the grid's nodes, the first and the last on the box's edges. */
  function draw(onto, x, y, width, height, { smooth = true, nodes = false } = {}) {
    const inset = nodes && canvas.width > 1 && canvas.height > 1 ? 0.5 : 0;
    onto.imageSmoothingEnabled = smooth;
    onto.imageSmoothingQuality = "high";
    onto.drawImage(canvas, inset, inset, canvas.width - 2 * inset, canvas.height - 2 * inset, x, y, width, height);
  }

  return { fill, draw };
}

/** Largest finite magnitude in values[start, start + length); 1 when there is none. */
export function limitOf(values, start = 0, length = values.length) {
  let limit = 0;
  for (let i = start; i < start + length; i++) {
    const size = Math.abs(values[i]);
    if (size > limit && size < Infinity) limit = size;
  }
  return limit || 1;
}

/** Whether any of values[start, start + length) is not a finite number. */
export function anyMissing(values, start, length) {
  for (let i = start; i < start + length; i++) if (values[i] - values[i] !== 0) return true;
  return false;
}

/** Smallest, largest and mean of the finite values in values[start, start + length), and how many are not finite. */
export function summary(values, start = 0, length = values.length) {
  let [low, high, sum, count] = [Infinity, -Infinity, 0, 0];
  for (let i = start; i < start + length; i++) {
    const value = values[i];
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
    sum += value;
    count += 1;
  }
  return { low, high, mean: sum / count, missing: length - count };
}
