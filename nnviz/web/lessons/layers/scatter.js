// How good each trained network is against its number of parameters; networks of the same depth are joined.

import { element, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { tickText } from "../../base/numbers.js";
import { clamp, extent, logTicks, scale } from "../../base/scales.js";
import { through } from "./plot.js";

const PAD = { left: 44, right: 16, top: 12, bottom: 36 };
const HEIGHT = 232;
const GOAL = 0.95;

/** @returns {update({networks [{label, parameters, layers, val_accuracy or val_loss}], guess}), destroy()} */
export function createScatter(root) {
  const marks = { grid: svg("g", { class: "la-frame" }), lines: svg("g", {}), dots: svg("g", {}) };
  const picture = svg("svg", { class: "la-scatter", role: "img" }, ...Object.values(marks));
  const title = element("h3", { class: "nl-title" });
  const key = element(
    "p",
    { class: "la-key nl-muted" },
    ...[1, 2, 3].map((depth) =>
      element("span", {}, element("i", { class: `la-dot la-depth-${depth}` }), `${depth} layer${depth > 1 ? "s" : ""}`),
    ),
  );
  const node = element("div", { hidden: true }, title, picture, key);
  root.append(node);
  const view = { now: null, width: 0, marks, picture, node, title, key };
  const stop = watchWidth(root, (width) => {
    view.width = width;
    draw(view);
  });
  return {
    update: (now) => {
      view.now = now;
      draw(view);
    },
    destroy: stop,
  };
}

function draw(view) {
  const { now, width, marks, picture, node, title, key } = view;
  if (!now || !width) return;
  const { networks, guess } = now;
  node.hidden = !networks.length;
  if (!networks.length) return;
  const accuracy = networks.every((one) => "val_accuracy" in one);
  const value = (one) => (accuracy ? one.val_accuracy : one.val_loss);
  setText(title, `${accuracy ? "Validation accuracy" : "Validation loss"} against parameters`);
  key.hidden = networks.some(({ label }) => !label.includes("×"));
  const [least, most] = extent(networks.map(({ parameters }) => parameters));
  const x = scale([least * 0.7, most * 1.4], [PAD.left, width - PAD.right], true);
  const y = scale(rangeOf(networks.map(value), accuracy), [HEIGHT - PAD.bottom, PAD.top]);
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": title.textContent });
  drawGrid(view, x, y, accuracy);
  const depths = grouped(networks);
  marks.lines.replaceChildren(
    ...[...depths].map(([depth, own]) =>
      svg("path", {
        class: `la-joined la-depth-${depth}`,
        d: through(own.map((one) => [x(one.parameters), y(value(one))])),
      }),
    ),
  );
  marks.dots.replaceChildren(...networks.map((one) => dot(one, x(one.parameters), y(value(one)), one.label === guess)));
}

function dot(one, cx, cy, guessed) {
  const name = svg(
    "text",
    { x: cx, y: cy + 4, "text-anchor": "middle" },
    one.label.replace(/.*× /, "").replace(" units", ""),
  );
  const ring = guessed ? svg("circle", { cx, cy, r: 14, class: "la-guessed" }) : null;
  return svg("g", { class: `la-network-dot la-depth-${depthOf(one)}` }, ring, svg("circle", { cx, cy, r: 9.5 }), name);
}

function depthOf({ label }) {
  return label.includes("×") ? Number(label.split(" ")[0]) : 3;
}

function grouped(networks) {
  const groups = new Map();
  for (const one of networks) groups.set(depthOf(one), [...(groups.get(depthOf(one)) ?? []), one]);
  return groups;
}

/** Accuracies from a coin's throw on; losses from 0. */
function rangeOf(values, accuracy) {
  const [low, high] = extent(values);
  return accuracy ? [Math.min(0.45, low), 1.02] : [0, clamp(high * 1.1, 1e-6, 1e6)];
}

function drawGrid({ width, marks }, x, y, accuracy) {
  const right = width - PAD.right;
  const [low, high] = [y.invert(HEIGHT - PAD.bottom), y.invert(PAD.top)];
  const across = accuracy ? [0.5, 0.75] : [0, high / 2];
  const ends = [x.invert(PAD.left), x.invert(right)];
  marks.grid.replaceChildren(
    ...across
      .filter((value) => value >= low)
      .flatMap((value) => [
        svg("line", { x1: PAD.left, x2: right, y1: y(value), y2: y(value), class: "la-gridline" }),
        svg(
          "text",
          { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" },
          accuracy ? `${100 * value} %` : value.toPrecision(2),
        ),
      ]),
    ...(accuracy
      ? [
          svg("line", { x1: PAD.left, x2: right, y1: y(GOAL), y2: y(GOAL), class: "la-goal" }),
          svg("text", { x: PAD.left - 6, y: y(GOAL) + 6, "text-anchor": "end", class: "la-goalword" }, "95 %"),
        ]
      : []),
    ...logTicks(...ends).map((value) =>
      svg("text", { x: x(value), y: HEIGHT - PAD.bottom + 15, "text-anchor": "middle" }, tickText(value)),
    ),
    svg("text", { x: (PAD.left + right) / 2, y: HEIGHT - 5, "text-anchor": "middle" }, "parameters"),
  );
}
