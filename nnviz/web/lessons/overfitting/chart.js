// Both errors against the capacity, on a logarithmic scale, and below them what the error on new examples is made of.
// Dragging across either chooses the capacity.

import { element, keepCount, setAttributes, sized, svg } from "../../base/dom.js";
import { tickText } from "../../base/numbers.js";
import { clamp, scale } from "../../base/scales.js";
import { FAMILIES } from "./fits.js";

const PAD = { left: 40, right: 12 };
const ERRORS = { top: 10, bottom: 186, domain: [0.003, 30] };
const PARTS = { top: 222, bottom: 318, most: 1, words: "what the error on new examples is made of" };
const HEIGHT = 356;
const TICKS = { polynomial: [0, 2, 4, 6, 8, 10, 12, 14], relu: [0, 1, 3, 10, 30, 100, 200] };
const NAMES = { polynomial: "degree of the polynomial", relu: "ReLU units (logarithmic)" };
const KINDS = ["noise", "bias2", "variance"];

/** on.capacity(count). @returns {update({state, rows, own, best, words}), destroy()} */
export function createChart(root, on) {
  const marks = {
    grid: svg("g", { class: "of-axes" }),
    floor: svg("path", { class: "of-floor", "data-part": "sigma" }),
    threshold: svg("g", { class: "of-threshold" }),
    bars: svg("g", { class: "of-bars" }),
    train: svg("path", { class: "of-trainline", "data-part": "T" }),
    test: svg("path", { class: "of-testline", "data-part": "E" }),
    cursor: svg("path", { class: "of-cursor" }),
    words: svg("text", { class: "of-words", x: PAD.left + 4, y: PARTS.top - 9 }, PARTS.words),
    dots: svg("g", {}, svg("circle", { r: 5, class: "of-traindot" }), svg("circle", { r: 5, class: "of-testdot" })),
  };
  const picture = svg("svg", { class: "of-chart", role: "img" }, ...Object.values(marks));
  root.append(picture);
  const view = { now: null, width: 0, marks, picture, drawn: "" };
  const point = (event) => {
    if (!view.x || !(event.buttons & 1)) return;
    on.capacity(view.x.invert(event.clientX - picture.getBoundingClientRect().left));
  };
  picture.addEventListener("pointerdown", (event) => {
    picture.setPointerCapture(event.pointerId);
    point(event);
  });
  picture.addEventListener("pointermove", point);
  return sized(root, view, draw, {
    field: "now",
    arrange: () => Object.assign(view, { drawn: "" }),
  });
}

function draw(view) {
  const { now, width, marks, picture } = view;
  if (!now || !width) return;
  const { state, rows } = now;
  const { counts } = FAMILIES[state.family];
  const log = state.family === "relu";
  const room = log ? [0.9, counts.at(-1) * 1.05] : [0.5, counts.at(-1) + 0.5];
  view.x = scale(room, [PAD.left, width - PAD.right], log);
  view.y = scale(ERRORS.domain, [ERRORS.bottom, ERRORS.top], true);
  setAttributes(picture, { "aria-label": now.words });
  drawGrid(view);
  const line = (name) => path(upToZero(rows, name).map((row) => [view.x(row.count), level(view, row[name])]));
  setAttributes(marks.train, { d: line("train") });
  setAttributes(marks.test, { d: line("test") });
  const floor = level(view, state.sigma ** 2).toFixed(1);
  setAttributes(marks.floor, { d: `M${PAD.left} ${floor}H${width - PAD.right}` });
  drawBars(view);
  drawCursor(view);
}

/** An error that is as good as 0 leaves a logarithmic scale: the line ends at the first one. */
function upToZero(rows, name) {
  const zero = rows.findIndex((row) => row[name] < ERRORS.domain[0]);
  return zero < 0 ? rows : rows.slice(0, zero + 1);
}

function level({ y }, value) {
  return y(clamp(value, ...ERRORS.domain));
}

function drawGrid(view) {
  const { now, width, marks, picture, x, y } = view;
  const { family, n } = now.state;
  const signature = `${family} ${n} ${width}`;
  if (view.drawn === signature) return;
  view.drawn = signature;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  const across = (at, words) => [
    svg("line", { x1: PAD.left, x2: width - PAD.right, y1: at, y2: at }),
    svg("text", { x: PAD.left - 6, y: at + 4, "text-anchor": "end" }, words),
  ];
  const parts = scale([0, PARTS.most], [PARTS.bottom, PARTS.top]);
  const middle = { x: (PAD.left + width - PAD.right) / 2, "text-anchor": "middle" };
  marks.grid.replaceChildren(
    ...[0.01, 0.1, 1, 10].flatMap((value) => across(y(value), tickText(value))),
    ...[0, 0.5, 1].flatMap((value) => across(parts(value), tickText(value))),
    ...TICKS[family].map((value) =>
      svg("text", { x: x(value + 1), y: PARTS.bottom + 16, "text-anchor": "middle" }, tickText(value)),
    ),
    svg("text", { ...middle, y: HEIGHT - 5 }, NAMES[family]),
  );
  drawThreshold(view);
}

/** Where there are as many coefficients as examples. */
function drawThreshold({ now, marks, x, width }) {
  const { family, n } = now.state;
  const there = n <= FAMILIES[family].counts.at(-1);
  const at = x(n);
  const left = at > width * 0.6;
  const words = { x: at + (left ? -5 : 5), y: ERRORS.top + 10, "text-anchor": left ? "end" : "start" };
  marks.threshold.replaceChildren(
    ...(there
      ? [
          svg("path", { d: `M${at.toFixed(1)} ${ERRORS.top}V${PARTS.bottom}` }),
          svg("text", words, `${n} coefficients, ${n} examples`),
        ]
      : []),
  );
}

/** One bar a capacity: noise, bias² and variance on top of each other. One that is too tall has a tip, and shows shares. */
function drawBars({ now, marks, x }) {
  const { rows, state } = now;
  const groups = keepCount(marks.bars, rows.length, () =>
    svg(
      "g",
      {},
      ...KINDS.map((kind, i) => svg("rect", { class: `of-${kind}`, "data-part": ["sigma", "B", "V"][i] })),
      svg("path", { class: "of-more" }),
    ),
  );
  const tall = (PARTS.bottom - PARTS.top) / PARTS.most;
  rows.forEach((row, i) => {
    const at = x(row.count);
    const near = Math.min(...[rows[i - 1], rows[i + 1]].filter(Boolean).map((one) => Math.abs(x(one.count) - at)), 26);
    const size = Math.max(near * 0.78, 2);
    const share = Math.min(1, PARTS.most / row.test);
    let low = 0;
    KINDS.forEach((kind, k) => {
      const high = low + row[kind] * share;
      const [y0, y1] = [PARTS.bottom - low * tall, PARTS.bottom - high * tall];
      const place = { x: at - size / 2, y: y1, width: size, height: Math.max(y0 - y1, 0) };
      setAttributes(groups[i].children[k], rounded(place));
      low = high;
    });
    const over = row.test > PARTS.most;
    const tip = `M${(at - size / 2).toFixed(1)} ${PARTS.top - 1}h${size.toFixed(1)}l${(-size / 2).toFixed(1)} -5Z`;
    setAttributes(groups[i].lastChild, { d: over ? tip : "M0 0" });
    groups[i].classList.toggle("of-now", row.count === state.count);
  });
}

function drawCursor(view) {
  const { now, marks, x } = view;
  const { count } = now.state;
  const at = x(count).toFixed(1);
  setAttributes(marks.cursor, { d: `M${at} ${ERRORS.top}V${PARTS.bottom}` });
  const [train, test] = marks.dots.children;
  setAttributes(train, { cx: at, cy: level(view, now.own.train).toFixed(1) });
  setAttributes(test, { cx: at, cy: level(view, now.own.test).toFixed(1) });
}

function rounded(place) {
  return Object.fromEntries(Object.entries(place).map(([name, value]) => [name, value.toFixed(2)]));
}

function path(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}

export function chartKey() {
  const item = (kind, words) => element("span", {}, element("i", { class: `of-key-${kind}` }), words);
  return element(
    "p",
    { class: "of-key nl-muted" },
    item("test", "on new examples"),
    item("train", "training"),
    item("own", "your sample"),
    item("floor", "noise σ²"),
  );
}
