// One weight's gradient tried out: the loss as that weight changes, the slope by trying, and the slope by backpropagation.

import { slider } from "../../base/controls.js";
import { element, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { short, tickText } from "../../base/numbers.js";
import { extent, scale, ticks } from "../../base/scales.js";
import { finiteDifference, lossAt, PARAMETERS } from "./tape.js";
import { symbol } from "./words.js";

const PAD = { left: 44, right: 8, top: 10, bottom: 34 };
const HEIGHT = 220;
const REACH = 2; // how far the curve goes to both sides

/** @returns {node, update(view), destroy()}; on.choose(name), on.epsilon(value) */
export function createCheck(on) {
  const chosen = element(
    "select",
    { "aria-label": "Weight to check", onchange: () => on.choose(chosen.value) },
    ...PARAMETERS.map((name) => element("option", { value: name }, symbol(name))),
  );
  const size = slider({
    part: "difference",
    label: "Size ε of the try",
    symbol: [element("span", { class: "nl-label" }, "Step ε")],
    min: -8,
    max: 0.2,
    step: 0.1,
    input: (power) => on.epsilon(10 ** power),
  });
  const words = element("div", { class: "bp-written" });
  const plot = createPlot();
  const node = element(
    "section",
    { class: "bp-check" },
    element("h3", { class: "nl-title" }, "Is it true? Try ", chosen),
    element("div", { class: "bp-checkgrid" }, plot.node, element("div", {}, size.node, words)),
  );

  function update(view) {
    const { numbers, checked, epsilon, hidden, ending } = view;
    chosen.value = checked;
    size.update(Number(Math.log10(epsilon).toFixed(1)), short(epsilon));
    const trial = finiteDifference(numbers, checked, epsilon, hidden, ending);
    const lines = linesOf(trial, symbol(checked), epsilon);
    if (words.children.length !== lines.length) words.replaceChildren(...lines.map(() => element("div")));
    lines.forEach((line, i) => setText(words.children[i], line));
    plot.update({ ...view, ...trial });
  }

  return { node, update, destroy: plot.destroy };
}

/** The trial written out, line by line. */
function linesOf({ above, below, estimate, gradient }, name, epsilon) {
  const digits = (value) => value.toPrecision(9).replace("-", "−");
  const difference = Math.abs(estimate - gradient);
  return [
    `L(${name} + ε) = ${digits(above)}`,
    `L(${name} − ε) = ${digits(below)}`,
    `(${digits(above)} − ${digits(below)}) / (2 · ${short(epsilon)}) = ${digits(estimate)}`,
    `∂L/∂${name} by backpropagation = ${digits(gradient)}`,
    `difference ${short(difference, 2)}: ${advice(difference, gradient, epsilon)}`,
  ];
}

/** @returns {node, update(view), destroy()}; view: the network and what the trial gave */
function createPlot() {
  const layers = {
    grid: svg("g", { class: "nv-grid" }),
    curve: svg("path", { class: "bp-curve" }),
    tangent: svg("line", { class: "bp-tangent", "data-part": "gradient w11" }),
    secant: svg("line", { class: "bp-secant", "data-part": "difference" }),
    dots: svg("g"),
  };
  const picture = svg("svg", { class: "bp-plot", role: "img" }, ...Object.values(layers));
  const keys = element(
    "div",
    { class: "bp-key" },
    key("bp-curve", "the loss, for other values of this weight"),
    key("bp-tangent", "slope by backpropagation"),
    key("bp-secant", "slope by trying"),
  );
  const node = element("div", {}, picture, keys);
  const shown = { width: 0, view: null };
  const draw = () => shown.width && shown.view && drawPlot(picture, layers, shown.view, shown.width);
  const destroy = watchWidth(node, (width) => {
    shown.width = width;
    draw();
  });
  const update = (view) => {
    shown.view = view;
    draw();
  };
  return { node, update, destroy };
}

function drawPlot(picture, layers, view, width) {
  const { numbers, checked, hidden, ending } = view;
  const centre = numbers[checked];
  const at = Array.from({ length: 81 }, (_, i) => centre - REACH + (2 * REACH * i) / 80);
  const losses = at.map((value) => lossAt(numbers, hidden, ending, checked, value));
  const [low, high] = extent(losses);
  const room = Math.max((high - low) * 0.12, 1e-3);
  const x = scale([at[0], at[80]], [PAD.left, width - PAD.right]);
  const y = scale([low - room, high + room], [HEIGHT - PAD.bottom, PAD.top]);
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${HEIGHT}`,
    width,
    height: HEIGHT,
    "aria-label": `The loss as ${symbol(checked)} goes from ${short(at[0])} to ${short(at[80])}`,
  });
  const points = at.map((value, i) => `${x(value).toFixed(1)} ${y(losses[i]).toFixed(1)}`);
  setAttributes(layers.curve, { d: `M${points.join("L")}` });
  drawSlopes(layers, view, x, y);
  layers.grid.replaceChildren(...grid(x, y, at, low, high, width, symbol(checked)));
}

/** The two slopes through the weight's own loss, and the three losses that they are made of. */
function drawSlopes(layers, { numbers, checked, hidden, ending, epsilon, above, below, estimate, gradient }, x, y) {
  const centre = numbers[checked];
  const here = lossAt(numbers, hidden, ending, checked, centre);
  const line = (slope, through, reach) => ({
    x1: x(centre - reach),
    y1: y(through - slope * reach),
    x2: x(centre + reach),
    y2: y(through + slope * reach),
  });
  setAttributes(layers.tangent, line(gradient, here, REACH * 0.55));
  setAttributes(layers.secant, line(estimate, (above + below) / 2, Math.max(epsilon, REACH * 0.12)));
  const dots = [
    [centre, here, "bp-here", 6],
    [centre + epsilon, above, "bp-try", 4.5],
    [centre - epsilon, below, "bp-try", 4.5],
  ];
  layers.dots.replaceChildren(
    ...dots.map(([cx, cy, kind, r]) => svg("circle", { cx: x(cx), cy: y(cy), r, class: kind })),
  );
}

function key(kind, words) {
  return element("span", {}, element("i", { class: kind }), words);
}

function grid(x, y, at, low, high, width, name) {
  const bottom = HEIGHT - PAD.bottom;
  const [xs, ys] = [ticks(at[0], at[80], 5), ticks(low, high, 4)];
  return [
    ...ys.flatMap((value) => [
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
      svg("text", { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value, ys[1] - ys[0])),
    ]),
    ...xs.map((value) =>
      svg("text", { x: x(value), y: bottom + 15, "text-anchor": "middle" }, tickText(value, xs[1] - xs[0])),
    ),
    svg("text", { x: (PAD.left + width) / 2, y: bottom + 30, "text-anchor": "middle" }, name),
  ];
}

function advice(difference, gradient, epsilon) {
  const share = difference / Math.max(Math.abs(gradient), 1e-6);
  if (share < 1e-4) return "they agree.";
  return epsilon > 1e-3
    ? "the curve bends between the two tries; take a smaller ε."
    : "both losses are nearly equal, and rounding eats the digits; take a larger ε.";
}
