// One layer closely: all its units side by side, or one of them alone; two examples beside each other and what differs.

import { element, fitCanvas, keepCount, setAttributes, setText } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { cellsOf, drawCells, drawHeat, drawMap, gridOf, MOST_BARS } from "./layer_draw.js";
import { isSigned, limitOf } from "./layer_scale.js";

const HEIGHT = 350; // pixels that the units of a layer share
const ALONE = 320;
const ROW = 23; // pixels of a bar with its name

/** One panel: a title and the units of a picture. @returns {node, update(panel)}; on.hover(words), on.unit(place | null), and
 * where a unit is alone on.number(index in the layer's output) */
export function createPanel(on) {
  const title = element("div", { class: "ly-title" });
  const canvas = element("canvas", { class: "ly-units", role: "img" });
  const bars = element("div", { class: "ly-bars", role: "group", "aria-label": "Units" });
  const node = element("div", { class: "ly-panel" }, title, canvas, bars);
  const panel = { node, title, canvas, bars, on, boxes: [] };
  canvas.addEventListener("pointermove", (event) => on.hover(wordsAt(panel, event)));
  canvas.addEventListener("pointerleave", () => on.hover(""));
  canvas.addEventListener("click", (event) => {
    const hit = hitOf(panel, event);
    if (hit && !panel.shown.alone) on.unit(panel.shown.picture.first + hit.unit);
    else if (hit && panel.shown.picture.form !== "matrices") on.number(indexOf(panel.shown.picture, hit));
  });
  return { node, update: (shown) => update(panel, shown) };
}

/** shown: {picture, title, alone, width, theme, scale, all, ownScale} */
function update(panel, shown) {
  panel.shown = shown;
  const { picture } = shown;
  setText(panel.title, shown.title);
  panel.title.hidden = !shown.title;
  const listed = isListed(picture);
  panel.canvas.hidden = listed;
  panel.bars.hidden = !listed;
  if (listed) return listBars(panel);
  const draw = picture.form === "heat" ? paintHeat : picture.form === "bars" ? paintCells : paintMaps;
  draw(panel);
  const many = shown.alone ? "one unit" : `${picture.units.toLocaleString("en")} units`;
  setAttributes(panel.canvas, {
    "aria-label": `${picture.title}: ${many}`,
    "data-click": String(!shown.alone || picture.form !== "matrices"),
  });
  return undefined;
}

/** Whether its units are named bars, one below the other. */
export function isListed(picture) {
  return picture.form === "number" || (picture.form === "bars" && picture.total <= MOST_BARS);
}

function paintMaps(panel) {
  const { picture, width, theme, scale, all, alone } = panel.shown;
  const room = alone ? Math.min(width, ALONE * Math.min(picture.cols / picture.rows, 2)) : width;
  const least = picture.units > 1 ? fewestHigh(picture, width) : 0;
  const boxes = gridOf(picture, picture.units, room, Math.max(alone ? ALONE : HEIGHT, least));
  panel.boxes = boxes;
  const context = fitCanvas(panel.canvas, right(boxes), bottom(boxes));
  context.clearRect(0, 0, right(boxes), bottom(boxes));
  for (const [unit, box] of boxes.entries())
    drawMap(context, picture, unit, box, theme, limitOf(picture, unit, scale, all));
}

/** How high the maps become at least, so that each stays wide enough to be seen. */
function fewestHigh(picture, width) {
  const columns = Math.max(1, Math.floor(width / 44));
  return Math.ceil(picture.units / columns) * (41 * (picture.rows / picture.cols) + 3);
}

function paintHeat(panel) {
  const { picture, width, alone, theme } = panel.shown;
  const height = alone ? 90 : Math.min(HEIGHT, Math.max(90, picture.units * 14));
  const wide = Math.min(width, Math.max(picture.cols * (picture.steps ? 52 : 34), 240));
  const top = picture.steps && wide / picture.cols > 24 ? 18 : 0;
  const box = { x: 0, y: top, width: wide, height };
  const high = height / picture.units;
  panel.boxes = Array.from({ length: picture.units }, (_, k) => ({ ...box, y: top + k * high, height: high }));
  const context = fitCanvas(panel.canvas, wide, top + height);
  context.clearRect(0, 0, wide, top + height);
  if (top) nameSteps(context, picture.steps, wide / picture.cols, theme);
  drawHeat(context, picture, box, panel.shown);
}

/** The words of a text above their columns. */
function nameSteps(context, steps, wide, theme) {
  Object.assign(context, {
    fillStyle: theme.muted,
    font: `12px ${theme.font}`,
    textBaseline: "top",
    textAlign: "center",
  });
  for (const [k, step] of steps.entries()) context.fillText(step, (k + 0.5) * wide, 1, wide - 4);
  context.textAlign = "start";
}

function paintCells(panel) {
  const { picture, width } = panel.shown;
  const { columns, size } = cellsOf(picture.units, width, HEIGHT);
  const height = Math.ceil(picture.units / columns) * (size + 1);
  panel.boxes = Array.from({ length: picture.units }, (_, k) => ({
    x: (k % columns) * (size + 1),
    y: Math.floor(k / columns) * (size + 1),
    width: size,
    height: size,
  }));
  const context = fitCanvas(panel.canvas, width, height);
  context.clearRect(0, 0, width, height);
  drawCells(context, picture, width, HEIGHT, panel.shown);
}

function listBars(panel) {
  const { picture, theme, scale, all } = panel.shown;
  const limit = limitOf(picture, 0, scale === "unit" ? "layer" : scale, all);
  const rows = keepCount(panel.bars, picture.units, () => barRow(panel));
  setAttributes(panel.bars, { "data-signed": String(isSigned(picture)), style: `--row: ${ROW}px` });
  for (const [unit, row] of rows.entries()) {
    const value = picture.values[unit];
    const share = Number.isFinite(value) ? Math.min(Math.abs(value) / limit, 1) : 1;
    const colour = Number.isFinite(value) ? (value < 0 ? theme.negative : theme.positive) : theme.nan;
    row.unit = picture.first + unit;
    setText(row.parts.name, nameOf(picture, unit));
    setText(row.parts.value, short(value));
    const way = value < 0 ? "right" : "left";
    row.parts.bar.setAttribute("style", `width: ${100 * share}%; background: ${colour}; --from: ${way}`);
    row.parts.bar.dataset.way = value < 0 ? "below" : "above";
    setAttributes(row, { "aria-label": `${nameOf(picture, unit)}: ${short(value)}` });
  }
}

function barRow(panel) {
  const part = { name: element("span", {}), bar: element("i", {}), value: element("output", {}) };
  const row = element(
    "button",
    {
      type: "button",
      class: "ly-bar",
      onclick: () => (panel.shown.alone ? panel.on.number([row.unit]) : panel.on.unit(row.unit)),
    },
    part.name,
    element("span", { class: "ly-track" }, part.bar),
    part.value,
  );
  row.parts = part;
  return row;
}

export function nameOf(picture, unit) {
  return picture.names?.[unit + picture.first] ?? `unit ${picture.first + unit + 1}`;
}

function hitOf({ canvas, boxes, shown }, event) {
  const frame = canvas.getBoundingClientRect();
  const [x, y] = [event.clientX - frame.left, event.clientY - frame.top];
  const unit = boxes.findIndex((box) => x >= box.x && x < box.x + box.width && y >= box.y && y < box.y + box.height);
  if (unit < 0) return null;
  const { picture } = shown;
  const box = boxes[unit];
  const row = Math.min(picture.rows - 1, Math.floor(((y - box.y) / box.height) * picture.rows));
  const col = Math.min(picture.cols - 1, Math.floor(((x - box.x) / box.width) * picture.cols));
  return { unit, row, col };
}

/** Where the number under the pointer stands in the layer's output; the first one of those that it is the mean of. */
function indexOf({ form, first, averaged }, { unit, row, col }) {
  const [down, across] = averaged;
  const before = { bars: [], heat: [col * across] }[form] ?? [row * down, col * across];
  return [...before, first + unit];
}

/** "unit 3, row 4, column 2: 0.83" */
function wordsAt(panel, event) {
  const hit = hitOf(panel, event);
  if (!hit) return "";
  const { picture } = panel.shown;
  const { unit, row, col } = hit;
  const value = short(picture.values[(unit * picture.rows + row) * picture.cols + col], 4);
  const [down, across] = picture.averaged;
  const mean = down * across > 1 ? ` (mean of ${down} × ${across} values)` : "";
  const place = {
    bars: "",
    heat: `, ${picture.steps?.[col] ?? `step ${col * across + 1}`}`,
    matrices: `, ${from(picture, row)} looks at ${to(picture, col)}`,
  }[picture.form];
  const name = picture.form === "matrices" ? `head ${picture.first + unit + 1}` : nameOf(picture, unit);
  const door = panel.shown.alone && picture.form !== "matrices" ? " · click: how it is computed" : "";
  return `${name}${place ?? `, row ${row * down + 1}, column ${col * across + 1}`}: ${value}${mean}${door}`;
}

function from(picture, row) {
  return picture.steps?.[row] ?? `step ${row * picture.averaged[0] + 1}`;
}

function to(picture, col) {
  return picture.steps?.[col] ?? `step ${col * picture.averaged[1] + 1}`;
}

function right(boxes) {
  return Math.max(...boxes.map((box) => box.x + box.width), 1);
}

function bottom(boxes) {
  return Math.max(...boxes.map((box) => box.y + box.height), 1);
}
