// A network drawn from its layers, small, and each layer told when it is pointed at.

import { svg } from "../base/dom.js";

const [WIDTH, HEIGHT, EDGE] = [340, 108, 10];

/**
 * A network's layers from left to right: images are stacks of maps, sequences grids of steps, the rest columns of units.
 *
 * @param layers [{title, kind, shape, parameters}], the input first; without a shape one is left out
 * @param tell(words): of the layer that is pointed at, "" for none
 */
export function layerStages(title, layers, tell) {
  const measured = layers.filter(({ shape }) => shape);
  const sizes = measured.map(({ shape }) => sizeOf(shape));
  const total = sizes.reduce((sum, { width }) => sum + width, 0);
  const gap = Math.min(58, Math.max(5, (WIDTH - 2 * EDGE - total) / Math.max(sizes.length - 1, 1)));
  const squeeze = Math.min(1, (WIDTH - 2 * EDGE) / (total + gap * (sizes.length - 1)));
  let x = -(total + gap * (sizes.length - 1)) / 2;
  const places = sizes.map((size) => {
    const place = { ...size, x };
    x += size.width + gap;
    return place;
  });
  const marks = measured.flatMap((layer, i) => (i ? (MARKS[layer.kind]?.(places[i - 1], places[i]) ?? []) : []));
  const stages = measured.map((layer, i) => stage(layer, places[i], tell));
  const placed = { transform: `translate(${WIDTH / 2} ${HEIGHT / 2}) scale(${squeeze.toFixed(3)})` };
  const words = layers.map((layer) => layer.title).join(", then ");
  return svg(
    "svg",
    { class: "nl-stages", viewBox: `0 0 ${WIDTH} ${HEIGHT}`, role: "img", "aria-label": `${title}: ${words}` },
    svg(
      "g",
      placed,
      ...marks.filter(({ tagName }) => tagName !== "rect"),
      ...stages,
      ...marks.filter(({ tagName }) => tagName === "rect"),
    ),
  );
}

// What is peculiar to a kind of layer, drawn from the layer before to its own place.
const MARKS = {
  Dense: (from, to) => (from.units && to.units ? everyToEvery(from, to) : []),
  Conv2D: slidingWindow,
  LSTM: (_, to) => [memory(to)],
  GRU: (_, to) => [memory(to)],
  MultiHeadAttention: (_, to) => glances(to),
};

function everyToEvery(from, to) {
  const y = ({ height, units }, i) => -height / 2 + ((i + 0.4) * height) / units;
  const lines = Array.from({ length: from.units }, (_, i) =>
    Array.from(
      { length: to.units },
      (_, j) => `M${from.x + from.width} ${y(from, i).toFixed(1)}L${to.x} ${y(to, j).toFixed(1)}`,
    ),
  );
  return [svg("path", { class: "nl-mark", d: lines.flat().join("") })];
}

/** A small window of the maps before, seen from one place of this layer's. */
function slidingWindow(from, to) {
  if (!from.side) return [];
  const [side, x, y] = [from.side * 0.34, from.x + from.side * 0.5, -from.side * 0.1];
  const at = [to.x + to.side * 0.4, 0];
  return [
    svg("rect", { class: "nl-window", x, y, width: side, height: side }),
    svg("path", { class: "nl-mark nl-strong", d: `M${x + side} ${y}L${at}L${x + side} ${y + side}` }),
  ];
}

function memory({ x, width, height }) {
  const [left, right, top] = [x - 5, x + width + 5, -height / 2 + 2];
  const arc = `M${right} ${top}C${right + 18} ${top - 26} ${left - 18} ${top - 26} ${left} ${top}`;
  return svg("path", { class: "nl-mark nl-strong", d: `${arc}m-6.5 -3.5l6.5 3.5l1 -7.5` });
}

/** From every step to every other. */
function glances({ x, steps, height }) {
  const top = -height / 2 - 1;
  const pairs = Array.from({ length: steps }, (_, i) =>
    Array.from({ length: steps - i - 1 }, (_, j) => [i, i + j + 1]),
  ).flat();
  const arcs = pairs.map(
    ([i, j]) => `M${x + 4 * i + 1.5} ${top}Q${x + 2 * (i + j) + 1.5} ${top - 5 * (j - i)} ${x + 4 * j + 1.5} ${top}`,
  );
  return [svg("path", { class: "nl-mark nl-strong", d: arcs.join("") })];
}

/** {width, height, form} of a layer's outputs: sizes grow with the logarithm. */
function sizeOf(shape) {
  if (shape.length === 3) {
    const side = 14 + 13 * Math.log2(Math.max(2, shape[0]));
    const maps = Math.min(shape[2], 6);
    return { form: "maps", width: side + 4 * (maps - 1), height: side, side, maps };
  }
  if (shape.length === 2)
    return {
      form: "steps",
      width: 4 * Math.min(shape[0], 12),
      height: heightOf(shape[1]),
      steps: Math.min(shape[0], 12),
    };
  return { form: "units", width: 9, height: heightOf(shape[0]), units: Math.min(shape[0], 16) };
}

function heightOf(units) {
  return 9 + 12 * Math.log2(Math.max(1, units));
}

function stage(layer, size, tell) {
  const told = `${layer.title}: ${layer.shape.join(" × ")}${layer.parameters ? `, ${layer.parameters.toLocaleString("en")} weights` : ""}`;
  const node = svg(
    "g",
    {
      class: "nl-stage",
      "data-form": size.form,
      tabindex: "0",
      role: "img",
      "aria-label": told,
      transform: `translate(${size.x.toFixed(1)} 0)`,
    },
    ...DRAWN[size.form](size),
  );
  node.append(svg("rect", { class: "nl-stagehit", x: -3, y: -HEIGHT / 2, width: size.width + 6, height: HEIGHT }));
  for (const event of ["pointerenter", "focus"]) node.addEventListener(event, () => tell(told));
  for (const event of ["pointerleave", "blur"]) node.addEventListener(event, () => tell(""));
  return node;
}

const DRAWN = {
  maps: ({ side, maps }) =>
    Array.from({ length: maps }, (_, i) =>
      svg("rect", { x: 4 * (maps - 1 - i), y: -side / 2 - 2 * (maps - 1) + 4 * i, width: side, height: side, rx: 2 }),
    ),
  steps: ({ steps, height }) =>
    Array.from({ length: steps }, (_, i) => svg("rect", { x: 4 * i, y: -height / 2, width: 3, height, rx: 1 })),
  units: ({ height, units }) =>
    Array.from({ length: units }, (_, i) =>
      svg("rect", {
        x: 0,
        y: -height / 2 + (i * height) / units,
        width: 9,
        height: Math.max(height / units - 1, 1.5),
        rx: 1.5,
      }),
    ),
};
