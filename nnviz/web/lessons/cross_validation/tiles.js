// A row of numbers with what they are.

import { element, setText } from "../../base/dom.js";

const PARTS = { I: "I q" };
const WORDS = {
  CV: "mean of the folds",
  sd: "points of spread",
  I: "points, 95 % sure",
  T: "true score",
};

/** @param names of WORDS, which are parts of the formula. @returns {node, update({name: text})} */
export function createTiles(names) {
  const cells = Object.fromEntries(names.map((name) => [name, element("b", {})]));
  const node = element(
    "div",
    { class: "cv-tiles" },
    ...names.map((name) =>
      element(
        "div",
        { class: `cv-tile cv-tile-${name}`, "data-part": PARTS[name] ?? name },
        cells[name],
        element("small", {}, WORDS[name]),
      ),
    ),
  );
  return {
    node,
    update: (texts) => {
      for (const [name, text] of Object.entries(texts)) setText(cells[name], text);
    },
  };
}
