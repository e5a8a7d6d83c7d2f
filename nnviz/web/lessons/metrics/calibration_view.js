// Of those who are told 80 %, how many are ill? The answers in ten groups, and a temperature that makes them bolder or milder.

import { fixed, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { scale } from "../../base/scales.js";
import { bestTemperature, reliability } from "./calibration.js";
import { HOT, heated } from "./state.js";

const [HEIGHT, LEFT, BOTTOM, TOP, RIGHT, BARS] = [440, 46, 118, 10, 12, 60];
const BINS = 10;

/** on.temperature(value). @returns {node, update({state, cases, names}), destroy()} */
export function createCalibrationView(on) {
  const logs = [HOT.low, HOT.high].map(Math.log10);
  const parts = {
    temperature: slider({
      part: "T",
      label: "Temperature T",
      min: logs[0],
      max: logs[1],
      step: 0.005,
      input: (log) => on.temperature(10 ** log),
    }),
    said: element("p", { class: "mt-said", role: "status" }),
    group: element("p", { class: "mt-said" }),
    numbers: element("p", { class: "mt-rates" }),
  };
  const best = element("button", { type: "button", class: "nl-button" }, "Find the best temperature");
  const back = element("button", { type: "button", class: "nl-button", onclick: () => on.temperature(1) }, "Back to 1");
  const marks = {
    axes: svg("g", { class: "mt-axes" }),
    even: svg("path", { class: "mt-even" }),
    bars: svg("g", {}),
    gaps: svg("g", {}),
    dots: svg("g", { "data-part": "acc" }),
  };
  const picture = svg(
    "svg",
    { role: "img", class: "mt-plot", "aria-label": "What is said and what comes true" },
    ...Object.values(marks),
  );
  const place = element("div", {}, picture);
  const side = element(
    "div",
    { class: "mt-side" },
    parts.temperature.node,
    element("div", { class: "nl-bar" }, best, back),
    parts.numbers,
    parts.said,
    parts.group,
  );
  const node = element("div", { class: "mt-two" }, place, side);
  const view = { shown: null, width: 0, picture, marks, ...parts };
  best.addEventListener(
    "click",
    () => view.shown && on.temperature(bestTemperature(view.shown.cases.numbers, view.shown.cases.truth)),
  );
  marks.dots.addEventListener("pointerover", (event) => tell(view, event.target.closest("[data-bin]")));
  const { update, destroy } = sized(place, view, draw, { node: place });
  return { node, update, destroy };
}

function draw(view) {
  const { shown, width, marks, picture } = view;
  if (!shown || !width) return;
  const { state, cases, names } = shown;
  const told = reliability(heated(state, cases), cases.truth, BINS);
  view.told = told;
  const x = scale([0, 1], [LEFT, width - RIGHT]);
  const y = scale([0, 1], [HEIGHT - BOTTOM, TOP]);
  setAttributes(picture, { width, height: HEIGHT, viewBox: `0 0 ${width} ${HEIGHT}` });
  setAttributes(marks.even, { d: `M${x(0)} ${y(0)}L${x(1)} ${y(1)}` });
  drawAxes(view, x, y, names);
  drawBins(view, x, y);
  view.temperature.update(Math.log10(state.temperature), fixed(state.temperature));
  setText(
    view.numbers,
    `Calibration error ${percent(told.error)} · log loss ${fixed(told.logLoss, 3)} · ${cases.numbers.length} held-out cases`,
  );
  setText(view.said, words(told, state));
  const plain = "The bars are where 95 % of such shares would lie: few cases, wide bars.";
  if (!view.group.textContent) setText(view.group, plain);
  setAttributes(picture, { "aria-label": `Reliability: calibration error ${percent(told.error)}` });
}

function drawAxes({ marks, width }, x, y, names) {
  const lines = [0, 0.25, 0.5, 0.75, 1].flatMap((value) => [
    svg("line", { x1: LEFT, x2: width - RIGHT, y1: y(value), y2: y(value) }),
    svg("text", { x: LEFT - 6, y: y(value) + 4, "text-anchor": "end" }, `${100 * value} %`),
    svg(
      "text",
      { x: x(value), y: HEIGHT - BOTTOM + 18, "text-anchor": value === 1 ? "end" : "middle" },
      `${100 * value} %`,
    ),
  ]);
  const middle = (LEFT + width - RIGHT) / 2;
  marks.axes.replaceChildren(
    ...lines,
    svg("text", { x: middle, y: HEIGHT - BOTTOM + 36, "text-anchor": "middle" }, "what they are told"),
    svg(
      "text",
      { transform: `translate(11 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)`, "text-anchor": "middle" },
      `how many are ${names.yes}`,
    ),
    svg("text", { x: middle, y: HEIGHT - 3, "text-anchor": "middle" }, "how many are told so"),
  );
}

function drawBins({ marks, told }, x, y) {
  const most = Math.max(...told.bins.map(({ count }) => count), 1);
  const full = told.bins.map((bin, k) => ({ ...bin, k })).filter(({ count }) => count);
  const bars = keepCount(marks.bars, told.bins.length, () => svg("rect", { class: "mt-bar" }));
  told.bins.forEach((bin, k) => {
    const tall = (BARS * bin.count) / most;
    setAttributes(bars[k], {
      x: x(bin.from) + 1,
      width: x(bin.to) - x(bin.from) - 2,
      y: HEIGHT - 18 - tall,
      height: tall,
    });
  });
  const gaps = keepCount(marks.gaps, full.length, () =>
    svg("g", {}, svg("path", { class: "mt-interval" }), svg("path", { class: "mt-gap", "data-part": "ece" })),
  );
  const dots = keepCount(marks.dots, full.length, () => svg("circle", { class: "mt-dot" }));
  full.forEach((bin, i) => {
    const at = x(bin.said).toFixed(1);
    const [interval, gap] = gaps[i].children;
    setAttributes(interval, { d: `M${at} ${y(bin.low).toFixed(1)}V${y(bin.high).toFixed(1)}` });
    setAttributes(gap, { d: `M${at} ${y(bin.right).toFixed(1)}V${y(bin.said).toFixed(1)}` });
    setAttributes(dots[i], {
      cx: at,
      cy: y(bin.right).toFixed(1),
      r: 4 + 5 * Math.sqrt(bin.count / most),
      "data-bin": bin.k,
    });
  });
}

function tell({ told, group, shown }, node) {
  if (!node) return;
  const { from, to, count, right, hits } = told.bins[Number(node.dataset.bin)];
  setText(
    group,
    `Of ${count} who are told ${percent(from)} to ${percent(to)}, ${hits} are ${shown.names.yes}: ${percent(right)}.`,
  );
}

/** Too bold, too timid, or no farther from the line than chance would bring it. */
function words({ bins }, { temperature }) {
  const full = bins.filter(({ count }) => count);
  const outside = full.filter(({ said, low, high }) => said < low || said > high);
  if (outside.length <= 1) return "The points lie as near to the line as so few cases allow: 80 % means about 80 %.";
  const bold = ({ said, right }) => (said > 0.5 ? said - right : right - said);
  const sure = full.reduce((sum, bin) => sum + bin.count * bold(bin), 0);
  const verdict =
    sure > 0
      ? "Too bold: extreme numbers come true less often than they say."
      : "Too timid: more comes true than it says.";
  return temperature === 1 ? `${verdict} Drag the temperature until the points lie on the line.` : verdict;
}
