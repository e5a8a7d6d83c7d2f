// What every station is made of: a heading, a sentence, its controls, and what is said to the decision.

import { choices } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";

/** @returns {node, intro, feedback, say(words, kind)}: kind "right" or "slip" or "" colours the edge. */
export function createPanel(title, ...body) {
  const intro = element("p", { class: "tn-intro" });
  const feedback = element("p", { class: "tn-feedback", role: "status", hidden: true });
  const node = element(
    "section",
    { class: "tn-panel" },
    element("h3", { class: "nl-title" }, title),
    intro,
    ...body,
    feedback,
  );
  const say = (words, kind = "") => {
    feedback.hidden = !words;
    feedback.dataset.kind = kind;
    setText(feedback, words);
  };
  return { node, intro, feedback, say };
}

/** A row of choices under a label; options {name: words}. @returns {node, update(name), options(next)} */
export function labelled(label, options, pick) {
  const place = element("span", {});
  const node = element("div", { class: "nl-bar tn-choice" }, element("span", { class: "nl-label" }, label), place);
  let [shown, row] = ["", null];
  const fill = (next) => {
    if (JSON.stringify(next) === shown) return;
    shown = JSON.stringify(next);
    row = choices(label, next, pick);
    place.replaceChildren(row.node);
  };
  fill(options);
  return { node, options: fill, update: (name) => row.update(name) };
}

export function button(words, act, kind = "") {
  return element("button", { type: "button", class: `nl-button ${kind}`, onclick: act }, words);
}
