// Six kinds of network as cards, each drawn from the layers of the Lab's own template.

import { element, setText } from "../../base/dom.js";
import { layerStages } from "../../lesson/layer_stages.js";

/** open(name). @returns {update({kinds, words, waiting, refusal})}; words: {name: {title, idea, use, door}} */
export function createKindsView(root, open) {
  const note = element("p", { class: "wn-about", role: "status" });
  const grid = element("div", { class: "wn-kindgrid" });
  root.append(note, grid);
  let shown = null;
  return {
    update: ({ kinds, words, waiting, refusal }) => {
      setText(
        note,
        kinds
          ? "Each is the start that the Lab has for it, drawn from its layers. Point at a layer for its name and size."
          : waiting
            ? "Keras measures the layers of six networks …"
            : refusal,
      );
      if (!kinds || kinds === shown) return;
      shown = kinds;
      grid.replaceChildren(...kinds.map((kind) => card(kind, words[kind.name], open)));
    },
  };
}

function card({ name, input, layers, parameters }, { title, idea, use, door }, open) {
  const told = `${layers.length} layers, ${parameters.toLocaleString("en")} weights`;
  const line = element("span", { class: "wn-layer" }, told);
  return element(
    "section",
    { class: "wn-card wn-kind" },
    element("h3", { class: "nl-title" }, title),
    layerStages(title, [{ title: "input", shape: input }, ...layers], (words) => setText(line, words || told)),
    line,
    element("p", {}, idea, " ", element("span", { class: "nl-muted" }, use)),
    element("button", { type: "button", class: "nl-button", onclick: () => open(name) }, door),
  );
}
