// Pairs of examples that are the same, or nearly: how near, and one of each to be taken out.

import { fixed, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { copiesOf, remove, spareOf } from "./state.js";
import { paint, tiny } from "./tiny.js";

const SHOWN = 12;

/** @returns {node, update(state, world)}; on.change(alter) */
export function createCopiesView(on) {
  const view = { on, pairs: [] };
  view.near = slider({
    ...{ part: "d", label: "As near as", min: 0, max: 0.2, step: 0.005 },
    input: (near) => on.change((state) => Object.assign(state, { near })),
  });
  view.all = element("button", { type: "button", class: "nl-button", onclick: () => takeAll(view) });
  view.list = element("div", { class: "cu-pairs" });
  view.said = element("p", { class: "cu-said", role: "status" });
  const bar = element("div", { class: "cu-copiesbar" }, view.near.node, view.all);
  view.node = element("div", { class: "cu-copies" }, bar, view.said, view.list);
  return { node: view.node, update: (state, world) => update(view, state, world) };
}

function takeAll(view) {
  const ids = spareOf(view.pairs, view.world.collection);
  view.on.change((state) => remove(state, ids));
}

function update(view, state, world) {
  Object.assign(view, { world });
  const { collection, classes, theme } = world;
  view.pairs = copiesOf(state, collection);
  const spare = spareOf(view.pairs, collection).length;
  view.near.update(state.near, `d ≤ ${fixed(state.near, 3)}`);
  setText(view.all, spare === 1 ? "Take the second one out" : `Take ${spare} second ones out`);
  view.all.disabled = !spare;
  setText(view.said, saidOf(view.pairs, collection));
  const nodes = keepCount(view.list, Math.min(view.pairs.length, SHOWN), () =>
    element(
      "figure",
      { class: "cu-pair", "data-part": "d" },
      tiny(),
      tiny(),
      element("figcaption", { class: "nl-muted" }),
    ),
  );
  nodes.forEach((node, i) => {
    const { a, b, far } = view.pairs[i];
    const names = [a, b].map((at) => classes[collection[at].label]);
    [a, b].forEach((at, k) => paint(node.children[k], collection[at].pixels, theme, { words: `a ${names[k]}` }));
    const told = names[0] === names[1] ? names[0] : `${names[0]} and ${names[1]}: labels differ`;
    setText(node.lastChild, `d = ${fixed(far, 3)} · ${told}`);
    setAttributes(node, { "data-differ": names[0] === names[1] ? null : "" });
  });
}

export function saidOf(pairs, collection) {
  if (!collection.length) return "There is nothing in the collection yet.";
  if (!pairs.length)
    return "No two examples are this near. Every example of the score is new to the network that it judges.";
  const count = pairs.length === 1 ? "One pair is" : `${pairs.length} pairs are`;
  const why = "Where one of a pair trains and the other judges, the score on this collection is too good";
  return `${count} this near. ${why}; and whoever stands here twice counts twice.`;
}
