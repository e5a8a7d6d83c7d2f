// The controls: how much data, how noisy, how much freedom, how much ridge; and the sum of what the error is made of.

import { fixed, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { FAMILIES } from "./fits.js";
import { capacityWords, LIMITS, ridgeOf } from "./state.js";

/** on: resample(part), ridge(power), another(), back(), ghosts(). @returns {node, update(now)} */
export function createPanel(on) {
  const of = (part, label, name, step, input) =>
    slider({ part, label, min: LIMITS[name][0], max: LIMITS[name][1], step, input });
  const sliders = {
    n: of("n", "Examples n", "n", 1, (n) => on.resample({ n })),
    sigma: of("sigma", "Noise σ", "sigma", 0.05, (sigma) => on.resample({ sigma })),
    power: of("lambda", "Ridge λ", "power", 0.5, (power) => on.ridge(power)),
  };
  const button = (words, title, act) =>
    element("button", { type: "button", class: "nl-button", title, onclick: act }, words);
  const ghosts = element("input", { type: "checkbox", onchange: on.ghosts });
  const back = button("Put the points back", "The sample as it was drawn", on.back);
  const node = element(
    "div",
    {},
    element("div", { class: "of-sliders" }, ...Object.values(sliders).map((one) => one.node)),
    element(
      "div",
      { class: "nl-bar of-buttons" },
      button("Another sample", "New examples of the same curve", on.another),
      back,
      element("label", { class: "of-check", "data-part": "m" }, ghosts, "30 other samples and their mean"),
    ),
  );
  const update = (state) => {
    sliders.n.update(state.n, String(state.n));
    sliders.sigma.update(state.sigma);
    const ridge = ridgeOf(state);
    sliders.power.update(state.power, ridge ? short(ridge, 2) : "none");
    ghosts.checked = state.ghosts;
    back.disabled = !Object.keys(state.moved).length;
  };
  return { node, update };
}

/** The capacity as a slider over its choices. on.capacity(count). */
export function createCapacity(on) {
  const made = {};
  for (const [family, { counts }] of Object.entries(FAMILIES)) {
    made[family] = slider({
      part: "p",
      label: "Capacity",
      min: 0,
      max: counts.length - 1,
      step: 1,
      input: (at) => on.capacity(counts[at]),
    });
  }
  const node = element("div", {}, ...Object.values(made).map((one) => one.node));
  const update = (state) => {
    const many = state.count === 1 ? "coefficient" : "coefficients";
    for (const [family, one] of Object.entries(made)) {
      one.node.hidden = family !== state.family;
      const words = `${capacityWords(state)}: ${state.count} ${many}`;
      if (family === state.family) one.update(FAMILIES[family].counts.indexOf(state.count), words);
    }
  };
  return { node, update };
}

/** bias² + variance + noise = error, in numbers. */
export function createSum() {
  const parts = { B: "bias²", V: "variance", sigma: "noise σ²", E: "on new examples" };
  const numbers = {};
  const nodes = Object.entries(parts).flatMap(([part, words], i) => {
    numbers[part] = element("b", {});
    const sign = ["", "+", "+", "="][i];
    return [
      sign ? element("span", { class: "of-sign" }, sign) : null,
      element(
        "span",
        { class: `of-term of-term-${part}`, "data-part": part },
        numbers[part],
        element("small", {}, words),
      ),
    ];
  });
  const node = element("p", { class: "of-sum" }, ...nodes.filter(Boolean));
  const update = ({ bias2, variance, noise, test }) => {
    const values = { B: bias2, V: variance, sigma: noise, E: test };
    for (const [part, value] of Object.entries(values))
      setText(numbers[part], value < 100 ? fixed(value, 3) : short(value));
  };
  return { node, update };
}
