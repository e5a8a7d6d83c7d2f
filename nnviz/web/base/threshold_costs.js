// What an error of each kind costs, and the threshold at which all of them cost least.

import { element, setText } from "./dom.js";
import { short } from "./numbers.js";
import { cheapest, cost } from "./threshold_counts.js";

/**
 * @param start what a miss and a false alarm cost at first
 * @returns {node, update(view), costs(), set(costs)}; `changed()` after another cost was typed, `move(threshold)` to the best.
 */
export function createCosts(changed, move, start = { miss: 1, alarm: 1 }) {
  const field = (value) => element("input", { type: "number", min: 0, step: "any", value, oninput: changed });
  const [miss, alarm] = [field(start.miss), field(start.alarm)];
  const [missed, said] = [element("span", {}), element("span", { class: "th-said" })];
  const best = { threshold: null };
  const button = element(
    "button",
    { type: "button", class: "th-button", onclick: () => move(best.threshold) },
    "Move there",
  );
  const node = element(
    "div",
    { class: "th-costs" },
    element("label", {}, missed, miss),
    element("label", {}, "A false alarm costs", alarm),
    said,
    button,
  );
  const update = (view) => {
    setText(missed, `A missed ${view.name} costs`);
    const told = words(view, read(miss, alarm));
    setText(said, told.words);
    said.toggleAttribute("data-wrong", told.wrong);
    best.threshold = told.best;
    button.hidden = told.best === null;
  };
  const set = (costs) => {
    miss.value = costs.miss;
    alarm.value = costs.alarm;
  };
  return { node, update, set, costs: () => read(miss, alarm) };
}

/** A cost as people write it: 7, 2.5, 1,200. */
function told(value) {
  return Number(value.toPrecision(6)).toLocaleString("en", { maximumFractionDigits: 4 });
}

function read(miss, alarm) {
  const values = [miss, alarm].map((field) => (field.value.trim() === "" ? Number.NaN : Number(field.value)));
  return { miss: values[0], alarm: values[1] };
}

/** @returns {words, wrong, best: the threshold to move to, or null where it is there already} */
function words(view, costs) {
  if (![costs.miss, costs.alarm].every((own) => Number.isFinite(own) && own >= 0)) {
    return { words: "A cost is a number from 0 up, such as 5.", wrong: true, best: null };
  }
  const least = cheapest(view.walked, costs);
  const [here, there] = [cost(view.counts, costs), cost(least, costs)];
  if (here <= there)
    return { words: `Here the errors cost ${told(here)}, the least there is.`, wrong: false, best: null };
  const best = Number.isFinite(least.threshold) ? least.threshold : least.threshold > 0 ? view.high : view.low;
  return {
    words: `Here the errors cost ${told(here)}; at ${short(best)} they cost least, ${told(there)}.`,
    wrong: false,
    best,
  };
}
