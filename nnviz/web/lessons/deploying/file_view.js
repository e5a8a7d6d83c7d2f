// Save and load: what is in the file, and what it answers where something was left behind or its weights were rounded.

import { choices, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { percent, short, tickText } from "../../base/numbers.js";
import { scale, ticks } from "../../base/scales.js";
import { BITS, differences, numbersOf, rangeOf, sizeOf, waitingFor } from "./loaded.js";

const PARTS = {
  graph: ["The layers", "which they are, and how they are wired"],
  weights: ["The weights", "all numbers that were learnt"],
  preparation: ["The preparation", "columns, what fills a gap, means and spreads"],
  meaning: ["The meaning", "what the output stands for, in which unit"],
};
const LEAVES = { scaling: "preparation", each: "preparation", order: "preparation", meaning: "meaning" };
const MISSING = {
  nothing: "Nothing",
  scaling: "Scaling",
  each: "Training means",
  order: "Column order",
  meaning: "Meaning",
};
const ONE = { probabilities: "probability", margins: "margin", scores: "score", values: "value" };
const PAD = { left: 50, right: 12, top: 10, bottom: 36 };
const HEIGHT = 372;

/** @returns {node, update(state, world), destroy()}; on.change({…}) */
export function createFileView(on) {
  const view = { on };
  view.missing = choices("What is left behind", MISSING, (missing) => on.change({ missing }));
  view.bits = slider({
    part: "bits",
    label: "Bits for each weight",
    min: 0,
    max: BITS.length - 1,
    step: 1,
    input: (at) => on.change({ bits: BITS[at] }),
  });
  view.said = element("p", { class: "dp-said", role: "status" });
  view.parts = element("ol", { class: "dp-parts" });
  view.tell = Object.fromEntries(["largest", "error", "size"].map((name) => [name, element("b", {})]));
  view.about = Object.fromEntries(["largest", "error", "size"].map((name) => [name, element("span", {})]));
  const counter = (name, part) =>
    element("div", { class: "dp-number", "data-part": part ?? null }, view.tell[name], view.about[name]);
  const title = (words) => element("h3", { class: "nl-title" }, words);
  const place = element("div", {});
  view.title = title("");
  view.scatter = createScatter(place);
  view.node = element(
    "div",
    { class: "dp-view" },
    element("div", { class: "dp-left" }, view.title, place, view.said),
    element(
      "div",
      { class: "dp-panel" },
      element("div", {}, title("What is in the file"), view.parts),
      element("div", {}, title("Leave behind"), view.missing.node),
      view.bits.node,
      element("div", { class: "dp-numbers" }, counter("largest", "d"), counter("error"), counter("size")),
    ),
  );
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    destroy: () => view.scatter.destroy(),
  };
}

function update(view, state, { file, refusal, theme }) {
  view.missing.update(state.missing);
  view.bits.update(BITS.indexOf(state.bits), bitsWords(state.bits));
  view.node.toggleAttribute("data-waiting", !file);
  if (!file) {
    setText(view.said, refusal || waitingFor(state));
    return;
  }
  const app = numbersOf(file, "nothing", 32);
  const loaded = numbersOf(file, state.missing, state.bits);
  const told = differences(file, state.missing, state.bits);
  setText(view.title, `${file.n} rows that it has never seen: what the app says, and what the file says`);
  writeParts(view.parts, file, state);
  view.scatter.update({ app, loaded, range: rangeOf(app, loaded), at: told.at, file, theme });
  setText(view.tell.largest, `${short(told.largest)}`);
  setText(view.about.largest, `largest difference${file.unit ? `, in ${file.unit}` : ""}`);
  setText(view.tell.error, file.classes.length ? percent(told.error) : short(told.error));
  setText(view.about.error, file.classes.length ? "of its answers are wrong" : `mean error${unitOf(file)}`);
  setText(view.tell.size, sizeOf(file.parameters, state.bits));
  setText(view.about.size, `for ${file.parameters.toLocaleString("en")} weights`);
  setText(view.said, saidOf(state, file, told));
}

const unitOf = ({ unit }) => (unit ? `, in ${unit}` : "");

export function bitsWords(bits) {
  if (bits >= 16) return `${bits}: float`;
  return `${bits}: ${2 ** bits - 1} steps`;
}

function writeParts(list, file, state) {
  const nodes = keepCount(list, file.parts.length, () =>
    element("li", {}, element("b", {}), element("span", {}), element("code", {})),
  );
  file.parts.forEach(({ part, bytes, peek }, i) => {
    const [name, about, shown] = nodes[i].children;
    const gone = LEAVES[state.missing] === part;
    nodes[i].toggleAttribute("data-gone", gone);
    nodes[i].toggleAttribute("data-changed", part === "weights" && state.bits < 32);
    setText(name, PARTS[part][0]);
    setText(about, `${PARTS[part][1]}: ${bytes.toLocaleString("en")} bytes`);
    setText(shown, peek.split("\n").join(" → "));
    setAttributes(shown, { title: peek });
  });
}

const WHY = {
  scaling: "The raw numbers went straight in. Nothing failed: no error, no warning, just other answers.",
  each: "Each row was scaled by its own mean and spread, so every scaled column became 0.",
  order: "The same numbers arrived at the wrong inputs. The network cannot tell.",
  meaning: "The network’s own output was read as if it were the answer.",
};

/** What is seen, in a sentence or two. */
export function saidOf({ missing, bits }, file, told) {
  const unit = file.classes.length ? ` of a ${ONE[file.number]}` : unitOf(file).replace(",", "");
  if (missing !== "nothing") return WHY[missing];
  if (bits === 32) return "Every point lies on the line: loaded again, the file gives the same answers.";
  const much = `The largest difference is ${short(told.largest)}${unit}`;
  const times = `${short(32 / bits, 2)} times smaller`;
  if (!file.classes.length) return `${much}, and the weights are ${times}.`;
  return `${much}; ${told.changed ? `${told.changed} of ${file.n} answers change` : "no answer changes"}. The weights are ${times}.`;
}

function createScatter(root) {
  const axes = svg("g", { class: "dp-axes" });
  const line = svg("path", { class: "dp-line" });
  const gap = svg("path", { class: "dp-gap", "data-part": "d" });
  const points = svg("g", {});
  const names = ["app", "file"].map((part) => svg("text", { "text-anchor": "middle", "data-part": part }));
  const labels = svg("g", { class: "dp-axes" }, ...names);
  const picture = svg(
    "svg",
    { class: "dp-scatter", role: "img", "aria-label": "What the app says and what the file says" },
    axes,
    line,
    gap,
    points,
    labels,
  );
  root.append(picture);
  return sized(root, { axes, names, line, gap, points, picture, shown: null, width: 0 }, draw);
}

function draw({ axes, names, line, gap, points, picture, shown, width }) {
  if (!shown || !width) return;
  const { app, loaded, range, at, file } = shown;
  const [low, high] = range;
  const x = scale(range, [PAD.left, width - PAD.right]);
  const y = scale(range, [HEIGHT - PAD.bottom, PAD.top]);
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  setAttributes(picture, { "aria-label": `${app.length} answers of the app and of the loaded file` });
  axes.replaceChildren(...axesOf(x, y, range, width));
  writeNames(names, width, file);
  setAttributes(line, { d: `M${x(low)} ${y(low)}L${x(high)} ${y(high)}` });
  setAttributes(gap, { d: `M${x(app[at])} ${y(app[at])}L${x(app[at])} ${y(loaded[at])}` });
  keepCount(points, app.length, () => svg("circle", { r: 3.6 })).forEach((node, i) => {
    setAttributes(node, { cx: x(app[i]).toFixed(1), cy: y(loaded[i]).toFixed(1) });
  });
}

function axesOf(x, y, range, width) {
  const bottom = HEIGHT - PAD.bottom;
  const marks = ticks(...range, 6);
  const step = marks[1] - marks[0];
  const [left, right] = [PAD.left, width - PAD.right];
  return [
    ...marks.map((v) => svg("line", { x1: left, x2: right, y1: y(v), y2: y(v) })),
    ...marks.map((v) => svg("text", { x: left - 6, y: y(v) + 4, "text-anchor": "end" }, tickText(v, step))),
    ...marks.map((v) => svg("text", { x: x(v), y: bottom + 15, "text-anchor": "middle" }, tickText(v, step))),
  ];
}

/** What the two axes are, at their middles. */
function writeNames([across, up], width, file) {
  const what = file.classes.length ? ONE[file.number] : file.target;
  setAttributes(across, { x: (PAD.left + width - PAD.right) / 2, y: HEIGHT - 4 });
  setAttributes(up, { transform: `translate(12 ${(PAD.top + HEIGHT - PAD.bottom) / 2}) rotate(-90)` });
  setText(across, `${what}, said by the app`);
  setText(up, `${what}, said by the file`);
}
