// A lesson's experiments: each button sets the picture up and says what one should see.

import { element } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { hub } from "./hub.js";
import { phrase } from "./phrase.js";

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

  function item({ title, do: what, see, told, state }) {
    const button = element(
      "button",
      { class: "nl-button", type: "button", onclick: () => joined.set(state, see) },
      title,
    );
    return element(
      "li",
      {},
      button,
      element("p", {}, ...phrase(what)),
      element("p", { class: "nl-muted" }, element("b", {}, "You should see: "), ...phrase(told)),
    );
  }

  return { update, destroy: () => root.remove() };
}
