// A frame that flies from one place on the screen to another: what is here is what was there.

import { element, prefersStill } from "../base/dom.js";

const MILLISECONDS = 340;

/** Both places as on the screen; then() once it has come there. Without motion it is there at once. */
export function fly(root, from, to, then = () => {}) {
  if (prefersStill()) return then();
  const base = root.getBoundingClientRect();
  const place = (box) => ({
    left: `${box.x - base.x}px`,
    top: `${box.y - base.y}px`,
    width: `${Math.max(box.width, 6)}px`,
    height: `${Math.max(box.height, 6)}px`,
  });
  const frame = element("div", { class: "nu-flight", "aria-hidden": "true" });
  root.append(frame);
  frame.animate([place(from), place(to)], {
    duration: MILLISECONDS,
    easing: "ease-in-out",
    fill: "forwards",
  }).onfinish = () => {
    frame.remove();
    then();
  };
  return undefined;
}
