// A tensor as a picture to point at: one channel large, the others small beside it, what is marked in it outlined.

import { readableOn } from "../base/colors.js";
import { element, fitCanvas, setAttributes, setText, svg, watchWidth } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { createRaster } from "../base/raster.js";
import { clamp } from "../base/scales.js";
import { indexOf, placeWords } from "./layout.js";
import { colourOf, painterOf, scaleWords } from "./scale.js";

const [TALL, WRITTEN, THUMB, MOST_THUMBS] = [190, 33, 30, 20];
const STEP = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };

/**
 * on.open(flat), on.point(flat or −1).
 * @returns {node, stage, update({tensor, scale, layout, channel, focus, marks: [{row, col, rows, cols, kind}], theme, title, role}),
 * light(flat), rect(flat) and window(): where they are on the screen, destroy()}
 */
export function createPicture(on) {
  const canvas = element("canvas", { role: "img" });
  const marks = svg("svg", { class: "nu-marks", "aria-hidden": "true" });
  const stage = element("div", { class: "nu-stage", tabindex: 0, role: "group" }, canvas, marks);
  const said = element("p", { class: "nu-said", role: "status" });
  const role = element("p", { class: "nu-role" });
  const heading = element("h4", { class: "nu-heading" });
  const thumbs = element("div", { class: "nu-thumbs", role: "group", "aria-label": "Channels" });
  const node = element(
    "div",
    { class: "nu-picture" },
    role,
    heading,
    element("div", { class: "nu-area" }, stage),
    said,
    thumbs,
  );
  const view = {
    on,
    canvas,
    marks,
    stage,
    said,
    role,
    heading,
    thumbs,
    raster: createRaster(),
    small: createRaster(),
    lit: -1,
  };
  listen(view);
  const stop = watchWidth(node, (width) => {
    view.width = width;
    draw(view);
  });
  return {
    node,
    stage,
    update: (shown) => {
      Object.assign(view, { shown, channel: shown.channel, at: null, lit: -1 });
      draw(view);
    },
    light: (flat) => light(view, flat),
    rect: (flat) => rectOf(view, flat),
    window: () => windowOf(view),
    destroy: stop,
  };
}

function valueAt({ shown }, flat) {
  const { tensor } = shown;
  if (flat < 0) return Number.NaN;
  if (!tensor.channels) return tensor.values[flat];
  const count = tensor.shape.at(-1);
  const place = tensor.channels.indexOf(flat % count);
  return place < 0 ? Number.NaN : tensor.values[Math.floor(flat / count) * tensor.channels.length + place];
}

function draw(view) {
  const { shown, width } = view;
  if (!shown || !width) return;
  const { layout, scale } = shown;
  const high = layout.square ? Math.min(TALL, width) / Math.max(layout.rows, layout.cols) : 0;
  view.cell = layout.square
    ? { w: Math.min(high, 44), h: Math.min(high, 44) }
    : { w: Math.min(width / layout.cols, 44), h: Math.min(TALL / layout.rows, 32) };
  const [w, h] = [view.cell.w * layout.cols, view.cell.h * layout.rows];
  Object.assign(view.stage.style, { width: `${w}px`, height: `${h}px` });
  const context = fitCanvas(view.canvas, w, h);
  context.clearRect(0, 0, w, h);
  view.raster.fill(planeOf(view, view.channel), layout.rows, layout.cols, painterOf(scale));
  view.raster.draw(context, 0, 0, w, h, { smooth: false });
  clearBeyond(view, context);
  if (view.cell.w >= WRITTEN) write(view, context);
  setText(view.role, shown.role);
  setAttributes(view.stage, { "aria-label": `${shown.role}, ${shown.title}: arrow keys point, Enter opens` });
  setText(view.heading, shown.title);
  setAttributes(view.canvas, { "aria-label": `${shown.title}, ${layout.rows} by ${layout.cols}` });
  drawMarks(view, w, h);
  drawThumbs(view);
  say(view, view.lit);
}

function planeOf(view, channel) {
  const { layout } = view.shown;
  const values = new Float32Array(layout.rows * layout.cols);
  for (let row = 0; row < layout.rows; row++)
    for (let col = 0; col < layout.cols; col++)
      values[row * layout.cols + col] = valueAt(view, layout.at(row, col, channel));
  return values;
}

/** The last row of a vector may be longer than what is left of it. */
function clearBeyond({ shown: { layout }, channel, cell }, context) {
  for (let col = layout.cols - 1; layout.at(layout.rows - 1, col, channel) < 0; col--)
    context.clearRect(col * cell.w, (layout.rows - 1) * cell.h, cell.w, cell.h);
}

function write(view, context) {
  const { layout, theme, scale } = view.shown;
  Object.assign(context, { font: `11px ${theme.font}`, textAlign: "center", textBaseline: "middle" });
  for (let row = 0; row < layout.rows; row++) {
    for (let col = 0; col < layout.cols; col++) {
      const flat = layout.at(row, col, view.channel);
      if (flat < 0) continue;
      const value = valueAt(view, flat);
      context.fillStyle = readableOn(colourOf(value, scale));
      context.fillText(short(value, 2), (col + 0.5) * view.cell.w, (row + 0.5) * view.cell.h);
    }
  }
}

function drawMarks(view, w, h) {
  const { cell, shown } = view;
  setAttributes(view.marks, { viewBox: `0 0 ${w} ${h}`, width: w, height: h });
  const lit = view.lit >= 0 ? shown.layout.cell(view.lit) : null;
  const every =
    lit && lit.channel === view.channel ? [...shown.marks, { ...lit, rows: 1, cols: 1, kind: "lit" }] : shown.marks;
  const near = every.filter(({ channel }) => channel === undefined || channel === view.channel);
  view.marks.replaceChildren(...near.flatMap((mark) => outline(mark, cell)));
}

/** A frame that is seen on any colour: its own stroke on one of the page's background. */
function outline({ row, col, rows, cols, kind }, cell) {
  const place = {
    x: col * cell.w,
    y: row * cell.h,
    width: Math.max(cols * cell.w, 2),
    height: Math.max(rows * cell.h, 2),
  };
  return [svg("rect", { ...place, class: "nu-halo" }), svg("rect", { ...place, class: `nu-${kind}` })];
}

function drawThumbs(view) {
  const { layout, tensor, scale } = view.shown;
  view.thumbs.hidden = layout.channels < 2;
  if (layout.channels < 2) return;
  const channels = tensor.channels ?? Array.from({ length: layout.channels }, (_, k) => k);
  const near = channels.slice(0, MOST_THUMBS);
  if (!near.includes(view.channel)) near[near.length - 1] = view.channel;
  const ratio = layout.rows / layout.cols;
  const [w, h] = ratio > 1 ? [THUMB / ratio, THUMB] : [THUMB, THUMB * ratio];
  view.thumbs.replaceChildren(
    ...near.map((channel) => {
      const canvas = element("canvas", {});
      view.small.fill(planeOf(view, channel), layout.rows, layout.cols, painterOf(scale));
      view.small.draw(fitCanvas(canvas, w, h), 0, 0, w, h, { smooth: false });
      const pressed = String(channel === view.channel);
      const choose = () => {
        view.channel = channel;
        draw(view);
      };
      const label = `channel ${channel + 1}`;
      return element(
        "button",
        { type: "button", "aria-pressed": pressed, "aria-label": label, title: label, onclick: choose },
        canvas,
      );
    }),
    layout.channels > near.length ? element("span", {}, `of ${layout.channels.toLocaleString("en")}`) : "",
  );
}

function light(view, flat) {
  if (!view.cell) return;
  view.lit = flat;
  const cell = flat >= 0 ? view.shown.layout.cell(flat) : null;
  if (cell && cell.channel !== view.channel) {
    view.channel = cell.channel;
    return draw(view);
  }
  drawMarks(view, view.cell.w * view.shown.layout.cols, view.cell.h * view.shown.layout.rows);
  return say(view, flat);
}

function say(view, flat) {
  const { tensor } = view.shown;
  const size = tensor.shape.length < 2 ? counted(tensor.shape[0] ?? 1) : tensor.shape.join(" × ");
  const words = `${size}, ${scaleWords(view.shown.scale)}${view.shown.layout.channels > 1 ? `, channel ${view.channel + 1}` : ""}`;
  const value = flat >= 0 ? valueAt(view, flat) : 0;
  setText(view.said, flat >= 0 ? `${placeWords(indexOf(flat, tensor.shape))}: ${short(value, 4)}` : words);
}

/** Where the window stands on the screen; null for none. */
function windowOf({ shown, cell, stage }) {
  const mark = shown?.marks.find(({ kind }) => kind === "window");
  if (!mark || !cell) return null;
  const box = stage.getBoundingClientRect();
  return new DOMRect(box.x + mark.col * cell.w, box.y + mark.row * cell.h, mark.cols * cell.w, mark.rows * cell.h);
}

function counted(count) {
  return count === 1 ? "one number" : `${count.toLocaleString("en")} numbers`;
}

function rectOf(view, flat) {
  const box = view.stage.getBoundingClientRect();
  const cell = view.shown && view.cell && flat >= 0 ? view.shown.layout.cell(flat) : null;
  if (!cell) return box;
  return new DOMRect(box.x + cell.col * view.cell.w, box.y + cell.row * view.cell.h, view.cell.w, view.cell.h);
}

function listen(view) {
  const { stage, on } = view;
  const flatAt = (event) => {
    const { layout } = view.shown;
    const box = stage.getBoundingClientRect();
    const row = clamp(Math.floor((event.clientY - box.top) / view.cell.h), 0, layout.rows - 1);
    const col = clamp(Math.floor((event.clientX - box.left) / view.cell.w), 0, layout.cols - 1);
    return layout.at(row, col, view.channel);
  };
  const point = (flat) => {
    light(view, flat);
    on.point(flat);
  };
  stage.addEventListener("pointermove", (event) => view.cell && point(flatAt(event)));
  stage.addEventListener("pointerleave", () => view.cell && point(-1));
  stage.addEventListener("click", (event) => view.cell && flatAt(event) >= 0 && on.open(flatAt(event)));
  stage.addEventListener("keydown", (event) => {
    if (!view.shown) return;
    const step = STEP[event.key];
    if (step) {
      event.preventDefault();
      const { layout } = view.shown;
      const now = layout.cell(view.lit >= 0 ? view.lit : view.shown.focus);
      const row = clamp((now?.row ?? 0) + step[0], 0, layout.rows - 1);
      const flat = layout.at(row, clamp((now?.col ?? 0) + step[1], 0, layout.cols - 1), view.channel);
      if (flat >= 0) point(flat);
    } else if ((event.key === "Enter" || event.key === " ") && view.lit >= 0) {
      event.preventDefault();
      on.open(view.lit);
    }
  });
}
