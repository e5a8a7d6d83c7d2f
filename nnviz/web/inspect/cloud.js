// Examples as points of a layer's space: they travel when the layer changes; each says what it is, and leads on.

import { element, fitCanvas, prefersStill, setText, watchWidth } from "../base/dom.js";
import { unpack, unpackOr } from "../base/unpack.js";
import { createCard } from "./cloud_card.js";
import { between, fitted, nearest, stepTo } from "./places.js";

const [TALL, TRAVEL] = [520, 450]; // pixels; milliseconds
const HELP = "Examples in the layer's space: the arrow keys go from one to the next, Enter opens it";

/** @returns {update(data), destroy()}: see `nnviz/web/README.md` for the data; on.open({to, index}) from an example's doors. */
export function createCloud(root, on) {
  const canvas = element("canvas", { role: "img" });
  const stage = element("div", { class: "sp-stage", tabindex: 0, role: "group", "aria-label": HELP }, canvas);
  const said = element("span", { class: "nv-unseen", role: "status" });
  const legend = element("div", { class: "sp-legend" });
  root.append(stage, legend, said);
  const cloud = {
    canvas,
    stage,
    said,
    legend,
    width: 0,
    all: [],
    places: [],
    mesh: [],
    near: -1,
    opened: -1,
    moving: 0,
  };
  cloud.card = createCard(stage, (to) => on.open({ to, index: cloud.opened }));
  listen(cloud);
  const stop = watchWidth(root, (width) => {
    cloud.width = width;
    arrange(cloud, false);
  });
  return {
    update: (data) => update(cloud, data),
    destroy: () => {
      stop();
      cancelAnimationFrame(cloud.moving);
      root.replaceChildren();
    },
  };
}

function update(cloud, data) {
  const same = cloud.data?.subject === data.subject;
  const [points, mesh] = [unpack(data.points).values, unpackOr(data.mesh)?.values ?? []];
  Object.assign(cloud, { data, count: points.length / 2, values: [...points, ...mesh], images: unpackOr(data.images) });
  if (!same) Object.assign(cloud, { near: -1, opened: -1 });
  cloud.canvas.setAttribute("aria-label", data.words);
  cloud.legend.replaceChildren(...keys(data));
  arrange(cloud, same);
}

/** Where the points belong now; they travel there where they stood somewhere else before. */
function arrange(cloud, travel) {
  const { data, width, values } = cloud;
  if (!data || !width) return;
  cloud.height = Math.min(TALL, Math.round(0.8 * width));
  cloud.stage.style.height = `${cloud.height}px`;
  const [from, to] = [cloud.all, fitted(values, width, cloud.height)];
  cancelAnimationFrame(cloud.moving);
  if (!travel || prefersStill() || from.length !== to.length) return stand(cloud, to);
  const start = performance.now();
  const move = (now) => {
    const share = Math.min(1, (now - start) / TRAVEL);
    stand(cloud, between(from, to, share * share * (3 - 2 * share)));
    if (share < 1) cloud.moving = requestAnimationFrame(move);
  };
  cloud.moving = requestAnimationFrame(move);
  return undefined;
}

function stand(cloud, places) {
  Object.assign(cloud, { all: places, places: places.slice(0, cloud.count), mesh: places.slice(cloud.count) });
  draw(cloud);
  show(cloud);
}

function draw({ canvas, data, places, mesh, width, height, near, opened }) {
  const context = fitCanvas(canvas, width, height);
  const { theme, colors } = data;
  const wrong = new Set(data.wrong);
  const radius = places.length > 300 ? 3.4 : 4.2;
  context.clearRect(0, 0, width, height);
  for (let start = 0; start < mesh.length; start += data.meshPoints)
    line(context, mesh.slice(start, start + data.meshPoints), theme.grid, 1);
  for (const i of new Set([near, opened]))
    if (places[i]) for (const k of data.near[i]) line(context, [places[i], places[k]], theme.muted, 1.5);
  for (const [i, [x, y]] of places.entries()) {
    disc(context, x, y, radius, colors[i], theme.background);
    if (wrong.has(i)) ring(context, x, y, radius + 3, theme);
  }
  for (const i of new Set([near, opened]))
    if (places[i]) disc(context, ...places[i], radius + 3, colors[i], theme.text);
}

function disc(context, x, y, radius, fill, stroke) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  Object.assign(context, { fillStyle: fill, strokeStyle: stroke, lineWidth: 1 });
  context.fill();
  context.stroke();
}

function line(context, places, color, width) {
  context.beginPath();
  for (const [x, y] of places) context.lineTo(x, y);
  Object.assign(context, { strokeStyle: color, lineWidth: width });
  context.stroke();
}

function ring(context, x, y, radius, theme) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  Object.assign(context, { strokeStyle: theme.text, lineWidth: 1.5 });
  context.stroke();
}

function listen(cloud) {
  const { stage } = cloud;
  const at = (event) => {
    const box = stage.getBoundingClientRect();
    return nearest(cloud.places, [event.clientX - box.left, event.clientY - box.top]);
  };
  stage.addEventListener("pointermove", (event) => {
    if (!cloud.card.holds(event.target)) point(cloud, { near: at(event) });
  });
  stage.addEventListener("pointerleave", () => point(cloud, { near: -1 }));
  stage.addEventListener("click", (event) => {
    if (!cloud.card.holds(event.target)) point(cloud, { near: -1, opened: at(event) });
  });
  stage.addEventListener("keydown", (event) => key(cloud, event));
}

function key(cloud, event) {
  if (event.key === "Escape") {
    cloud.stage.focus();
    return point(cloud, { near: cloud.opened, opened: -1 });
  }
  if (cloud.card.holds(event.target)) return undefined;
  if (event.key === "Enter" && cloud.near >= 0) {
    event.preventDefault();
    point(cloud, { opened: cloud.near, near: -1 });
    return cloud.card.focus();
  }
  const next = stepTo(cloud.places, cloud.near >= 0 ? cloud.near : cloud.opened, event.key);
  if (next === null) return undefined;
  event.preventDefault();
  setText(cloud.said, cloud.data.lines[next].join(", "));
  return point(cloud, { near: next, opened: -1 });
}

function point(cloud, change) {
  const [near, opened] = [cloud.near, cloud.opened];
  Object.assign(cloud, change);
  if (near === cloud.near && opened === cloud.opened) return;
  draw(cloud);
  show(cloud);
}

function show({ card, data, places, images, near, opened, width, stage }) {
  const index = near >= 0 ? near : opened;
  stage.style.cursor = near >= 0 ? "pointer" : "";
  if (!places[index]) return card.hide();
  return card.show(data.lines[index], imageOf(images, index), places[index], { width, doors: index === opened });
}

function imageOf(images, index) {
  if (!images) return null;
  const [, rows, cols, channels] = images.shape;
  const size = rows * cols * channels;
  return { rows, cols, channels, values: images.values.subarray(index * size, (index + 1) * size) };
}

function keys({ legend }) {
  const rows = legend.classes.map(({ name, color }) =>
    element("span", {}, element("i", { class: "sp-dot", style: `background: ${color}` }), name),
  );
  if (legend.ramp) {
    const { title, from, to, colors } = legend.ramp;
    const strip = element("i", { class: "sp-ramp", style: `background: linear-gradient(90deg, ${colors.join()})` });
    rows.push(element("span", {}, title), element("span", {}, from, strip, to));
  }
  if (legend.wrong) rows.push(element("span", {}, element("i", { class: "sp-dot sp-ring" }), legend.wrong));
  return rows;
}
