// The two stations at which the network takes shape: how it ends and what judges it, and how large it is.

import { element, setText } from "../../base/dom.js";
import { layerStages } from "../../lesson/layer_stages.js";
import { createPanel, labelled } from "./panel.js";
import { ACTIVATIONS, LOSSES, RATIOS, ratioOf, SIZES } from "./state.js";
import { ratioFeedback } from "./words.js";

/** on.decide(part). @returns {node, update(state, look, network, waiting)} */
export function createOutput(on) {
  const units = labelled("Output units", { 1: "1" }, (name) => on.decide({ units: Number(name) }));
  const activation = labelled("Last activation", ACTIVATIONS, (name) => on.decide({ activation: name }));
  const loss = labelled("Loss", LOSSES, (name) => on.decide({ loss: name }));
  const found = element("ul", { class: "tn-found" });
  const panel = createPanel(
    "How does it answer, and what is a mistake?",
    units.node,
    activation.node,
    loss.node,
    found,
  );
  return {
    node: panel.node,
    update: (state, look, network) => {
      setText(
        panel.intro,
        "Choose how the network ends and what its loss compares. Below stands what the app itself says of that.",
      );
      units.options(Object.fromEntries(look.units.map((count) => [count, String(count)])));
      units.update(state.units);
      activation.update(state.activation);
      loss.update(state.loss);
      showFound(found, network, (one) => one.end);
      const fine = network?.fits ? `This pairing fits. ${network.read}` : "";
      panel.say(network ? fine : "The app looks at it …", network?.fits ? "right" : "");
    },
  };
}

/** What the app finds, worst first. */
function showFound(root, network, wanted) {
  const found = (network?.found ?? []).filter(wanted).sort((a, b) => a.severity.localeCompare(b.severity));
  root.hidden = !found.length;
  root.replaceChildren(
    ...found.map(({ severity, message, end }) =>
      element(
        "li",
        { "data-severity": severity },
        element(
          "b",
          {},
          severity === "error" ? "It cannot be trained: " : end ? "It would not learn well: " : "Mind: ",
        ),
        message,
      ),
    ),
  );
}

/** on.decide(part), on.predict(part). @returns {node, update(state, look, network)} */
export function createSize(on) {
  const size = labelled("Hidden layers", SIZES, (name) => on.decide({ size: name }));
  const ratio = labelled("Has it fewer or more weights than there are training examples?", RATIOS, (name) =>
    on.predict({ ratio: name }),
  );
  const drawing = element("div", { class: "tn-drawing" });
  const line = element("p", { class: "tn-layer" });
  const found = element("ul", { class: "tn-found" });
  const panel = createPanel("Which network?", size.node, drawing, line, ratio.node, found);
  let drawn = null;
  return {
    node: panel.node,
    update: (state, look, network) => {
      setText(panel.intro, introWords(look));
      size.update(state.size);
      ratio.update(state.guesses.ratio);
      drawing.hidden = !network;
      if (network && drawn !== network) {
        drawn = network;
        const told = network.layers.map(({ title }) => title).join(" → ");
        setText(line, told);
        drawing.replaceChildren(
          layerStages(look.title, [{ title: "input", shape: network.input }, ...network.layers.map(hushed)], (words) =>
            setText(line, words || told),
          ),
        );
      }
      const revealed = state.guesses.ratio && network;
      showFound(found, revealed ? network : null, (one) => !one.end || one.severity === "error");
      const right = revealed && state.guesses.ratio === ratioOf(network.parameters, look.training);
      panel.say(
        revealed ? ratioFeedback(network.parameters, look.training, state.guesses.ratio) : "",
        right ? "right" : "slip",
      );
    },
  };
}

/** Without its number of weights, which is to be predicted. */
function hushed({ title, kind, shape }) {
  return { title, kind, shape, parameters: 0 };
}

function introWords({ kind }) {
  const why = {
    vector: "A table has no order among its columns: Dense layers, which see all of them.",
    image: "Neighbouring pixels belong together: convolutions, which look through a small window.",
    sequence: "The order of the steps matters: layers that slide along it or remember.",
    tokens: "Words are names: each gets a vector that is learnt.",
  }[kind];
  return `${why} How many weights does that take? Count, or guess.`;
}
