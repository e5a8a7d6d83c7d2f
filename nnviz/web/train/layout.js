// Where the parts of a network diagram stand, and which link is under the pointer. Pure functions, in CSS pixels.

import { clamp } from "../base/scales.js";

export const HEAD = 58; // room for a column's title and detail
export const FOOT = 34; // room for "+48 more" and the column's scale
const GAP = { wide: 8, narrow: 5 }; // between tiles; narrow where a column has more than ten
const TILE = { least: 16, most: 54, picture: 72 };
const ROOM = 328; // the height that the tallest column should keep to
const PITCH = 92; // the least distance between two columns that keeps their links readable
const LETTER = 6.6;

/**
 * @param columns [{kind, shown, total, labels}], @param width the room there is, @param even all tiles of one size;
 * otherwise columns of pictures (inputs, channels) have larger ones than columns of single numbers.
 * @returns {width, height, pitch, columns: [{x, tile, top, bottom, left, right, centres: [y], more, bare}]};
 * `width` may exceed the room.
 */
export function layoutNetwork(columns, width, even = true) {
  const most = Math.max(1, ...columns.map((column) => column.shown));
  const gap = most > 10 ? GAP.narrow : GAP.wide;
  const sizes = columns.map(({ kind, shown }) =>
    even || kind === "units" || kind === "other" ? tileSize(most, gap, TILE.most) : tileSize(shown, gap, TILE.picture),
  );
  const tile = Math.max(...sizes);
  const inside = Math.max(...columns.map(({ shown }, i) => Math.max(shown, 1) * (sizes[i] + gap) - gap));
  const margins = [labelRoom(columns[0]), columns.length > 1 ? labelRoom(columns[columns.length - 1]) : 0];
  const edge = Math.max(tile, 84) / 2;
  const [start, end] = [Math.max(margins[0] + tile / 2, edge), Math.max(margins[1] + tile / 2, edge)];
  const full = Math.max(width, start + end + PITCH * (columns.length - 1));
  const pitch = columns.length > 1 ? (full - start - end) / (columns.length - 1) : 0;
  const placed = columns.map((column, i) => placeColumn(column, start + i * pitch, sizes[i], gap, inside));
  return { width: full, height: HEAD + inside + FOOT, pitch, columns: placed };
}

function tileSize(count, gap, most) {
  return clamp(Math.floor(ROOM / Math.max(count, 1)) - gap, TILE.least, most);
}

function placeColumn(column, x, tile, gap, inside) {
  const count = Math.max(column.shown, 1);
  const height = count * (tile + gap) - gap;
  const top = HEAD + (inside - height) / 2;
  const centres = Array.from({ length: count }, (_, i) => top + tile / 2 + i * (tile + gap));
  const half = column.shown ? tile / 2 : 4;
  return {
    x,
    tile,
    top,
    bottom: top + height,
    left: x - half,
    right: x + half,
    centres,
    more: column.shown ? Math.max(column.total - column.shown, 0) : 0,
    bare: !column.shown,
  };
}

/** Room that the labels beside an outer column need. */
export function labelRoom(column) {
  const longest = Math.max(0, ...(column?.labels ?? []).map((label) => String(label).length));
  return longest ? Math.min(Math.ceil(longest * LETTER) + 10, 120) : 0;
}

/** Height of a link at a share `t` of its way: a cubic Bézier that leaves and arrives level. */
export function linkHeight(y0, y1, t) {
  return y0 + (y1 - y0) * t * t * (3 - 2 * t);
}

/** The Bézier's parameter at a share `s` of the horizontal way (its control points stand halfway). */
export function linkParameter(s) {
  let [low, high] = [0, 1];
  for (let i = 0; i < 24; i++) {
    const t = (low + high) / 2;
    const x = 1.5 * t * (1 - t) + t * t * t;
    if (x < s) low = t;
    else high = t;
  }
  return (low + high) / 2;
}

/**
 * The link nearest to (x, y), at most `reach` pixels above or below: {group, from, to, x, y}, or null.
 * `groups`: [{source, target, shape: [from, to]}] with column indices.
 */
export function nearestLink(layout, groups, x, y, reach = 6) {
  let best = null;
  groups.forEach((group, index) => {
    const [source, target] = [layout.columns[group.source], layout.columns[group.target]];
    const share = (x - source.right) / (target.left - source.right);
    if (!(share > 0.02 && share < 0.98)) return;
    const t = linkParameter(share);
    for (let from = 0; from < group.shape[0]; from++) {
      for (let to = 0; to < group.shape[1]; to++) {
        const at = linkHeight(source.centres[from], target.centres[to], t);
        const distance = Math.abs(at - y);
        if (distance <= reach && distance < (best?.distance ?? Infinity))
          best = { group: index, from, to, x, y: at, distance };
      }
    }
  });
  return best;
}

/** Where the arrow keys lead from a tile: {column, unit}; columns without tiles are skipped. */
export function neighbour(columns, { column, unit }, key) {
  if (key === "ArrowUp" || key === "ArrowDown") {
    const next = unit + (key === "ArrowUp" ? -1 : 1);
    return next >= 0 && next < columns[column].shown ? { column, unit: next } : { column, unit };
  }
  const step = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
  for (let next = column + step; step && next >= 0 && next < columns.length; next += step) {
    if (columns[next].shown) return { column: next, unit: Math.min(unit, columns[next].shown - 1) };
  }
  return { column, unit };
}
