// A layer's units side by side, each a button with a picture of what it responds to; the one pointed at is told below.

import { element, fitCanvas, keepCount, setAttributes, setText } from "../base/dom.js";
import { unpackOr } from "../base/unpack.js";
import { paint } from "./pixels.js";

const SIDES = { 16: 92, 32: 72 }; // pixels of a picture's longer side, of at most so many units
const LEAST = 54;

/** @returns {update(data), destroy()}; choose(unit) once one is clicked. */
export function createSheet(root, { choose }) {
  const cells = element("div", { class: "us-cells", role: "group" });
  const told = element("p", { class: "us-told", "aria-live": "polite" });
  const sheet = { cells, told, choose, data: null, chosen: null };
  root.append(cells, told);
  listen(sheet);
  return {
    update: (data) => {
      Object.assign(sheet, { data, chosen: data.chosen });
      draw(sheet, unpackOr(data.images), unpackOr(data.bars));
    },
    destroy: () => root.replaceChildren(),
  };
}

function listen(sheet) {
  const { cells } = sheet;
  const cellOf = (event) => event.target.closest?.("button");
  cells.addEventListener("click", (event) => {
    const cell = cellOf(event);
    if (!cell) return;
    sheet.chosen = sheet.data.cells[Number(cell.dataset.place)].unit;
    mark(sheet);
    sheet.choose({ unit: sheet.chosen, of: sheet.data.subject });
  });
  for (const kind of ["pointerover", "focusin"]) cells.addEventListener(kind, (event) => tell(sheet, cellOf(event)));
  for (const kind of ["pointerleave", "focusout"]) cells.addEventListener(kind, () => tell(sheet, null));
  cells.addEventListener("keydown", (event) => step(sheet, event, cellOf(event)));
}

/** Arrow keys go from cell to cell; up and down by a row. */
function step({ cells }, event, cell) {
  const across = Math.max(1, Math.floor(cells.clientWidth / (cells.firstElementChild?.offsetWidth + 6 || 1)));
  const ways = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: across, ArrowUp: -across };
  const next = cell && ways[event.key] && cells.children[Number(cell.dataset.place) + ways[event.key]];
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function draw(sheet, images, bars) {
  const { cells, data } = sheet;
  const side = sideOf(data.cells.length);
  setAttributes(cells, { "aria-label": data.words });
  const buttons = keepCount(cells, data.cells.length, createCell);
  for (const [i, button] of buttons.entries()) {
    const { unit, label, words, mark: flaw, text } = data.cells[i];
    const [canvas, snippet, name] = button.children;
    setAttributes(button, { "aria-label": `Unit ${unit + 1}. ${words}`, "data-flaw": flaw || null });
    setText(name, label);
    setText(snippet, text ?? "");
    snippet.hidden = text === null;
    canvas.hidden = !images && !bars;
    if (images) paint(canvas, imageAt(images, i), side);
    else if (bars) paintBars(canvas, barsAt(bars, i), side, data.theme);
  }
  mark(sheet);
  tell(sheet, null);
}

/** Few units are shown large. */
function sideOf(count) {
  const most = Object.keys(SIDES).find((some) => count <= some);
  return most ? SIDES[most] : LEAST;
}

function createCell(place) {
  return element(
    "button",
    { type: "button", class: "us-cell", "data-place": place },
    element("canvas", { "aria-hidden": "true" }),
    element("span", { class: "us-text" }),
    element("span", { class: "us-name" }),
  );
}

function imageAt({ shape: [, rows, cols, channels], values }, i) {
  const size = rows * cols * channels;
  return { rows, cols, channels, values: values.subarray(i * size, (i + 1) * size) };
}

function barsAt({ shape: [, count], values }, i) {
  return values.subarray(i * count, (i + 1) * count);
}

/** One bar a class from zero, in the classes' colours; all bars of a cell on a scale of its own. */
function paintBars(canvas, bars, side, theme) {
  const context = fitCanvas(canvas, side, side);
  context.clearRect(0, 0, side, side);
  const finite = [...bars].filter(Number.isFinite);
  const [low, high] = [Math.min(0, ...finite), Math.max(0, ...finite)];
  const [width, unit] = [side / bars.length, (side - 2) / (high - low || 1)];
  for (const [k, bar] of bars.entries()) {
    if (!Number.isFinite(bar)) continue;
    context.fillStyle = theme.classes[k % theme.classes.length];
    const [top, bottom] = [Math.max(bar, 0), Math.min(bar, 0)].map((value) => 1 + (high - value) * unit);
    context.fillRect(k * width + 0.5, top, Math.max(1, width - 1), Math.max(1, bottom - top));
  }
  context.fillStyle = theme.muted;
  context.fillRect(0, 1 + high * unit, side, 0.5);
}

function mark({ cells, data, chosen }) {
  for (const [i, button] of [...cells.children].entries()) {
    setAttributes(button, { "aria-pressed": data.cells[i].unit === chosen });
  }
}

function tell({ told, data }, cell) {
  const one = cell ? data.cells[Number(cell.dataset.place)] : null;
  setText(told, one ? `Unit ${one.unit + 1}: ${one.words}` : data.hint);
}
