// The neuron's sum written out with its numbers, each tied to its part of the picture.

import { fixed, sub } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";

const LAWS = {
  step: (z) => [`1 if z > 0, else 0; z is ${fixed(z)}`],
  sigmoid: (z) => ["1 / (1 + ", element("i", {}, "e"), element("sup", {}, fixed(-z)), ")"],
  tanh: (z) => [`tanh(${fixed(z)})`],
  relu: (z) => [`the larger of ${fixed(z)} and 0`],
};

/** @returns {update({x1, x2, w1, w2, b, activation, forward}), destroy()} */
export function createSum(root) {
  const cells = {};
  const number = (part, name = part) => (cells[name] = element("b", { "data-part": part }));
  const sum = element(
    "p",
    { class: "ns-row" },
    element("span", { "data-part": "z" }, sub("z")),
    " = ",
    sub("w", 1),
    " ",
    sub("x", 1),
    " + ",
    sub("w", 2),
    " ",
    sub("x", 2),
    " + ",
    sub("b"),
    element("br", {}),
    " = ",
    number("w1"),
    " × ",
    number("x1"),
    " + ",
    number("w2"),
    " × ",
    number("x2"),
    " + ",
    number("b"),
    " = ",
    number("z"),
  );
  const law = element("span", { "data-part": "f" });
  const out = element(
    "p",
    { class: "ns-row" },
    element("span", { "data-part": "a" }, sub("a")),
    " = ",
    element("i", {}, "f"),
    "(",
    sub("z"),
    ") = ",
    law,
    " = ",
    number("a"),
  );
  root.append(sum, out);

  function update(now) {
    for (const name of ["w1", "x1", "w2", "x2", "b"]) setText(cells[name], bracketed(now[name], name !== "w1"));
    setText(cells.z, fixed(now.forward.z));
    setText(cells.a, fixed(now.forward.a, 3));
    law.replaceChildren(...LAWS[now.activation](now.forward.z));
  }

  return { update, destroy: () => root.replaceChildren() };
}

function bracketed(value, inside) {
  return inside && value < 0 ? `(${fixed(value)})` : fixed(value);
}
