// What one example is: its picture, a few lines, and the doors to the pages that look into it.

import { element } from "../base/dom.js";
import { createDoors } from "../base/doors.js";
import { clamp } from "../base/scales.js";
import { paint } from "./pixels.js";

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
    if (image) paint(canvas, image, SIDE);
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
