// A weight as a bar from its middle: to the right and blue for, to the left and orange against. It can be dragged.

import { fixed } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { clamp } from "../../base/scales.js";

/** change(value). @returns {node, update(value)}; the row: its name, the bar, the value */
export function createWeightBar({ name, label, part, limit, change }) {
  const fill = element("i", { class: "wn-fill" });
  const knob = element("i", { class: "wn-knob" });
  const bar = element(
    "div",
    {
      class: "wn-bar",
      role: "slider",
      tabindex: "0",
      "aria-label": label,
      "aria-valuemin": -limit,
      "aria-valuemax": limit,
    },
    fill,
    knob,
  );
  const shown = element("output", {});
  const node = element("div", { class: "wn-row", "data-part": part }, element("span", {}, name), bar, shown);
  let [value, width] = [0, 1];
  draggable(bar, bar, {
    start: (x) => {
      width = bar.clientWidth || 1;
      change(((2 * x) / width - 1) * limit);
    },
    to: (x) => change(((2 * x) / width - 1) * limit),
    by: (dx, dy) => change(value + ((dx + dy) / 10) * (limit / 12) * 5),
  });
  bar.style.touchAction = "pan-y";

  function update(next) {
    value = next;
    const share = clamp(next / limit, -1, 1) * 50;
    fill.style.left = `${50 + Math.min(share, 0)}%`;
    fill.style.width = `${Math.abs(share)}%`;
    knob.style.left = `${50 + share}%`;
    const text = fixed(next, 1);
    setText(shown, text);
    setAttributes(bar, { "aria-valuenow": next.toFixed(1), "aria-valuetext": text });
    setAttributes(node, { "data-sign": next < 0 ? "minus" : "plus" });
  }

  return { node, update };
}
