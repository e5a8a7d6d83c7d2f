// What one should see in an experiment, kept back until the reader asks: first one looks, or guesses.

import { element } from "../base/dom.js";

/** [a button, the words that it shows and hides]. `nodes`: the words. */
export function revealed(nodes) {
  const told = element("p", { class: "nl-see", hidden: true }, ...nodes);
  const button = element("button", { type: "button", class: "nl-reveal", "aria-expanded": "false" });
  const show = (open) => {
    told.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
    button.textContent = open ? "Hide what I should see" : "What should I see?";
  };
  button.addEventListener("click", () => show(told.hidden));
  show(false);
  return [button, told];
}
