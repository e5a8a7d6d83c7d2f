// Where the parts of the picture stand.

import { element } from "../../base/dom.js";

const PLACES = [
  "pictures",
  "input",
  "inputnote",
  "detail",
  "output",
  "outputnote",
  "pooled",
  "controls",
  "receptive",
  "message",
];

/** @returns {name: element}: an empty place for every part */
export function createPlaces() {
  const places = Object.fromEntries(PLACES.map((name) => [name, element("div", { class: `lc-${name}` })]));
  places.message.setAttribute("role", "status");
  places.inputnote.dataset.part = "n";
  places.outputnote.dataset.part = "o";
  return places;
}

/** `slide`, `depth` and `reach` are the controls that stand between the places. */
export function layOut(root, places, { slide, depth, reach }) {
  const grid = element(
    "div",
    { class: "lc-grid" },
    element("div", { class: "lc-in" }, heading("The image"), places.input, places.inputnote),
    element("div", { class: "lc-mid" }, heading("Patch × kernel"), places.detail),
    element(
      "div",
      { class: "lc-out" },
      element("div", { class: "nl-bar lc-outbar" }, heading("The feature map"), slide),
      places.output,
      places.outputnote,
      places.pooled,
    ),
  );
  const layers = element("label", { class: "nl-label" }, "layers ", depth);
  const far = element(
    "div",
    { class: "lc-reach", "data-part": "r" },
    element("div", { class: "nl-bar" }, heading("How far one unit sees"), layers, reach),
    places.receptive,
  );
  root.append(places.pictures, places.message, grid, element("div", { class: "lc-below" }, places.controls, far));
}

function heading(words) {
  return element("h3", { class: "nl-title" }, words);
}
