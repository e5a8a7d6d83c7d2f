// A typed sequence with what the network holds after each character: a column a character, a row a unit, and below the answer.

import { css, pick, ramp, rgb } from "../../base/colors.js";
import { fixed } from "../../base/controls.js";
import { keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { clamp } from "../../base/scales.js";

const [LEFT, TOP, ROW, BARS, MOST] = [74, 30, 21, 54, 34];

/** on.pick(step, unit). @returns {update({marks, values, answers, truth, step, unit, held, theme, words}), destroy()} */
export function createStrip(root, on) {
  const layers = Object.fromEntries(
    Object.entries({ marks: "x", cells: "h", bars: "y", truth: "", names: "" }).map(([name, part]) => [
      name,
      svg("g", { class: `rn-${name}`, "data-part": part || null }),
    ]),
  );
  const column = svg("rect", { class: "rn-column", rx: 4 });
  const chosen = svg("rect", { class: "rn-chosen" });
  const half = svg("line", { class: "rn-half" });
  const picture = svg(
    "svg",
    { class: "rn-strip", role: "slider", tabindex: "0", "aria-label": "Step and unit" },
    column,
    ...Object.values(layers),
    half,
    chosen,
  );
  root.append(picture);
  const view = { on, layers, picture, column, chosen, half, width: 0, shown: null };
  listen(view);
  return sized(root, view, draw, { node: root });
}

function listen(view) {
  const { picture } = view;
  const at = (event) => {
    const { shown, size } = view;
    if (!shown?.marks.length || !size) return;
    const box = picture.getBoundingClientRect();
    const [x, y] = [event.clientX - box.left, event.clientY - box.top];
    const step = clamp(Math.floor((x - LEFT) / size), 0, shown.marks.length - 1);
    const row = Math.floor((y - TOP) / ROW);
    view.on.pick(step, row >= 0 && row < shown.units ? row : null);
  };
  picture.addEventListener("pointerdown", at);
  picture.addEventListener("pointermove", (event) => event.buttons & 1 && at(event));
  picture.addEventListener("keydown", (event) => {
    const move = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (!move || !view.shown) return;
    event.preventDefault();
    const { step, unit, marks, units } = view.shown;
    view.on.pick(clamp(step + move[0], 0, marks.length - 1), clamp(unit + move[1], 0, units - 1));
  });
}

function draw(view) {
  const { shown, width, picture } = view;
  if (!shown || !width) return;
  const { marks, units, step, unit } = shown;
  const size = Math.min(shown.most ?? MOST, (width - LEFT - 4) / Math.max(marks.length, 1));
  view.size = size;
  const foot = TOP + units * ROW + 12;
  const height = foot + (shown.answers ? BARS + 30 : -6);
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-valuetext": shown.words });
  drawMarks(view, size);
  drawCells(view, size);
  drawAnswers(view, size, foot);
  drawNames(view, foot);
  const x = LEFT + step * size;
  setAttributes(view.column, { x, y: 2, width: size, height: height - 4, visibility: marks.length ? null : "hidden" });
  setAttributes(view.chosen, {
    x: x + 0.5,
    y: TOP + unit * ROW + 0.5,
    width: Math.max(size - 1, 1),
    height: ROW - 1,
    visibility: marks.length ? null : "hidden",
  });
  view.column.toggleAttribute("data-held", shown.held);
}

function drawMarks({ layers, shown }, size) {
  const nodes = keepCount(layers.marks, shown.marks.length, () => svg("text", { "text-anchor": "middle", y: 21 }));
  shown.marks.forEach((mark, i) => {
    setAttributes(nodes[i], { x: (LEFT + (i + 0.5) * size).toFixed(1), class: mark === " " ? "rn-space" : null });
    setText(nodes[i], mark === " " ? "␣" : shortened(mark, size));
  });
}

/** A word as far as there is room for it. */
function shortened(mark, size) {
  const room = Math.max(1, Math.floor(size / 9));
  return mark.length > room ? mark.slice(0, room) : mark;
}

function drawCells({ layers, shown }, size) {
  const { values, units, theme, limit } = shown;
  const [table, none] = [ramp(theme.diverging), rgb(theme.nan)];
  const nodes = keepCount(layers.cells, values.length * units, () => svg("rect", { height: ROW - 1 }));
  const width = Math.max(size - 1, 0.5).toFixed(1);
  values.forEach((row, i) => {
    const x = (LEFT + i * size + 0.5).toFixed(1);
    for (let k = 0; k < units; k++) {
      const fill = css(pick(table, row[k], -limit, limit, none));
      setAttributes(nodes[i * units + k], { x, y: TOP + k * ROW + 0.5, width, fill });
    }
  });
}

/** A bar a character: how sure a yes; a mark below it says what is true, and whether the network is right. */
function drawAnswers({ layers, shown, half }, size, foot) {
  const { truth } = shown;
  const answers = shown.answers ?? [];
  const bars = keepCount(layers.bars, answers.length, () => svg("rect", {}));
  const marks = keepCount(layers.truth, answers.length, () => svg("text", { "text-anchor": "middle" }));
  answers.forEach((answer, i) => {
    const [x, tall] = [LEFT + i * size + 1.5, Math.max(answer * BARS, 0.6)];
    const right = answer > 0.5 === truth[i];
    setAttributes(bars[i], {
      x: x.toFixed(1),
      y: (foot + BARS - tall).toFixed(1),
      width: Math.max(size - 3, 1).toFixed(1),
      height: tall.toFixed(1),
      class: right ? "rn-right" : "rn-wrong",
    });
    setAttributes(marks[i], {
      x: (LEFT + (i + 0.5) * size).toFixed(1),
      y: foot + BARS + 19,
      class: right ? null : "rn-miss",
    });
    setText(marks[i], size < 15 ? (truth[i] ? "•" : "") : truth[i] ? "yes" : "–");
  });
  const line = foot + BARS / 2;
  setAttributes(half, { x1: LEFT, x2: LEFT + answers.length * size, y1: line, y2: line });
}

function drawNames({ layers, shown }, foot) {
  const names = [
    ["reads", 21],
    ...Array.from({ length: shown.units }, (_, k) => [`unit ${k + 1}`, TOP + k * ROW + 15]),
    ...(shown.answers
      ? [
          ["answer", foot + BARS / 2 + 5],
          ["true", foot + BARS + 19],
        ]
      : []),
  ];
  const nodes = keepCount(layers.names, names.length, () => svg("text", { x: LEFT - 10, "text-anchor": "end" }));
  names.forEach(([words, y], i) => {
    setAttributes(nodes[i], { y });
    setText(nodes[i], words);
  });
}

/** The chosen step in words, for who cannot see it. */
export function stripWords({ marks, values, answers, step, unit }) {
  if (!marks.length) return "Nothing is typed";
  const value = fixed(values[step][unit]);
  return `step ${step + 1} of ${marks.length}, “${marks[step]}”, unit ${unit + 1}: ${value}; answer ${percent(answers[step])}`;
}
