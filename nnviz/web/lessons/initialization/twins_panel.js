// What goes with the plane of the twins: their numbers with the gradients, the curves of loss and distance, and the controls.

import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { short, tickText } from "../../base/numbers.js";
import { scale } from "../../base/scales.js";
import { MOST_STEPS, NUDGE, STARTS } from "./state.js";
import { judged, UNITS } from "./symmetry.js";

const HEAD = ["", "w₁", "w₂", "b", "v", "∂L/∂w₁"];
const [HEIGHT, PAD] = [74, { left: 40, right: 6, top: 8, bottom: 16 }];

/** on.start(name), play(), step(), again(), nudge(), draw(). @returns {node, update(state), destroy()} */
export function createTwinsPanel(on) {
  const button = (words, onclick, primary = "") =>
    element("button", { type: "button", class: `nl-button ${primary}`, onclick }, words);
  const parts = {
    start: choices("Beginning", STARTS, on.start),
    play: button("Learn", on.play, "nl-primary"),
    step: button("One step", on.step),
    again: button("Start again", on.again),
    nudge: button(`Move one weight by ${NUDGE}`, on.nudge),
    draw: button("Draw again", on.draw),
    table: createTable(),
    curves: [createCurve("loss", "loss"), createCurve("distance between the units", "apart", true)],
    count: element("output", { class: "nl-label" }),
  };
  const row = (...nodes) => element("div", { class: "nl-bar in-buttons" }, ...nodes);
  const begin = element("span", { class: "nl-label" }, "All weights begin as");
  const node = element(
    "div",
    { class: "in-panel" },
    row(begin, parts.start.node, parts.draw),
    row(parts.play, parts.step, parts.again, parts.count),
    row(parts.nudge),
    parts.table.node,
    ...parts.curves.map((curve) => curve.node),
  );
  return {
    node,
    update: (state) => update(parts, state),
    destroy: () => parts.curves.forEach((curve) => curve.destroy()),
  };
}

function update(parts, state) {
  parts.start.update(state.start);
  parts.draw.hidden = state.start !== "random";
  setText(parts.play, state.playing ? "Pause" : "Learn");
  setText(parts.count, `step ${state.history.length.toLocaleString("en")}`);
  parts.table.update(state.net);
  for (const curve of parts.curves) curve.update(state.history);
}

function createTable() {
  const head = element("tr", {}, ...HEAD.map((words) => element("th", { scope: "col" }, words)));
  const rows = Array.from({ length: UNITS + 1 }, (_, j) => {
    const name = j < UNITS ? `unit ${j + 1}` : "output";
    const title = element("th", { scope: "row" }, element("i", { class: `in-dot in-unit-${j}` }), name);
    return element("tr", {}, title, ...HEAD.slice(1).map(() => element("td", {})));
  });
  const node = element(
    "table",
    { class: "in-table", "data-part": "gradient" },
    element("thead", {}, head),
    element("tbody", {}, ...rows),
  );
  const update = (net) => {
    const { gradient } = judged(net);
    net.units.forEach(({ w1, w2, b, v }, j) => {
      const cells = [w1, w2, b, v, gradient.units[j].w1].map((value) => short(value));
      cells.forEach((words, i) => setText(rows[j].children[i + 1], words));
    });
    const last = ["", "", short(net.c), "", ""];
    last.forEach((words, i) => setText(rows[UNITS].children[i + 1], words));
    setText(rows[UNITS].children[5], `∂L/∂b ${short(gradient.c)}`);
  };
  return { node, update };
}

/** One curve over the steps; `log`: on a scale of powers of ten from 1/10,000 to 10. */
function createCurve(words, name, log = false) {
  const [line, level, text] = [
    svg("path", { class: "in-curve" }),
    svg("g", { class: "in-levels" }),
    svg("text", { x: PAD.left, y: 12 }),
  ];
  const picture = svg(
    "svg",
    { class: "in-chart", role: "img", "aria-label": words, height: HEIGHT },
    level,
    line,
    text,
  );
  const node = element("div", { "data-part": log ? "apart" : "loss" }, picture);
  const shown = { width: 0, history: [] };
  const draw = () => shown.width && drawCurve({ picture, line, level, text }, shown, words, name, log);
  const destroy = watchWidth(node, (width) => {
    shown.width = width;
    draw();
  });
  const update = (history) => {
    shown.history = history;
    draw();
  };
  return { node, update, destroy };
}

function drawCurve({ picture, line, level, text }, { width, history }, words, name, log) {
  const [low, high] = log ? [1e-4, 20] : [0, 1];
  const end = [100, 300, 1000, MOST_STEPS].find((most) => history.length <= most);
  const x = scale([0, end], [PAD.left, width - PAD.right]);
  const y = scale([low, high], [HEIGHT - PAD.bottom, PAD.top], log);
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  const stride = Math.max(1, Math.floor(history.length / 300));
  const seen = history.filter((own, i) => i % stride === 0 && (!log || own[name] >= low));
  const places = new Map(history.map((own, i) => [own, i]));
  const points = seen.map((own) => `${x(places.get(own)).toFixed(1)} ${y(Math.min(own[name], high)).toFixed(1)}`);
  setAttributes(line, { d: points.length ? `M${points.join("L")}` : null });
  const levels = log ? [1e-4, 1e-2, 1] : [0, 0.5, 1];
  keepCount(level, levels.length, () => svg("g", {}, svg("line"), svg("text", { "text-anchor": "end" }))).forEach(
    (group, i) => {
      const at = y(levels[i]).toFixed(1);
      setAttributes(group.children[0], { x1: PAD.left, x2: width - PAD.right, y1: at, y2: at });
      setAttributes(group.children[1], { x: PAD.left - 6, y: Number(at) + 4 });
      setText(group.children[1], tickText(levels[i]));
    },
  );
  const now = history.at(-1)?.[name];
  setText(text, now === undefined ? words : `${words} ${short(now)}`);
  setAttributes(text, { x: width - PAD.right, "text-anchor": "end" });
}
