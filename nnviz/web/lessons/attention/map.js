// One head's map: a row for each place that asks, a column for each place that it may look at; the darker, the larger the share.

import { css, pick, ramp, rgb } from "../../base/colors.js";
import { keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { clamp } from "../../base/scales.js";

const [LEFT, TOP, RIGHT, MOST] = [34, 30, 4, 46];

/**
 * on.point(query, key, pressed, begins)
 * @returns {update({weights, letters, query, key, forbidden, off, chosen, theme, words}), destroy()}
 */
export function createMap(root, on) {
  const layers = Object.fromEntries(
    ["cells", "names", "marks"].map((name) => [name, svg("g", { class: `at-${name}` })]),
  );
  const row = svg("rect", { class: "at-row" });
  const picked = svg("rect", { class: "at-picked" });
  const picture = svg(
    "svg",
    {
      class: "at-map",
      role: "slider",
      tabindex: "0",
      "data-part": "A",
      "aria-label": "Place that asks, place looked at",
    },
    ...Object.values(layers),
    row,
    picked,
  );
  root.append(picture);
  const view = { on, layers, picture, row, picked, width: 0, shown: null, size: 0, pressed: false };
  listen(view);
  return sized(root, view, draw, { node: root });
}

function listen(view) {
  const { picture } = view;
  const at = (event) => {
    const { shown, size } = view;
    if (!shown || !size) return;
    const box = picture.getBoundingClientRect();
    const last = shown.letters.length - 1;
    const key = clamp(Math.floor((event.clientX - box.left - LEFT) / size), 0, last);
    const query = clamp(Math.floor((event.clientY - box.top - TOP) / size), 0, last);
    view.on.point(query, key, view.pressed, event.type === "pointerdown");
  };
  picture.addEventListener("pointerdown", (event) => {
    view.pressed = true;
    at(event);
  });
  picture.addEventListener("pointermove", at);
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    picture.addEventListener(name, () => {
      view.pressed = false;
    });
  }
  picture.addEventListener("keydown", (event) => {
    const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
    const press = event.key === " ";
    if (!view.shown || !(step || press)) return;
    event.preventDefault();
    const { query, key, letters } = view.shown;
    const last = letters.length - 1;
    const [down, right] = step ?? [0, 0];
    view.on.point(clamp(query + down, 0, last), clamp(key + right, 0, last), press, press);
  });
}

function draw(view) {
  const { shown, width, picture, layers } = view;
  if (!shown || !width) return;
  const count = shown.letters.length;
  const size = Math.min(MOST, (width - LEFT - RIGHT) / count);
  view.size = size;
  const [w, h] = [LEFT + size * count + RIGHT, TOP + size * count + 4];
  setAttributes(picture, { viewBox: `0 0 ${w} ${h}`, width: w, height: h, "aria-valuetext": shown.words });
  picture.toggleAttribute("data-off", shown.off);
  drawCells(layers.cells, shown, size);
  drawNames(layers.names, shown, size);
  drawMarks(layers.marks, shown, size);
  const { query, key, chosen } = shown;
  const visibility = chosen ? null : "hidden";
  setAttributes(view.row, { x: LEFT, y: TOP + query * size, width: size * count, height: size, visibility });
  setAttributes(view.picked, { x: LEFT + key * size, y: TOP + query * size, width: size, height: size, visibility });
}

function drawCells(layer, { weights, theme }, size) {
  const count = weights.length;
  const [table, none] = [ramp(theme.sequential), rgb(theme.nan)];
  const nodes = keepCount(layer, count * count, () => svg("rect", {}));
  weights.forEach((row, i) => {
    row.forEach((share, j) => {
      setAttributes(nodes[i * count + j], {
        x: (LEFT + j * size + 0.5).toFixed(1),
        y: (TOP + i * size + 0.5).toFixed(1),
        width: (size - 1).toFixed(1),
        height: (size - 1).toFixed(1),
        fill: css(pick(table, share, 0, 1, none)),
      });
    });
  });
}

function drawNames(layer, { letters }, size) {
  const nodes = keepCount(layer, 2 * letters.length, () => svg("text", { "text-anchor": "middle" }));
  letters.forEach((letter, i) => {
    const middle = (i + 0.5) * size;
    setAttributes(nodes[i], { x: (LEFT + middle).toFixed(1), y: TOP - 9 });
    setAttributes(nodes[letters.length + i], { x: LEFT - 16, y: (TOP + middle + 5).toFixed(1) });
    setText(nodes[i], letter.slice(0, Math.max(1, Math.floor(size / 9))));
    setText(nodes[letters.length + i], letter.slice(0, 3));
  });
}

/** A cross over each look that is forbidden. */
function drawMarks(layer, { forbidden, letters }, size) {
  const count = letters.length;
  const nodes = keepCount(layer, forbidden.length, () => svg("path", {}));
  forbidden.forEach((at, n) => {
    const [x, y] = [LEFT + (at % count) * size, TOP + Math.floor(at / count) * size];
    const [near, far] = [size * 0.28, size * 0.72];
    setAttributes(nodes[n], {
      d: `M${x + near} ${y + near}L${x + far} ${y + far}M${x + far} ${y + near}L${x + near} ${y + far}`,
    });
  });
}

export function mapWords({ letters, weights, query, key }) {
  return `place ${query + 1}, ${letters[query]}, looks at place ${key + 1}, ${letters[key]}: ${percent(weights[query][key])}`;
}
