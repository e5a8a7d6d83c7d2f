// The pad: smooth ink under a pointer, a finger or the arrow keys.

import { element, fitCanvas, setAttributes } from "./dom.js";
import { draggable } from "./drag.js";
import { begin, blankPad, clear, extend, resumed, told, undo } from "./ink.js";
import { clamp } from "./scales.js";

const HELP = "The pad: drag to draw. Or move with the arrow keys; Space puts the pen down and takes it up";
const STEP = 0.03;
const RUBBER = 1.5; // how much wider than a line its rubber is

/** on.drawn() at every change, on.rest() when the pen is taken up. */
export function createPad(on) {
  const canvas = element("canvas", { role: "img", "aria-label": HELP });
  const stage = element("div", { class: "ow-stage", tabindex: "0", role: "application", "aria-label": HELP }, canvas);
  const pad = { canvas, stage, ink: blankPad(), pen: "ink", at: [0.5, 0.5], down: false, side: 0, board: null, on };
  listen(pad);
  return {
    node: stage,
    get strokes() {
      return told(pad.ink);
    },
    get isEmpty() {
      return !pad.ink.strokes.length;
    },
    get canUndo() {
      return pad.ink.before.length > 0;
    },
    choose: (pen) => {
      pad.pen = pen;
    },
    undo: () => changed(pad, undo(pad.ink)),
    clear: () => changed(pad, clear(pad.ink)),
    resume: (strokes) => {
      pad.ink = strokes ? resumed(strokes) : blankPad();
    },
    draw: (board, side) => {
      Object.assign(pad, { board, side });
      draw(pad);
    },
  };
}

function changed(pad, whether) {
  if (!whether) return;
  draw(pad);
  pad.on.drawn();
  pad.on.rest();
}

function heightOf({ side, board }) {
  return (side * board.rows) / board.cols;
}

function listen(pad) {
  const place = (x, y) => [x / pad.side, y / heightOf(pad)];
  const put = (x, y) => {
    if (begin(pad.ink, pad.pen, x, y)) drawn(pad);
  };
  const move = (x, y) => {
    if (extend(pad.ink, x, y)) drawn(pad);
  };
  draggable(pad.stage, pad.canvas, {
    start: (x, y) => put(...place(x, y)),
    to: (x, y) => move(...place(x, y)),
    end: () => pad.on.rest(),
    by: (dx, dy) => {
      pad.at = [clamp(pad.at[0] + STEP * dx, 0, 1), clamp(pad.at[1] - STEP * dy, 0, 1)];
      if (pad.down) move(...pad.at);
      draw(pad);
    },
  });
  pad.stage.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() === "z" && (event.ctrlKey || event.metaKey)) changed(pad, undo(pad.ink));
    else if (event.key === " ") lift(pad, put);
    else return;
    event.preventDefault();
  });
  for (const name of ["blur", "focus"]) {
    pad.stage.addEventListener(name, () => {
      pad.down = false;
      if (pad.board) draw(pad);
    });
  }
}

function lift(pad, put) {
  pad.down = !pad.down;
  if (pad.down) put(...pad.at);
  else pad.on.rest();
  draw(pad);
}

function drawn(pad) {
  draw(pad);
  pad.on.drawn();
}

function draw(pad) {
  const { canvas, board, side, ink, stage } = pad;
  if (!board || !side) return;
  const height = heightOf(pad);
  const context = fitCanvas(canvas, side, height);
  context.fillStyle = board.ground;
  context.fillRect(0, 0, side, height);
  const width = (board.width / board.cols) * side;
  for (const { pen, points } of ink.strokes) {
    const colour = { ink: board.ink, ground: board.ground }[pen] ?? pen;
    drawStroke(context, points, [side, height], pen === "ground" ? RUBBER * width : width, colour);
  }
  if (stage.matches(":focus-visible")) drawCursor(context, pad.at[0] * side, pad.at[1] * height, pad);
  setAttributes(stage, { "aria-description": ink.strokes.length ? `${ink.strokes.length} strokes` : "Nothing drawn" });
}

/** A line through the middles between points, which has no corners. */
function drawStroke(context, points, [across, down], width, colour) {
  Object.assign(context, { strokeStyle: colour, lineWidth: width, lineCap: "round", lineJoin: "round" });
  context.beginPath();
  context.moveTo(points[0] * across, points[1] * down);
  for (let i = 2; i < points.length - 2; i += 2) {
    const [x, y] = [points[i] * across, points[i + 1] * down];
    context.quadraticCurveTo(x, y, (x + points[i + 2] * across) / 2, (y + points[i + 3] * down) / 2);
  }
  context.lineTo(points.at(-2) * across, points.at(-1) * down);
  context.stroke();
}

function drawCursor(context, x, y, { board, down }) {
  context.beginPath();
  context.arc(x, y, down ? 4 : 7, 0, 2 * Math.PI);
  Object.assign(context, { strokeStyle: board.ink, lineWidth: 2 });
  context.stroke();
}
