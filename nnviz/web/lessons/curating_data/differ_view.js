// What differs between the collection and other people's examples: how they lie, in histograms, and their mean images.

import { fixed } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { scale, ticks } from "../../base/scales.js";
import { meanOf, measure, shift } from "./pixels.js";
import { FEATURES } from "./state.js";
import { paint, tiny } from "./tiny.js";

const [CELLS, HEIGHT, FOOT] = [24, 86, 18];

/** @returns {node, update(state, world), destroy()} */
export function createDifferView() {
  const view = { width: 0, world: null };
  view.charts = Object.keys(FEATURES).map((name) => {
    const [title, picture] = [
      element("b", {}),
      svg("svg", { role: "img", class: "cu-histogram", "aria-label": "How many there are of each" }),
    ];
    const unit = element("span", { class: "nl-muted" }, ` ${FEATURES[name].unit}`);
    const node = element("div", { class: "cu-feature", "data-part": "D" }, element("div", {}, title, unit), picture);
    return { name, title, picture, node };
  });
  view.grid = element("div", { class: "cu-features" }, ...view.charts.map(({ node }) => node));
  view.means = element("div", { class: "cu-means" });
  view.said = element("p", { class: "cu-said", role: "status" });
  const key = element(
    "p",
    { class: "nl-muted cu-key" },
    element("i", { class: "cu-mine" }),
    "this collection",
    element("i", { class: "cu-theirs" }),
    "other people",
  );
  view.node = element("div", { class: "cu-differ" }, key, view.grid, view.means, view.said);
  const stop = watchWidth(view.charts[0].node, (width) => {
    view.width = width;
    if (view.world) draw(view);
  });
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: stop };
}

/** {name: {own: numbers, others: numbers, D}} of every feature. */
export function differencesOf(collection, others) {
  const own = collection.map(({ pixels }) => measure(pixels));
  return Object.fromEntries(
    Object.keys(FEATURES).map((name) => {
      const [mine, theirs] = [own, others].map((all) => all.map((one) => one[name]));
      return [name, { own: mine, others: theirs, D: mine.length ? shift(mine, theirs) : 0 }];
    }),
  );
}

function update(view, _state, world) {
  Object.assign(view, { world });
  if (!world.digits) return;
  view.told = differencesOf(world.collection, world.digits.measured);
  setText(view.said, saidOf(view.told, world));
  draw(view);
  drawMeans(view);
}

export function saidOf(told, { collection }) {
  if (!collection.length) return "There is nothing in the collection yet.";
  const [name, { D }] = Object.entries(told).sort(([, one], [, other]) => Math.abs(other.D) - Math.abs(one.D))[0];
  const title = FEATURES[name].title.toLowerCase();
  if (Math.abs(D) < 0.4) return "In none of these four do the collection and the others differ much: a fair sample.";
  const words = { lean: "They lean", place: "They stand", height: "They are drawn", ink: "They are inked" }[name];
  const far = `Most different: the ${title}, by ${fixed(Math.abs(D), 1)} deviations`;
  return `${far}. ${words} in a way that few others do, and that is most of what the network has seen.`;
}

function draw({ charts, width, told }) {
  if (!width || !told) return;
  for (const { name, title, picture } of charts) {
    const { own, others, D } = told[name];
    const { range, title: words } = FEATURES[name];
    setText(title, `${words}: D = ${fixed(D, 1)}`);
    const x = scale(range, [2, width - 2]);
    const bars = [own, others].map((values) => countsOf(values, range));
    const most = Math.max(...bars.flat(), 1e-9);
    const y = scale([0, most], [HEIGHT - FOOT, 4]);
    setAttributes(picture, {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      "aria-label": `${words}: shift ${fixed(D, 1)}`,
    });
    const step = (width - 4) / CELLS;
    const mine = bars[0].map((share, i) =>
      svg("rect", {
        class: "cu-mine",
        x: 2 + i * step,
        width: step - 1,
        y: y(share),
        height: HEIGHT - FOOT - y(share),
      }),
    );
    const line = bars[1]
      .map((share, i) => `${i ? "L" : "M"}${2 + i * step} ${y(share)}H${2 + (i + 1) * step}`)
      .join("");
    const marks = ticks(...range, 4).map((value) =>
      svg("text", { x: x(value), y: HEIGHT - 4, "text-anchor": "middle" }, fixed(value, range[1] > 2 ? 0 : 1)),
    );
    picture.replaceChildren(...mine, svg("path", { class: "cu-theirs", d: line }), ...marks);
  }
}

/** Shares of numbers in even cells; what lies beyond is in the last ones. */
function countsOf(values, [low, high]) {
  const counts = new Array(CELLS).fill(0);
  for (const value of values) {
    const at = Math.floor(((value - low) / (high - low)) * CELLS);
    counts[Math.min(Math.max(at, 0), CELLS - 1)] += 1 / values.length;
  }
  return counts;
}

/** The mean image of each class: this collection's, the others', and the difference. */
function drawMeans({ means, world }) {
  const { collection, digits, classes, theme } = world;
  const groups = keepCount(means, classes.length, (k) =>
    element(
      "figure",
      { class: "cu-mean" },
      tiny(),
      tiny(),
      tiny(),
      element("figcaption", { class: "nl-muted" }, classes[k]),
    ),
  );
  groups.forEach((group, k) => {
    const own = meanOf(collection.filter(({ label }) => label === k).map(({ pixels }) => pixels));
    const theirs = meanOf(digits.others.filter(({ label }) => label === k).map(({ pixels }) => pixels));
    const [one, other, between] = group.children;
    paint(one, own, theme, { words: `Mean ${classes[k]} of this collection` });
    paint(other, theirs, theme, { words: `Mean ${classes[k]} of the others` });
    const difference = theirs.map((value, i) => (own ? own[i] - value : 0));
    paint(between, difference, theme, { signed: true, words: `The difference for ${classes[k]}` });
  });
}
