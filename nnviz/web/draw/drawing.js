// A plane to draw points on: a pen for each class, a rubber, and the last strokes taken back. The keyboard draws too.

import { element, fitCanvas, setAttributes, setText, sized } from "../base/dom.js";
import { draggable } from "../base/drag.js";
import { clamp, scale } from "../base/scales.js";
import { changed, createLearning, hear, paint, stop, toggle, words } from "./learning.js";
import { add, begin, clear, createStrokes, drag, grab, MOST, read, rub, undo, written } from "./strokes.js";

const CLASSES = ["A", "B", "C", "D", "E"];
const RUBBER = -1;
const HAND = -2;
const TOOLS = { [RUBBER]: ["Erase", "Erase points"], [HAND]: ["Move", "Move points"] };
const PENS = [...CLASSES.keys(), HAND, RUBBER];
const LARGEST = 420;
const HELP = "The plane: drag to draw; or move with the arrow keys and press Enter";

/**
 * @param on points(text) when a stroke ends, learn({turn}) for a few epochs more
 * @returns {update({theme, points: text, subject, answer}), destroy()}
 */
export function createDrawing(root, on) {
  const canvas = element("canvas", { role: "img", "aria-label": HELP });
  const stage = element("div", { class: "nd-stage", tabindex: "0", role: "application", "aria-label": HELP }, canvas);
  const said = element("p", { class: "nd-said", role: "status" });
  const view = {
    on,
    canvas,
    stage,
    said,
    strokes: createStrokes(),
    learning: createLearning(on.learn),
    pen: 0,
    at: [0, 0],
    subject: null,
    width: 0,
    shown: null,
  };
  const bar = createBar(view);
  root.append(bar, stage, said);
  listen(view);
  const { update, destroy } = sized(root, view, draw);
  return {
    update: (data) => {
      hear(view.learning, data.answer);
      update(data);
    },
    destroy: () => {
      stop(view.learning);
      destroy();
    },
  };
}

function createBar(view) {
  const pens = PENS.map((pen) => {
    const [words, label] = TOOLS[pen] ?? [CLASSES[pen], `Draw class ${CLASSES[pen]}`];
    const dot = TOOLS[pen] ? null : element("i", {});
    const button = element("button", { type: "button", class: "nd-pen", "aria-label": label }, dot, words);
    button.addEventListener("click", () => {
      view.pen = pen;
      draw(view);
    });
    return button;
  });
  view.pens = pens;
  const act = (words, change) =>
    element(
      "button",
      {
        type: "button",
        class: "nd-pen",
        onclick: () => {
          change(view.strokes);
          done(view);
        },
      },
      words,
    );
  const learn = element("button", { type: "button", class: "nd-pen" }, "Train while I draw");
  learn.addEventListener("click", () => {
    toggle(view.learning);
    draw(view);
  });
  view.learn = learn;
  return element("div", { class: "nd-bar" }, ...pens, act("Undo", undo), act("Clear", clear), learn);
}

function listen(view) {
  const place = (x, y) => {
    const side = sideOf(view);
    return [(2 * x) / side - 1, 1 - (2 * y) / side].map((value) => clamp(value, -1, 1));
  };
  const stroke = (x, y) => {
    touch(view, place(x, y));
    draw(view);
  };
  draggable(view.stage, view.stage, {
    start: (x, y) => {
      begin(view.strokes);
      if (view.pen === HAND) grab(view.strokes, place(x, y));
      stroke(x, y);
    },
    to: stroke,
    end: () => {
      view.strokes.held = null;
      done(view);
    },
    by: (dx, dy) => {
      view.at = [clamp(view.at[0] + 0.05 * dx, -1, 1), clamp(view.at[1] + 0.05 * dy, -1, 1)];
      if (view.pen === HAND) drag(view.strokes, view.at);
      draw(view);
    },
  });
  view.stage.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    enter(view);
    done(view);
  });
}

/** The keyboard's Enter: a point drawn or erased, or one taken hold of, and let go by the next. */
function enter(view) {
  const holds = view.pen === HAND && view.strokes.held !== null;
  if (holds) {
    view.strokes.held = null;
    return;
  }
  begin(view.strokes);
  if (view.pen === HAND) grab(view.strokes, view.at);
  else touch(view, view.at);
}

function touch(view, point) {
  if (view.pen === RUBBER) rub(view.strokes, point);
  else if (view.pen === HAND) drag(view.strokes, point);
  else add(view.strokes, point, view.pen);
}

function done(view) {
  changed(view.learning);
  draw(view);
  view.on.points(written(view.strokes.points));
}

function sideOf({ width }) {
  return Math.min(width, LARGEST);
}

function draw(view) {
  const { canvas, shown, strokes, pens, pen, said, stage } = view;
  if (!shown || !view.width) return;
  if (shown.subject !== view.subject) {
    Object.assign(view, { subject: shown.subject, strokes: { ...createStrokes(), points: read(shown.points) } });
    return draw(view);
  }
  const { theme } = shown;
  pens.forEach((button, i) => {
    setAttributes(button, { "aria-pressed": String(pen === PENS[i]) });
    const dot = button.querySelector("i");
    if (dot) dot.style.background = theme.classes[i];
  });
  const side = sideOf(view);
  const context = fitCanvas(canvas, side, side);
  context.clearRect(0, 0, side, side);
  paint(view.learning, context, side, theme);
  setAttributes(view.learn, { "aria-pressed": String(view.learning.on) });
  const [across, up] = [scale([-1, 1], [0, side]), scale([-1, 1], [side, 0])];
  for (const [x, y, label] of strokes.points) {
    context.beginPath();
    context.arc(across(x), up(y), 4, 0, 2 * Math.PI);
    Object.assign(context, { fillStyle: theme.classes[label], strokeStyle: theme.background, lineWidth: 1 });
    context.fill();
    context.stroke();
  }
  if (stage.matches(":focus-visible")) drawCursor(context, across(view.at[0]), up(view.at[1]), theme);
  setText(said, `${wordsOf(strokes.points)} ${words(view.learning)}`.trim());
}

function drawCursor(context, x, y, theme) {
  context.beginPath();
  context.moveTo(x - 7, y);
  context.lineTo(x + 7, y);
  context.moveTo(x, y - 7);
  context.lineTo(x, y + 7);
  Object.assign(context, { strokeStyle: theme.text, lineWidth: 1.5 });
  context.stroke();
}

function wordsOf(points) {
  if (points.length >= MOST) return `${MOST} points: that is all that fit.`;
  const counts = CLASSES.map((name, k) => [name, points.filter(([, , label]) => label === k).length]);
  const told = counts.filter(([, count]) => count).map(([name, count]) => `${count} of ${name}`);
  return told.length ? `${told.join(", ")}.` : "Nothing drawn yet.";
}
