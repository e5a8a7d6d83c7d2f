// Images to convolve: a small scene drawn here, a real handwritten digit, the reader's own drawing or file.
// An image is {rows, cols, channels, values} with values from 0 to 1.

export const SIDE = 48;
const DRAWING = 24;
const BRUSH = [
  [0, 0, 1],
  [0, 1, 0.55],
  [1, 0, 0.55],
  [0, -1, 0.35],
  [-1, 0, 0.35],
];

// The third image of the UCI handwritten digits as scikit-learn ships them: 8 × 8, 0 to 16.
const DIGIT = [
  0, 0, 0, 4, 15, 12, 0, 0, 0, 0, 3, 16, 15, 14, 0, 0, 0, 0, 8, 13, 8, 16, 0, 0, 0, 0, 1, 6, 15, 11, 0, 0, 0, 1, 8, 13,
  15, 1, 0, 0, 0, 9, 16, 16, 5, 0, 0, 0, 0, 3, 13, 16, 16, 11, 5, 0, 0, 0, 0, 3, 11, 16, 9, 0,
];

export function digit() {
  return { rows: 8, cols: 8, channels: 1, values: Float32Array.from(DIGIT, (value) => value / 16) };
}

/** A house, a tree, a sun: edges in every direction, and colours. */
export function scene() {
  const [canvas, pen] = sheet(SIDE);
  const fill = (colour, draw) => {
    pen.fillStyle = colour;
    pen.beginPath();
    draw();
    pen.fill();
  };
  const sky = pen.createLinearGradient(0, 0, 0, 34);
  sky.addColorStop(0, "#7fb4e8");
  sky.addColorStop(1, "#d8ecfa");
  fill(sky, () => pen.rect(0, 0, 48, 48));
  fill("#ffd23e", () => pen.arc(39, 9, 5.5, 0, 7));
  fill("#58a24a", () => pen.ellipse(14, 44, 40, 12, 0, 0, 7));
  fill("#4a8f40", () => pen.ellipse(44, 46, 26, 11, 0, 0, 7));
  fill("#f2e3c6", () => pen.rect(8, 22, 19, 17));
  fill("#b5402e", () => {
    pen.moveTo(5, 23);
    pen.lineTo(17.5, 10);
    pen.lineTo(30, 23);
  });
  fill("#5b3a26", () => pen.rect(11, 29, 6, 10));
  fill("#3b5f8a", () => pen.rect(20, 27, 5, 5));
  fill("#6b4a2e", () => pen.rect(37, 28, 3, 12));
  fill("#2f7d3b", () => pen.arc(38.5, 24, 7.5, 0, 7));
  return colours(canvas);
}

/** Stripes of every direction, from wide to narrow: a test chart. */
export function rings() {
  const values = new Float32Array(SIDE * SIDE);
  for (let i = 0; i < values.length; i++) {
    const [y, x] = [Math.floor(i / SIDE) - 23.5, (i % SIDE) - 23.5];
    values[i] = 0.5 + 0.5 * Math.cos((x * x + y * y) / 26);
  }
  return { rows: SIDE, cols: SIDE, channels: 1, values };
}

export function blank() {
  return { rows: DRAWING, cols: DRAWING, channels: 1, values: new Float32Array(DRAWING * DRAWING) };
}

/** Draws with a soft brush, a little wider than a pixel. */
export function brush({ values }, y, x) {
  for (const [dy, dx, strength] of BRUSH) {
    const [row, col] = [y + dy, x + dx];
    const at = row * DRAWING + col;
    if (row >= 0 && col >= 0 && row < DRAWING && col < DRAWING) values[at] = Math.max(values[at], strength);
  }
}

/** A file of the reader's, cut to a square and made small; it never leaves the browser. Rejects what is no image. */
export async function fromFile(file) {
  const picture = await createImageBitmap(file);
  const side = Math.min(picture.width, picture.height);
  const [canvas, pen] = sheet(SIDE);
  pen.imageSmoothingQuality = "high";
  pen.drawImage(picture, (picture.width - side) / 2, (picture.height - side) / 2, side, side, 0, 0, SIDE, SIDE);
  picture.close();
  return colours(canvas);
}

/** One channel: the mean of the image's, weighted as the eye sees them. */
export function grey(image) {
  if (image.channels === 1) return image;
  const values = new Float32Array(image.rows * image.cols);
  for (let i = 0; i < values.length; i++)
    values[i] = 0.299 * image.values[3 * i] + 0.587 * image.values[3 * i + 1] + 0.114 * image.values[3 * i + 2];
  return { ...image, channels: 1, values };
}

/** Three channels, all the same for a grey image. */
export function coloured(image) {
  if (image.channels === 3) return image;
  return {
    ...image,
    channels: 3,
    values: Float32Array.from({ length: image.values.length * 3 }, (_, i) => image.values[Math.floor(i / 3)]),
  };
}

function sheet(side) {
  const canvas = document.createElement("canvas");
  Object.assign(canvas, { width: side, height: side });
  return [canvas, canvas.getContext("2d", { willReadFrequently: true })];
}

function colours(canvas) {
  const { width, height } = canvas;
  const { data } = canvas.getContext("2d").getImageData(0, 0, width, height);
  const values = new Float32Array(width * height * 3);
  for (let i = 0; i < width * height; i++) for (let c = 0; c < 3; c++) values[3 * i + c] = data[4 * i + c] / 255;
  return { rows: height, cols: width, channels: 3, values };
}
