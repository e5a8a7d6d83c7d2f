// The units of a network diagram: one focusable tile each, showing the unit's map, and the columns' headings.

import { signedPainter } from "../base/colors.js";
import { element, fitCanvas, setAttributes } from "../base/dom.js";
import { anyMissing, createRaster, limitOf } from "../base/raster.js";
import { createHeading } from "./heading.js";

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

/**
 * Tiles and headings inside `layer`; `on.enter`, `on.leave`, `on.select`, `on.key` are told {column, unit}, and
 * `on.open`, `on.resize`, `on.activation` what a heading's buttons ask for.
 */
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
    heads = graph.columns.map((column, i) => createHeading(layer, column, i, on));
    place(graph, layout);
    const first = cells.flat()[0];
    if (first) first.tabIndex = 0;
  }

  function place(graph, layout) {
    layout.columns.forEach((column, i) => {
      cells[i].forEach((cell, unit) => {
        cell.hidden = unit >= column.centres.length;
        if (cell.hidden) return;
        cell.style.cssText =
          `left:${column.left}px;top:${column.centres[unit] - column.tile / 2}px;` +
          `width:${column.tile}px;height:${column.tile}px;border-radius:${Math.min(7, column.tile / 5)}px`;
      });
      heads[i].place(column, layout, sideOf(graph.columns, i));
    });
  }

  /** Which columns may be changed: `editable(index)` gives {size, value, activation} or null. */
  function edit(editable) {
    heads.forEach((head, i) => head.edit(editable(i)));
  }

  function paint(graph, frame, layout, theme) {
    graph.columns.forEach((_column, i) => {
      const map = frame?.maps[i] ?? null;
      const limit = map ? limitOf(map.values) : 1;
      heads[i].scale(map ? limit : null);
      cells[i].slice(0, layout.columns[i].centres.length).forEach((cell, unit) => {
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

  return {
    rebuild,
    place,
    edit,
    paint,
    rove,
    select: (at) => press(cells, at),
    cell: (at) => cells[at.column]?.[at.unit],
    button: (column, part) => heads[column]?.button(part),
  };
}

/** Marks the unit at {column, unit} as the selected one; none for null. */
/** Where a column's labels stand: before inputs, after the output. */
function sideOf(columns, i) {
  if (i === 0 || columns[i].kind === "input") return "left";
  return i === columns.length - 1 ? "right" : null;
}

function press(cells, at) {
  for (const [i, column] of cells.entries()) {
    column.forEach((cell, unit) => {
      setAttributes(cell, { "aria-pressed": at && at.column === i && at.unit === unit ? "true" : null });
    });
  }
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
