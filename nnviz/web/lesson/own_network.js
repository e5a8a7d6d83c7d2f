// The reader's own network in a lesson: a button that asks for it, what is awaited or went wrong, and before training or now.

import { choices } from "../base/controls.js";
import { element, setAttributes, setText } from "../base/dom.js";

const MOMENTS = { begun: "Before training", now: "As it is now" };

/**
 * @param on.ask() asks the page for {layers}
 * @param body the lesson's own view of it: {node, update(layers, moment, theme)}; `moment`: "begun" or "now"
 * @param about what will be shown, in a sentence
 * @returns {node, update({own, waiting, refusal, theme})}; `own`: the page's answer, or null
 */
export function createOwnNetwork(on, body, about) {
  const now = { moment: "now", last: null };
  const again = () => now.last && update(now.last);
  const button = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: () => on.ask() },
    "Show my network",
  );
  const moments = choices("Moment", MOMENTS, (moment) => {
    now.moment = moment;
    again();
  });
  const words = element("p", { class: "nl-muted on-words", role: "status" });
  const node = element(
    "div",
    { class: "on" },
    element("div", { class: "nl-bar" }, button, moments.node),
    words,
    body.node,
  );

  function update(view) {
    now.last = view;
    const { own, waiting, refusal, theme } = view;
    setAttributes(button, { "aria-disabled": waiting ? "true" : null });
    setText(button, own ? "Look again" : "Show my network");
    moments.node.hidden = !own?.trained;
    const moment = own?.trained ? now.moment : "begun";
    moments.update(moment);
    setText(
      words,
      waiting ? "Keras runs 64 of its examples forward, and their loss backward …" : refusal || told(own, about),
    );
    body.node.hidden = !own;
    if (own && theme) body.update(own, moment, theme);
  }

  return { node, update };
}

function told(own, about) {
  if (!own) return about;
  const name = own.title || "Your network";
  return own.trained ? `${name}, trained.` : `${name}, not trained yet.`;
}
