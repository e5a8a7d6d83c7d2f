// How well a straight cut tells the classes apart, layer by layer, from few labelled examples: what a layer makes easy.

import { choices } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";

const LAYERS = ["pixels", "convolution 1", "convolution 2", "hidden", "output"];
const GUESSES = { pixels: "pixels", middle: "the convolutions", hidden: "the hidden layer" };

/** @returns {node, update(state, world), destroy()} */
export function createProbeView() {
  const view = { shown: null, guess: "" };
  view.chart = createLineChart({
    height: 330,
    words: {},
    part: "q",
  });
  view.key = element("p", { class: "li-key" });
  view.said = element("p", { class: "li-said", role: "status" });
  view.asked = choices("Your guess", GUESSES, (guess) => {
    view.guess = guess;
    draw(view);
  });
  const question = "Guess first: of an untrained network, which layer tells the digits apart best?";
  const ask = element("div", { class: "nl-bar" }, element("span", {}, question), view.asked.node);
  const title = element("p", { class: "nl-title" }, "New digits read right, by the layer that a straight cut reads");
  const chart = element("div", { class: "li-probe" }, title, view.chart.node);
  view.node = element("div", { class: "li-main" }, ask, chart, view.key, view.said);
  return {
    node: view.node,
    update: (_, world) => {
      view.shown = world;
      draw(view);
    },
    destroy: () => view.chart.destroy(),
  };
}

function draw({ shown, chart, key, said, guess, asked }) {
  const { theme, probes, waiting, refusal } = shown;
  asked.update(guess);
  const lines = probes && guess ? Object.entries(probes.lines) : [];
  const all = lines.flatMap(([, own]) => own);
  const low = all.length ? Math.floor(10 * Math.min(...all)) / 10 : 0;
  chart.update({
    x: [0, LAYERS.length - 1],
    y: [low, 1],
    words: "Share of new digits that a linear probe of each layer reads right",
    lines: lines.map(([, own], i) => ({
      points: own.map((share, k) => [k, share]),
      colour: theme.classes[i],
      width: 2.4,
    })),
    dots: lines.flatMap(([, own], i) =>
      own.map((share, k) => ({ x: k, y: share, colour: theme.classes[i], radius: 4 })),
    ),
    marks: LAYERS.map((words, x) => ({ x, words, kind: "layer", low: true })),
  });
  key.replaceChildren(
    ...lines.map(([name], i) => element("span", {}, element("i", { style: `background:${theme.classes[i]}` }), name)),
  );
  setText(said, waiting || refusal || story(probes, guess));
}

function story(probes, guess) {
  if (!probes) return "A worker reads each layer …";
  if (!guess) return "The answer is drawn once you have guessed.";
  const { lines, examples } = probes;
  const [trained, untrained] = Object.values(lines);
  const best = untrained.indexOf(Math.max(...untrained));
  const pixels = `a straight cut through the pixels reads ${percent(trained[0])} of new ones`;
  const hidden = `through the trained hidden layer ${percent(trained[3])}`;
  const rest = `Of the untrained network the best is: ${LAYERS[best]}, ${percent(untrained[best])}.`;
  return `From ${examples} labelled digits, ${pixels}; ${hidden}. ${rest}`;
}
