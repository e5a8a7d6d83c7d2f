// How far a slope reaches back through time, for three cells: it vanishes, explodes, or is kept by an open gate.

import { choices, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { SOURCES } from "./state.js";
import { reachWords } from "./words.js";

const FLOOR = 1e-8;
export const CLIP = 5;

/** on.change({…}). @returns {node, update(state, world), destroy()} */
export function createReachView(on) {
  const view = { on };
  view.source = choices("Which cells", SOURCES, (source) => on.change({ source }));
  view.radius = slider({
    part: "U rho",
    label: "Recurrent weights ×",
    min: 0.2,
    max: 2,
    step: 0.02,
    input: (radius) => on.change({ radius }),
  });
  view.keep = slider({
    part: "f",
    label: "Bias of the keeping gates +",
    min: -3,
    max: 5,
    step: 0.1,
    input: (keep) => on.change({ keep }),
  });
  view.linear = choices("SimpleRNN", { false: "with tanh", true: "without" }, (linear) =>
    on.change({ linear: linear === "true" }),
  );
  view.clip = choices("Clip", { false: "no clipping", true: `clip at ${CLIP}` }, (clip) =>
    on.change({ clip: clip === "true" }),
  );
  view.chart = createLineChart({
    height: 380,
    words: { x: "steps back from the end, T − t", y: "size of the slope" },
    log: { y: true },
    part: "J",
  });
  view.list = element("ul", { class: "rn-list" });
  view.said = element("p", { class: "rn-said", role: "status" });
  const field = (words, node) =>
    element("div", { class: "rn-fieldset" }, element("span", { class: "nl-label" }, words), node);
  view.own = element(
    "div",
    { class: "rn-sliders" },
    view.radius.node,
    view.keep.node,
    field("SimpleRNN", view.linear.node),
  );
  const panel = element(
    "div",
    { class: "rn-panel" },
    view.source.node,
    view.own,
    field("Before a step of training", view.clip.node),
    view.list,
    view.said,
  );
  view.node = element("div", { class: "rn-view" }, element("div", { class: "rn-left" }, view.chart.node), panel);
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.chart.destroy() };
}

function update(view, state, { theme, reaches, waiting }) {
  view.source.update(state.source);
  view.radius.update(state.radius);
  view.keep.update(state.keep, `${state.keep > 0 ? "+" : ""}${short(state.keep, 2)}`);
  view.linear.update(String(state.linear));
  view.clip.update(String(state.clip));
  view.own.hidden = state.source !== "drawn";
  const lines = reaches.map((own) => ({ ...own, sizes: state.clip ? clipped(own.sizes) : own.sizes }));
  const steps = Math.max(...lines.map(({ sizes }) => sizes.length), 2);
  const all = lines.flatMap(({ sizes }) => sizes.map((size) => size / sizes.at(-1)));
  const top = Math.max(10, ...all.filter(Number.isFinite));
  view.chart.update({
    x: [0, steps - 1],
    y: [FLOOR, Math.min(10 ** Math.ceil(Math.log10(top)), 1e12)],
    words: "Size of the slope by how many steps it went back",
    lines: lines.map(({ sizes, name }) => ({ points: pointsOf(sizes), colour: colourOf(theme, name), width: 2.5 })),
    marks: [{ y: 1, kind: "hint", words: "as large as at the end" }],
  });
  writeList(view.list, lines, theme);
  setText(view.said, waiting || `${reachWords(lines, steps, state.source)}${clipWords(state, reaches)}`);
}

export function colourOf(theme, name) {
  return theme.classes[{ SimpleRNN: 5, GRU: 2, LSTM: 1 }[name]];
}

function pointsOf(sizes) {
  const last = sizes.length - 1;
  return sizes.map((_, back) => [back, Math.max(sizes[last - back] / sizes[last], FLOOR / 10)]);
}

/** What clipping leaves: a slope that is longer is shortened to the limit; one that is short stays so. */
export function clipped(sizes) {
  const end = sizes.at(-1);
  return sizes.map((size) => Math.min(size, CLIP * end));
}

function clipWords({ clip }, reaches) {
  if (!clip) return "";
  const long = reaches.some(({ sizes }) => Math.max(...sizes) > CLIP * sizes.at(-1));
  return long
    ? " Clipping shortens what is too long and keeps its direction; what has vanished it cannot bring back."
    : " There is nothing to clip here: no slope is longer than the limit.";
}

function writeList(list, lines, theme) {
  const rows = keepCount(list, lines.length, () => element("li", {}, element("i"), element("b"), element("span")));
  lines.forEach(({ name, sizes }, i) => {
    const [mark, title, words] = rows[i].children;
    setAttributes(mark, { style: `background:${colourOf(theme, name)}` });
    setText(title, name);
    setText(words, `${short(sizes[0] / sizes.at(-1), 2)} arrives`);
  });
}
