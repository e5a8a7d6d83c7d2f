// Accuracy's trap: the same test among a thousand people of whom few are ill, beside a model that never says ill.

import { choices, slider } from "../../base/controls.js";
import { element, fitCanvas, setAttributes, setText, sized } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { rates } from "../../base/threshold_counts.js";
import { inPopulation, whole } from "./rare.js";
import { RARE } from "./state.js";

export const CROWD = 1000;
const [ACROSS, GAP] = [50, 0.18];
const KINDS = ["missed", "found", "alarms", "leftOut"];

const GUESSES = { 0: "under 10 %", 0.1: "10 to 50 %", 0.5: "50 to 90 %", 0.9: "over 90 %" };
const SECRET = "?";

/** on.prevalence(share), on.threshold(value), on.guess(name). @returns {node, update({counts, state, names, theme}), destroy()} */
export function createRareView(on) {
  const logs = [RARE.low, RARE.high].map(Math.log10);
  const parts = {
    rare: slider({
      part: "pi",
      label: "Share who are ill",
      min: logs[0],
      max: logs[1],
      step: 0.01,
      input: (log) => on.prevalence(10 ** log),
    }),
    threshold: slider({ part: "t", label: "Threshold", min: 0, max: 1, step: 0.01, input: on.threshold }),
    canvas: element("canvas", { role: "img", class: "mt-crowd", "aria-label": "A crowd of people" }),
    key: element("div", { class: "mt-key" }),
    said: element("p", { class: "mt-said", role: "status" }),
    asked: element("p", { class: "mt-asked" }),
    guess: choices("Of those who are told that they are ill, how many are?", GUESSES, on.guess),
    table: createTable(),
  };
  const place = element("div", { class: "mt-crowdplace" }, parts.canvas);
  const side = element(
    "div",
    { class: "mt-side" },
    parts.rare.node,
    parts.threshold.node,
    parts.asked,
    parts.guess.node,
    parts.table.node,
    parts.said,
  );
  const node = element("div", { class: "mt-two" }, element("div", {}, place, parts.key), side);
  const view = { shown: null, width: 0, ...parts };
  const { update, destroy } = sized(place, view, draw, { node: place });
  return { node, update, destroy };
}

/** The counts of the crowd at the state's threshold and prevalence. */
export function crowdOf(state, counts) {
  const { recall, falseAlarms } = rates(counts);
  return inPopulation(CROWD, state.prevalence, recall || 0, falseAlarms || 0);
}

function createTable() {
  const cell = (part) => element("td", { "data-part": part });
  const cells = Object.fromEntries(
    ["accuracy", "recall", "precision"].map((name) => [name, [cell(name), element("td", {})]]),
  );
  const titles = { accuracy: "Accuracy", recall: "Recall", precision: "Precision" };
  const rows = Object.entries(cells).map(([name, pair]) =>
    element("tr", {}, element("th", { scope: "row" }, titles[name]), ...pair),
  );
  const head = ["", "the test", "“never ill”"].map((words) => element("th", { scope: "col" }, words));
  const node = element(
    "table",
    { class: "mt-table" },
    element("thead", {}, element("tr", {}, ...head)),
    element("tbody", {}, ...rows),
  );
  return { node, cells };
}

function draw(view) {
  const { shown, width, canvas } = view;
  if (!shown || !width) return;
  const { counts, state, names, theme } = shown;
  const crowd = whole(crowdOf(state, counts));
  const cell = Math.min(width, 720) / ACROSS;
  const context = fitCanvas(canvas, cell * ACROSS, (cell * CROWD) / ACROSS);
  const { accuracy, recall, precision } = rates(crowd);
  const never = rates({
    found: 0,
    missed: crowd.found + crowd.missed,
    alarms: 0,
    leftOut: crowd.alarms + crowd.leftOut,
  });
  const share = (value) => (Number.isFinite(value) ? percent(value) : "–");
  const guessed = state.guess !== "";
  paint(context, crowd, cell, theme, guessed);
  const values = { accuracy: [accuracy, never.accuracy], recall: [recall, never.recall], precision: [precision, NaN] };
  for (const [name, pair] of Object.entries(values)) {
    view.table.cells[name].forEach((node, k) => {
      setText(node, name === "precision" && !guessed && !k ? SECRET : share(pair[k]));
    });
  }
  const one = oneIn(state.prevalence);
  setText(view.asked, `With ${one} ill: of those who are told that they are ${names.yes}, how many are? Guess first.`);
  for (const node of [view.asked, view.guess.node]) node.hidden = guessed;
  view.key.hidden = !guessed;
  view.rare.update(Math.log10(state.prevalence), `${percent(state.prevalence)}, ${oneIn(state.prevalence)}`);
  view.threshold.update(state.threshold, percent(state.threshold));
  drawKey(view.key, crowd, names);
  setText(
    view.said,
    guessed ? words(crowd, { accuracy, precision, never: never.accuracy }) + verdict(state, precision) : "",
  );
  const told = KINDS.map((kind) => `${crowd[kind]} ${WORDS[kind]}`).join(", ");
  setAttributes(canvas, {
    "aria-label": `A thousand people: ${guessed ? told : `${crowd.found + crowd.missed} are ill`}`,
  });
}

const WORDS = { missed: "missed", found: "found", alarms: "frightened for nothing", leftOut: "rightly reassured" };
const PARTS = { missed: "fn", found: "tp", alarms: "fp", leftOut: "tn" };

/** Until the reader has guessed, only who is ill. */
function paint(context, crowd, cell, theme, guessed) {
  context.clearRect(0, 0, cell * ACROSS, (cell * CROWD) / ACROSS);
  const { negative, positive, muted, text } = theme;
  const colours = guessed
    ? { missed: [negative, 1], found: [positive, 1], alarms: [negative, 0.5], leftOut: [muted, 0.22] }
    : { missed: [text, 1], found: [text, 1], alarms: [muted, 0.22], leftOut: [muted, 0.22] };
  let at = 0;
  for (const kind of KINDS) {
    const [fillStyle, globalAlpha] = colours[kind];
    Object.assign(context, { fillStyle, globalAlpha });
    for (let k = 0; k < crowd[kind]; k++, at++) {
      const [x, y] = [(at % ACROSS) * cell, Math.floor(at / ACROSS) * cell];
      context.fillRect(x + GAP * cell * 0.5, y + GAP * cell * 0.5, cell * (1 - GAP), cell * (1 - GAP));
    }
  }
  context.globalAlpha = 1;
}

function drawKey(key, crowd) {
  const items = KINDS.map((kind) =>
    element(
      "span",
      { "data-part": PARTS[kind] },
      element("i", { class: `mt-key-${kind}` }),
      element("b", {}, crowd[kind].toLocaleString("en")),
      ` ${WORDS[kind]}`,
    ),
  );
  if (key.textContent !== items.map((item) => item.textContent).join("")) key.replaceChildren(...items);
}

function oneIn(share) {
  return `1 in ${Math.round(1 / share).toLocaleString("en")}`;
}

/** What became of the guess, as long as the illness is as rare as when it was made. */
function verdict({ guess, prevalence, guessedAt }, precision) {
  if (prevalence !== guessedAt || !Number.isFinite(precision)) return "";
  const ends = Object.keys(GUESSES).map(Number);
  const right = ends.filter((end) => precision >= end).at(-1);
  return Number(guess) === right ? " As you said." : ` You said ${GUESSES[guess]}.`;
}

function words(crowd, { accuracy, precision, never }) {
  const called = crowd.found + crowd.alarms;
  const first = called
    ? `Of ${called} people who are told that they are ill, ${crowd.found} ${crowd.found === 1 ? "is" : "are"}: ${percent(precision)}.`
    : "Nobody is told that they are ill.";
  if (never > accuracy) {
    return `${first} A model that never says ill is right more often than the test, and finds nobody: accuracy cannot tell them apart.`;
  }
  return `${first} Make the illness rarer: when does “never ill” overtake the test?`;
}
