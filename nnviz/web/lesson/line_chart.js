// A chart of lines that lessons share: axes (plain or logarithmic), zones, lines, dots and upright marks, one of which may be
// dragged. What is drawn is given whole; only what differs is touched.

import { element, setAttributes, svg, watchWidth } from "../base/dom.js";
import { tickText } from "../base/numbers.js";
import { clamp, logTicks, scale, ticks } from "../base/scales.js";

const PAD = { left: 52, right: 22, top: 10, bottom: 38 };

/**
 * @param settings {height, words: what an axis says {x, y}, part: data-part of the whole, log: {x, y}, drag: the pointer's
 *   name while it may be dragged ("ew" or "ns"), or null}
 * @param on.point(x, y, "start" | "move" | "end"): where the pointer drags, in the axes' own numbers
 * @returns {node, update(view), destroy()}; view: {x: [low, high], y, words, zones [{from, to, kind, words}],
 *   lines [{points [[x, y]], colour, width, dash, fade, part, fill: colour of what it encloses}],
 *   dots [{x, y, colour, radius, part, kind}],
 *   marks [{x or y, kind, words, part, low: whether its words stand at the foot}]}
 */
export function createLineChart(settings, on = {}) {
  const layers = Object.fromEntries(
    ["zones", "grid", "lines", "dots", "marks"].map((name) => [name, svg("g", { class: `lc-${name}` })]),
  );
  const clip = `lc-${Math.random().toString(36).slice(2)}`;
  const window_ = svg("rect", {});
  layers.lines.setAttribute("clip-path", `url(#${clip})`);
  const picture = svg(
    "svg",
    { class: `lc${settings.drag ? ` lc-${settings.drag}` : ""}`, role: "img", "data-part": settings.part ?? null },
    svg("defs", {}, svg("clipPath", { id: clip }, window_)),
    ...Object.values(layers),
  );
  const node = element("div", { class: "lc-place" }, picture);
  const chart = { settings, on, layers, picture, node, window: window_, width: 0, view: null, axes: "" };
  if (on.point) listen(chart);
  const stop = watchWidth(node, (width) => {
    chart.width = width;
    draw(chart);
  });
  return {
    node,
    update: (view) => {
      chart.view = view;
      draw(chart);
    },
    destroy: () => {
      stop();
      node.remove();
    },
  };
}

function listen(chart) {
  const { picture, on } = chart;
  let dragged = false;
  const tell = (event, phase) => {
    if (!chart.x) return;
    const box = picture.getBoundingClientRect();
    const { x, y } = chart.view;
    on.point(
      clamp(chart.x.invert(event.clientX - box.left), ...x),
      clamp(chart.y.invert(event.clientY - box.top), ...y),
      phase,
    );
  };
  picture.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    picture.setPointerCapture(event.pointerId);
    dragged = true;
    tell(event, "start");
    event.preventDefault();
  });
  picture.addEventListener("pointermove", (event) => dragged && tell(event, "move"));
  for (const name of ["pointerup", "pointercancel"]) {
    picture.addEventListener(name, (event) => {
      if (dragged) tell(event, "end");
      dragged = false;
    });
  }
}

function draw(chart) {
  const { view, width, settings, picture, layers } = chart;
  if (!view || !width) return;
  const { height, log = {} } = settings;
  chart.x = scale(view.x, [PAD.left, width - PAD.right], log.x);
  chart.y = scale(view.y, [height - PAD.bottom, PAD.top], log.y);
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height, "aria-label": view.words });
  const inner = { x: PAD.left, y: PAD.top, width: Math.max(width - PAD.left - PAD.right, 1), height: bottomOf(chart) };
  setAttributes(chart.window, { ...inner, y: PAD.top - 4, height: inner.height + 8 });
  const axes = JSON.stringify([width, view.x, view.y]);
  if (axes !== chart.axes) {
    chart.axes = axes;
    layers.grid.replaceChildren(...gridOf(chart));
  }
  layers.zones.replaceChildren(...(view.zones ?? []).flatMap((zone) => zoneOf(chart, zone)));
  layers.lines.replaceChildren(...(view.lines ?? []).map((line) => lineOf(chart, line)));
  layers.dots.replaceChildren(...(view.dots ?? []).map((dot) => dotOf(chart, dot)));
  layers.marks.replaceChildren(...(view.marks ?? []).flatMap((mark) => markOf(chart, mark)));
}

function bottomOf({ settings }) {
  return settings.height - PAD.bottom - PAD.top;
}

function gridOf(chart) {
  const { view, width, settings, x, y } = chart;
  const { height, words = {}, log = {} } = settings;
  const bottom = height - PAD.bottom;
  const [right, middle] = [width - PAD.right, (PAD.left + width - PAD.right) / 2];
  const across = log.x ? logTicks(...view.x) : ticks(...view.x, Math.max(3, Math.round(width / 110)));
  const up = log.y ? logTicks(...view.y) : ticks(...view.y, Math.max(2, Math.round(height / 60)));
  const digits = log.y ? 0 : up[1] - up[0];
  return [
    ...up.flatMap((value) => [
      svg("line", { x1: PAD.left, x2: right, y1: y(value), y2: y(value) }),
      svg("text", { x: PAD.left - 7, y: y(value) + 4, "text-anchor": "end" }, tickText(value, digits)),
    ]),
    ...across.map((value) =>
      svg("text", { x: x(value), y: bottom + 16, "text-anchor": "middle" }, tickText(value, log.x ? 0 : undefined)),
    ),
    svg("text", { x: middle, y: height - 5, "text-anchor": "middle" }, words.x ?? ""),
    svg(
      "text",
      { transform: `translate(12 ${(PAD.top + bottom) / 2}) rotate(-90)`, "text-anchor": "middle" },
      words.y ?? "",
    ),
  ];
}

function zoneOf({ x, view, settings }, { from, to, kind, words, part }) {
  const [left, right] = [from, to].map((value) => x(clamp(value, ...view.x)));
  if (right - left < 0.5) return [];
  const bottom = settings.height - PAD.bottom;
  const box = { x: left, y: PAD.top, width: right - left, height: bottom - PAD.top };
  const nodes = [svg("rect", { ...box, class: `lc-zone lc-${kind}`, "data-part": part ?? null })];
  if (words && right - left > 7 * words.length) {
    nodes.push(svg("text", { x: (left + right) / 2, y: PAD.top + 14, "text-anchor": "middle" }, words));
  }
  return nodes;
}

/** A line breaks where a value is missing or infinite. */
function lineOf(
  { x, y, view, settings },
  { points, colour, width = 2, dash = null, fade = 1, part = null, fill = "none" },
) {
  const [low, high] = view.y;
  let [text, pen] = ["", false];
  for (const [px, py] of points) {
    if (!Number.isFinite(py) || (settings.log?.y && py <= 0)) {
      pen = false;
      continue;
    }
    // far outside the window the line goes on straight; numbers that no browser draws are cut off
    const height = settings.log?.y ? clamp(py, low / 1e3, high * 1e3) : clamp(py, low - 9 * (high - low), high * 10);
    text += `${pen ? "L" : "M"}${x(px).toFixed(1)} ${y(height).toFixed(1)}`;
    pen = true;
  }
  return svg("path", {
    d: text,
    "data-part": part,
    style: `stroke:${colour};stroke-width:${width};opacity:${fade};fill:${fill}`,
    "stroke-dasharray": dash,
  });
}

function dotOf({ x, y }, { x: px, y: py, colour, radius = 3, part = null, kind = "" }) {
  return svg("circle", {
    cx: x(px).toFixed(1),
    cy: y(py).toFixed(1),
    r: radius,
    class: kind ? `lc-${kind}` : null,
    "data-part": part,
    style: colour ? `fill:${colour}` : null,
  });
}

function markOf(chart, mark) {
  const { x, y, view, width, settings } = chart;
  const bottom = settings.height - PAD.bottom;
  const upright = mark.x !== undefined;
  if (upright ? mark.x < view.x[0] || mark.x > view.x[1] : mark.y < view.y[0] || mark.y > view.y[1]) return [];
  const at = upright ? x(mark.x) : y(mark.y);
  const ends = upright
    ? { x1: at, x2: at, y1: PAD.top, y2: bottom }
    : { x1: PAD.left, x2: width - PAD.right, y1: at, y2: at };
  const nodes = [svg("line", { ...ends, class: `lc-mark lc-${mark.kind}`, "data-part": mark.part ?? null })];
  if (mark.grip) nodes.push(svg("circle", { cx: at, cy: bottom, r: 7, class: `lc-grip lc-${mark.kind}` }));
  if (!mark.words) return nodes;
  const left = upright && at > width - PAD.right - 8 * mark.words.length;
  const place = upright
    ? {
        x: at + (left ? -6 : 6),
        y: mark.low ? bottom - 8 : PAD.top + 12 + 16 * (mark.row ?? 0),
        "text-anchor": left ? "end" : "start",
      }
    : { x: width - PAD.right - 4, y: at - 5, "text-anchor": "end" };
  nodes.push(svg("text", { ...place, class: `lc-words lc-${mark.kind}` }, mark.words));
  return nodes;
}
