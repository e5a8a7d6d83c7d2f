// Where every layer of a graph stands: a column for its depth, a lane for its branch, an arc for a skip. Pure functions.

import { depths, laneAt, lanesOf } from "../base/lanes.js";
import { tellsKind } from "../base/names.js";
import { glyphOf, scaleOf } from "./glyphs.js";

const GAP = 30;
const FAN = 34; // more room between columns of units, whose links cross
const LETTER = 6.7;
const LINE = 15;
const [NARROW, WIDE] = [13, 17]; // letters in a line of a name: as a rule, and at most
const ARC = 15;
const PAD = 14;
const LOWER = [1, 0.85, 0.7, 0.6]; // drawings shrink where branches stand above each other

/**
 * @param nodes [{id, kind, inputs, shape, …}], sources first.
 * @returns {places: Map id → {x, y, glyph, column, lane, label, centre}, edges: [{from, to, form, level}], width, height}
 */
export function layoutGraph(nodes) {
  const known = new Set(nodes.map((node) => node.id));
  const graph = nodes.map((node) => ({ ...node, inputs: node.inputs.filter((id) => known.has(id)) }));
  const columns = depths(graph);
  const lanes = lanesOf(graph, columns);
  const scale = scaleOf(nodes) * (LOWER[Math.max(...lanes.values())] ?? 0.5);
  const places = new Map(
    graph.map((node) => [
      node.id,
      {
        node,
        column: columns.get(node.id),
        lane: lanes.get(node.id),
        glyph: glyphOf(node.shape, scale),
        label: labelOf(node),
      },
    ]),
  );
  const edges = edgesOf(graph, places);
  const width = spreadColumns(places);
  const height = spreadLanes(places, edges);
  return { places, edges, width, height };
}

/** Up to two lines that name a layer, its kind where the name does not tell it, its shape, and what is noted of it. */
export function labelOf(node) {
  const name = node.kind === "Group" ? groupName(node) : node.name || node.id;
  return {
    name: wrapped(name),
    kind: kindBeside(name, node.kind),
    shape: shapeText(node),
    ...(node.note && { note: node.note }),
  };
}

/** "" where the name begins with the kind, as dense_1 does. */
function kindBeside(name, kind) {
  const tells = kind === "Group" || kind === "Input" || tellsKind(name, kind);
  return tells ? "" : shortened(kind);
}

function shapeText({ shape, enabled, severity }) {
  if (enabled === false) return "off";
  if (!shape) return severity === "error" ? "does not fit" : "";
  return shape.map((n) => n ?? "any").join("×") || "1";
}

function groupName({ count, layers }) {
  return count > 1 ? `${count} × ${layers / count} layers` : `${layers} layers`;
}

function wrapped(text) {
  if (text.length <= NARROW) return [text];
  const narrow = broken(text, NARROW);
  return (narrow.every((line) => line.length <= WIDE) ? narrow : broken(text, WIDE)).map(shortened);
}

/** At most two lines, the first of at most `most` letters where there is a place to break. */
function broken(text, most) {
  const lines = [""];
  for (const part of text.split(/(?<=[a-z])(?=[A-Z])|(?<=[_ ])/)) {
    const last = lines.length - 1;
    if (lines[last] && (lines[last] + part).length > most && lines.length < 2) lines.push(part);
    else lines[last] += part;
  }
  return lines.map((line) => line.trim());
}

function shortened(text) {
  return text.length > WIDE ? `${text.slice(0, WIDE - 1)}…` : text;
}

/** How many lines a label has. */
export function linesOf({ name, kind, note }) {
  return name.length + (kind ? 1 : 0) + 1 + (note ? 1 : 0);
}

function edgesOf(graph, places) {
  const edges = graph.flatMap((node) => node.inputs.map((from) => ({ from, to: node.id })));
  const arcs = [];
  for (const edge of edges) {
    const [a, b] = [places.get(edge.from), places.get(edge.to)];
    edge.form = a.lane !== b.lane ? "bend" : blocked(a, b, places) ? "arc" : "straight";
    if (edge.form === "arc") arcs.push({ edge, lane: a.lane, start: a.column, end: b.column });
  }
  arcs.sort((p, q) => p.end - p.start - (q.end - q.start));
  for (const [i, arc] of arcs.entries()) {
    const under = arcs
      .slice(0, i)
      .filter((other) => other.lane === arc.lane && other.start < arc.end && other.end > arc.start);
    arc.edge.level = 1 + Math.max(0, ...under.map((other) => other.edge.level));
  }
  return edges;
}

/** Whether a layer stands between the two in their lane. */
function blocked(a, b, places) {
  for (const { lane, column } of places.values())
    if (lane === a.lane && column > a.column && column < b.column) return true;
  return false;
}

function spreadColumns(places) {
  const [widths, units] = [[], []];
  for (const { column, glyph, label } of places.values()) {
    const text =
      Math.max(...[...label.name, label.kind, label.shape, label.note ?? ""].map((line) => line.length)) * LETTER;
    widths[column] = Math.max(widths[column] ?? 0, glyph.width, text - 14, 34);
    units[column] = (units[column] ?? true) && glyph.form === "units";
  }
  const starts = [];
  let x = PAD + 10;
  for (const [i, width] of widths.entries()) {
    starts[i] = x;
    x += width + GAP + (units[i] && units[i + 1] ? FAN : 0);
  }
  for (const place of places.values()) {
    place.centre = starts[place.column] + widths[place.column] / 2;
    place.x = place.centre - place.glyph.width / 2;
    place.room = widths[place.column] + GAP - 8;
  }
  return x - GAP + PAD + 10;
}

function spreadLanes(places, edges) {
  const lanes = [];
  for (const { lane, glyph, label } of places.values()) {
    lanes[lane] ??= { tall: 0, text: 0, arcs: 0 };
    lanes[lane].tall = Math.max(lanes[lane].tall, glyph.height);
    lanes[lane].text = Math.max(lanes[lane].text, linesOf(label) * LINE);
  }
  for (const { from, level = 0 } of edges)
    lanes[places.get(from).lane].arcs = Math.max(lanes[places.get(from).lane].arcs, level);
  let y = PAD;
  for (const lane of lanes.keys()) {
    const at = lanes[laneAt(lane, lanes.length)];
    y += at.arcs * ARC + (at.arcs ? 8 : 0);
    Object.assign(at, { top: y, middle: y + at.tall / 2, foot: y + at.tall + 6 });
    y = at.foot + at.text + 16;
  }
  for (const place of places.values()) {
    const at = lanes[place.lane];
    Object.assign(place, { y: at.middle - place.glyph.height / 2, middle: at.middle, foot: at.foot, ceiling: at.top });
  }
  return y - 16 + PAD;
}

/** The way from one layer to the next as an SVG path, ending where its arrow's point is. */
export function wire(edge, places) {
  const [a, b] = [places.get(edge.from), places.get(edge.to)];
  const [x1, x2] = [a.x + a.glyph.width + 3, b.x - 4];
  if (edge.form === "straight") return `M${x1},${a.middle}H${x2}`;
  if (edge.form === "arc") {
    const top = a.ceiling - 4 - ARC * (edge.level - 0.4);
    const [from, to] = [a.x + a.glyph.width / 2, b.x + b.glyph.width / 2];
    return `M${from},${a.y - 2}V${top + 8}Q${from},${top} ${from + 8},${top}H${to - 8}Q${to},${top} ${to},${top + 8}V${b.y - 4}`;
  }
  const before = Math.max(x1, previousEdge(b, places));
  const turn = Math.max((x2 - before) / 2, 12);
  if (b.lane > a.lane || before === x1) {
    const out = Math.min(x1 + 2 * turn, x2);
    return x2 - x1 > 2 * turn + 20 && b.lane > a.lane
      ? `M${x1},${a.middle}C${x1 + turn},${a.middle} ${x1 + turn},${b.middle} ${out},${b.middle}H${x2}`
      : `M${x1},${a.middle}C${x1 + turn},${a.middle} ${x2 - turn},${b.middle} ${x2},${b.middle}`;
  }
  return `M${x1},${a.middle}H${before}C${before + turn},${a.middle} ${x2 - turn},${b.middle} ${x2},${b.middle}`;
}

/** Right edge of what stands in the column before, so that a long way bends only behind it. */
function previousEdge(place, places) {
  let edge = 0;
  for (const other of places.values())
    if (other.column === place.column - 1) edge = Math.max(edge, other.x + other.glyph.width + 3);
  return edge;
}
