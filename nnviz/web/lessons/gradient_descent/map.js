// The map of a loss surface with the balls that roll on it: paths, slope, step, velocity, and the place to start from.

import { element, fitCanvas, setAttributes, watchWidth } from "../../base/dom.js";
import { short, tickText } from "../../base/numbers.js";
import { clamp, scale } from "../../base/scales.js";
import { placeNames } from "./labels.js";
import { createRelief } from "./relief.js";

const LONGEST = 110; // pixels of an arrow
const NUDGE = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** @returns {update(view), light(parts), destroy()}; on.start([u, v], done) while the start is moved, done at the end. */
export function createMap(root, on) {
  const canvas = element("canvas", { class: "gd-canvas", role: "img" });
  const handle = element("button", { class: "gd-start", type: "button", "data-part": "w" });
  const stage = element("div", { class: "gd-stage" }, canvas, handle);
  root.append(stage);
  const map = {
    canvas,
    handle,
    stage,
    relief: createRelief(),
    view: null,
    lit: [],
    width: 0,
    box: null,
    drawnKey: "",
    titles: new Map(),
  };
  listen(map, on);
  const show = (part) => {
    Object.assign(map, part);
    draw(map);
  };
  const stop = watchWidth(root, (width) => show({ width }));
  return {
    update: (view) => show({ view }),
    light: (lit) => show({ lit }),
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function draw(map) {
  const { view, width, canvas, relief, lit } = map;
  if (!view || !width) return;
  const { surface, theme } = view;
  const height = Math.round(width * 0.8);
  const box = { left: 0, top: 0, width, height, x: scale(surface.x, [0, width]), y: scale(surface.y, [height, 0]) };
  map.box = box;
  const context = fitCanvas(canvas, width, height);
  prepare(map);
  relief.draw(context, box);
  for (const racer of view.racers) drawPath(context, box, racer, view.step, theme);
  const chosen = view.racers.find((racer) => racer.name === view.inspect);
  if (chosen) drawArrows(context, box, chosen, view, lit);
  for (const racer of view.racers) drawBall(context, box, racer, view, lit);
  drawTitles(context, map);
  placeHandle(map);
}

/** The relief with its minima and names, drawn anew only when it is another one. */
function prepare(map) {
  const { view, width, box, relief } = map;
  const { surface, theme } = view;
  const key = `${view.name}:${width}:${theme.dark}:${surface.version ?? 0}`;
  if (key === map.drawnKey) return;
  map.drawnKey = key;
  relief.prepare(surface, theme, width, box.height, Math.min(window.devicePixelRatio || 1, 2), (sheet) => {
    drawMinima(sheet, box, surface, theme);
    drawNames(sheet, box, surface, theme);
  });
}

function placeHandle({ handle, canvas, box, view }) {
  const { start } = view;
  handle.style.transform = `translate(${box.x(start[0])}px, ${box.y(start[1])}px)`;
  const words = `Start at w1 ${short(start[0])}, w2 ${short(start[1])}. Drag it, click the map, or use the arrow keys.`;
  setAttributes(handle, { "aria-label": words, title: words });
  setAttributes(canvas, { "aria-label": view.words });
}

/** Pressing and dragging anywhere moves the start; so do the arrow keys on it. */
function listen(map, on) {
  const { stage, handle } = map;
  stage.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    handle.focus({ preventScroll: true });
    stage.setPointerCapture(event.pointerId);
    on.start(placeUnder(event, map), false);
  });
  stage.addEventListener("pointermove", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) on.start(placeUnder(event, map), false);
  });
  stage.addEventListener("pointerup", (event) => {
    if (stage.hasPointerCapture(event.pointerId)) on.start(placeUnder(event, map), true);
  });
  handle.addEventListener("keydown", (event) => {
    const way = NUDGE[event.key];
    if (!way) return;
    event.preventDefault();
    on.start(nudged(map.view, way, event.shiftKey ? 0.1 : 0.02), true);
  });
}

function placeUnder(event, { canvas, box, view }) {
  const frame = canvas.getBoundingClientRect();
  return [
    inside(box.x.invert(event.clientX - frame.left), view.surface.x),
    inside(box.y.invert(event.clientY - frame.top), view.surface.y),
  ];
}

/** The start, moved by a share of the map's sides. */
function nudged({ surface, start }, way, share) {
  return [surface.x, surface.y].map((range, i) => inside(start[i] + way[i] * share * (range[1] - range[0]), range));
}

function inside(value, [low, high]) {
  return Number(clamp(value, low, high).toFixed(high - low > 4 ? 2 : 3));
}

/** Where a path is at a fractional step: between two steps it goes straight. */
export function position(points, step) {
  const k = Math.min(Math.floor(step), points.length - 1);
  const next = points[Math.min(k + 1, points.length - 1)];
  return [0, 1].map((i) => points[k][i] + (step - k) * (next[i] - points[k][i]));
}

const far = (value) => clamp(value, -1e5, 1e5);

function drawPath(context, box, { points, colour }, step, theme) {
  const last = Math.floor(step);
  const shown = [...points.slice(0, last + 1), position(points, step)].filter((p) => Number.isFinite(p[0] + p[1]));
  const [xs, ys] = [shown.map((p) => far(box.x(p[0]))), shown.map((p) => far(box.y(p[1])))];
  Object.assign(context, { lineJoin: "round", lineCap: "round" });
  for (const [width, style, alpha] of [
    [5, theme.background, 0.75],
    [2.2, colour, 1],
  ]) {
    context.beginPath();
    xs.forEach((x, i) => context.lineTo(x, ys[i]));
    Object.assign(context, { lineWidth: width, strokeStyle: style, globalAlpha: alpha });
    context.stroke();
  }
  context.fillStyle = colour;
  for (let i = 0; i < xs.length - 1; i++) {
    if (i && Math.hypot(xs[i] - xs[i - 1], ys[i] - ys[i - 1]) < 3) continue;
    context.beginPath();
    context.arc(xs[i], ys[i], 2.6, 0, 2 * Math.PI);
    context.fill();
  }
}

function drawBall(context, box, { points, colour, name }, view, lit) {
  const place = position(points, view.step);
  if (!Number.isFinite(place[0] + place[1])) return;
  const [x, y] = [box.x(place[0]), box.y(place[1])];
  const chosen = name === view.inspect;
  if (chosen && lit.includes("w")) ring(context, x, y, 15, view.theme.accent);
  context.beginPath();
  context.arc(x, y, chosen ? 8 : 6.5, 0, 2 * Math.PI);
  Object.assign(context, { fillStyle: colour, strokeStyle: view.theme.background, lineWidth: 2 });
  context.fill();
  context.stroke();
}

/** The balls' names, where there are several: none covers another or a ball. */
function drawTitles(context, map) {
  const { box, view, titles } = map;
  const { theme } = view;
  if (view.racers.length < 2) return;
  Object.assign(context, {
    font: `600 12px ${theme.font}`,
    textBaseline: "middle",
    textAlign: "left",
    lineJoin: "round",
  });
  const balls = view.racers
    .map(({ name, title, points }) => {
      const place = position(points, view.step);
      return { name, title, x: box.x(place[0]), y: box.y(place[1]), width: context.measureText(title).width };
    })
    .filter(({ x, y }) => x >= 0 && y >= 0 && x <= box.width && y <= box.height);
  map.titles = placeNames(balls, box, titles);
  for (const { name, title, x, y } of balls) {
    const { left, top, right, bottom, side, line } = map.titles.get(name);
    const middle = (top + bottom) / 2;
    if (line) leader(context, x, y, side > 0 ? left - 3 : right + 3, middle, theme);
    Object.assign(context, { strokeStyle: theme.background, lineWidth: 3.5, fillStyle: theme.text });
    context.strokeText(title, left, middle);
    context.fillText(title, left, middle);
  }
}

function leader(context, x, y, toX, toY, theme) {
  Object.assign(context, { strokeStyle: theme.muted, lineWidth: 1 });
  context.beginPath();
  context.moveTo(x, y + Math.sign(toY - y) * 8);
  context.lineTo(toX, toY);
  context.stroke();
}

/** What the chosen optimizer sees and does: straight downhill, its velocity, its step; lengths are true to the map. */
function drawArrows(context, box, { trail, points, colour }, view, lit) {
  const k = Math.min(Math.floor(view.step), trail.update.length - 1);
  const from = position(points, view.step);
  if (k < 0 || !Number.isFinite(from[0] + from[1])) return;
  const downhill = trail.gradient[k].map((g) => -trail.rate[k] * g);
  const { velocity, mean } = trail.state[k];
  const kinds = [
    ["gradient", downhill, view.theme.text, [5, 4]],
    ["velocity", velocity ?? mean?.map((m) => -trail.rate[k] * m), view.theme.accent, []],
    ["update", trail.update[k], colour, []],
  ];
  for (const [part, way, style, dash] of kinds) {
    if (way)
      arrow(context, box, from, way, {
        style,
        dash,
        width: lit.includes(part) ? 5 : part === "update" ? 3 : 2,
        theme: view.theme,
      });
  }
}

function arrow(context, box, from, way, { style, dash, width, theme }) {
  const [x, y] = [box.x(from[0]), box.y(from[1])];
  let [dx, dy] = [box.x(from[0] + way[0]) - x, box.y(from[1] + way[1]) - y];
  const length = Math.hypot(dx, dy);
  if (!(length > 3)) return;
  if (length > LONGEST) [dx, dy] = [(dx * LONGEST) / length, (dy * LONGEST) / length];
  const angle = Math.atan2(dy, dx);
  const head = 6 + width;
  context.lineCap = "butt";
  for (const [extra, colour] of [
    [3, theme.background],
    [0, style],
  ]) {
    Object.assign(context, { strokeStyle: colour, lineWidth: width + extra, fillStyle: colour });
    context.setLineDash(extra ? [] : dash);
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + dx - Math.cos(angle) * head * 0.6, y + dy - Math.sin(angle) * head * 0.6);
    context.stroke();
    context.setLineDash([]);
    context.beginPath();
    for (const [along, across] of [
      [0, 0],
      [-head, head * 0.55],
      [-head, -head * 0.55],
    ]) {
      context.lineTo(
        x + dx + along * Math.cos(angle) - across * Math.sin(angle),
        y + dy + along * Math.sin(angle) + across * Math.cos(angle),
      );
    }
    context.fill();
  }
}

function drawMinima(context, box, { minima = [] }, theme) {
  for (const [u, v] of minima) {
    Object.assign(context, { strokeStyle: theme.text, lineWidth: 1.6 });
    context.beginPath();
    for (const [dx, dy] of [
      [5, 5],
      [5, -5],
    ]) {
      context.moveTo(box.x(u) - dx, box.y(v) - dy);
      context.lineTo(box.x(u) + dx, box.y(v) + dy);
    }
    context.stroke();
  }
}

function drawNames(context, { width, height }, { x, y }, theme) {
  Object.assign(context, {
    font: `500 12.5px ${theme.font}`,
    fillStyle: theme.text,
    strokeStyle: theme.background,
    lineWidth: 3,
    lineJoin: "round",
  });
  const write = (text, left, top, align, baseline) => {
    Object.assign(context, { textAlign: align, textBaseline: baseline, globalAlpha: 0.6 });
    context.strokeText(text, left, top);
    context.globalAlpha = 1;
    context.fillText(text, left, top);
  };
  write(tickText(x[0], 0.1), 8, height - 8, "left", "bottom");
  write("w₁ →", width / 2, height - 8, "center", "bottom");
  write(tickText(x[1], 0.1), width - 8, height - 8, "right", "bottom");
  write(tickText(y[1], 0.1), 8, 8, "left", "top");
  write("w₂ ↑", 8, height / 2, "left", "middle");
}

function ring(context, x, y, radius, colour) {
  Object.assign(context, { strokeStyle: colour, lineWidth: 3 });
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  context.stroke();
}
