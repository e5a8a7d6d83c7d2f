// Few examples, three strengths of change, trained side by side; then all are asked about digits that are turned.

import { choices } from "../../base/controls.js";
import { element, keepCount, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createVariants } from "../../base/variants.js";
import { createGap } from "../../lesson/gap.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { createGuessedRace } from "../../race/guessed.js";
import { FEW } from "./words.js";

const LABELS = ["No changes", "Small changes", "Any turn"];
const TITLES = { few20: "20 digits", few50: "50 digits", few200: "200 digits" };
const HIGHEST = 2.4; // loss that is drawn: ten classes guessed at random have 2.3
const COLOURS = ["muted", "validation", "negative"];

/**
 * on.strength(name), on.again().
 * @returns {node, race, begin(name), ended(): on how many examples, or null, update({theme, turned, draws, strength}),
 *   dress(theme), destroy()}
 */
export function createFewView(page, on) {
  const parts = {
    strengths: choices("What training sees", { none: LABELS[0], right: LABELS[1], strong: LABELS[2] }, on.strength),
    again: element("button", { type: "button", class: "nl-button", onclick: on.again }, "Draw again"),
    draws: element("div", { class: "au-draws" }),
    chart: createLineChart({
      height: 210,
      words: { x: "unseen digits, turned by so many degrees", y: "read right" },
      part: "g",
    }),
    said: element("p", { class: "au-said", role: "status" }),
    key: element("p", { class: "au-key nl-muted" }),
    charts: element("div", { class: "au-gaps" }),
    gaps: [],
    cost: element("p", { class: "nl-muted au-cost" }),
  };
  parts.variants = createVariants(parts.draws);
  const guessed = createGuessedRace(
    page,
    "few50",
    {
      title: TITLES.few50,
      words:
        "Three networks begin alike and learn from the same few digits, changed by three strengths. 539 other digits judge them.",
      question: "Which will have the lowest loss on the digits that it has not seen?",
      labels: LABELS,
      answer: bestOf,
      why: FEW.few50,
      more: Object.fromEntries(["few20", "few200"].map((name) => [name, { title: TITLES[name], why: FEW[name] }])),
    },
    { scores: ["val_loss", "loss", "val_accuracy", "accuracy"], log: true },
  );
  const side = element(
    "div",
    { class: "au-side" },
    element("h3", { class: "nl-title" }, "What training sees of one digit"),
    element("div", { class: "nl-bar" }, parts.strengths.node, parts.again),
    parts.draws,
    element("h3", { class: "nl-title" }, "Asked about turned digits"),
    parts.chart.node,
    parts.key,
    parts.said,
  );
  const node = element(
    "div",
    { class: "au-few" },
    element("div", { class: "au-race", "data-part": "L" }, guessed.node, parts.charts, parts.cost),
    side,
  );
  return {
    node,
    race: guessed.race,
    begin: guessed.begin,
    ended: () => {
      const { name, own } = guessed.began();
      return guessed.race.moment().state === "finished" && !own ? name.slice(3) : null;
    },
    update: (shown) => {
      draw(parts, shown);
      drawGaps(parts, guessed.race);
    },
    dress: (theme) => guessed.update(theme),
    destroy: () => {
      guessed.destroy();
      for (const gap of parts.gaps) gap.destroy();
      parts.chart.destroy();
    },
  };
}

/** The label with the lowest last validation loss. */
function bestOf(networks) {
  const last = networks.map(({ label, rows }) => [label, rows?.at(-1)?.val_loss ?? Infinity]);
  const [label] = last.reduce((best, own) => (own[1] < best[1] ? own : best));
  return label;
}

function draw(parts, { theme, turned, draws, strength }) {
  parts.strengths.update(strength);
  parts.again.hidden = strength === "none";
  if (draws) parts.variants.update(draws);
  const networks = turned?.networks ?? [];
  const lines = networks.map(({ right }, i) => ({
    points: turned.angles.map((angle, k) => [angle, right[k]]),
    colour: theme[COLOURS[i]],
    width: 2.6,
    dash: i === 2 ? "6 4" : null,
  }));
  parts.chart.update({ x: [-90, 90], y: [0, 1], words: "Share read right by angle", lines });
  drawKey(parts.key, networks, theme);
  setText(
    parts.said,
    turned ? turnedWords(turned) : "Train first: then the three are asked about 539 digits, turned by −90° to 90°.",
  );
}

/** Both losses of each network that has begun, on one scale, and what its training has cost. */
function drawGaps(parts, race) {
  const { networks, ground } = race.story();
  const begun = networks.filter(({ rows }) => rows.length);
  keepCount(parts.charts, begun.length, (i) => {
    parts.gaps[i] = createGap();
    return parts.gaps[i].node;
  });
  parts.gaps.length = begun.length;
  const { epoch } = race.moment();
  begun.forEach(({ label, parameters, epochs, rows, data }, i) => {
    const told = rows.map((row) => ({ epoch: row.epoch, loss: row.loss, val_loss: row.val_loss ?? null }));
    const examples = (data ?? ground)?.examples ?? null;
    parts.gaps[i].update({ title: label, parameters, examples, rows: told, epoch, epochs, most: HIGHEST });
  });
  const seconds = begun.map(({ frames }) => `${(frames.at(-1)?.took ?? 0).toFixed(1)} s`);
  setText(
    parts.cost,
    begun.length ? `What it costs: ${seconds.join(", ")} of training. Grey: training loss. Violet: new examples.` : "",
  );
}

function drawKey(key, networks, theme) {
  if (key.childElementCount === networks.length) return;
  key.replaceChildren(
    ...networks.map(({ title }, i) =>
      element("span", {}, element("i", { style: `background:${theme[COLOURS[i]]}` }), title),
    ),
  );
}

function turnedWords({ angles, networks }) {
  const at = (degrees, i) => {
    const both = [degrees, -degrees].map((angle) => networks[i].right[angles.indexOf(angle)]);
    return percent((both[0] + both[1]) / 2);
  };
  return (
    `Upright: ${at(0, 0)} without changes, ${at(0, 1)} with small ones, ${at(0, 2)} with any turn. ` +
    `Turned by 30°: ${at(30, 0)}, ${at(30, 1)}, ${at(30, 2)}. Changes teach what they show, and cost what they take away.`
  );
}
