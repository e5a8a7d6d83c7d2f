// The units of a network diagram: one focusable tile each, showing the unit's map, and the columns' headings.

import { signedPainter } from "../base/colors.js";
import { element, fitCanvas, keepCount, setAttributes, setText } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { anyMissing, createRaster, limitOf } from "../base/raster.js";
import { FOOT, HEAD } from "./layout.js";

/** A unit's name for people: its label, or "unit 3" counted from 1. */
export function unitName(column, unit) {
  const noun = column.kind === "channels" ? "channel" : column.kind === "input" ? "input" : "unit";
  return column.labels?.[unit] ?? `${noun} ${unit + 1}`;
}

/** Paints one unit's map into a canvas of `size` CSS pixels. Signed scale, ±limit; nothing yet: empty. */
export function paintUnit(canvas, raster, { map, unit, limit, size, theme, plane }) {
  const context = fitCanvas(canvas, size, size);
  context.clearRect(0, 0, size, size);
  if (!map) return;
  const [, rows, cols] = map.shape;
  raster.fill(map.values, rows, cols, signedPainter(theme, limit), { start: unit * rows * cols, flip: plane });
  const [w, h] = [size * Math.min(cols / rows, 1), size * Math.min(rows / cols, 1)];
  raster.draw(context, (size - w) / 2, (size - h) / 2, w, h, { smooth: plane, nodes: plane });
}

/** Tiles and headings inside `layer`; `on.enter`, `on.leave`, `on.select`, `on.key` are told {column, unit}. */
export function createTiles(layer, on) {
  const raster = createRaster();
  let cells = [];
  let heads = [];

  function rebuild(graph, layout) {
    layer.replaceChildren();
    cells = graph.columns.map((column, i) =>
      Array.from({ length: column.shown }, (_, unit) => tile(column, { column: i, unit }, on)),
    );
    layer.append(...cells.flat());
    heads = graph.columns.map((column) => heading(layer, column));
    place(graph, layout);
    const first = cells.flat()[0];
    if (first) first.tabIndex = 0;
  }

  function place(graph, layout) {
    layout.columns.forEach((column, i) => {
      cells[i].forEach((cell, unit) => {
        cell.style.cssText =
          `left:${column.left}px;top:${column.centres[unit] - column.tile / 2}px;` +
          `width:${column.tile}px;height:${column.tile}px`;
      });
      heads[i].place(column, layout, i, graph.columns.length);
    });
  }

  function paint(graph, frame, layout, theme) {
    graph.columns.forEach((_column, i) => {
      const map = frame?.maps[i] ?? null;
      const limit = map ? limitOf(map.values) : 1;
      heads[i].scale(map ? limit : null);
      cells[i].forEach((cell, unit) => {
        paintUnit(cell.firstChild, raster, {
          map,
          unit,
          limit,
          size: layout.columns[i].tile - 2,
          theme,
          plane: Boolean(graph.plane),
        });
        const size = map ? map.shape[1] * map.shape[2] : 0;
        cell.toggleAttribute("data-nan", size > 0 && anyMissing(map.values, unit * size, size));
      });
    });
  }

  function rove(at) {
    for (const cell of cells.flat()) cell.tabIndex = -1;
    const cell = cells[at.column]?.[at.unit];
    if (cell) cell.tabIndex = 0;
    return cell;
  }

  const select = (at) =>
    cells.forEach((column, i) =>
      column.forEach((cell, unit) =>
        setAttributes(cell, { "aria-pressed": at && at.column === i && at.unit === unit ? "true" : null }),
      ),
    );

  return { rebuild, place, paint, rove, select, cell: (at) => cells[at.column]?.[at.unit] };
}

/** A unit's button; `at` is its place {column, unit}. */
function tile(column, at, on) {
  return element(
    "button",
    {
      class: "nv-tile",
      type: "button",
      tabindex: -1,
      "data-kind": column.kind,
      "aria-label": `${column.title}, ${unitName(column, at.unit)}`,
      onpointerenter: () => on.enter(at),
      onpointerleave: () => on.leave(at),
      onfocus: () => on.focus(at),
      onblur: () => on.leave(at),
      onclick: () => on.select(at),
      onkeydown: (event) => on.key(event, at),
    },
    element("canvas", { "aria-hidden": "true" }),
  );
}

/** A column's title and detail above it, "+48 more" and its colour scale below, labels at the outer side. */
function heading(layer, column) {
  const head = element(
    "div",
    { class: "nv-head" },
    element("b", {}, column.title),
    ...String(column.detail ?? "")
      .split(" · ")
      .filter(Boolean)
      .map((part) => element("span", {}, part)),
  );
  const more = element("span", { class: "nv-more" });
  const range = element("span", { class: "nv-range" });
  const foot = element("div", { class: "nv-foot" }, more, range);
  const labels = element("div", { class: "nv-labels", "aria-hidden": "true" });
  const bar = column.shown ? null : element("div", { class: "nv-bare" });
  layer.append(head, foot, labels, ...(bar ? [bar] : []));

  function place(at, layout, index, count) {
    const width = Math.max(Math.min(layout.pitch || 160, 160) - 6, 84);
    head.style.cssText = `left:${at.x - width / 2}px;width:${width}px;height:${HEAD - 10}px;top:${at.top - HEAD}px`;
    foot.style.cssText = `left:${at.x - width / 2}px;width:${width}px;top:${at.bottom + 5}px;height:${FOOT}px`;
    setText(more, at.more ? `+${at.more.toLocaleString("en")} more` : "");
    if (bar) bar.style.cssText = `left:${at.left}px;width:8px;top:${at.top}px;height:${at.tile}px`;
    placeLabels(at, layout, index === 0 ? "left" : index === count - 1 ? "right" : null);
  }

  function placeLabels(at, layout, side) {
    const nodes = keepCount(labels, side && column.labels ? column.shown : 0, () => element("span"));
    nodes.forEach((node, unit) => {
      setText(node, String(column.labels[unit] ?? ""));
      node.style.cssText =
        `top:${at.centres[unit] - 9}px;` +
        (side === "left" ? `right:${layout.width - at.left + 7}px;text-align:right` : `left:${at.right + 7}px`);
    });
  }

  return { place, scale: (limit) => setText(range, limit ? `±${short(limit, 2)}` : "") };
}
