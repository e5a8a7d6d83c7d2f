// What one example is: its picture, a few lines, and the doors to the pages that look into it.

import { element, fitCanvas } from "../base/dom.js";
import { createDoors } from "../base/doors.js";
import { clamp } from "../base/scales.js";

const SIDE = 84; // pixels of its picture

/** @returns {show(lines, image | null, [x, y], {width, doors}), hide(), focus(), holds(node)}; open(to) from a door. */
export function createCard(stage, open) {
  const canvas = element("canvas", { class: "sp-image", hidden: true });
  const words = element("div", { class: "sp-words" });
  const doors = createDoors(open);
  const card = element("div", { class: "sp-card", hidden: true }, canvas, words, doors);
  stage.append(card);

  function show(lines, image, [x, y], { width, doors: opened }) {
    card.hidden = false;
    canvas.hidden = !image;
    if (image) paint(canvas, image);
    words.replaceChildren(...lines.map((line, i) => element(i ? "span" : "b", {}, line)));
    doors.hidden = !opened;
    card.toggleAttribute("data-opened", opened);
    const half = card.offsetWidth / 2 + 4;
    card.style.left = `${clamp(x, half, Math.max(width - half, half))}px`;
    card.style.top = `${y > card.offsetHeight + 20 ? y - card.offsetHeight - 12 : y + 14}px`;
  }

  return {
    show,
    hide: () => {
      card.hidden = true;
    },
    focus: () => doors.firstElementChild.focus(),
    holds: (node) => card.contains(node),
  };
}

/** Grey or colour pixels from 0 to 255, each a square. */
function paint(canvas, { rows, cols, channels, values }) {
  const side = SIDE / Math.max(rows, cols);
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
