// A lesson's formula and what its symbols mean, with their values of this moment; each lights up its part of the picture.

import { element, setText } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { hub, lightOnHover, markLit } from "./hub.js";
import { phrase } from "./phrase.js";

export function createFormula(host, first) {
  const joined = hub(first.lesson);
  const formulas = element("div", { class: "nl-formulas", tabindex: "0", role: "group", "aria-label": "Formula" });
  const legend = element("ul", { class: "nl-legend" });
  const root = element("div", { class: "nv-root nl-root" }, formulas, legend);
  host.append(root);
  let [shown, outputs] = ["", []];
  lightOnHover(root, (parts) => joined.light(parts));
  const leave = joined.join({ light: (parts) => markLit(root, parts), changed: write });

  function update(data) {
    dress(root, data.theme);
    const text = JSON.stringify([data.formulas, data.symbols]);
    if (text === shown) return;
    shown = text;
    formulas.innerHTML = data.formulas.map((formula) => `<div>${formula}</div>`).join("");
    outputs = data.symbols.map(({ part }) => ({ part, node: element("output", { class: "nl-value" }) }));
    legend.replaceChildren(
      ...data.symbols.map(({ part, symbol, words }, i) => {
        const sign = element("span", { class: "nl-sign" });
        sign.innerHTML = symbol;
        return element(
          "li",
          { "data-part": part, tabindex: "0" },
          sign,
          element("span", {}, ...phrase(words)),
          outputs[i].node,
        );
      }),
    );
  }

  function write(values) {
    for (const { part, node } of outputs) setText(node, values[part] ?? "");
  }

  return {
    update,
    destroy: () => {
      leave();
      root.remove();
    },
  };
}
