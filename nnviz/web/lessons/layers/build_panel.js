// The controls of the wide network: how many steps, the chosen one in numbers, what it costs and how far it is off.

import { fixed, slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { LIMITS, MOST } from "./state.js";

/** on: spread(n), add(), remove(), fit(), move(), keep(), unit(part). @returns {bar, chosen, cost, update(now)} */
export function createBuildPanel(on) {
  const count = slider({
    part: "n",
    label: "Spread n units evenly",
    min: 0,
    max: MOST.units,
    step: 1,
    input: (value) => on.spread(value),
  });
  const button = (words, title, act) =>
    element("button", { type: "button", class: "nl-button", title, onclick: act }, words);
  const add = button("Add a step", "One more unit where it helps most; all heights are fitted", on.add);
  const remove = button("Remove it", "Takes the chosen unit away", on.remove);
  const fit = button("Fit the heights", "The best heights for these places: least squares", on.fit);
  const move = button("Let them move", "Gradient descent on places and softness; heights stay fitted", on.move);
  const keep = element("input", { type: "checkbox", onchange: on.keep });
  const bar = element(
    "div",
    { class: "nl-bar la-bar" },
    count.node,
    add,
    remove,
    fit,
    move,
    element("label", { class: "la-keep" }, keep, "keep fitted"),
  );
  const parts = createSliders(on);
  const chosen = element("div", { class: "la-chosenunit" }, ...Object.values(parts).map(({ node }) => node));
  const cost = createCost();
  const update = (now) => {
    count.update(now.count, String(now.count));
    const unit = now.units[now.chosen];
    add.disabled = now.count >= MOST.units;
    remove.disabled = !unit;
    move.disabled = !unit;
    setText(move, now.moving ? "Stop" : "Let them move");
    keep.checked = now.keep;
    chosen.hidden = !unit;
    if (unit) {
      for (const [name, part] of Object.entries(parts))
        part.update(unit[name], fixed(unit[name], name === "s" ? 3 : 2));
    }
    setAttributes(parts.v.node, { "data-follows": now.keep ? "" : null });
    cost.update(now);
  };
  return { bar, chosen, cost: cost.node, update };
}

function createSliders(on) {
  const of = (name, label, step) =>
    slider({
      part: name,
      label,
      min: LIMITS[name][0],
      max: LIMITS[name][1],
      step,
      input: (value) => on.unit({ [name]: value }),
    });
  return { t: of("t", "position t", 0.01), v: of("v", "height v", 0.01), s: of("s", "softness s", 0.002) };
}

function createCost() {
  const parameters = element("b", {});
  const error = element("b", {});
  const node = element(
    "div",
    { class: "la-cost" },
    element("p", { "data-part": "P" }, element("span", { class: "nl-label" }, "Parameters"), parameters),
    element("p", {}, element("span", { class: "nl-label" }, "Error (root mean square)"), error),
  );
  const update = (now) => {
    setText(parameters, `3 · ${now.count} + 1 = ${now.parameters}`);
    setText(error, now.error.toFixed(3));
  };
  return { node, update };
}
