// Which network is trained in this lesson: a list that opens, with what is known of it.

import { select } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";

/** @returns {node, update(networks {name: title}, name, words)}; pick(name) */
export function createNetworkChoice(pick) {
  const list = select("Network", {}, pick);
  const words = element("span", { class: "nl-muted" });
  const node = element("div", { class: "nl-bar lr-network" }, list.node, words);
  const update = (networks, name, said) => {
    list.options(networks);
    list.update(name);
    setText(words, said);
  };
  return { node, update };
}
