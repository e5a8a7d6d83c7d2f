// Where the parts of a network diagram stand: a stage for a layer's depth, a lane for its branch. Pure functions, CSS pixels.

import { depths, ends, laneAt, lanesOf } from "../base/lanes.js";
import { clamp } from "../base/scales.js";

export const HEAD = { full: 62, slanted: 62, lane: 17 }; // room above a column for its heading
export const FOOT = 33; // room for "+48 more" and the column's scale
const GAP = { wide: 8, narrow: 4 }; // between tiles; narrow where a column has more than ten
const TILE = { least: 14, most: 54, picture: 72 };
const LETTER = 6.6;
const ARC = 12; // from one skip connection to the one above it
const BETWEEN = 8; // from one lane to the next
const SLANTED = 54; // columns nearer than this have slanted headings
const WORDS = 74; // columns nearer than this have a name alone

/**
 * @param graph {columns: [{kind, shown, total, labels}], links: [{source, target}]}
 * @param space {width, height, zoom, even}: the room at zoom 1, which is never exceeded; `even`: all tiles of one size,
 * otherwise pictures (inputs, channels) have larger ones than single numbers.
 * @returns {width, height, pitch, head, columns: [{x, tile, top, bottom, left, right, centres: [y], more, bare, head, stage, lane}],
 * ways: [{form: "near" | "far" | "arc", level}] one for each link}
 */
export function layoutNetwork({ columns, links }, { width, height, zoom = 1, even = true }) {
  const places = placesOf(columns, links);
  const stages = Math.max(0, ...places.map(({ stage }) => stage));
  const full = width * zoom;
  const across = spread(columns, places, stages, full);
  const ways = waysOf(links, places);
  const arcs = Math.max(0, ...ways.map(({ level }) => level)) * ARC;
  const head = across.pitch >= SLANTED ? "full" : "slanted";
  const crown = HEAD[head] + arcs;
  const most = { zoom, across: Math.max(TILE.least, 0.62 * across.pitch) };
  const room = Math.max(height * zoom - crown - FOOT, 60);
  const rows = rowsOf(places, stages);
  const sized = columns.map((column, i) => sizeOf(column, rows[i].of, room, most));
  if (even) evenOut(sized, rows);
  const inside = insideOf(sized, rows, room);
  const placed = columns.map((column, i) =>
    placeColumn(column, {
      ...sized[i],
      ...verticalSlot(rows[i], crown, inside),
      x: across.start + places[i].stage * across.pitch,
      head: rows[i].of > 1 ? "lane" : head,
      ...places[i],
    }),
  );
  const bounds = { width: full, height: crown + inside + FOOT, pitch: across.pitch, head };
  return { ...bounds, named: across.pitch >= WORDS, columns: placed, ways };
}

/** Stage, lane and the last stage that the lane is kept to, of every column. */
function placesOf(columns, links) {
  const nodes = columns.map((_, i) => ({
    id: i,
    inputs: links.filter(({ target }) => target === i).map(({ source }) => source),
  }));
  const stages = depths(nodes);
  const [lanes, last] = [lanesOf(nodes, stages), ends(nodes, stages)];
  return nodes.map(({ id }) => ({ stage: stages.get(id), lane: lanes.get(id), until: last.get(id) }));
}

/** How the stages share the width: the first one's middle, and the distance to the next. */
function spread(columns, places, stages, width) {
  const edge = Math.min(width / (2 * stages + 2), 46);
  const most = Math.min(120, 0.26 * width);
  const roomAt = (stage) =>
    Math.min(most, Math.max(0, ...columns.map((column, i) => (places[i].stage === stage ? labelRoom(column) : 0))));
  const [first, last] = [roomAt(0), stages ? roomAt(stages) : 0];
  const start = Math.max(first + (first ? 24 : 0), edge);
  const end = Math.max(last + (last ? 24 : 0), edge);
  return stages ? { start, pitch: (width - start - end) / stages } : { start: width / 2, pitch: width };
}

/** For every column: which of how many rows is its own; stages that share a branch share their rows. */
function rowsOf(places, stages) {
  const inUse = Array.from({ length: stages + 1 }, (_, stage) => {
    const standing = places.filter((place) => place.stage <= stage && place.until >= stage);
    return new Set(standing.map(({ lane }) => lane));
  });
  const rows = [];
  for (let stage = 0; stage <= stages; ) {
    let until = stage;
    const lanes = new Set(inUse[stage]);
    while (lanes.size > 1 && until + 1 <= stages && inUse[until + 1].size > 1)
      for (const lane of inUse[++until]) lanes.add(lane);
    const count = Math.max(...lanes, 0) + 1;
    const order = Array.from({ length: count }, (_, at) => laneAt(at, count)).filter((lane) => lanes.has(lane));
    for (; stage <= until; stage++) rows[stage] = order;
  }
  return places.map(({ stage, lane }) => ({ at: Math.max(rows[stage].indexOf(lane), 0), of: rows[stage].length || 1 }));
}

/** The size and number of a column's tiles in its share of the room. */
function sizeOf({ kind, shown }, of, room, { zoom, across }) {
  const share = of > 1 ? (room + HEAD.full) / of - HEAD.lane - BETWEEN : room;
  const pictures = kind !== "units" && kind !== "other";
  const wanted = Math.max(shown, 1);
  const gap = wanted > 10 || of > 1 ? GAP.narrow : GAP.wide;
  const count = clamp(Math.floor((share + gap) / (TILE.least + gap)), 1, wanted);
  const largest = Math.max(TILE.least, Math.min((pictures ? TILE.picture : TILE.most) * zoom, across, share));
  return { count, gap, tile: clamp(Math.floor((share + gap) / count) - gap, Math.min(TILE.least, share), largest) };
}

/** One size for all columns that stand alone in their stage. */
function evenOut(sized, rows) {
  const alone = sized.filter((_, i) => rows[i].of === 1);
  const tile = Math.min(...alone.map((size) => size.tile));
  const gap = Math.min(...alone.map((size) => size.gap));
  for (const size of alone) Object.assign(size, { tile, gap });
}

/** The height of the tallest column; with lanes all the room. */
function insideOf(sized, rows, room) {
  if (rows.some(({ of }) => of > 1)) return room;
  return Math.max(...sized.map(({ count, tile, gap }) => count * (tile + gap) - gap));
}

function verticalSlot({ at, of }, crown, inside) {
  if (of === 1) return { from: crown, room: inside };
  const top = crown - HEAD.full;
  const share = (inside + HEAD.full) / of;
  return { from: top + at * share + HEAD.lane, room: share - HEAD.lane - BETWEEN };
}

function placeColumn(column, { x, tile, gap, count, from, room, head, stage, lane }) {
  const height = count * (tile + gap) - gap;
  const top = from + (room - height) / 2;
  const centres = Array.from({ length: count }, (_, i) => top + tile / 2 + i * (tile + gap));
  const half = column.shown ? tile / 2 : 4;
  return {
    ...{ x, tile, top, head, stage, lane, centres },
    bottom: top + height,
    left: x - half,
    right: x + half,
    more: column.shown ? Math.max(column.total - count, 0) : 0,
    bare: !column.shown,
  };
}

/** The box of a column's heading: {left, top, width, height}; a slanted one rises to the right of its left end. */
export function headBox(at, layout) {
  const slanted = at.head === "slanted";
  const half = Math.min((layout.pitch - 6) / 2, 75, at.x, layout.width - at.x);
  const [left, width] = slanted ? [at.x - 5, 78] : [at.x - half, 2 * half];
  return { left, top: at.top - HEAD[at.head], width, height: HEAD[at.head] - (at.head === "lane" ? 1 : 6) };
}

/** How each link goes: to the next stage, straight along its own lane, or as an arc over what stands in between. */
function waysOf(links, places) {
  const ways = links.map(({ source, target }) => {
    const [a, b] = [places[source], places[target]];
    const between = (stage) => stage > a.stage && stage < b.stage;
    if (b.stage - a.stage <= 1) return { form: "near", level: 0 };
    const blocked = places.some(({ lane, stage }) => lane === a.lane && between(stage));
    return { form: blocked ? "arc" : "far", level: 0, start: a.stage, end: b.stage };
  });
  const arcs = ways.filter(({ form }) => form === "arc").sort((p, q) => p.end - p.start - (q.end - q.start));
  arcs.forEach((arc, i) => {
    const under = arcs.slice(0, i).filter((other) => other.start < arc.end && other.end > arc.start);
    arc.level = 1 + Math.max(0, ...under.map((other) => other.level));
  });
  return ways;
}

/** The way of a skip connection: {points: [[x, y], …]}, its corners, from the source's first tile to the target's. */
export function arcOf(layout, source, target, level) {
  const [a, b] = [layout.columns[source], layout.columns[target]];
  const lane = ARC * (layout.ways.reduce((most, way) => Math.max(most, way.level), 0) - level + 0.5);
  const [up, down] = [a.x + layout.pitch / 2, b.x - layout.pitch / 2]; // between the headings
  const [from, to] = [a.centres[0], b.centres[0]];
  return [
    [a.right, from],
    [up, from],
    [up, lane],
    [down, lane],
    [down, to],
    [b.left, to],
  ];
}

/** Where a link begins to bend: a far one runs along its lane to the last stage before its target. */
export function bendAt(layout, link, way) {
  const source = layout.columns[link.source];
  return way?.form === "far" ? layout.columns[link.target].x - layout.pitch + source.tile / 2 : source.right;
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
    if (layout.ways[index]?.form === "arc") return;
    const start = bendAt(layout, group, layout.ways[index]);
    const share = (x - start) / (target.left - start);
    if (!(share > 0.02 && share < 0.98)) return;
    const t = linkParameter(share);
    for (let from = 0; from < Math.min(group.shape[0], source.centres.length); from++) {
      for (let to = 0; to < Math.min(group.shape[1], target.centres.length); to++) {
        const at = linkHeight(source.centres[from], target.centres[to], t);
        const distance = Math.abs(at - y);
        if (distance <= reach && distance < (best?.distance ?? Infinity))
          best = { group: index, from, to, x, y: at, distance };
      }
    }
  });
  return best;
}

/**
 * Where the arrow keys lead from a tile: {column, unit}; columns without tiles are passed over. Left and right go to the
 * nearest stage, there to the column nearest in height. `columns`: of the layout.
 */
export function neighbour(columns, { column, unit }, key) {
  const here = columns[column];
  if (key === "ArrowUp" || key === "ArrowDown") {
    const next = unit + (key === "ArrowUp" ? -1 : 1);
    return next >= 0 && next < here.centres.length ? { column, unit: next } : { column, unit };
  }
  const step = key === "ArrowLeft" ? -1 : key === "ArrowRight" ? 1 : 0;
  const y = here.centres[unit];
  const ahead = columns
    .map((one, i) => ({ i, way: step * (one.stage - here.stage), off: Math.abs((one.top + one.bottom) / 2 - y), one }))
    .filter(({ way, one }) => way > 0 && !one.bare)
    .sort((a, b) => a.way - b.way || a.off - b.off);
  if (!ahead.length) return { column, unit };
  return { column: ahead[0].i, unit: Math.min(unit, ahead[0].one.centres.length - 1) };
}
