// Three cells learn to add two marked numbers of a long list. First the reader says who will fail.

import { choices, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { random } from "../../base/random.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { colourOf } from "./reach_view.js";
import { CELLS, LENGTHS } from "./state.js";
import { raceWords } from "./words.js";

export const GUESSING = 1 / 6; // mean squared error of always answering 1: the variance of a sum of two uniform numbers
const STEPS = 1500;
const GUESSES = { SimpleRNN: "SimpleRNN", GRU: "GRU", LSTM: "LSTM", several: "several", none: "none fails" };

/** on.change({…}), on.train(). @returns {node, update(state, world), destroy()} */
export function createRaceView(on) {
  const view = { on };
  view.length = slider({
    label: "Numbers in the list",
    min: 0,
    max: LENGTHS.length - 1,
    step: 1,
    input: (at) => on.change({ length: LENGTHS[at], guess: null }),
  });
  view.list = element("div", { class: "rn-adding", role: "img" });
  view.guess = choices("Who will fail", GUESSES, (guess) => on.change({ guess }));
  view.question = element(
    "p",
    {},
    "Which cell will still be guessing after 1,500 steps? Say so, and Keras trains all three: up to half a minute, once.",
  );
  view.chart = createLineChart({
    height: 340,
    words: { x: "steps of training", y: "mean squared error on new lists" },
    log: { y: true },
    part: "race",
  });
  view.said = element("p", { class: "rn-said", role: "status" });
  view.rows = element("ul", { class: "rn-list" });
  const about = element(
    "p",
    {},
    "A list of numbers from 0 to 1, two of them marked. The answer, after the last one: the sum of the two. ",
    "Whoever forgets the first mark can only answer 1.",
  );
  const panel = element(
    "div",
    { class: "rn-panel" },
    about,
    view.length.node,
    view.list,
    view.question,
    view.guess.node,
    view.rows,
    view.said,
  );
  view.node = element("div", { class: "rn-view" }, element("div", { class: "rn-left" }, view.chart.node), panel);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.chart.destroy() };
}

function update(view, state, { theme, race }) {
  view.length.update(LENGTHS.indexOf(state.length), String(state.length));
  view.guess.update(state.guess);
  drawExample(view.list, state.length);
  const known = state.guess !== null;
  const errors = known ? errorsOf(race.lines) : [];
  view.chart.update({
    x: [0, STEPS],
    y: [1e-4, 2],
    words: "Error of three cells over the steps of training",
    lines: errors.map(({ cell, points }) => ({ points, colour: colourOf(theme, cell), width: 2.5 })),
    marks: [{ y: GUESSING, kind: "hint", words: "always answering 1" }],
  });
  const rows = keepCount(view.rows, errors.length, () =>
    element("li", {}, element("i"), element("b"), element("span")),
  );
  errors.forEach(({ cell, last }, i) => {
    const [mark, title, words] = rows[i].children;
    setAttributes(mark, { style: `background:${colourOf(theme, cell)}` });
    setText(title, CELLS[cell]);
    setText(words, `error ${short(last, 2)}, off by about ${short(Math.sqrt(last), 2)}`);
  });
  const { guess, length } = state;
  const told = raceWords({ errors, state: race.state, problem: race.problem, guess, length, guessing: GUESSING });
  setText(view.said, told || (known ? "Keras begins to train the three …" : ""));
}

/** [{cell, points [[step, error]], last}] of what was recorded. */
export function errorsOf(lines) {
  const cells = [...new Set(lines.map(({ cell }) => cell))];
  return cells.map((cell) => {
    const own = lines.filter((line) => line.cell === cell);
    return { cell, points: own.map(({ step, error }) => [step, error]), last: own.at(-1).error };
  });
}

/** One such list: bars of numbers, two of them marked. */
function drawExample(place, length) {
  const bars = keepCount(place, length, () => element("i", {}));
  const chance = random(length);
  const [first, second] = [Math.floor(length * 0.2), Math.floor(length * 0.7)];
  bars.forEach((bar, k) => {
    const value = 0.05 + 0.95 * chance();
    setAttributes(bar, {
      style: `height:${Math.round(100 * value)}%`,
      "data-marked": k === first || k === second ? "" : null,
    });
  });
  setAttributes(place, { "aria-label": `${length} numbers, the ${first + 1}th and the ${second + 1}th marked` });
}
