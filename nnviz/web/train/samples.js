// Held-out examples and what the network says of them: the first ones, the wrong ones or the least sure, and how many are wrong.

import { element, setAttributes, setText } from "../base/dom.js";
import { extent } from "../base/scales.js";
import { unpackOr } from "../base/unpack.js";
import { meaningOf } from "./meaning.js";
import { choicesFor, countWords, imageAt, readPrediction, readRedrawn, shownBy, truthsOf } from "./predictions.js";
import { createCard } from "./sample_cards.js";

/**
 * @param on open({to, part, index}): one of an example's doors was clicked
 * @returns {update({graph, frame, theme, images, doors}), destroy()}; `graph.samples` must be there, `images` are those of
 *   all examples, or null while only the first ones are known, `doors` says whether there is a run to look into
 */
export function createSamples(root, theme, on = {}) {
  const title = element("h2", { class: "nv-title" });
  const note = element("p", { class: "nv-samplekey" });
  const choices = element("div", { class: "nv-choices", role: "group", "aria-label": "Examples shown" });
  const key = element("p", { class: "nv-samplekey" });
  const list = element("ul", { class: "nv-samples" });
  root.append(element("div", { class: "nv-titlebar" }, title), note, choices, key, list);
  const samples = { root, title, note, choices, key, list, on, theme, graph: null, images: null, cards: [] };
  Object.assign(samples, { choice: "given", opened: null, names: "" });
  return { update: (next) => update(samples, next), destroy: () => root.replaceChildren() };
}

function update(samples, { graph, frame, theme, images, doors = true }) {
  samples.theme = theme ?? samples.theme;
  if (graph !== samples.graph) rebuild(samples, graph);
  samples.images = images ?? samples.first;
  Object.assign(samples, { frame, doors });
  showChoices(samples);
  showExamples(samples);
}

function rebuild(samples, graph) {
  const { truth, rows, images, kind, redrawn } = graph.samples;
  const truths = Array.isArray(truth) ? truth : truthsOf(unpackOr(truth));
  Object.assign(samples, {
    graph,
    truths,
    rows: unpackOr(rows)?.values,
    first: unpackOr(images),
    range: Array.isArray(truths[0]) ? truths[0].map((_, k) => extent(truths.map((own) => own[k]))) : extent(truths),
  });
  samples.cards = [];
  samples.list.replaceChildren();
  samples.list.dataset.kind = kind;
  setText(samples.title, redrawn ? "Images redrawn" : "Predictions");
}

function showChoices(samples) {
  const { graph, frame, choices, images, truths } = samples;
  const seen = !images || images.shape[0] >= truths.length;
  const options = choicesFor(graph, seen ? frame : null);
  const names = Object.keys(options).join();
  if (!(samples.choice in options)) samples.choice = "given";
  choices.hidden = names === "given";
  if (names !== samples.names) {
    samples.names = names;
    choices.replaceChildren(...Object.entries(options).map(([name, words]) => choiceButton(samples, name, words)));
  }
  for (const button of choices.children) {
    setAttributes(button, { "aria-pressed": String(button.dataset.name === samples.choice) });
  }
}

function choiceButton(samples, name, words) {
  const onclick = () => {
    Object.assign(samples, { choice: name, opened: null });
    showChoices(samples);
    showExamples(samples);
  };
  return element("button", { type: "button", "data-name": name, onclick }, words);
}

function showExamples(samples) {
  const { graph, frame, truths, cards, list } = samples;
  const { at, said } = shownBy(samples.choice, frame);
  setText(samples.note, frame ? countWords(graph, frame, truths.length) : "");
  setText(samples.key, keyWords(samples, at.length));
  const count = frame ? at.length : Math.min(truths.length, 12);
  while (cards.length > count) cards.pop().root.remove();
  while (cards.length < count) cards.push(newCard(samples, cards.length));
  list.hidden = !count;
  list.toggleAttribute("data-closed", !samples.doors);
  cards.forEach((card, slot) => {
    card.show(example(samples, frame ? at[slot] : slot, slot, said));
  });
}

/** What one card shows: the example at position `at`, whose answer is number `slot` of `said`. */
function example(samples, at, slot, said) {
  const { graph, truths, rows, images, theme, range } = samples;
  const image = imageAt(images, at);
  const { redrawn } = graph.samples;
  const reads = said && (!redrawn || image);
  const prediction = !reads
    ? null
    : redrawn
      ? readRedrawn(said, slot, image, redrawn)
      : readPrediction(said, slot, graph, truths[at]);
  const name = rows ? `example ${rows[at].toLocaleString("en")}` : `example ${at + 1}`;
  const text = graph.samples.texts?.[at];
  return { name, text, image, truth: truths[at], prediction, theme, range, opened: samples.opened === at };
}

function newCard(samples, slot) {
  const at = () => (samples.frame ? shownBy(samples.choice, samples.frame).at[slot] : slot);
  const card = createCard(samples.graph, {
    toggle: () => {
      samples.opened = samples.opened === at() ? null : at();
      showExamples(samples);
    },
    open: (to) => samples.on.open?.({ to, part: samples.graph.samples.part ?? "validation", index: at() }),
  });
  samples.list.append(card.root);
  return card;
}

/** How to read the cards, and which of many they are. */
function keyWords({ graph, frame, choice, doors }, shown) {
  if (!frame) return "";
  const { shown: number, cuts } = meaningOf(graph);
  const { redrawn } = graph.samples;
  const click = doors ? "Click one to see why." : "";
  const read = redrawn
    ? "Image and copy. "
    : graph.task === "regression"
      ? "Dot: predicted, bar: true. "
      : graph.task === "multilabel"
        ? `Bold: the label is there. ${cuts ? "Right and wrong are by your thresholds, counts by the middle. " : ""}`
        : number === "probability"
          ? ""
          : `Bars: ${number}. `;
  if (choice === "errors" && graph.task !== "regression") {
    if (!frame.wrong) return "Not one of them is wrong.";
    return `${read}${frame.wrong > shown ? `The ${shown} that it was most wrong about. ` : ""}${click}`;
  }
  return `${read}${click}`;
}
