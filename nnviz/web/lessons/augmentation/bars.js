// What a network answers: a bar for each class.

import { element, keepCount, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { largest } from "./reader.js";

/** @returns {node, update({shares, names, theme})} */
export function createBars() {
  const node = element("div", { class: "au-bars", "data-part": "f" });
  return { node, update: (shown) => draw(node, shown) };
}

function draw(node, { shares, names, theme }) {
  const rows = keepCount(node, shares.length, () =>
    element(
      "div",
      { class: "au-bar" },
      element("span", {}),
      element("span", { class: "au-track" }, element("i", {})),
      element("b", {}),
    ),
  );
  const best = largest(shares);
  shares.forEach((share, k) => {
    const [name, track, number] = rows[k].children;
    rows[k].classList.toggle("au-first", k === best);
    setText(name, String(names[k]));
    setText(number, share >= 0.005 ? percent(share) : "");
    track.firstElementChild.style.width = `${(100 * share).toFixed(1)}%`;
    track.firstElementChild.style.background = theme.classes[k % theme.classes.length];
  });
}
