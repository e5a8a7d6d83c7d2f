// The plane of queries and keys: arrows that are dragged. Each key is as wide as the share that it gets.

import { keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { scale } from "../../base/scales.js";
import { FARTHEST } from "./state.js";

const [PAD, MOST, GRIP] = [14, 440, 15];

/** on.move("q" | number of a key, x, y). @returns {update({q, keys, weights, theme}), destroy()} */
export function createVectorPlane(root, on) {
  const picture = svg("svg", { class: "at-plane", role: "group", "aria-label": "The query and the keys" });
  const ground = svg("g", { class: "at-ground" });
  const keys = svg("g", { "data-part": "K" });
  const view = { on, picture, ground, keys, width: 0, shown: null, x: null, y: null };
  view.query = createArrow(view, "q");
  view.query.dataset.part = "Q";
  picture.append(ground, keys, view.query);
  root.append(picture);
  return sized(root, view, draw, { node: root, arrange: () => arrange(view) });
}

function createArrow(view, which) {
  const node = svg(
    "g",
    { class: which === "q" ? "at-query" : "at-key", tabindex: "0", role: "slider" },
    svg("line", { class: "at-shaft" }),
    svg("circle", { class: "at-grip", r: GRIP }),
    svg("circle", { class: "at-tip", r: 8 }),
    svg("text", {}),
  );
  draggable(node, view.picture, {
    to: (px, py) => view.on.move(which, view.x.invert(px), view.y.invert(py)),
    by: (dx, dy) => {
      const [x, y] = which === "q" ? view.shown.q : view.shown.keys[which];
      view.on.move(which, x + 0.1 * dx, y + 0.1 * dy);
    },
  });
  return node;
}

function arrange(view) {
  const side = Math.min(view.width, MOST);
  view.x = scale([-FARTHEST, FARTHEST], [PAD, side - PAD]);
  view.y = scale([-FARTHEST, FARTHEST], [side - PAD, PAD]);
  setAttributes(view.picture, { viewBox: `0 0 ${side} ${side}`, width: side, height: side });
  const ends = [PAD, side - PAD];
  const lines = [];
  for (let v = -FARTHEST; v <= FARTHEST; v++) {
    const kind = v === 0 ? "at-axis" : null;
    lines.push(svg("line", { class: kind, x1: view.x(v), x2: view.x(v), y1: ends[0], y2: ends[1] }));
    lines.push(svg("line", { class: kind, y1: view.y(v), y2: view.y(v), x1: ends[0], x2: ends[1] }));
  }
  view.ground.replaceChildren(...lines);
}

function draw(view) {
  const { shown, keys, query } = view;
  if (!shown || !view.x) return;
  const nodes = keepCount(keys, shown.keys.length, (k) => createArrow(view, k));
  shown.keys.forEach((place, k) => {
    drawArrow(view, nodes[k], place, `k${k + 1}`, shown.theme.classes[k], 1.5 + 11 * shown.weights[k]);
  });
  drawArrow(view, query, shown.q, "q", null, 3);
}

function drawArrow({ x, y }, node, [vx, vy], name, colour, width) {
  const [shaft, grip, tip, text] = node.children;
  const [px, py] = [x(vx), y(vy)];
  setAttributes(shaft, {
    x1: x(0),
    y1: y(0),
    x2: px,
    y2: py,
    style: colour ? `stroke:${colour}` : null,
    "stroke-width": width,
  });
  for (const circle of [grip, tip]) setAttributes(circle, { cx: px, cy: py });
  setAttributes(tip, { style: colour ? `fill:${colour}` : null });
  setAttributes(text, { x: px + 12, y: py - 9 });
  setText(text, name);
  setAttributes(node, {
    "aria-label": name === "q" ? "the query" : `key ${name.slice(1)}`,
    "aria-valuetext": `${vx.toFixed(2)}, ${vy.toFixed(2)}`,
  });
}
