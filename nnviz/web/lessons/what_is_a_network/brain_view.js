// Brain and network: how many connections each has, on an axis of powers of ten, and what is alike and what is not.

import { slider } from "../../base/controls.js";
import { element, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { scale } from "../../base/scales.js";

const [ROW, TOP, LEFT, RIGHT] = [30, 8, 176, 18];
const ENDS = [1, 1e16];
const TEAM = 16;
const WORDS = [
  [1e12, "trillion"],
  [1e9, "billion"],
  [1e6, "million"],
];

/** 1.75e11 → "175 billion" */
export function countWords(count) {
  const [size, name] = WORDS.find(([least]) => count >= least) ?? [1, ""];
  const shown = Number((count / size).toPrecision(3)).toLocaleString("en");
  return name ? `${shown} ${name}` : shown;
}

/** What the guess is worth, in powers of ten. */
export function guessWords(guess, truth) {
  const off = Math.log10(guess / truth);
  const times = countWords(Number((10 ** Math.abs(off)).toPrecision(1)));
  if (Math.abs(off) < 0.5) return "Very near.";
  return `${times} times too ${off > 0 ? "many" : "few"}.`;
}

/** changed() after every change. @returns {update({state, rows, comparisons, own, theme}), destroy()} */
export function createBrainView(root, on) {
  const view = { on, state: null, width: 0 };
  view.about = element(
    "p",
    { class: "wn-about" },
    "Both are cells with weighed connections. First: how many connections has a human brain? Drag your guess.",
  );
  view.guess = slider({
    label: "My guess",
    min: 0,
    max: 16,
    step: 0.1,
    input: (power) => on.guess(power),
  });
  view.reveal = element("button", { type: "button", class: "nl-button nl-primary", onclick: on.reveal }, "Reveal");
  view.said = element("span", { role: "status" });
  view.picture = svg("svg", { class: "wn-counts", role: "img" });
  view.place = element("div", {}, view.picture);
  view.list = element("div", { class: "wn-alike" });
  root.append(
    view.about,
    element("div", { class: "nl-bar wn-guess" }, view.guess.node, view.reveal, view.said),
    view.place,
    view.list,
  );
  const stop = watchWidth(view.place, (width) => {
    view.width = width;
    draw(view);
  });
  return {
    update: (next) => {
      Object.assign(view, next);
      show(view);
    },
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function show(view) {
  const { state, rows, comparisons } = view;
  const truth = rows.at(-1)[1];
  view.guess.update(state.brain, countWords(10 ** state.brain));
  setText(view.said, state.revealed ? `About ${countWords(truth)}. ${guessWords(10 ** state.brain, truth)}` : "");
  if (!view.list.children.length) view.list.replaceChildren(...comparisons.map(comparison));
  draw(view);
}

function comparison([title, alike, other]) {
  return element(
    "section",
    {},
    element("h3", { class: "nl-title" }, title),
    element("p", {}, element("b", {}, "Alike: "), alike),
    element("p", {}, element("b", {}, "Not alike: "), other),
  );
}

/** The rows that are shown: the team, one's own network, then living things and a large model; the brain once revealed. */
function shownRows({ state, rows, own }) {
  const mine = own ? [[`${own.title}, in hand`, own.parameters, "own"]] : [];
  const living = rows.map(([name, count, kind]) => [name, count, kind]);
  const brain = state.revealed ? [] : [["Your brain: your guess", 10 ** state.brain, "guess"]];
  return [["The team", TEAM, "own"], ...mine, ...living.slice(0, state.revealed ? undefined : -1), ...brain];
}

function draw(view) {
  if (!view.state || !view.width) return;
  const { width, picture } = view;
  const rows = shownRows(view);
  const left = Math.min(LEFT, width * 0.42);
  const height = TOP + rows.length * ROW + 26;
  const x = scale(ENDS, [left, width - RIGHT], true);
  const powers = width < 560 ? [0, 6, 12] : [0, 3, 6, 9, 12, 15];
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-label": `Connections: ${rows.map(([name, count]) => `${name} ${countWords(count)}`).join(", ")}`,
  });
  picture.replaceChildren(
    ...powers.map((power) => svg("path", { class: "wn-grid", d: `M${x(10 ** power)} ${TOP}V${height - 22}` })),
    ...powers.map((power) =>
      svg(
        "text",
        { class: "wn-tick", x: x(10 ** power), y: height - 6, "text-anchor": "middle" },
        countWords(10 ** power),
      ),
    ),
    ...rows.map((row, i) => rowMarks(row, TOP + i * ROW + ROW / 2, x, width)),
  );
}

function rowMarks([name, count, kind], y, x, width) {
  const end = x(Math.max(count, 1));
  const inside = end > width - 130;
  return svg(
    "g",
    { class: "wn-count", "data-kind": kind },
    svg("text", { x: 0, y: y + 4 }, name),
    svg("path", { d: `M${x(1)} ${y}H${end}` }),
    svg("circle", { cx: end, cy: y, r: 6 }),
    svg(
      "text",
      {
        class: "wn-number",
        x: end + (inside ? -12 : 12),
        y: y - (inside ? 8 : -4),
        "text-anchor": inside ? "end" : "start",
      },
      countWords(count),
    ),
  );
}
