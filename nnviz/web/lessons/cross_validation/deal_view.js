// Sixty examples in the order in which they came; the folds that they are dealt into; and below each fold its score.

import { readableOn, rgb } from "../../base/colors.js";
import { element, fitCanvas, watchWidth } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { clamp, scale } from "../../base/scales.js";
import { piles } from "./piles.js";

const HEIGHT = 452;
const LEFT = 44;
const STRIP = 16;
const PILES = { top: 54, bottom: 232 };
const SCORES = { top: 262, bottom: 438 };
const SPEED = 0.2; // of the way that is left, a frame

/**
 * on.fold(j + 1), 0 for none: the fold that the pointer is on.
 * @returns {node, update({state, study, dealt, theme}), destroy()}
 */
export function createDealView(on, still) {
  const canvas = element("canvas", { class: "cv-deal", role: "img" });
  const node = element("div", { "data-part": "s" }, canvas);
  const view = { on, still, canvas, node, given: null, width: 0, dots: [], request: 0 };
  const point = (event) => {
    if (!view.plan) return;
    const x = event.clientX - canvas.getBoundingClientRect().left;
    const { k, scheme } = view.given.state;
    const wide = (view.width - LEFT - 8) / view.plan.x.length;
    const pile = Math.floor((x - LEFT) / wide) - (scheme === "time" ? 1 : 0);
    on.fold(x < LEFT ? 0 : clamp(pile + 1, 0, k));
  };
  canvas.addEventListener("pointermove", point);
  canvas.addEventListener("pointerdown", point);
  const stop = watchWidth(node, (width) => {
    Object.assign(view, { width, dots: [] });
    if (view.given) arrange(view);
  });
  return {
    node,
    update: (given) => {
      view.given = given;
      if (view.width) arrange(view);
    },
    destroy: () => {
      stop();
      cancelAnimationFrame(view.request);
    },
  };
}

/** Which pile every example goes to. In time the first pile is never a test. */
export function pilesOf({ deals }, n, scheme) {
  const shift = Number(scheme === "time");
  const pile = new Array(n).fill(0);
  deals.forEach(({ test }, j) => {
    for (const i of test) pile[i] = j + shift;
  });
  return { pile, count: deals.length + shift };
}

function arrange(view) {
  const { state, study, dealt } = view.given;
  const { pile, count } = pilesOf(dealt, study.n, state.scheme);
  const sizes = new Array(count).fill(0);
  const places = new Array(study.n);
  for (const i of inOrder(study, state.scheme)) places[i] = sizes[pile[i]]++;
  view.plan = piles(sizes, { left: LEFT, right: view.width - 8, ...PILES });
  view.pile = pile;
  const targets = pile.map((j, i) => view.plan.at(j, places[i]));
  const begun = view.dots.length > 0;
  view.dots = targets.map(([tx, ty], i) => {
    const from = view.dots[i] ?? { x: stripX(view, i), y: STRIP };
    const there = view.still() || !begun;
    return { x: there ? tx : from.x, y: there ? ty : from.y, tx, ty };
  });
  cancelAnimationFrame(view.request);
  draw(view);
}

/** The examples as they are laid onto the piles: people one after the other where they are what is dealt. */
function inOrder({ n, person }, scheme) {
  const places = Array.from({ length: n }, (_, i) => i);
  return scheme === "people" ? places.sort((i, j) => person[i] - person[j] || i - j) : places;
}

function draw(view) {
  let moving = false;
  for (const dot of view.dots) {
    const [dx, dy] = [dot.tx - dot.x, dot.ty - dot.y];
    if (Math.abs(dx) + Math.abs(dy) < 0.5) Object.assign(dot, { x: dot.tx, y: dot.ty });
    else {
      Object.assign(dot, { x: dot.x + SPEED * dx, y: dot.y + SPEED * dy });
      moving = true;
    }
  }
  paint(view);
  if (moving) view.request = requestAnimationFrame(() => draw(view));
}

function stripX({ width, given }, i) {
  return LEFT + ((i + 0.5) * (width - LEFT - 8)) / given.study.n;
}

function paint(view) {
  const { canvas, width, given } = view;
  const { state, dealt, theme } = given;
  const context = fitCanvas(canvas, width, HEIGHT);
  context.clearRect(0, 0, width, HEIGHT);
  context.font = `12px ${theme.font}`;
  paintHeld(context, view);
  paintStrip(context, view);
  paintDots(context, view);
  paintScores(context, view);
  const scores = dealt.folds.map(({ score }) => percent(score)).slice(0, 12);
  const more = dealt.folds.length > 12 ? " …" : "";
  canvas.setAttribute(
    "aria-label",
    `${state.k} folds of ${given.study.n} examples; their scores: ${scores.join(", ")}${more}`,
  );
}

/** A ground behind the fold that is held out. */
function paintHeld(context, { given, plan, width }) {
  const { state, theme } = given;
  if (!state.fold) return;
  const wide = (width - LEFT - 8) / plan.x.length;
  const j = state.fold - 1 + Number(state.scheme === "time");
  context.fillStyle = theme.surface;
  context.fillRect(plan.x[j] - wide / 2, PILES.top - 22, wide, SCORES.bottom - PILES.top + 22);
}

function roleOf({ given }, i) {
  const { state, dealt } = given;
  if (!state.fold) return "all";
  const { train, test } = dealt.deals[state.fold - 1];
  if (test.includes(i)) return "test";
  return train.includes(i) ? "train" : "unused";
}

function paintStrip(context, view) {
  const { given } = view;
  const { theme, study } = given;
  context.fillStyle = theme.muted;
  context.textAlign = "left";
  context.fillText("time →", 0, STRIP + 4);
  for (let i = 0; i < study.n; i++) {
    context.globalAlpha = { all: 1, test: 1, train: 0.35, unused: 0.08 }[roleOf(view, i)];
    context.fillStyle = theme.classes[study.y[i]];
    const x = stripX(view, i);
    context.fillRect(x - 2, STRIP - 7, Math.max(3, (view.width - LEFT) / study.n - 2), 14);
  }
  context.globalAlpha = 1;
}

function paintDots(context, view) {
  const { given, dots, plan } = view;
  const { state, study, theme } = given;
  const radius = Math.max(1.6, plan.size / 2 - 1.2);
  const lettered = radius > 6;
  context.textAlign = "center";
  context.font = `600 ${Math.min(11, 1.25 * radius)}px ${theme.font}`;
  dots.forEach(({ x, y }, i) => {
    const role = roleOf(view, i);
    context.globalAlpha = { all: 1, test: 1, train: 0.42, unused: 0.1 }[role];
    context.beginPath();
    context.arc(x, y, radius, 0, 2 * Math.PI);
    context.fillStyle = theme.classes[study.y[i]];
    context.fill();
    if (!lettered || state.scheme !== "people") return;
    context.fillStyle = readableOn(rgb(theme.classes[study.y[i]]));
    context.fillText(String.fromCharCode(65 + study.person[i]), x, y + 0.36 * Math.min(11, 1.25 * radius));
  });
  context.globalAlpha = 1;
  context.font = `12px ${theme.font}`;
  paintNames(context, view);
}

function paintNames(context, { given, plan }) {
  const { state, theme } = given;
  context.fillStyle = theme.muted;
  const wide = plan.x[1] - plan.x[0];
  plan.x.forEach((x, j) => {
    const number = j + 1 - Number(state.scheme === "time");
    const words =
      number === 0 ? (wide > 60 ? "only to learn" : "") : wide > 54 ? `fold ${number}` : wide > 18 ? `${number}` : "";
    context.fillText(words, x, PILES.top - 8);
  });
}

function paintScores(context, view) {
  const { given, width, plan } = view;
  const { state, dealt, theme } = given;
  const y = scale([0, 1], [SCORES.bottom, SCORES.top]);
  context.textAlign = "right";
  for (const value of [0, 0.25, 0.5, 0.75, 1]) {
    context.fillStyle = theme.muted;
    context.fillText(`${100 * value} %`, LEFT - 8, y(value) + 4);
    line(context, theme.grid, 1, [], LEFT, y(value), width - 8, y(value));
  }
  line(context, theme.accent, 2, [], LEFT, y(dealt.mean), width - 8, y(dealt.mean));
  if (state.truth) line(context, theme.text, 2, [6, 4], LEFT, y(dealt.truth), width - 8, y(dealt.truth));
  const shift = Number(state.scheme === "time");
  dealt.folds.forEach(({ score }, j) => {
    const held = state.fold === j + 1;
    context.beginPath();
    context.arc(plan.x[j + shift], y(score), dealt.folds.length > 24 ? 3 : held ? 7 : 5, 0, 2 * Math.PI);
    context.fillStyle = held ? theme.accent : theme.text;
    context.fill();
    if (dealt.folds.length > 12) return;
    context.textAlign = "center";
    context.fillText(`${Math.round(100 * score)} %`, plan.x[j + shift], y(score) + (score > 0.85 ? 20 : -11));
  });
}

function line(context, colour, size, dash, ...ends) {
  const [x0, y0, x1, y1] = ends;
  context.setLineDash(dash);
  Object.assign(context, { strokeStyle: colour, lineWidth: size });
  context.beginPath();
  context.moveTo(x0, y0);
  context.lineTo(x1, y1);
  context.stroke();
  context.setLineDash([]);
}
