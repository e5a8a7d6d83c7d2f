// One score of every network over the training, all in one chart, each line with its name at its end.

import { element, setAttributes, svg, watchWidth } from "../base/dom.js";
import { percent, short, tickText } from "../base/numbers.js";
import { clamp, extent, logTicks, scale, ticks } from "../base/scales.js";

const PAD = { left: 52, right: 22, top: 10, bottom: 34 };
const HEIGHT = 220;
export const AXES = { epoch: "epochs", step: "updates of the weights", took: "seconds of training" };
export const SCORES = {
  loss: "Training loss",
  val_loss: "Validation loss",
  accuracy: "Training accuracy",
  val_accuracy: "Validation accuracy",
  mean_absolute_error: "Training mean absolute error",
  val_mean_absolute_error: "Validation mean absolute error",
};

/** @returns {update({networks, score, axis, log, epoch, chosen, colours, last}), destroy()}; on.at(epoch) while dragged over */
export function createRaceCurves(root, on) {
  const layers = { grid: svg("g", { class: "nv-grid" }), lines: svg("g", { class: "nr-lines" }), cursor: svg("g") };
  const picture = svg("svg", { class: "nr-chart", role: "img", "aria-label": "Curves" }, ...Object.values(layers));
  root.append(picture);
  const chart = { on, layers, picture, width: 0, view: null, x: null };
  const stop = watchWidth(root, (width) => {
    chart.width = width;
    draw(chart);
  });
  const point = (event) => {
    if (event.type === "pointermove" && !(event.buttons & 1)) return;
    if (chart.x) on.at(epochAt(chart, chart.x.invert(event.clientX - picture.getBoundingClientRect().left)));
  };
  picture.addEventListener("pointerdown", point);
  picture.addEventListener("pointermove", point);
  return {
    update: (view) => {
      chart.view = view;
      draw(chart);
    },
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

/** The epoch of a place on the axis: of the longest network where the axis counts something else. */
function epochAt({ view }, value) {
  if (view.axis === "epoch") return value;
  const longest = view.networks.reduce((a, b) => (b.rows.length > a.rows.length ? b : a));
  return longest.rows.filter((row) => row[view.axis] <= value).length;
}

function draw(chart) {
  const { view, width, layers, picture } = chart;
  if (!view || !width) return;
  const { score, axis, networks } = view;
  const values = networks.flatMap(({ rows }) => rows.map((row) => row[score]));
  const most = Math.max(view.last, ...networks.flatMap(({ rows }) => rows.slice(-1).map((row) => row[axis])), 1);
  const reach = axis === "epoch" ? view.epochs : most;
  const log = view.log && !score.includes("accuracy");
  const [low, high] = span(values, score, log);
  const x = scale([0, reach], [PAD.left, width - PAD.right]);
  const y = scale([low, high], [HEIGHT - PAD.bottom, PAD.top], log);
  chart.x = x;
  const named = networks.map(({ label }) => label).join(", ");
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    "aria-label": `${SCORES[score]} over ${AXES[axis]}: ${named}`,
  });
  layers.grid.replaceChildren(...grid(x, y, { reach, low, high, log, width, score, axis }));
  layers.lines.replaceChildren(...networks.map((network, i) => line(network, i, view, x, y, [low, high])));
  const at = x(clamp(cursorAt(view), 0, reach));
  layers.cursor.replaceChildren(
    svg("line", { class: "nr-cursor", x1: at, x2: at, y1: PAD.top, y2: HEIGHT - PAD.bottom }),
  );
}

/** Where the shared moment stands on the axis; of updates and seconds, for the network that is pointed at or the first. */
function cursorAt({ axis, epoch, networks, chosen }) {
  if (axis === "epoch") return epoch;
  const { rows } = networks[chosen ?? 0];
  return rows[clamp(epoch, 1, Math.max(1, rows.length)) - 1]?.[axis] ?? 0;
}

/** From where to where the scores reach; runaways are cut off where they would flatten all others. */
function span(values, score, log) {
  if (score.includes("accuracy")) return [Math.max(0, Math.min(...extent(values)) - 0.05), 1];
  const known = values.filter((value) => Number.isFinite(value)).sort((a, b) => a - b);
  if (!known.length) return log ? [0.01, 1] : [0, 1];
  const most = known[Math.floor(0.98 * (known.length - 1))] * 1.08 || 1;
  if (!log) return [Math.min(0, known[0]), most];
  const least = known.find((value) => value > 0) ?? 1e-3;
  return [Math.max(least * 0.8, most * 1e-6), Math.max(most, least * 2)];
}

function grid(x, y, { reach, low, high, log, width, score, axis }) {
  const marks = log ? logTicks(low, high) : ticks(low, high, 4);
  const step = marks[1] - marks[0];
  const across = ticks(0, reach, width < 420 ? 4 : 7);
  const text = (value) =>
    score.includes("accuracy") ? percent(value).replace(".0", "") : tickText(value, log ? 0 : step);
  return [
    ...marks.flatMap((value) => [
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
      svg("text", { x: PAD.left - 7, y: y(value) + 4, "text-anchor": "end" }, text(value)),
    ]),
    ...across.map((value) =>
      svg(
        "text",
        { x: x(value), y: HEIGHT - PAD.bottom + 17, "text-anchor": "middle" },
        tickText(value, across[1] - across[0]),
      ),
    ),
    svg("text", { x: width - PAD.right, y: HEIGHT - 3, "text-anchor": "end", class: "nr-axis" }, AXES[axis]),
  ];
}

function line(network, i, { score, axis, colours, chosen }, x, y, [low, high]) {
  const points = network.rows
    .filter((row) => Number.isFinite(row[score]))
    .map((row) => `${x(row[axis]).toFixed(1)} ${y(clamp(row[score], low, high)).toFixed(1)}`);
  const weight = chosen === i ? 3 : 1.7;
  const faded = chosen !== null && chosen !== i ? 0.28 : 1;
  return svg("path", {
    d: points.length ? `M${points.join("L")}` : "",
    style: `stroke:${colours[i]};stroke-width:${weight};opacity:${faded}`,
  });
}

/** A score in words: "96.4 %", "0.21"; "" before there is one. */
export function scoreText(score, value) {
  if (value === undefined) return "";
  if (value === null) return "not a number";
  return score.includes("accuracy") ? percent(value) : short(value);
}

/** The chart's place, with its choices. */
export function curvesPlace(title, ...controls) {
  const body = element("div", { class: "nr-curvesbody" });
  return {
    body,
    node: element("section", { class: "nr-curves" }, element("div", { class: "nl-bar" }, title, ...controls), body),
  };
}
