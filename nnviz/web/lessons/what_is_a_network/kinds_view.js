// Six kinds of network as cards, each drawn from the layers of the Lab's own template, with an example flowing through it.

import { element, setText } from "../../base/dom.js";
import { layerStages } from "../../lesson/layer_stages.js";
import { lightStages } from "../../lesson/lit_stages.js";
import { createFlowLine } from "./kind_flow.js";

const TOLD =
  "Each is the start that the Lab has for it, trained for a moment. The colours are what its layers hold for one example: " +
  "blue above zero, orange below. Point at a layer for its name and size.";

/**
 * open(name). @returns {update({kinds, flows, training, flowRefusal, words, theme, waiting, refusal})};
 * words: {name: {title, idea, use, door}}; flows: {name: a flow that was opened}; training: the name of the next one
 */
export function createKindsView(root, open) {
  const view = { open, cards: null, kinds: null, example: 0, last: null };
  view.note = element("p", { class: "wn-about", role: "status" });
  view.next = element("button", { type: "button", class: "nl-button", onclick: () => next(view) }, "Next example");
  view.grid = element("div", { class: "wn-kindgrid" });
  root.append(element("div", { class: "wn-kindhead" }, view.note, view.next), view.grid);
  return { update: (now) => update(view, now) };
}

function update(view, now) {
  const { kinds, flows, words, waiting, refusal } = now;
  view.last = now;
  setText(view.note, kinds ? TOLD : waiting ? "Keras measures the layers of six networks …" : refusal);
  view.next.hidden = !Object.keys(flows).length;
  if (!kinds) return;
  if (kinds !== view.kinds) {
    view.kinds = kinds;
    view.cards = kinds.map((kind) => createCard(kind, words[kind.name], view.open));
    view.grid.replaceChildren(...view.cards.map(({ node }) => node));
  }
  for (const card of view.cards) card.update(now, view.example);
}

/** The same number of example in every card; after the last one the first again. */
function next(view) {
  const [flow] = Object.values(view.last.flows);
  view.example = (view.example + 1) % flow.told.length;
  update(view, view.last);
}

function createCard({ name, input, layers, parameters }, { title, idea, use, door }, open) {
  const size = `${layers.length} layers, ${parameters.toLocaleString("en")} weights`;
  const line = element("span", { class: "wn-layer" }, size);
  const drawn = [{ title: "input", shape: input }, ...layers];
  const stages = layerStages(title, drawn, (words) => setText(line, words || size));
  const waits = element("p", { class: "wn-layer", role: "status" });
  const flowing = createFlowLine();
  flowing.node.hidden = true;
  const node = element(
    "section",
    { class: "wn-card wn-kind" },
    element("h3", { class: "nl-title" }, title),
    stages,
    line,
    waits,
    flowing.node,
    element("p", {}, idea, " ", element("span", { class: "nl-muted" }, use)),
    element("button", { type: "button", class: "nl-button", onclick: () => open(name) }, door),
  );
  const update = ({ flows, training, flowRefusal, theme }, example) => {
    const flow = flows[name];
    waits.hidden = flowing.node.hidden = true;
    if (flow) {
      flowing.node.hidden = false;
      flowing.update(flow, example, theme);
      const values = flow.stages.filter((_, i) => drawn[i].shape);
      lightStages(stages, values, example, theme);
      return;
    }
    waits.hidden = false;
    setText(waits, flowRefusal || (training === name ? "Being trained, a few seconds …" : "Trained in a moment"));
  };
  return { node, update };
}
