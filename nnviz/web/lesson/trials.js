// A lesson's experiments: each button sets the picture up. What one should see is told when one asks for it.

import { element } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { hub } from "./hub.js";
import { phrase } from "./phrase.js";
import { revealed } from "./revealed.js";

export function createTrials(host, first) {
  const joined = hub(first.lesson);
  const list = element("ol", { class: "nl-trials" });
  const root = element("div", { class: "nv-root nl-root" }, list);
  host.append(root);
  let shown = "";

  function update(data) {
    dress(root, data.theme);
    const text = JSON.stringify(data.trials);
    if (text === shown) return;
    shown = text;
    list.replaceChildren(...data.trials.map((trial) => item(trial)));
  }

  function item({ title, do: what, told, state }) {
    const begin = () => joined.set(state, { title, what, told });
    const button = element("button", { class: "nl-button", type: "button", onclick: begin }, title);
    return element("li", {}, button, element("p", {}, ...phrase(what)), ...revealed(phrase(told)));
  }

  return { update, destroy: () => root.remove() };
}
