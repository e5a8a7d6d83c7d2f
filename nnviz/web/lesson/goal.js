// "Make the picture do this": hands what the picture measures of itself to the page, which judges it.

import { element } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { hub } from "./hub.js";

export function createGoal(host, first, ask) {
  let measures = {};
  const leave = hub(first.lesson).join({
    changed: (_, measured) => {
      measures = measured ?? {};
    },
  });
  const words = "Check the picture";
  const check = element(
    "button",
    { class: "nl-button nl-primary", type: "button", onclick: () => ask({ measures: finite(measures) }) },
    words,
  );
  const root = element("div", { class: "nv-root nl-root" }, check);
  host.append(root);
  return {
    update: (data) => dress(root, data.theme),
    destroy: () => {
      leave();
      root.remove();
    },
  };
}

/** What can be said in JSON. */
export function finite(measures) {
  return Object.fromEntries(Object.entries(measures).filter(([, value]) => Number.isFinite(value)));
}
