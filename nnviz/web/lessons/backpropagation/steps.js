// The steps of both passes: the one that was done last as a sentence, and all of them as a list to click.

import { element, setAttributes, setText } from "../../base/dom.js";
import { reason, written } from "./words.js";

const NONE = { symbol: "", letters: "", numbers: "", value: "" };

/** @returns {node, update(moment, rate)} */
export function createLine() {
  const node = element("div", { class: "bp-line", role: "status" });

  function update({ current, known }, rate) {
    const { symbol, letters, numbers, value } = current ? written(current, known, rate) : NONE;
    const parts = current
      ? [
          ["bp-linesign", symbol],
          ["", `= ${letters} =`],
          ["", letters === numbers ? "" : `${numbers} =`],
          ["bp-linevalue", value],
        ]
      : [
          ["bp-linesign", "Press play, or +1:"],
          ["", "every number of the forward pass, then of the way back."],
        ];
    const why = current ? reason(current) : "Change any number at any time: type it, or drag its name sideways.";
    const spans = parts.filter(([, text]) => text).map(([kind, text]) => element("span", { class: kind }, text));
    node.replaceChildren(element("p", {}, ...spans), element("p", { class: "nl-muted" }, why));
  }

  return { node, update };
}

/** on.goTo(step). @returns {node, update(moment, rate)} */
export function createTape(count, on) {
  const items = Array.from({ length: count }, (_, i) => createItem(() => on.goTo(i + 1)));
  const nodes = items.map(({ node }) => node);
  const node = element("ol", { class: "bp-tape", "aria-label": "All steps" }, ...nodes);
  let scrolledTo = -1;
  node.addEventListener("keydown", (event) => rove(items, event));

  function update({ steps, known, done }, rate) {
    steps.forEach((step, i) => {
      const { symbol, letters, value } = written(step, known, rate);
      setText(items[i].letters, `${symbol} = ${letters}`);
      setText(items[i].value, i < done ? value : "");
      setAttributes(items[i].node, {
        "data-phase": step.phase,
        "data-done": i < done ? "" : null,
        "aria-current": i === done - 1 ? "step" : null,
      });
    });
    if (done === scrolledTo) return;
    offer(items, Math.max(done - 1, 0));
    scrolledTo = done;
    const { offsetTop, offsetHeight } = items[Math.max(done - 1, 0)].node;
    node.scrollTop = offsetTop - node.clientHeight / 2 + offsetHeight / 2;
  }

  return { node, update };
}

/** The one step that Tab leads to; the arrows lead on from it. */
function offer(items, at) {
  items.forEach(({ button }, i) => {
    button.tabIndex = i === at ? 0 : -1;
  });
}

function rove(items, event) {
  const last = items.length - 1;
  const at = items.findIndex(({ button }) => button === event.target);
  const to = { ArrowUp: Math.max(at - 1, 0), ArrowDown: Math.min(at + 1, last), Home: 0, End: last }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  offer(items, to);
  items[to].button.focus();
}

function createItem(onclick) {
  const [letters, value] = [element("span"), element("b")];
  const button = element("button", { type: "button", tabindex: "-1", onclick }, letters, value);
  return { letters, value, button, node: element("li", {}, button) };
}
