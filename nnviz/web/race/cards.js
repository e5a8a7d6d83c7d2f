// The networks of a race as cards beside each other, all at one moment.

import { element, keepCount, setAttributes, setText } from "../base/dom.js";
import { epochText } from "../base/numbers.js";
import { createAnswer } from "./answer.js";
import { scoreText } from "./curves.js";
import { createLayers, reachOf } from "./layers.js";
import { scoresAt } from "./story.js";

const STATES = {
  ...{ waiting: "waiting", training: "learning", finished: "", stopped: "stopped", broken: "failed" },
  ...{ "ended early": "ended early", gone: "no longer kept" },
};

/** @returns {node, update({story, frames, theme, score, lens, chosen, colours}), destroy()}; on.choose(index | null) */
export function createCards(on) {
  const node = element("div", { class: "nr-cards" });
  const cards = [];
  const make = (index) => {
    cards[index] = createCard(index, on);
    return cards[index].node;
  };
  const update = (view) => {
    const { story } = view;
    node.dataset.count = story.networks.length;
    keepCount(node, story.networks.length, make);
    cards.length = story.networks.length;
    const reach = view.lens ? reachOf(view.lens, view.frames) : null;
    for (const [i, card] of cards.entries()) card.update({ ...view, i, reach });
  };
  return { node, update };
}

function createCard(index, on) {
  const key = element("span", { class: "nr-key" });
  const label = element("strong", {});
  const score = element("span", { class: "nr-score" });
  const state = element("span", { class: "nr-state" });
  const [answer, layers] = [createAnswer(), createLayers()];
  const head = element("div", { class: "nr-head" }, key, label);
  const foot = element("div", { class: "nr-foot" }, score, state);
  const node = element(
    "button",
    { type: "button", class: "nr-card", "aria-pressed": "false" },
    head,
    answer.node,
    layers.node,
    foot,
  );
  node.addEventListener("click", () => on.choose(index));
  const update = ({ story, frames, theme, score: name, lens, chosen, colours, i, reach }) => {
    const network = story.networks[i];
    const frame = frames[i];
    key.style.background = colours[i];
    setText(label, network.label);
    node.dataset.state = frame?.state ?? "waiting";
    setAttributes(node, { "aria-pressed": String(chosen === i) });
    const width = Math.max(80, Math.min(380, Math.floor(node.clientWidth - 22)));
    if (frame) answer.update({ ground: network.data, frame, theme, width, label: network.label });
    layers.node.toggleAttribute("hidden", !lens);
    if (lens) layers.update({ lens, frame, layers: network.layers ?? [], width, reach, label: network.label });
    setText(score, scoreText(name, scoresAt(network, frame)[name]));
    setText(state, stateWords(frame, network));
  };
  return { node, update };
}

function stateWords(frame, network) {
  if (!frame) return STATES[network.state] ?? "waiting";
  const last = frame === network.frames.at(-1);
  if (frame.state === "diverged") return `broke down in epoch ${epochText(frame.epoch)}`;
  if (frame.state === "stopped early") return `stopped early, epoch ${epochText(frame.best)} kept`;
  const words = last ? STATES[frame.state] : "";
  return [words, `epoch ${epochText(frame.epoch)}`].filter(Boolean).join(", ");
}
