// The bar above what the reader's own network does with an example: which example, which layer, and what it answers.

import { select } from "../base/controls.js";
import { element, setText } from "../base/dom.js";

/**
 * on.example(number), on.layer(number)
 * @returns {node, more: where a lesson puts further choices, update({own, waiting, refusal, layer})}
 */
export function createOwnExample(on) {
  const view = { own: null };
  const step = (by) => () => view.own && on.example(view.own.index + by);
  const button = (words, label, by) =>
    element("button", { type: "button", class: "nl-button", "aria-label": label, onclick: step(by) }, words);
  const layer = select("Layer", {}, (at) => on.layer(Number(at)));
  const more = element("span", { class: "nl-bar" });
  const which = element("span", {});
  const bar = element(
    "div",
    { class: "nl-bar" },
    button("−1", "The example before", -1),
    button("+1", "The next example", 1),
    which,
    layer.node,
    more,
  );
  const said = element("p", { role: "status" });
  const node = element("div", {}, bar, said);
  const update = ({ own, waiting, refusal, layer: at }) => {
    view.own = own;
    bar.hidden = !own;
    if (!own) {
      setText(said, refusal || (waiting ? "Your network reads an example …" : ""));
      return;
    }
    layer.options(Object.fromEntries(own.layers.map(({ path, kind }, k) => [k, `${path} (${kind})`])));
    layer.update(String(at));
    setText(which, `example ${(own.index + 1).toLocaleString("en")} of ${own.count.toLocaleString("en")}`);
    setText(said, refusal || `${own.title ? `“${own.title}”` : "Your network"} answers: ${own.said}.`);
  };
  return { node, more, update };
}
