// Real networks on few noisy examples: three sizes, and the largest on more data. First the reader says which will be best.

import { choices } from "../../base/controls.js";
import { element, keepCount, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createGap } from "../../lesson/gap.js";
import { createRace } from "../../race/race.js";

const NAMES = ["Small", "Medium", "Large", "Large, more data"];
const EXAMPLES = { "Large, more data": 1500 };
const FEW = 30;
const HIGHEST = 1.5;

/** @returns {node, update({theme, own}), answered(answer, question), tables(), destroy()}; own: the gap of the run in hand */
export function createNetworksView({ ask, still, changed }) {
  const view = { own: null, yours: false, guess: null, gaps: [], place: element("div", { class: "of-race" }) };
  const named = Object.fromEntries(NAMES.map((name) => [name, name]));
  view.guesses = choices("Best on new examples", named, (guess) => take(view, { guess }));
  view.whose = choices("Whose network", { false: "Ours", true: "Yours" }, (yours) =>
    take(view, { yours: yours === "true", guess: null }),
  );
  view.train = element("button", { type: "button", class: "nl-button nl-primary", onclick: () => begin(view) });
  view.words = element("p", { class: "of-said", role: "status" });
  view.charts = element("div", { class: "of-gaps" });
  view.ownGap = createGap();
  view.node = layOut(view);
  view.race = createRace(
    view.place,
    {
      ask,
      still,
      changed: () => {
        show(view);
        changed();
      },
    },
    { scores: ["val_loss", "loss", "val_accuracy", "accuracy"], idle: idleWords() },
  );
  return {
    node: view.node,
    update: ({ theme, own }) => {
      view.own = own;
      view.race.update(theme);
      show(view);
    },
    answered: (answer, question) => view.race.answered(answer, question),
    tables: () => view.race.tables(),
    destroy: () => {
      view.race.destroy();
      for (const gap of [...view.gaps, view.ownGap]) gap.destroy();
    },
  };
}

function layOut(view) {
  const bar = (...parts) => element("div", { class: "nl-bar of-bar" }, ...parts);
  view.question = element("h3", { class: "nl-title" }, "After 200 epochs, which one is best on new examples?");
  view.key = gapKey();
  view.ownPlace = element("div", { class: "of-owngap" }, view.ownGap.node);
  const left = element(
    "div",
    { class: "of-left" },
    bar(view.whose.node),
    view.question,
    bar(view.guesses.node, view.train),
    view.words,
    view.charts,
    view.ownPlace,
    view.key,
  );
  return element("div", { class: "of-grid of-networks" }, left, element("div", { class: "of-right" }, view.place));
}

function gapKey() {
  const item = (kind, words) => element("span", {}, element("i", { class: `of-key-${kind}` }), words);
  return element(
    "p",
    { class: "of-key nl-muted" },
    item("test", "loss on new examples"),
    item("train", "training loss"),
    item("best", "its lowest"),
  );
}

function idleWords() {
  const words =
    "Small has 2 hidden units, Medium 8, Large two layers of 64. All see 30 noisy points of two moons; one sees 1,500.";
  return element("p", {}, words);
}

function take(view, part) {
  Object.assign(view, part);
  show(view);
}

function begin(view) {
  view.race.begin("sizes", { own: view.yours });
  show(view);
}

function show(view) {
  const { race, own, yours, guess } = view;
  if (!race) return;
  view.whose.update(String(yours));
  view.guesses.update(guess);
  for (const node of [view.question, view.guesses.node]) node.hidden = yours;
  view.train.disabled = !yours && !guess;
  setText(view.train, yours ? "Train it on all examples and on 30" : "Train all four");
  const moment = race.moment();
  setText(view.words, yours ? ownWords(own) : wordsOf(guess, moment));
  drawGaps(view, race.story(), moment.epoch);
  view.ownPlace.hidden = !own;
  view.key.hidden = !own && !view.gaps.length;
  if (own) view.ownGap.update({ ...own, title: `The run in hand: ${own.title}`, ...reachOf(own.rows) });
}

/** A chart of both losses for each network that has begun. */
function drawGaps(view, { networks }, epoch) {
  const begun = networks.filter(({ rows }) => rows.length);
  keepCount(view.charts, begun.length, (i) => {
    view.gaps[i] = createGap();
    return view.gaps[i].node;
  });
  view.gaps.length = begun.length;
  begun.forEach((network, i) => {
    const rows = network.rows.map(({ epoch: at, loss, val_loss }) => ({ epoch: at, loss, val_loss: val_loss ?? null }));
    const { label, parameters, epochs } = network;
    const most = network.data?.plane && !view.yours ? HIGHEST : reachOf(rows).most;
    view.gaps[i].update({
      title: label,
      parameters,
      examples: examplesOf(network, view.own),
      rows,
      epoch,
      epochs,
      most,
    });
  });
}

/** Of the reader's own network it is known only where it has been trained before. */
function examplesOf({ label }, own) {
  return label === "Yours" ? (own?.examples ?? null) : (EXAMPLES[label] ?? FEW);
}

/** The axes of a run that has ended: all its epochs, up to its second-highest losses. */
function reachOf(rows) {
  const losses = rows.flatMap(({ loss, val_loss: test }) => [loss, test]).filter(Number.isFinite);
  const sorted = losses.sort((a, b) => a - b);
  const most = Math.max(sorted[Math.floor(0.97 * (sorted.length - 1))] ?? 1, 1e-9) * 1.15;
  const last = rows.at(-1)?.epoch ?? 1;
  return { epoch: last, epochs: last, most };
}

/** What the moment shows of the guess. `moment`: {epoch, networks: [{label, val_loss, …}], state} */
export function wordsOf(guess, moment) {
  if (!guess) return "Choose one first.";
  const judged = moment.networks.filter(({ val_loss: loss }) => Number.isFinite(loss));
  const own = judged.find(({ label }) => label === guess);
  if (!own) return `You say ${guess}. Now train.`;
  const best = judged.reduce((a, b) => (b.val_loss < a.val_loss ? b : a));
  const worst = judged.reduce((a, b) => (b.val_loss > a.val_loss ? b : a));
  const said = best.label === guess ? "as you said" : `you said ${guess} (${short(own.val_loss)})`;
  const words = `Epoch ${moment.epoch}: best on new examples is ${best.label}, with a loss of ${short(best.val_loss)}; ${said}.`;
  if (moment.state !== "finished") return words;
  return `${words} Worst is ${worst.label}, ${short(worst.val_loss)}, with a training loss of ${short(worst.loss)}.`;
}

function ownWords(own) {
  if (!own)
    return "You have no trained run in hand. Its network can be trained here, on all of its examples and on 30 of them.";
  return "Below: the two losses of your run. Train its network here on all of its examples and on 30 of them.";
}
