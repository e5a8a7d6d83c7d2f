// Labels that a network doubts which has not seen the example: to be looked at, and put right.

import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { doubtsOf, relabel, remove } from "./state.js";
import { paint, tiny } from "./tiny.js";

const SHOWN = 8;

/** @returns {node, update(state, world)}; on.change(alter) */
export function createLabelsView(on) {
  const view = { on };
  view.list = element("div", { class: "cu-doubts" });
  view.said = element("p", { class: "cu-said", role: "status", "data-part": "q" });
  view.node = element("div", { class: "cu-labels" }, view.said, view.list);
  return { node: view.node, update: (state, world) => update(view, state, world) };
}

function update(view, _state, world) {
  Object.assign(view, { world });
  const { collection, result, classes, theme, lack } = world;
  const doubts = doubtsOf(collection, result?.held);
  setText(view.said, lack || saidOf(doubts, result));
  const nodes = keepCount(view.list, Math.min(doubts.length, SHOWN), () => doubtOf(view, classes));
  nodes.forEach((node, i) => {
    const { at, given, said, share, doubt } = doubts[i];
    const own = collection[at];
    node.dataset.id = own.id;
    paint(node.firstChild, own.pixels, theme, { words: `Called a ${classes[given]}` });
    const [words, buttons] = node.lastChild.children;
    setText(
      words,
      `Called ${classes[given]}. Who has not seen it says ${classes[said]} (${percent(share)}), q = ${percent(doubt)}.`,
    );
    [...buttons.children].forEach((button, k) => setAttributes(button, { "aria-pressed": String(k === given) }));
  });
}

/** A card with a button for each class, and one that takes it out. */
function doubtOf(view, classes) {
  const id = (button) => button.closest(".cu-doubt").dataset.id;
  const one = (name, label) => {
    const button = element("button", { type: "button", "aria-label": `It is a ${name}` }, name);
    button.addEventListener("click", () => view.on.change((state) => relabel(state, id(button), label)));
    return button;
  };
  const out = element("button", { type: "button" }, "take out");
  out.addEventListener("click", () => view.on.change((state) => remove(state, [id(out)])));
  const buttons = element(
    "div",
    { class: "nl-choices", role: "group", "aria-label": "What it is" },
    ...classes.map(one),
    out,
  );
  return element("div", { class: "cu-doubt", "data-part": "q" }, tiny(), element("div", {}, element("p", {}), buttons));
}

export function saidOf(doubts, result) {
  if (!result) return "A network is trained five times, each time without a fifth of the examples …";
  if (!doubts.length)
    return "No label is doubted: every example is called as the networks that have not seen it call it.";
  const count = doubts.length === 1 ? "One label is" : `${doubts.length} labels are`;
  return `${count} doubted by a network that has not seen the example. Doubt is no proof: look, and say what it is.`;
}
