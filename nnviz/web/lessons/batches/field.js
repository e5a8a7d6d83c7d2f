// All training examples in one picture: points of a plane, small images, or squares in the colours of their classes.
// Those of the current batch are marked, those that this epoch has seen are pale.

import { mix, rgb } from "../../base/colors.js";
import { fitCanvas, watchWidth } from "../../base/dom.js";
import { extent, scale } from "../../base/scales.js";

const PALE = 0.22;
const PLANE_HEIGHT = 380;

/** @returns {update({data, theme, current: Set, seen: Set, words}), destroy()} */
export function createField(root) {
  const canvas = document.createElement("canvas");
  canvas.setAttribute("role", "img");
  canvas.className = "ba-field";
  root.append(canvas);
  const field = { canvas, view: null, width: 0, tiles: new Map() };
  const stop = watchWidth(root, (width) => {
    field.width = width;
    draw(field);
  });
  return {
    update: (view) => {
      field.view = view;
      draw(field);
    },
    destroy: stop,
  };
}

/** Where each example stands: {size of a tile, height, place(i) → [left, top]}. */
export function layoutOf(count, width, most = 400) {
  let columns = Math.max(1, Math.ceil(Math.sqrt((count * width) / most)));
  let size = Math.floor(width / columns);
  while (size < 4 && columns > 1) {
    columns -= 1;
    size = Math.floor(width / columns);
  }
  size = Math.min(size, 26);
  columns = Math.max(1, Math.floor(width / size));
  const place = (i) => [(i % columns) * size, Math.floor(i / columns) * size];
  return { size, height: Math.ceil(count / columns) * size, place };
}

function draw(field) {
  const { canvas, view, width } = field;
  if (!view?.data || !width) return;
  canvas.setAttribute("aria-label", view.words);
  if (view.data.kind === "plane") drawPlane(field);
  else drawGrid(field);
}

function drawPlane({ canvas, view, width }) {
  const { data, theme, current, seen } = view;
  const context = fitCanvas(canvas, width, PLANE_HEIGHT);
  context.clearRect(0, 0, width, PLANE_HEIGHT);
  const even = data.x.filter((_, i) => i % 2 === 0);
  const odd = data.x.filter((_, i) => i % 2 === 1);
  const x = scale(extent(even), [14, width - 14]);
  const y = scale(extent(odd), [PLANE_HEIGHT - 14, 14]);
  const dot = (i, radius) => {
    context.beginPath();
    context.arc(x(data.x[2 * i]), y(data.x[2 * i + 1]), radius, 0, 2 * Math.PI);
  };
  for (let i = 0; i < data.n; i++) {
    if (current.has(i)) continue;
    context.globalAlpha = seen.has(i) ? PALE : 0.9;
    context.fillStyle = theme.classes[data.labels[i] % theme.classes.length];
    dot(i, 4);
    context.fill();
  }
  context.globalAlpha = 1;
  for (const i of current) {
    context.fillStyle = theme.classes[data.labels[i] % theme.classes.length];
    dot(i, 6.5);
    context.fill();
    context.strokeStyle = theme.accent;
    context.lineWidth = 2.5;
    context.stroke();
  }
}

function drawGrid(field) {
  const { canvas, view, width } = field;
  const { data, theme, current, seen } = view;
  const { size, height, place } = layoutOf(data.n, width);
  const context = fitCanvas(canvas, width, height);
  context.clearRect(0, 0, width, height);
  context.imageSmoothingEnabled = false;
  const sheet = sheetOf(field, data, theme);
  for (let i = 0; i < data.n; i++) {
    const [left, top] = place(i);
    context.globalAlpha = seen.has(i) && !current.has(i) ? PALE : 1;
    tile(context, { sheet, data, theme, i, left, top, size: size - 1 });
  }
  context.globalAlpha = 1;
  context.strokeStyle = theme.accent;
  context.lineWidth = Math.max(1.5, size / 8);
  for (const i of current) {
    const [left, top] = place(i);
    context.strokeRect(left - 0.5, top - 0.5, size, size);
  }
}

/** One example at a place: its image, or a square in the colour of its class. */
export function tile(context, { sheet, data, theme, i, left, top, size }) {
  if (sheet) {
    const [h, w] = data.shape;
    context.drawImage(sheet, 0, i * h, w, h, left, top, size, size);
    return;
  }
  context.fillStyle = theme.classes[data.labels[i] % theme.classes.length];
  context.fillRect(left, top, size, size);
}

/** All images below each other on one canvas, ink on the page's background; null where there are none. */
export function sheetOf(holder, data, theme) {
  if (data.kind !== "image") return null;
  const key = theme.dark ? "dark" : "light";
  if (holder.sheet?.key === key && holder.sheet.data === data) return holder.sheet.canvas;
  const [h, w] = data.shape;
  const canvas = Object.assign(document.createElement("canvas"), { width: w, height: h * data.n });
  const context = canvas.getContext("2d");
  const image = context.createImageData(w, h * data.n);
  const [from, to] = [rgb(theme.surface), rgb(theme.text)];
  for (let p = 0; p < data.x.length; p++) {
    image.data.set([...mix(from, to, data.x[p] / 255), 255], 4 * p);
  }
  context.putImageData(image, 0, 0);
  holder.sheet = { key, data, canvas };
  return canvas;
}
