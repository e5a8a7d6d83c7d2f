// Where the artificial neuron is like a nerve cell, and where it is not: the sentence for the part that is pointed at.

import { element, setAttributes } from "../../base/dom.js";

/**
 * All comparisons stand in one place, which is as tall as the longest: nothing below moves while symbols are pointed at.
 * @returns {update(rows), light(parts), rows()}; rows: [part, words, alike, not alike] each
 */
export function createComparison(root) {
  let shown = [];

  function update(rows) {
    if (JSON.stringify(rows) === JSON.stringify(shown)) return;
    shown = rows;
    root.replaceChildren(...rows.map(paragraph));
  }

  function light(parts) {
    const lit = shown.findIndex(([part]) => parts.some((name) => part.split(" ").includes(name)));
    const chosen = Math.max(lit, 0);
    [...root.children].forEach((node, i) => setAttributes(node, { "data-on": i === chosen ? "" : null }));
  }

  return { update, light, rows: () => shown };
}

function paragraph([, words, alike, not]) {
  return element(
    "p",
    {},
    element("b", {}, words),
    ` Alike: ${alike}`,
    element("br", {}),
    element("span", { class: "nl-muted" }, `Not alike: ${not}`),
  );
}
