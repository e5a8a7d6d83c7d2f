// The small controls that lessons share: a slider with its name and value, a row of choices, a list that opens.

import { element, setAttributes, setText } from "./dom.js";
import { short } from "./numbers.js";

/**
 * A slider with its name and its value; input(value). `symbol`: elements that stand for the name, which is then its title.
 * @returns {node, update(value, words)}; words: how the value is written, two decimals unless told
 */
export function slider({ part, label, symbol, min, max, step, input }) {
  const range = element("input", { type: "range", min, max, step, "aria-label": label });
  const shown = element("output", {});
  const name = element("span", { class: symbol ? "nl-slidername" : "nl-label" }, ...(symbol ?? [label]));
  const node = element(
    "label",
    { class: "nl-slider", "data-part": part, title: symbol ? label : null },
    name,
    range,
    shown,
  );
  range.addEventListener("input", () => input(Number(range.value)));
  const update = (value, words = fixed(value)) => {
    if (Number(range.value) !== value) range.value = value;
    setText(shown, words);
    setAttributes(range, { "aria-valuetext": words });
  };
  return { node, update };
}

/** One of several, as a row of buttons; `pick(name)`. @returns {node, update(name)} */
export function choices(label, options, pick) {
  const buttons = Object.entries(options).map(([name, words]) =>
    element("button", { type: "button", "data-name": name, onclick: () => pick(name) }, words),
  );
  const node = element("div", { class: "nl-choices", role: "group", "aria-label": label }, ...buttons);
  const update = (chosen) => {
    for (const button of buttons) {
      setAttributes(button, { "aria-pressed": String(button.dataset.name === String(chosen)) });
    }
  };
  return { node, update };
}

/** One of several, as a list that opens; `pick(name)`. @returns {node, options({name: words}), update(name)} */
export function select(label, options, pick) {
  const list = element("select", { onchange: () => pick(list.value) });
  const node = element("label", { class: "nl-select" }, element("span", { class: "nl-label" }, label), list);
  let shown = "";
  const fill = (next) => {
    if (JSON.stringify(next) === shown) return;
    shown = JSON.stringify(next);
    list.replaceChildren(...Object.entries(next).map(([name, words]) => element("option", { value: name }, words)));
  };
  const update = (name) => {
    if (list.value !== name) list.value = name;
  };
  fill(options);
  return { node, options: fill, update };
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
