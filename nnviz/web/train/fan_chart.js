// How the numbers of each layer are spread, over the epochs: a small fan a layer, with the moment that all panels share.

import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../base/dom.js";
import { tickText } from "../base/numbers.js";
import { extent, scale, ticks } from "../base/scales.js";
import { momentOf } from "./layer_chart.js";

const PAD = { left: 40, right: 8, top: 6, bottom: 18 };
const HEIGHT = 120;
const BANDS = [
  [0, 6],
  [1, 5],
  [2, 4],
];

/** @returns {update({epochs, fans: [{name, quantiles [7][t]}], domain, cursor, label}), destroy()} */
export function createFanChart(root) {
  const grid = element("div", { class: "nv-fans" });
  root.append(grid);
  const view = { width: 0, shown: null, fans: [] };

  function make() {
    const name = element("p", { class: "nv-fanname" });
    const layers = { grid: svg("g", { class: "nv-grid" }), bands: svg("g"), cursor: svg("g", { class: "nv-cursor" }) };
    const picture = svg("svg", { class: "nv-chart", role: "img" }, ...Object.values(layers));
    view.fans.push({ name, picture, layers });
    return element("div", { class: "nv-fan" }, name, picture);
  }

  function draw() {
    if (!view.width || !view.shown) return;
    const { fans } = view.shown;
    keepCount(grid, fans.length, make);
    view.fans.length = fans.length;
    const width = grid.firstElementChild?.clientWidth ?? 0;
    fans.forEach((fan, i) => {
      setText(view.fans[i].name, fan.name);
      drawFan(view.fans[i], fan, view.shown, width);
    });
  }

  const stop = watchWidth(grid, (width) => {
    view.width = width;
    draw();
  });
  return {
    update: (shown) => {
      view.shown = shown;
      draw();
    },
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function drawFan({ picture, layers }, { name, quantiles }, shown, width) {
  const { epochs, domain, cursor } = shown;
  const [low, high] = extent(quantiles[0], quantiles[6]);
  const x = scale(domain, [PAD.left, width - PAD.right]);
  const y = scale([low, high > low ? high : low + 1], [HEIGHT - PAD.bottom, PAD.top]);
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": name });
  const levels = ticks(low, high, 3);
  layers.grid.replaceChildren(
    ...levels.map((value) => svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) })),
    ...levels.map((value) =>
      svg("text", { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value, levels[1] - levels[0])),
    ),
    svg(
      "text",
      { x: width - PAD.right, y: HEIGHT - 3, "text-anchor": "end" },
      `epoch ${tickText(Math.floor(domain[1]))}`,
    ),
  );
  keepCount(layers.bands, BANDS.length + 1, (i) => svg("path", { class: i < 3 ? "nv-band" : "nv-curve nv-middle" }));
  BANDS.forEach(([from, to], i) => {
    setAttributes(layers.bands.children[i], { d: band(epochs, quantiles[from], quantiles[to], x, y) });
  });
  setAttributes(layers.bands.lastChild, { d: band(epochs, quantiles[3], [], x, y) });
  const at = cursor === null ? -1 : momentOf(shown);
  layers.cursor.replaceChildren(
    ...(at < 0 ? [] : [svg("line", { x1: x(epochs[at]), x2: x(epochs[at]), y1: PAD.top, y2: HEIGHT - PAD.bottom })]),
  );
}

/** The outline between two curves, or with no upper one the lower curve; moments that are not numbers are passed over. */
export function band(epochs, lower, upper, x, y) {
  const there = epochs.map((_, i) => i).filter((i) => Number.isFinite(lower[i] ?? Number.NaN));
  const point = (values) => (i) => `${x(epochs[i]).toFixed(1)} ${y(values[i]).toFixed(1)}`;
  const out = there.map(point(lower));
  if (!upper.length) return out.length ? `M${out.join("L")}` : "";
  const back = there.reverse().map(point(upper));
  return out.length ? `M${[...out, ...back].join("L")}Z` : "";
}
