// The range test: the loss of a real network while its learning rate grows from step to step. The reader sets a mark where
// they would train, trains there, and compares; what the test suggests is shown after the first try.

import { slider } from "../../base/controls.js";
import { element, keepCount, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { niceAtLeast } from "../../base/scales.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { createNetworkChoice } from "./networks.js";
import { lossLines, lossRange } from "./runs.js";
import { rateText } from "./words.js";

const RATES = [1e-5, 10];

/** @returns {node, update(state, world), destroy()}; on.choose(rate), on.train(rate), on.network(name), on.forget() */
export function createFinderView(on) {
  const test = createLineChart(
    { height: 372, words: { x: "learning rate of the step", y: "loss" }, log: { x: true }, drag: "ew", part: "finder" },
    { point: (rate) => on.choose(Number(rate.toPrecision(3))) },
  );
  const outcome = createLineChart({
    height: 218,
    words: { x: "epoch", y: "training loss" },
    log: { y: true },
    part: "k",
  });
  const button = (act, kind = "") => element("button", { type: "button", class: `nl-button ${kind}`, onclick: act });
  const parts = {
    test,
    outcome,
    network: createNetworkChoice(on.network),
    rate: slider({
      part: "eta",
      label: "Your rate η",
      min: Math.log10(RATES[0]),
      max: Math.log10(RATES[1]),
      step: 0.01,
      input: (power) => on.choose(Number((10 ** power).toPrecision(3))),
    }),
    train: button(() => on.train(), "nl-primary"),
    suggested: button(() => on.suggested()),
    said: element("p", { class: "lr-said", role: "status" }),
    list: element("ol", { class: "lr-list" }),
    empty: element("p", { class: "nl-muted lr-empty" }, "Every rate that you train at draws its curve here."),
  };
  const title = (words) => element("h3", { class: "nl-title" }, words);
  const left = element(
    "div",
    { class: "lr-left" },
    title("A test in one short training: the rate grows at every step"),
    test.node,
    parts.rate.node,
  );
  const right = element(
    "div",
    { class: "lr-panel" },
    parts.said,
    element("div", { class: "nl-bar" }, parts.train, parts.suggested),
    element("div", {}, title("Trained at the rates you chose"), parts.empty, outcome.node, parts.list),
  );
  const node = element("div", { class: "lr-view" }, parts.network.node, left, right);
  return {
    node,
    update: (state, world) => update(parts, state, world),
    destroy: () => {
      test.destroy();
      outcome.destroy();
    },
  };
}

function update(parts, state, world) {
  const { finder, theme, tried } = world;
  parts.network.update(world.networks, state.network, finder ? about(finder) : "");
  parts.rate.update(Number(Math.log10(state.chosen).toFixed(2)), rateText(state.chosen));
  parts.test.node.toggleAttribute("data-waiting", !finder);
  parts.test.update(testView(state, world));
  setText(parts.said, saidOf(world));
  setText(parts.train, world.training ? "Training …" : `Train at ${rateText(state.chosen)}`);
  parts.train.disabled = !finder || world.training;
  parts.suggested.hidden = !finder || !tried.length;
  parts.suggested.disabled = world.training;
  if (finder) setText(parts.suggested, `Train at the test’s own choice, ${rateText(finder.suggestion)}`);
  parts.empty.hidden = tried.length > 0;
  parts.outcome.node.hidden = !tried.length;
  if (tried.length) parts.outcome.update(outcomeView(tried, theme));
  fill(parts.list, tried, theme);
}

function about({ parameters, examples, optimizer }) {
  return `${parameters.toLocaleString("en")} weights, ${examples.toLocaleString("en")} training examples, ${optimizer}`;
}

function testView(state, { finder, theme, tried }) {
  const chosen = {
    x: state.chosen,
    kind: "chosen",
    grip: true,
    words: `your rate ${rateText(state.chosen)}`,
    part: "eta",
    row: 0,
  };
  if (!finder) return { x: RATES, y: [0, 1], words: "The range test is running", marks: [chosen] };
  const { rates, losses, smoothed, suggestion, lowest } = finder;
  const marks = [chosen];
  if (tried.length) {
    marks.push(
      ...(finder.limit ? [{ x: finder.limit, kind: "limit", words: "2/c at the start", row: 3, part: "limit" }] : []),
      { x: suggestion, kind: "hint", words: "falls fastest", row: 1 },
      { x: lowest, kind: "hint", words: "lowest", row: 2 },
    );
  }
  return {
    x: RATES,
    y: heights(finder),
    words: `The loss of the network while its learning rate grows from ${rateText(rates[0])} to ${rateText(rates.at(-1))}`,
    lines: [
      { points: rates.map((rate, i) => [rate, losses[i]]), colour: theme.train, width: 1.2, fade: 0.55 },
      { points: rates.map((rate, i) => [rate, smoothed[i]]), colour: theme.text, width: 2.6 },
    ],
    zones: finder.breaks ? [{ from: finder.breaks, to: RATES[1], kind: "bad", words: "it breaks" }] : [],
    marks,
  };
}

/** From 0 to a little above the start; closer up where the loss hardly falls. */
function heights({ smoothed, start, fall }) {
  if (fall >= 0.1) return [0, niceAtLeast(start * 1.25)];
  const low = Math.min(...smoothed.filter(Number.isFinite));
  const room = Math.max(start - low, 0.01 * start);
  return [low - room, start + 3 * room];
}

/** What there is to do, or what the last try showed. */
function saidOf({ finder, tried, refusal, training }) {
  if (refusal) return refusal;
  if (!finder) return "The range test is running: 200 steps, each at a rate 7 % above the one before …";
  if (training) return "Keras is training the same network from the same first weights …";
  if (!tried.length) {
    return "Far left nothing happens, far right the loss breaks. Drag the mark to the rate that you would train with, then try it.";
  }
  const last = tried.at(-1);
  const best = tried.reduce((one, other) => (endOf(other) < endOf(one) ? other : one));
  const end = Number.isFinite(endOf(last)) ? `ended at a loss of ${short(endOf(last))}` : "ended in no number at all";
  const compared = tried.length > 1 && best !== last ? ` Best so far: ${rateText(best.rate)}.` : "";
  const unclear =
    finder.fall < 0.1
      ? ` In 200 steps this network’s loss hardly falls (${percent(finder.fall)}), so the test shows where it breaks, not what is best.`
      : "";
  const curved = finder.limit
    ? ` Before its first step this network’s loss is curved by ${short(2 / finder.limit)} where it is steepest: ` +
      `the limit there is ${rateText(finder.limit)}. It changes as training goes on.`
    : "";
  return `At ${rateText(last.rate)} it ${end}.${compared}${unclear}${curved}`;
}

const endOf = ({ loss }) => loss.at(-1) ?? Number.NaN;

function outcomeView(tried, theme) {
  const lines = lossLines(
    tried.map(({ loss }) => loss),
    tried.map((_, i) => theme.classes[i % theme.classes.length]),
  );
  return {
    x: [1, Math.max(...tried.map(({ loss }) => loss.length), 2)],
    y: lossRange(tried.map(({ loss }) => loss)),
    words: `Training loss by epoch at ${tried.map(({ rate }) => rateText(rate)).join(", ")}`,
    lines,
  };
}

function fill(list, tried, theme) {
  const nodes = keepCount(list, tried.length, () => element("li", {}, element("i"), element("b"), element("span")));
  tried.forEach(({ rate, loss, val_loss: held }, i) => {
    const [mark, name, words] = nodes[i].children;
    mark.style.background = theme.classes[i % theme.classes.length];
    setText(name, rateText(rate));
    const last = held?.at(-1);
    setText(words, `loss ${short(loss.at(-1))}${last === undefined ? "" : `, on held-out examples ${short(last)}`}`);
  });
}
