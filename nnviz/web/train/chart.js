// One chart of a quantity over the epochs: training and validation, best epoch, cursor.

import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../base/dom.js";
import { epochText, tickText } from "../base/numbers.js";
import { clamp, extent, logTicks, nearestIndex, scale, ticks } from "../base/scales.js";
import { bestIndex, gaps, path, valueText } from "./series.js";

const PAD = { left: 44, right: 12, top: 10, bottom: 24 };

/**
 * @returns {update({pair, epochs, domain, log, cursor, marks, former}), destroy()}; on.hover(epoch | null). `former` is the same
 * quantity of the run that this one mends, {epochs, pair}, drawn dashed behind it, or null.
 */
export function createChart(root, height, on) {
  const readouts = { training: readout("training"), validation: readout("validation") };
  const layers = {
    grid: svg("g", { class: "nv-grid" }),
    gaps: svg("g", { class: "nv-gaps" }),
    marks: svg("g", { class: "nv-marks" }),
    formerTraining: svg("path", { class: "nv-curve nv-former nv-training" }),
    formerValidation: svg("path", { class: "nv-curve nv-former nv-validation" }),
    training: svg("path", { class: "nv-curve nv-training" }),
    validation: svg("path", { class: "nv-curve nv-validation" }),
    best: svg("g", { class: "nv-best" }),
    cursor: svg("g", { class: "nv-cursor" }),
  };
  const picture = svg("svg", { class: "nv-chart", role: "img" }, ...Object.values(layers));
  root.append(element("div", { class: "nv-readouts" }, readouts.training, readouts.validation), picture);
  const view = { width: 0 };

  function update(next) {
    Object.assign(view, next);
    if (!view.width || !view.pair) return;
    const { pair, epochs, domain, log } = view;
    const [low, high] = valueDomain(pair, log, view.former?.pair);
    view.x = scale(domain, [PAD.left, view.width - PAD.right]);
    view.y = scale([low, high], [height - PAD.bottom, PAD.top], log);
    setAttributes(picture, {
      viewBox: `0 0 ${view.width} ${height}`,
      width: view.width,
      height,
      "aria-label": `${pair.title} over ${epochs.length} recorded epochs`,
    });
    drawGrid(layers.grid, view, log ? logTicks(low, high) : ticks(low, high, 4), height, pair.name);
    for (const kind of ["training", "validation"]) {
      setAttributes(layers[kind], { d: pair[kind] ? path(epochs, pair[kind], view.x, view.y, log) : "" });
    }
    drawFormer(layers, view);
    drawGaps(layers.gaps, view, height);
    drawMarks(layers.marks, view, height);
    drawBest(layers.best, view, height);
    drawCursor();
  }

  function drawCursor() {
    const { pair, epochs, cursor } = view;
    const index = cursor === null ? epochs.length - 1 : nearestIndex(epochs, cursor);
    for (const kind of ["training", "validation"]) {
      readouts[kind].hidden = !pair[kind];
      setText(readouts[kind].lastChild, pair[kind] && index >= 0 ? valueText(pair.name, pair[kind][index]) : "");
    }
    const marked = cursor !== null && index >= 0;
    layers.cursor.replaceChildren(...(marked ? cursorAt(view, index, height) : []));
  }

  const move = (event) => {
    if (!view.x) return;
    const inside = event.clientX - picture.getBoundingClientRect().left;
    on.hover(view.x.invert(clamp(inside, PAD.left, view.width - PAD.right)));
  };
  picture.addEventListener("pointermove", move);
  picture.addEventListener("pointerleave", () => on.hover(null));
  const stopWatching = watchWidth(root, (width) => update({ width }));
  return {
    update,
    destroy: () => {
      stopWatching();
      root.replaceChildren();
    },
  };
}

function drawFormer(layers, { former, x, y, log }) {
  for (const [layer, kind] of [
    ["formerTraining", "training"],
    ["formerValidation", "validation"],
  ]) {
    const values = former?.pair[kind];
    setAttributes(layers[layer], { d: values ? path(former.epochs, values, x, y, log) : "" });
  }
}

/** A line at one epoch, and a dot on each curve that has a value there. */
function cursorAt({ pair, epochs, x, y }, index, height) {
  const at = x(epochs[index]);
  const kinds = ["training", "validation"].filter((kind) => Number.isFinite(pair[kind]?.[index] ?? NaN));
  const dots = kinds.map((kind) => svg("circle", { cx: at, cy: y(pair[kind][index]), r: 3.5, class: `nv-${kind}` }));
  return [svg("line", { x1: at, x2: at, y1: PAD.top, y2: height - PAD.bottom }), ...dots];
}

function readout(kind) {
  return element("span", { class: `nv-readout nv-${kind}` }, element("i", {}), kind, element("b"));
}

/** Low and high end of the value axis, with a little air; from 0 where the values are near it. The curves of a former run are in
 * it as far as they do not dwarf this one's. */
export function valueDomain(pair, log, former = null) {
  const usable = (values) => (log ? (values ?? []).filter((value) => value > 0) : values);
  const own = extent(usable(pair.training), usable(pair.validation));
  const [low, high] = former ? joined(own, extent(usable(former.training), usable(former.validation))) : own;
  if (log) return low > 0 ? [low / 1.15, Math.max(high * 1.15, low * 1.5)] : [0.1, 1];
  if (/accuracy|precision|recall|auc/.test(pair.name) && high <= 1 && low >= 0) {
    return [Math.max(0, low - 0.08 * (1 - low + 0.05)), 1.005];
  }
  const air = (high - low || Math.abs(high) || 1) * 0.06;
  return [low >= 0 && low < 0.5 * high ? 0 : low - air, high + air];
}

/** Both ranges together; of a former one that is far larger, as after a loss that ran away, five times the own. */
function joined([low, high], [formerLow, formerHigh]) {
  if (!Number.isFinite(formerLow + formerHigh)) return [low, high];
  if (!Number.isFinite(low + high)) return [formerLow, formerHigh];
  const most = high + 4 * (high - low || Math.abs(high) || 1);
  return [Math.min(low, formerLow), Math.max(high, Math.min(formerHigh, most))];
}

function drawGrid(layer, { x, y, width, domain, log }, levels, height, name) {
  const step = levels[1] - levels[0];
  const text = (value) =>
    valueText(name, 0.5).endsWith("%") ? `${Math.round(value * 1000) / 10} %` : tickText(value, log ? 0 : step);
  const marks = ticks(...domain, Math.max(Math.floor(width / 90), 2)).filter(Number.isInteger);
  const nodes = [
    ...levels.map((value) => ["line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }, ""]),
    ...levels.map((value) => ["text", { x: PAD.left - 7, y: y(value) + 4, "text-anchor": "end" }, text(value)]),
    ...marks.map((value, i) => [
      "text",
      { x: x(value), y: height - 6, "text-anchor": x(value) > width - 50 ? "end" : "middle" },
      i === marks.length - 1 ? `epoch ${tickText(value)}` : tickText(value),
    ]),
  ];
  const signature = JSON.stringify(nodes);
  if (layer.dataset.drawn === signature) return;
  layer.dataset.drawn = signature;
  layer.replaceChildren(...nodes.map(([tag, attributes, words]) => svg(tag, attributes, words)));
}

/** Epochs whose value is not a number: a band in the colour that only they have. A rate is noted from its first change on. */
function drawGaps(layer, { pair, epochs, x }, height) {
  const drawn = pair.name === "learning_rate" ? [] : [pair.training, pair.validation];
  const bands = drawn.flatMap((values) => (values ? gaps(epochs, values) : []));
  keepCount(layer, bands.length, () => svg("rect")).forEach((band, i) =>
    setAttributes(band, {
      x: x(bands[i][0]) - 2,
      width: x(bands[i][1]) - x(bands[i][0]) + 4,
      y: height - PAD.bottom - 4,
      height: 4,
    }),
  );
}

/** What a person changed in mid-run: a line at its moment, a flag on top, and the words on hover. */
function drawMarks(layer, { marks = [], x, domain }, height) {
  const within = marks.filter(({ epoch }) => epoch <= domain[1]);
  const signature = JSON.stringify(within.map(({ epoch, words }) => [x(epoch), words]));
  if (layer.dataset.drawn === signature) return;
  layer.dataset.drawn = signature;
  const nodes = within.map(({ epoch, words }) => {
    const at = x(epoch);
    const line = svg("line", { x1: at, x2: at, y1: PAD.top, y2: height - PAD.bottom });
    const flag = svg("path", { d: `M${at} ${PAD.top}l8 4l-8 4z` });
    return svg("g", {}, line, flag, svg("title", {}, `epoch ${epochText(epoch)}: ${words}`));
  });
  layer.replaceChildren(...nodes);
}

function drawBest(layer, { pair, epochs, x, y, log }, height) {
  const values = pair.validation ?? pair.training;
  const best = bestIndex(pair.name, values);
  if (best < 0 || epochs.length < 3 || (log && values[best] <= 0)) return layer.replaceChildren();
  if (!layer.firstChild) layer.append(svg("line"), svg("circle", { r: 4 }), svg("title"));
  const [line, mark, words] = layer.children;
  setAttributes(line, { x1: x(epochs[best]), x2: x(epochs[best]), y1: y(values[best]) + 4, y2: height - PAD.bottom });
  setAttributes(mark, {
    cx: x(epochs[best]),
    cy: y(values[best]),
    class: pair.validation ? "nv-validation" : "nv-training",
  });
  setText(words, `best: ${valueText(pair.name, values[best])} at epoch ${epochText(epochs[best])}`);
  return layer;
}
