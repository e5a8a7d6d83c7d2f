// Numbers predicted by a line: squares drawn as squares, distances as lines, the mean as the model to beat.

import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { percent, short, tickText } from "../../base/numbers.js";
import { clamp, extent, scale, ticks } from "../../base/scales.js";
import { LINES } from "./state.js";
import { errorsOf } from "./values.js";

const [HEIGHT, PAD] = [430, { left: 52, right: 16, top: 12, bottom: 42 }];
const LARGEST = 190;

/**
 * on.point(i, y), on.end(which, y), on.line(name), on.back().
 * @returns {node, update(shown), destroy()}; shown: {x, y, said, line {a, b}, kind, own, ends, range, words {x, y, verdict}, moved}
 */
export function createValuesView(on) {
  const group = (kind, part) => svg("g", { class: `mt-${kind}`, "data-part": part ?? null });
  const marks = {
    axes: group("axes"),
    squares: group("squares", "mse"),
    mean: svg("path", { class: "mt-meanline", "data-part": "ybar" }),
    line: svg("path", { class: "mt-modelline", "data-part": "yhat" }),
    ways: group("ways", "mae"),
    points: group("points", "y"),
    ends: group("ends"),
  };
  const picture = svg("svg", { class: "mt-plot", role: "group" }, ...Object.values(marks));
  const place = element("div", { class: "mt-valuesplace" }, picture);
  const parts = {
    lines: choices("Which line", LINES, on.line),
    back: element("button", { type: "button", class: "nl-button", onclick: on.back }, "Put the points back"),
    sum: createSum(),
    said: element("p", { class: "mt-said", role: "status" }),
  };
  const side = element(
    "div",
    { class: "mt-side" },
    element("div", { class: "nl-bar" }, element("span", { class: "nl-label" }, "line"), parts.lines.node),
    parts.sum.node,
    parts.said,
    parts.back,
  );
  const node = element("div", { class: "mt-two" }, place, side);
  const view = { shown: null, width: 0, on, picture, marks, place, ...parts };
  const { update, destroy } = sized(place, view, draw, { node: place });
  return { node, update, destroy };
}

/** MSE, MAE and R², and the two sums that R² compares, drawn as squares. */
function createSum() {
  const value = (part, words) => {
    const number = element("b", {});
    return {
      number,
      node: element("div", { class: "mt-value", "data-part": part }, number, element("small", {}, words)),
    };
  };
  const numbers = {
    mse: value("mse", "MSE"),
    rmse: value("mse", "its root"),
    mae: value("mae", "MAE"),
    r2: value("r2", "R²"),
  };
  const [total, rest] = [
    svg("rect", { class: "mt-total", "data-part": "ybar" }),
    svg("rect", { class: "mt-rest", "data-part": "mse" }),
  ];
  const picture = svg(
    "svg",
    { width: LARGEST + 2, height: LARGEST + 2, viewBox: `-1 -1 ${LARGEST + 2} ${LARGEST + 2}`, "aria-hidden": "true" },
    total,
    rest,
  );
  const words = element("p", { class: "mt-asks" });
  const node = element(
    "div",
    {},
    element("div", { class: "mt-numbers" }, ...Object.values(numbers).map((own) => own.node)),
    element("div", { class: "mt-squared" }, picture, words),
  );
  const update = (errors) => {
    setText(numbers.mse.number, short(errors.mse));
    setText(numbers.rmse.number, short(errors.rmse));
    setText(numbers.mae.number, short(errors.mae));
    setText(numbers.r2.number, short(errors.r2));
    const larger = Math.max(errors.total, errors.residual) || 1;
    const side = (area) => LARGEST * Math.sqrt(area / larger);
    for (const [node, area] of [
      [total, errors.total],
      [rest, errors.residual],
    ]) {
      setAttributes(node, { width: side(area), height: side(area), y: LARGEST - side(area) });
    }
    setText(
      words,
      `Outlined: all squares to the mean. Filled: all squares to the line, ${percent(errors.residual / errors.total)} of them. ` +
        "R² is what is gone.",
    );
  };
  return { node, update };
}

function draw(view) {
  const { shown, width, picture } = view;
  if (!shown || !width) return;
  const { x: xs, y: ys, said } = shown;
  const [x0, x1] = extent(xs);
  const [y0, y1] = shown.range;
  view.x = scale([x0 - 0.06 * (x1 - x0), x1 + 0.06 * (x1 - x0)], [PAD.left, width - PAD.right]);
  view.y = scale([y0, y1], [HEIGHT - PAD.bottom, PAD.top]);
  setAttributes(picture, { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` });
  drawAxes(view);
  const errors = errorsOf(ys, said);
  const [left, right] = [PAD.left, width - PAD.right];
  setAttributes(view.marks.mean, { d: `M${left} ${view.y(errors.mean).toFixed(1)}H${right}` });
  const at = (x) => view.y(shown.line.a + shown.line.b * x).toFixed(1);
  setAttributes(view.marks.line, { d: `M${left} ${at(view.x.invert(left))}L${right} ${at(view.x.invert(right))}` });
  drawErrors(view);
  drawPoints(view);
  drawEnds(view);
  view.sum.update(errors);
  view.lines.update(shown.kind);
  view.lines.node.parentElement.hidden = shown.own;
  view.back.hidden = !shown.moved;
  setText(view.said, shown.words.verdict);
}

function drawAxes({ marks, shown, width, x, y }) {
  const [low, high] = shown.range;
  const [a, b] = [x.invert(PAD.left), x.invert(width - PAD.right)];
  marks.axes.replaceChildren(
    ...ticks(low, high, 5).flatMap((value) => [
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
      svg("text", { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value)),
    ]),
    ...ticks(a, b, 5).map((value) =>
      svg("text", { x: x(value), y: HEIGHT - 22, "text-anchor": "middle" }, tickText(value)),
    ),
    svg("text", { x: (PAD.left + width - PAD.right) / 2, y: HEIGHT - 4, "text-anchor": "middle" }, shown.words.x),
    svg(
      "text",
      { transform: `translate(11 ${(PAD.top + HEIGHT - PAD.bottom) / 2}) rotate(-90)`, "text-anchor": "middle" },
      shown.words.y,
    ),
  );
}

/** Each error twice: as a line, and as the square over it. */
function drawErrors({ marks, shown, x, y, width }) {
  const { x: xs, y: ys, said } = shown;
  const squares = keepCount(marks.squares, xs.length, () => svg("rect", {}));
  const ways = keepCount(marks.ways, xs.length, () => svg("path", {}));
  xs.forEach((own, i) => {
    const [at, top, bottom] = [x(own), Math.min(y(ys[i]), y(said[i])), Math.max(y(ys[i]), y(said[i]))];
    const side = bottom - top;
    const left = at + side > width - PAD.right ? at - side : at;
    setAttributes(squares[i], {
      x: left.toFixed(1),
      y: top.toFixed(1),
      width: side.toFixed(1),
      height: side.toFixed(1),
    });
    setAttributes(ways[i], { d: `M${at.toFixed(1)} ${top.toFixed(1)}V${bottom.toFixed(1)}` });
  });
}

function drawPoints(view) {
  const { marks, shown, x, y } = view;
  const nodes = keepCount(marks.points, shown.x.length, (i) =>
    createHandle(
      view,
      `Example ${i + 1}`,
      (value) => view.on.point(i, value),
      () => view.shown.y[i],
    ),
  );
  nodes.forEach((node, i) => {
    place(node, x(shown.x[i]), y(shown.y[i]), shown.y[i], shown.words.x);
  });
}

function drawEnds(view) {
  const { marks, shown, x, y } = view;
  const wanted = shown.kind === "own" && !shown.own ? 2 : 0;
  const nodes = keepCount(marks.ends, wanted, (k) =>
    createHandle(
      view,
      k ? "Right end of your line" : "Left end of your line",
      (value) => view.on.end(k, value),
      () => view.shown.ends[k],
    ),
  );
  nodes.forEach((node, k) => {
    place(node, x(extent(shown.x)[k]), y(shown.ends[k]), shown.ends[k]);
  });
}

function place(node, px, py, value) {
  setAttributes(node, {
    transform: `translate(${px.toFixed(1)} ${py.toFixed(1)})`,
    "aria-valuenow": short(value),
    "aria-valuetext": short(value),
  });
}

function createHandle(view, label, put, get) {
  const node = svg(
    "g",
    { class: "mt-handle", tabindex: "0", role: "slider", "aria-label": label },
    svg("circle", { r: 13, class: "mt-hit" }),
    svg("circle", { r: 5 }),
  );
  const within = (value) => clamp(value, ...view.shown.range);
  draggable(node, view.picture, {
    to: (_, py) => put(within(view.y.invert(py))),
    by: (_, dy) => put(within(get() + (dy * (view.shown.range[1] - view.shown.range[0])) / 100)),
  });
  return node;
}
