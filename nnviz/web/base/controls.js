// The small controls that lessons share: a slider with its symbol and value, and a row of choices.

import { element, setAttributes, setText } from "./dom.js";
import { short } from "./numbers.js";

/** A slider that says its value; on.input(value). `symbol` may hold elements. @returns {node, update(value)} */
export function slider({ part, label, symbol, min, max, step, input }) {
  const range = element("input", { type: "range", min, max, step, "aria-label": label });
  const shown = element("output", {});
  const node = element(
    "div",
    { class: "nl-slider", "data-part": part, title: label },
    element("span", { class: "nl-slidername" }, ...symbol),
    shown,
    range,
  );
  range.addEventListener("input", () => input(Number(range.value)));
  return {
    node,
    update: (value) => {
      if (Number(range.value) !== value) range.value = value;
      setText(shown, fixed(value));
      setAttributes(range, { "aria-valuetext": fixed(value) });
    },
  };
}

/** One of several; `pick(name)`. @returns {node, update(name)} */
export function choices(label, options, pick) {
  const buttons = Object.entries(options).map(([name, words]) =>
    element("button", { type: "button", "data-name": name, onclick: () => pick(name) }, words),
  );
  const node = element("div", { class: "nl-choices", role: "group", "aria-label": label }, ...buttons);
  return {
    node,
    update: (name) =>
      buttons.forEach((button) => setAttributes(button, { "aria-pressed": String(button.dataset.name === name) })),
  };
}

/** A symbol with its index: sub("w", 1). */
export function sub(letter, index) {
  return element("span", {}, element("i", {}, letter), index === undefined ? null : element("sub", {}, String(index)));
}

/** Two decimals with a true minus: 0.80, −1.20. */
export function fixed(value, digits = 2) {
  if (!Number.isFinite(value)) return short(value);
  const text = value.toFixed(digits);
  return Number(text) === 0 ? (0).toFixed(digits) : text.replace("-", "−");
}
