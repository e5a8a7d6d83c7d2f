// A row of numbers with what they are.

import { element, setText } from "../../base/dom.js";

const WORDS = {
  n: "networks trained",
  b: "best validation loss so far",
  T: "its loss on test data",
  gap: "too good by",
};

/** @param names of WORDS; those of the formula are its parts. @returns {node, update({name: text})} */
export function createTiles(names) {
  const cells = Object.fromEntries(names.map((name) => [name, element("b", {})]));
  const tile = (name) =>
    element(
      "div",
      { class: `hp-tile hp-tile-${name}`, "data-part": name === "gap" ? null : name },
      cells[name],
      element("small", {}, WORDS[name]),
    );
  return {
    node: element("div", { class: "hp-tiles" }, ...names.map(tile)),
    update: (texts) => {
      for (const [name, text] of Object.entries(texts)) setText(cells[name], text);
    },
  };
}
