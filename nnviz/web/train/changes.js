// Undo and redo of what was changed in the picture, and the sentence of a change that was refused.

import { element, setText, svg } from "../base/dom.js";

const ARROWS = {
  undo: "M6 3L2.5 6.5L6 10M3 6.5h6a4 4 0 0 1 0 8H7",
  redo: "M10 3l3.5 3.5L10 10M13 6.5H7a4 4 0 0 0 0 8h2",
};

/** @returns {buttons, refusal, update(editing | null)}; ask({action: "undo" | "redo"}) */
export function createChanges(ask) {
  const button = (action, words) =>
    element(
      "button",
      { type: "button", "aria-label": words, title: words, onclick: () => ask({ action }) },
      svg("svg", { class: "nv-icon", viewBox: "0 0 16 16", "aria-hidden": "true" }, svg("path", { d: ARROWS[action] })),
    );
  const undo = button("undo", "Undo the last change of the network");
  const redo = button("redo", "Redo");
  const buttons = element(
    "div",
    { class: "nv-zoom", role: "group", "aria-label": "Changes", hidden: true },
    undo,
    redo,
  );
  const refusal = element("p", { class: "nv-refusal", role: "alert", hidden: true });
  function update(editing) {
    buttons.hidden = !editing;
    undo.disabled = !editing?.undo;
    redo.disabled = !editing?.redo;
    refusal.hidden = !editing?.refused;
    setText(refusal, editing?.refused ?? "");
  }
  return { buttons, refusal, update };
}
