// The colour of a neuron's output: classes for step and sigmoid, signed for tanh, a magnitude for ReLU.

import { binaryPainter, ramp, rgb, signedPainter, tablePainter } from "../../base/colors.js";
import { element } from "../../base/dom.js";

const RELU_END = 4;
const LEGENDS = {
  step: ["class", "0", "1"],
  sigmoid: ["class", "0", "1"],
  tanh: ["diverging", "−1", "1"],
  relu: ["sequential", "0", `${RELU_END} and more`],
};
const painters = new WeakMap();

export function classPainterFor(theme, activation) {
  if (!painters.has(theme)) painters.set(theme, {});
  const made = painters.get(theme);
  made[activation] ??=
    activation === "tanh"
      ? signedPainter(theme, 1)
      : activation === "relu"
        ? tablePainter(ramp(theme.sequential).slice(0, 150), 0, RELU_END, rgb(theme.nan))
        : binaryPainter(theme);
  return made[activation];
}

/** What the colours and marks of the plane mean. */
export function legendFor(root, activation) {
  if (root.dataset.shown === activation) return;
  root.dataset.shown = activation;
  const [kind, low, high] = LEGENDS[activation];
  root.replaceChildren(
    element("span", {}, "output ", low, element("i", { class: `ln-scale ln-${kind}` }), high),
    element("span", {}, element("i", { class: "ln-square" }), "class 0"),
    element("span", {}, element("i", { class: "ln-disc" }), "class 1"),
    element("span", {}, element("i", { class: "ln-ring" }), "wrong side"),
    element("span", {}, element("i", { class: "ln-cross" }), "the input x"),
  );
}
