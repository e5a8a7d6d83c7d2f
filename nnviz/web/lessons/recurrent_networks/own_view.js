// What a recurrent layer of the reader's own network keeps, step by step, of an example that it was not trained on.

import { choices, fixed } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { createOwnExample } from "../../lesson/own_example.js";
import { createStrip } from "./strip.js";

const NAMES = { h: "Output h", c: "Memory c" };

/** An answer of the page, its arrays as rows of numbers. */
export function openOwn(own) {
  const opened = (packed) => {
    const { values, shape } = unpack(packed);
    return Array.from({ length: shape[0] }, (_, t) => values.subarray(t * shape[1], (t + 1) * shape[1]));
  };
  const layers = own.layers.map((layer) => ({
    ...layer,
    shown: Object.fromEntries(Object.entries(layer.shown).map(([name, packed]) => [name, opened(packed)])),
  }));
  return { ...own, layers };
}

/** on.change({…}), on.example(number). @returns {node, update(state, world), destroy()} */
export function createOwnView(on) {
  const view = { on, names: "" };
  view.bar = createOwnExample({ example: on.example, layer: (layer) => on.change({ layer, value: "h" }) });
  view.choice = element("div", {});
  view.bar.more.append(view.choice);
  const place = element("div", { class: "rn-stripplace" });
  view.strip = createStrip(place, { pick: (step, unit) => on.change({ step, unit: unit ?? 0 }) });
  view.said = element("p", { class: "nl-muted rn-key" });
  view.body = element("div", { class: "rn-left" }, place, view.said);
  view.node = element("div", { class: "rn-own" }, view.bar.node, view.body);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.strip.destroy() };
}

function update(view, state, { own, theme, waits, ownRefusal }) {
  const at = own ? Math.min(state.layer, own.layers.length - 1) : 0;
  view.bar.update({ own, waiting: waits, refusal: ownRefusal, layer: at });
  view.body.hidden = !own;
  if (!own) return;
  const { shown, all } = own.layers[at];
  const names = Object.keys(shown);
  if (names.join() !== view.names) {
    view.names = names.join();
    const titles = Object.fromEntries(names.map((name) => [name, NAMES[name] ?? name]));
    view.values = choices("What is shown of each unit", titles, (value) => view.on.change({ value }));
    view.choice.replaceChildren(view.values.node);
  }
  const value = shown[state.value] ? state.value : "h";
  view.values.update(value);
  const values = shown[value];
  const units = values[0]?.length ?? 0;
  const limit = Math.max(1, ...values.map((row) => Math.max(...row.map(Math.abs))));
  const marks = own.steps.slice(0, values.length);
  const step = Math.min(state.step, marks.length - 1);
  const unit = Math.min(state.unit, units - 1);
  view.strip.update({
    marks,
    values,
    answers: null,
    truth: [],
    units,
    limit,
    theme,
    step,
    unit,
    held: false,
    most: 54,
    words: `step ${step + 1}, unit ${unit + 1}`,
  });
  const part = units < all ? `, of which ${units} are shown` : "";
  const told = `Step ${step + 1} (${marks[step] || "padding"}), unit ${unit + 1}: ${fixed(values[step][unit])}.`;
  setText(view.said, `${all} units${part}. ${told} The page Sequence tells more.`);
}
