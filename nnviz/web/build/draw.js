// One layer, one wire, as SVG.

import { svg } from "../base/dom.js";
import { faces, unitCentres, windowOn } from "./glyphs.js";
import { linesOf, wire } from "./layout.js";

const WIRES_SHOWN = 160;

/** The group of one layer: its drawing, its labels, its sign of trouble. */
export function drawNode(place, { output }) {
  const { node, glyph, x, y } = place;
  const kinds = [
    "nv-node",
    `nv-form-${glyph.form}`,
    node.parameters ? "nv-learns" : "",
    node.enabled ? "" : "nv-off",
    node.severity ? `nv-${node.severity}` : "",
    node.members ? "nv-repeat" : "",
    node.trainable === false ? "nv-frozen" : "",
    node.tint ? "nv-tinted" : "",
  ];
  const group = svg("g", {
    class: kinds.filter(Boolean).join(" "),
    "data-id": node.id,
    role: "button",
    tabindex: -1,
    "aria-pressed": "false",
    "aria-label": spoken(node),
    style: node.tint ? `--nv-tint: ${node.tint}` : "",
  });
  group.append(hitArea(place));
  if (node.members) group.append(drawGlyph(glyph, x + 4, y - 4, "nv-behind"));
  group.append(drawGlyph(glyph, x, y));
  group.append(...labels(place, output), ...lock(place), ...sign(place));
  return group;
}

function hitArea({ centre, room, y, foot, label }) {
  return svg("rect", {
    class: "nv-hit",
    x: centre - room / 2,
    y: y - 8,
    width: room,
    rx: 8,
    height: foot - y + 14 + 15 * linesOf(label),
  });
}

function drawGlyph(glyph, x, y, extra = "") {
  const group = svg("g", { class: `nv-glyph ${extra}`, transform: `translate(${x},${y})` });
  if (glyph.form === "volume") {
    const { front, top, side } = faces(glyph);
    group.append(
      svg("path", { class: "nv-face", d: front }),
      svg("path", { class: "nv-face nv-lit", d: top }),
      svg("path", { class: "nv-face nv-shade", d: side }),
    );
  } else if (glyph.form === "units") {
    for (const at of unitCentres(glyph))
      group.append(svg("circle", { class: "nv-face", cx: glyph.radius, cy: at, r: glyph.radius }));
  } else {
    group.append(
      svg("rect", { class: "nv-face", width: glyph.width, height: glyph.height, rx: glyph.form === "bar" ? 7.5 : 2 }),
    );
    if (glyph.form === "bar") group.append(...dots(glyph));
  }
  return group;
}

function dots({ width, height }) {
  const at = [9, 22, height - 22, height - 9, height / 2 - 6, height / 2, height / 2 + 6];
  return at.map((cy, i) => svg("circle", { class: "nv-dots", cx: width / 2, cy, r: i < 4 ? 4 : 1.2 }));
}

function labels({ centre, foot, label }, output) {
  const quiet = [
    ...(label.kind ? [label.kind] : []),
    label.shape,
    ...(label.note ? [label.note] : []),
    ...(output ? ["output"] : []),
  ];
  const line = (kind, words, i) => svg("text", { class: kind, x: centre, y: foot + 12 + 15 * i }, words);
  return [
    ...label.name.map((words, i) => line("nv-called", words, i)),
    ...quiet.map((words, i) => line("nv-shape", words, label.name.length + i)),
  ];
}

function lock({ node, x, y, glyph }) {
  return isFrozen(node) ? [padlock(x + glyph.width / 2 - 5, y - 18)] : [];
}

/** Whether training leaves a layer's weights as they are; a layer without weights has none to leave. */
export function isFrozen(node) {
  return node.trainable === false && Boolean(node.parameters);
}

/** A padlock, 10 by 14, with its upper left corner there. */
export function padlock(left, top) {
  return svg(
    "g",
    { class: "nv-lock" },
    svg("title", {}, "Frozen: training leaves its weights as they are."),
    svg("path", { class: "nv-shackle", d: `M${left + 2},${top + 6.5}v-2.5a3,3 0 0 1 6,0v2.5` }),
    svg("rect", { x: left, y: top + 6.5, width: 10, height: 7.5, rx: 1.5 }),
  );
}

function sign({ node, x, y, glyph }) {
  if (!node.severity) return [];
  const [cx, cy] = [x + glyph.width + 2, y - 2];
  const shape =
    node.severity === "error"
      ? svg("circle", { cx, cy, r: 8 })
      : svg("path", { d: `M${cx},${cy - 9}l9,16h-18Z`, "stroke-linejoin": "round" });
  return [
    svg(
      "g",
      { class: "nv-badge" },
      shape,
      svg("path", { class: "nv-bang", d: `M${cx},${cy - 4}v4.5M${cx},${cy + 3.6}v.3` }),
    ),
  ];
}

/** The wire of one edge: every link between units where both ends show theirs, otherwise an arrow. */
export function drawEdge(edge, places) {
  const [a, b] = [places.get(edge.from), places.get(edge.to)];
  const group = svg("g", { class: `nv-wire nv-${edge.form}`, "data-from": edge.from, "data-to": edge.to });
  const crossing = edge.form === "bend" && b.column - a.column > 1; // hairs would run through what stands between
  const links = edge.form === "arc" || crossing ? null : unitLinks(a, b);
  if (links) group.append(svg("path", { class: "nv-hair", d: links }));
  else group.append(svg("path", { class: "nv-flow", d: wire(edge, places), "marker-end": "url(#nv-arrow)" }));
  return group;
}

function unitLinks(a, b) {
  if (a.glyph.form !== "units" || b.glyph.form !== "units" || a.glyph.count * b.glyph.count > WIRES_SHOWN) return null;
  const [x1, x2] = [a.x + a.glyph.width, b.x];
  const [from, to] = [unitCentres(a.glyph).map((at) => a.y + at), unitCentres(b.glyph).map((at) => b.y + at)];
  const all = b.node.kind === "Dense" || from.length !== to.length;
  return from.flatMap((y1, i) => (all ? to : [to[i]]).map((y2) => `M${x1},${y1}L${x2},${y2}`)).join("");
}

/** The window that slides over the layer before, in scale, and where what it sees goes: drawn over the layers. */
export function drawWindow(edge, places) {
  const [a, b] = [places.get(edge.from), places.get(edge.to)];
  const size = b.node.window;
  if (!size || edge.form !== "straight" || a.glyph.form !== "volume" || b.glyph.form !== "volume") return [];
  const corners = windowOn(a.glyph, size, a.node.shape).map(([x, y]) => [a.x + x, a.y + y]);
  const point = [b.x + 1, b.middle + b.glyph.dy / 2];
  const patch = `M${corners.map((at) => at.join()).join("L")}Z`;
  const rays = [corners[1], corners[2]].map((at) => `M${at.join()}L${point.join()}`).join("");
  return [
    svg(
      "g",
      { class: "nv-window" },
      svg("path", { class: "nv-rays", d: rays }),
      svg("path", { class: "nv-patch", d: patch }),
    ),
  ];
}

export function arrowHead() {
  return svg(
    "defs",
    {},
    svg(
      "marker",
      {
        id: "nv-arrow",
        viewBox: "0 0 8 8",
        refX: 6,
        refY: 4,
        markerWidth: 9,
        markerHeight: 9,
        markerUnits: "userSpaceOnUse",
        orient: "auto-start-reverse",
      },
      svg("path", { class: "nv-point", d: "M0.5,0.5L7,4L0.5,7.5Z" }),
    ),
  );
}

/** One sentence for readers who do not see the drawing. */
export function spoken(node) {
  const parts = [node.name && node.name !== node.title ? `${node.name}: ${node.title}` : node.title];
  if (node.shape) parts.push(`gives ${node.shape.join(" by ")}`);
  if (node.parameters) parts.push(`${node.parameters.toLocaleString("en")} parameters`);
  if (node.note) parts.push(node.note);
  if (isFrozen(node)) parts.push("frozen");
  if (node.enabled === false) parts.push("switched off");
  if (node.problem) parts.push(`${node.severity}: ${node.problem}`);
  return parts.join(", ");
}
