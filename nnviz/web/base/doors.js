// The doors of one example: what leads from it to the pages that explain it.

import { element } from "./dom.js";

const DOORS = { layers: "Layers", attribution: "Attribution" };
const HINTS = { layers: "What every layer makes of this example", attribution: "Why the network answers so" };

/** @returns the buttons in one element, hidden at first; open("layers" | "attribution") when one is clicked. */
export function createDoors(open) {
  return element(
    "div",
    { class: "nv-doors", hidden: true },
    ...Object.entries(DOORS).map(([to, words]) =>
      element("button", { type: "button", "data-to": to, title: HINTS[to], onclick: () => open(to) }, words),
    ),
  );
}
