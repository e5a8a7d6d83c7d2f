// The same numbers as a table, for readers who do not see the pictures. At most one update a second.

import { element } from "../base/dom.js";
import { epochText } from "../base/numbers.js";
import { pairs, valueText } from "./series.js";

/** @returns {update(payload), destroy()} */
export function createTwin(root) {
  const table = element("table");
  root.append(table);
  let [last, timer] = [0, 0];

  function update(payload) {
    clearTimeout(timer);
    const wait = Math.max(0, last + 1000 - Date.now());
    timer = setTimeout(() => {
      last = Date.now();
      fill(table, payload);
    }, wait);
  }

  return {
    update,
    destroy: () => {
      clearTimeout(timer);
      root.replaceChildren();
    },
  };
}

/** [[name, training, validation], …] of the latest epoch. */
export function latest(history) {
  const end = history.epoch.length - 1;
  if (end < 0) return [];
  return pairs(history.series).map(({ name, title, training, validation }) => [
    title,
    valueText(name, training?.[end]),
    valueText(name, validation?.[end]),
  ]);
}

function fill(table, { graph, history, state, epoch, epochs }) {
  const row = (tag, cells) => element("tr", {}, ...cells.map((cell) => element(tag, {}, cell)));
  table.replaceChildren(
    element(
      "caption",
      {},
      `${state === "untrained" ? "Untrained" : `Training ${state}`}, epoch ${epochText(epoch)} of ${epochText(epochs)}. Network: ` +
        (graph?.columns ?? []).map((column) => `${column.title}, ${column.detail}`).join("; "),
    ),
    row("th", ["Quantity", "Training", "Validation"]),
    ...(history ? latest(history).map((cells) => row("td", cells)) : []),
  );
}
