// A picture to paint on; beside it how much each pixel counts for the answer, which follows while one paints.

import { pixel, signedPainter } from "../base/colors.js";
import { choices } from "../base/controls.js";
import { element, keepCount, setText } from "../base/dom.js";
import { createPixelMap } from "../base/pixel_map.js";
import { clamp } from "../base/scales.js";
import { unpack } from "../base/unpack.js";
import { begin, between, blank, changes, dab, painted, present, reset, sizes, undo } from "./painting.js";

const TOOLS = { light: "Light", dark: "Dark", restore: "As it was" };
const SHADES = { light: 255, dark: 0, restore: -1 };
const NAMES = ["Thin", "Medium", "Thick"];
const [MOST, PATIENCE] = [360, 6000]; // pixels; milliseconds until an answer is no longer waited for
const HINT = "Drag to paint; or the arrow keys and Space.";
const BARS = "The bar is the answer to what is painted, the line the one before.";
const LABEL = "The picture: arrow keys move the brush, Space paints";

/** @returns {update(data), destroy()}: see `nnviz/web/README.md`; on.painted(what) when there is something to ask. */
export function createPaintView(root, on) {
  const view = { on, tool: "light", size: 1, at: [0, 0], last: null, version: 0, asked: 0, waiting: 0, limit: 1 };
  const [picture, map] = ["pt-picture", "pt-map"].map((part) =>
    element("div", { class: "pt-panel", "data-part": part }),
  );
  view.heads = [element("div", { class: "pt-head" }, "Paint here"), element("div", { class: "pt-head" })];
  view.scale = element("div", { class: "pt-note" });
  view.bars = element("div", { class: "pt-bars" });
  view.said = element("p", { class: "pt-said", role: "status" });
  view.tools = toolbar(view);
  const panels = element(
    "div",
    { class: "pt-panels" },
    column(view.heads[0], picture, element("div", { class: "pt-note" }, HINT), view.tools.node),
    column(view.heads[1], map, view.scale),
  );
  view.legend = element("div", { class: "pt-note", hidden: true }, BARS);
  root.append(view.said, panels, view.bars, view.legend);
  view.picture = createPixelMap(picture, "paint", handlers(view), MOST);
  view.map = createPixelMap(map, "paint-map", { cell: () => {} }, MOST);
  view.mapPanel = map;
  picture.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    takeBack(view);
  });
  return {
    update: (data) => update(view, data),
    destroy: () => {
      clearTimeout(view.waiting);
      view.picture.destroy();
      view.map.destroy();
      root.replaceChildren();
    },
  };
}

function column(...parts) {
  return element("div", { class: "pt-column" }, ...parts);
}

function toolbar(view) {
  const tools = choices("Brush", TOOLS, (name) => {
    view.tool = name;
    tools.update(name);
  });
  tools.update(view.tool);
  const widths = choices("Width of the brush", Object.fromEntries(NAMES.map((name, i) => [i, name])), (name) => {
    view.width = Number(name);
    widths.update(name);
    draw(view);
  });
  view.width = 0;
  widths.update(0);
  const button = (words, act) => element("button", { type: "button", class: "pt-button", onclick: act }, words);
  const back = button("Undo", () => takeBack(view));
  const anew = button("Reset", () => {
    reset(view.painting);
    changed(view);
  });
  return { node: element("div", { class: "pt-tools" }, tools.node, widths.node, back, anew), back, anew };
}

function handlers(view) {
  return {
    cell: (row, col, pressed) => {
      if (!pressed) return undefined;
      if (!view.last) begin(view.painting);
      for (const cell of between(view.last ?? [row, col], [row, col])) stroke(view, ...cell);
      view.last = view.at = [row, col];
      return changed(view);
    },
    end: () => {
      view.last = null;
      ask(view);
    },
    step: (dy, dx) => {
      const { rows, cols } = view.painting;
      view.at = [clamp(view.at[0] + dy, 0, rows - 1), clamp(view.at[1] + dx, 0, cols - 1)];
      draw(view);
    },
    press: () => {
      begin(view.painting);
      stroke(view, ...view.at);
      changed(view);
    },
  };
}

function stroke(view, row, col) {
  dab(view.painting, row, col, sizes(view.painting.rows, view.painting.cols)[view.width], SHADES[view.tool]);
}

function takeBack(view) {
  if (undo(view.painting)) changed(view);
}

function changed(view) {
  view.version += 1;
  draw(view);
  ask(view);
}

/** Asks for what is painted now, one question at a time: what is painted meanwhile is asked when the answer is there. */
function ask(view) {
  if (view.waiting || view.asked === view.version) return;
  view.asked = view.version;
  view.waiting = setTimeout(() => answered(view), PATIENCE);
  view.mapPanel.classList.add("pt-old");
  view.on.painted({ subject: view.subject, version: view.version, ...changes(view.painting) });
}

function answered(view) {
  clearTimeout(view.waiting);
  view.waiting = 0;
  view.mapPanel.classList.toggle("pt-old", view.asked !== view.version);
  ask(view);
}

function update(view, data) {
  const image = unpack(data.pixels);
  const [rows, cols, channels] = image.shape;
  if (view.subject !== data.subject) {
    Object.assign(view, { subject: data.subject, painting: blank(rows, cols), version: 0, asked: 0, last: null });
    if (data.painted) resume(view, data.painted);
    view.at = [Math.floor(rows / 2), Math.floor(cols / 2)];
    clearTimeout(view.waiting);
    view.waiting = 0;
  }
  Object.assign(view, { theme: data.theme, values: image.values, channels });
  if (data.answer) answer(view, data.answer);
  draw(view);
  if (data.answer && view.waiting && data.answer.version === view.asked) answered(view);
}

/** What was painted before this view was here. */
function resume(view, { version, pixels, shades }) {
  begin(view.painting);
  for (const [i, place] of pixels.entries()) present(view.painting)[place] = shades[i];
  Object.assign(view, { version, asked: version });
}

function answer(view, { error, map, title, scale, said, bars }) {
  setText(view.said, error ?? said);
  view.said.classList.toggle("pt-error", Boolean(error));
  if (error) return;
  const { shape, values } = unpack(map);
  const limit = values.reduce((most, value) => Math.max(most, Math.abs(value) || 0), 0) || 1;
  view.map.update({
    rows: shape[0],
    cols: shape[1],
    values,
    painter: signedPainter(view.theme, limit),
    marks: [],
    words: title,
  });
  setText(view.heads[1], title);
  setText(view.scale, scale);
  drawBars(view.bars, bars);
  view.legend.hidden = !bars.length;
}

function drawBars(root, bars) {
  const nodes = keepCount(root, bars.length, () =>
    element(
      "div",
      { class: "pt-bar" },
      element("span", { class: "pt-name" }),
      element("span", { class: "pt-track" }, element("i", { class: "pt-before" }), element("i", { class: "pt-after" })),
      element("span", { class: "pt-number" }),
    ),
  );
  for (const [i, { name, before, after, text }] of bars.entries()) {
    const [label, track, number] = nodes[i].children;
    setText(label, name);
    setText(number, text);
    track.children[0].style.width = `${100 * before}%`;
    track.children[1].style.width = `${100 * after}%`;
  }
}

function draw(view) {
  const { painting, values, channels, at, width } = view;
  if (!painting) return;
  const { rows, cols } = painting;
  const size = sizes(rows, cols)[width];
  const [row, col] = at.map((place) => place - Math.floor((size - 1) / 2));
  const text = `row ${at[0] + 1}, column ${at[1] + 1}${present(painting)[at[0] * cols + at[1]] >= 0 ? ", painted" : ""}`;
  view.picture.update({
    rows,
    cols,
    values: painted(painting, values, channels),
    painter: channels === 3 ? colour : grey,
    marks: [{ row, col, rows: size, cols: size, kind: "focus" }],
    words: "The picture as it is painted",
    draws: true,
    label: LABEL,
    at: at[0] * cols + at[1],
    text,
  });
  view.tools.back.disabled = painting.layers.length < 2;
  view.tools.anew.disabled = !changes(painting).pixels.length;
}

function grey(values, index) {
  return pixel([values[index], values[index], values[index]]);
}

function colour(values, index) {
  return pixel([values[3 * index], values[3 * index + 1], values[3 * index + 2]]);
}
