// A trained network: the features of one row, the hidden units, the prediction; every feature can be dragged.

import { css, pick, ramp, rgb } from "../../base/colors.js";
import { fixed, slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { answerOfRow, featureOf, scoreOf, setFeature, showRow, unitOf } from "./rows.js";

const [TOP, LEAST, MOST] = [34, 40, 64];

/** changed() after every change. @returns {update({rows, theme, waiting, refusal}), destroy()} */
export function createNetworkView(root, changed) {
  const view = { root, changed, rows: null, sliders: [] };
  const step = (by) => change(view, () => showRow(view.rows, view.rows.index + by));
  const button = (words, by) =>
    element("button", { type: "button", class: "nl-button", onclick: () => step(by) }, words);
  view.about = element("p", { class: "wn-about", role: "status" });
  view.row = element("span", { class: "wn-rowname" });
  view.bar = element("div", { class: "nl-bar" }, button("Row before", -1), button("Next row", 1), view.row);
  view.features = element("div", { class: "wn-features" });
  view.links = svg("g", { class: "wn-netlinks" });
  view.nodes = svg("g", {});
  view.picture = svg("svg", { class: "wn-net", role: "group" }, view.links, view.nodes);
  view.place = element("div", { class: "wn-netplace" }, view.picture);
  view.unit = element("p", { class: "wn-unit", role: "status" });
  view.body = element("div", { class: "wn-netbody" }, view.features, view.place);
  root.append(view.about, view.bar, view.body, view.unit);
  const stop = watchWidth(view.place, (width) => {
    view.width = width;
    draw(view);
  });
  return {
    update: (next) => show(view, next),
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function change(view, act) {
  act();
  draw(view);
  view.changed();
}

function show(view, { rows, theme, waiting, refusal }) {
  view.theme = theme;
  view.bar.hidden = view.body.hidden = view.unit.hidden = !rows;
  if (!rows) {
    setText(
      view.about,
      waiting ? "A worker trains a small network on 120 flowers. The first time this takes some seconds …" : refusal,
    );
    return;
  }
  if (view.rows !== rows) {
    view.rows = rows;
    view.score = scoreOf(rows);
    createSliders(view);
  }
  draw(view);
}

function createSliders(view) {
  const { rows } = view;
  view.sliders = rows.features.map((name, i) => {
    const [min, max] = [rows.low[i], rows.high[i]];
    const input = (value) => change(view, () => setFeature(rows, i, value));
    return slider({ part: "x", label: name, symbol: [name], min, max, step: (max - min) / 200 || 1, input });
  });
  view.features.replaceChildren(...view.sliders.map(({ node }) => node));
}

/** Where everything stands: columns from left to right, rows as high as the features need. */
function placesOf({ rows, width }) {
  const most = Math.max(rows.features.length, ...rows.layers.map(({ bias }) => bias.length));
  const pitch = Math.max(LEAST, Math.min(MOST, 440 / rows.features.length));
  const height = TOP + Math.max(rows.features.length * pitch, most * 27);
  const right = width - Math.min(190, 0.42 * width);
  const columns = [rows.features.length, ...rows.layers.map(({ bias }) => bias.length)];
  const x = (column) => 10 + (column * (right - 10)) / (columns.length - 1);
  const y = (column, unit) => TOP + ((height - TOP) * (unit + 0.5)) / columns[column];
  return { pitch, height, columns, x, y, right };
}

function draw(view) {
  const { rows, theme, width } = view;
  if (!rows || !theme || !width) return;
  const moment = { ...answerOfRow(rows, rows.inputs), places: placesOf(view) };
  view.features.style.paddingTop = `${TOP}px`;
  view.features.style.gridAutoRows = `${(moment.places.height - TOP) / rows.features.length}px`;
  view.sliders.forEach(({ update }, i) => update(featureOf(rows, i), short(featureOf(rows, i))));
  setAttributes(view.picture, {
    viewBox: `0 0 ${width} ${moment.places.height}`,
    width,
    height: moment.places.height,
    "aria-label": `The network answers ${moment.answers.map((value, k) => `${rows.names[k] ?? ""} ${said(rows, value)}`).join(", ")}`,
  });
  drawWords(view, moment);
  drawLinks(view, moment);
  drawNodes(view, moment);
}

function drawWords({ rows, score, about, row, unit }, { decided }) {
  const own = rows.own
    ? `${rows.title}, the run that you have in hand`
    : `${rows.title}, a network trained for this lesson`;
  const accuracy = score
    ? ` It decides ${score.right} of these ${score.of} rows right; it has not learnt from them.`
    : "";
  setText(
    about,
    `${rows.why ? `${rows.why} ` : ""}${own}: ${rows.features.length} features, ${rows.target} to predict.${accuracy}`,
  );
  const truth = rows.meaning.classes ? rows.names[rows.truths[rows.index]] : short(rows.truths[rows.index]);
  const wrong = !rows.changed && decided >= 0 && decided !== rows.truths[rows.index];
  const words = rows.changed ? "changed by you" : `in truth ${truth}${wrong ? ": the network is wrong" : ""}`;
  setText(row, `Row ${rows.index + 1} of ${rows.rows.length}, ${words}`);
  setText(
    unit,
    rows.unit
      ? unitWords(rows)
      : "Point at a hidden unit, or click it, to see its perspective: what it counts, and whom it answers to.",
  );
}

function unitWords(rows) {
  const { layer, unit } = rows.unit;
  const { weights, means } = unitOf(rows, rows.unit);
  const list = (pairs) => pairs.map(([name, value]) => `${name} ${fixed(value)}`).join(", ");
  const where = rows.layers.length > 2 ? ` of hidden layer ${layer + 1}` : "";
  const averages = means.length ? ` Its mean over these rows: ${list(means)}.` : "";
  return `Hidden unit ${unit + 1}${where} counts most: ${list(weights.slice(0, 4))}.${averages}`;
}

function drawLinks(view, { places, outputs }) {
  const { rows } = view;
  const lines = rows.layers.flatMap(({ kernel, bias }, layer) => {
    const most = Math.max(...kernel.values.map(Math.abs)) || 1;
    const from = layer ? outputs[layer - 1] : rows.inputs;
    return from.flatMap((_, i) => bias.map((_, j) => [layer, i, j, kernel.values[i * bias.length + j] / most]));
  });
  keepCount(view.links, lines.length, () => svg("path", {})).forEach((path, n) => {
    const [layer, i, j, share] = lines[n];
    const [x0, x1] = [places.x(layer), places.x(layer + 1)];
    const [y0, y1, middle] = [places.y(layer, i), places.y(layer + 1, j), (x0 + x1) / 2];
    const picked =
      rows.unit &&
      ((rows.unit.layer === layer && rows.unit.unit === j) || (rows.unit.layer === layer - 1 && rows.unit.unit === i));
    setAttributes(path, {
      d: `M${x0} ${y0}C${middle} ${y0} ${middle} ${y1} ${x1} ${y1}`,
      "stroke-width": (0.3 + 5 * Math.abs(share)).toFixed(2),
      "stroke-opacity": rows.unit ? (picked ? 0.95 : 0.07) : (0.15 + 0.4 * Math.abs(share)).toFixed(2),
      "data-sign": share < 0 ? "minus" : "plus",
      "data-part": layer === rows.layers.length - 1 && layer ? "v" : "w",
    });
  });
}

function drawNodes(view, { places, outputs, answers, decided }) {
  const { rows, theme } = view;
  const hidden = rows.layers.slice(0, -1).flatMap(({ bias }, layer) => bias.map((_, unit) => ({ layer, unit })));
  const count = hidden.length + answers.length;
  const titles =
    rows.layers.length > 1 ? ["features", ...hiddenTitles(rows), "prediction"] : ["features", "prediction"];
  const nodes = keepCount(view.nodes, titles.length + count, (n) =>
    n < titles.length
      ? svg("text", { class: "wn-columnname", y: 14 })
      : n < titles.length + hidden.length
        ? createUnit(view)
        : createAnswer(),
  );
  titles.forEach((words, column) => {
    setText(nodes[column], words);
    setAttributes(nodes[column], { x: places.x(column), "text-anchor": column ? "middle" : "start" });
  });
  hidden.forEach((which, n) => drawUnit(nodes[titles.length + n], which, outputs, places, theme, rows));
  answers.forEach((value, k) =>
    drawAnswer(nodes[titles.length + hidden.length + k], k, {
      value,
      decided,
      places,
      rows,
      answers,
      width: view.width,
    }),
  );
}

function hiddenTitles({ layers }) {
  return layers.slice(0, -1).map((_, layer) => (layers.length > 2 ? `hidden ${layer + 1}` : "hidden units"));
}

function createUnit(view) {
  const node = svg(
    "g",
    { class: "wn-node", tabindex: "0", role: "button", "data-part": "h" },
    svg("circle", { r: 12 }),
    svg("title", {}),
  );
  const choose = (unit) => {
    if (view.rows.pinned && unit === null) return;
    change(view, () => Object.assign(view.rows, { unit }));
  };
  node.addEventListener("pointerenter", () => choose(node.which));
  node.addEventListener("pointerleave", () => choose(null));
  node.addEventListener("focus", () => choose(node.which));
  node.addEventListener("blur", () => choose(null));
  node.addEventListener("click", () => choose(node.which));
  return node;
}

function drawUnit(node, which, outputs, places, theme, rows) {
  node.which = which;
  const value = outputs[which.layer][which.unit];
  const most = Math.max(1, ...outputs[which.layer].map(Math.abs));
  const picked = rows.unit?.layer === which.layer && rows.unit?.unit === which.unit;
  setAttributes(node, {
    transform: `translate(${places.x(which.layer + 1)} ${places.y(which.layer + 1, which.unit)})`,
    "aria-label": `Hidden unit ${which.unit + 1}${which.layer ? ` of layer ${which.layer + 1}` : ""}: ${short(value)}`,
    "data-picked": picked ? "" : null,
  });
  setAttributes(node.children[0], { fill: css(pick(ramp(theme.diverging), value, -most, most, rgb(theme.nan))) });
  setText(node.children[1], short(value));
}

function createAnswer() {
  return svg(
    "g",
    { class: "wn-out", "data-part": "y" },
    svg("circle", { r: 5 }),
    svg("rect", { class: "wn-outtrack", x: 14, y: 3, height: 7, rx: 3.5 }),
    svg("rect", { class: "wn-outbar", x: 14, y: 3, height: 7, rx: 3.5 }),
    svg("text", { x: 14, y: -5 }),
    svg("text", { y: -5, "text-anchor": "end" }),
  );
}

function drawAnswer(node, k, { value, decided, places, rows, answers, width }) {
  const last = rows.layers.length;
  const room = Math.max(40, width - places.right - 18);
  const [dot, track, bar, name, number] = node.children;
  const y = TOP + ((places.height - TOP) * (k + 0.5)) / answers.length;
  const probable = rows.meaning.shown === "probability";
  setAttributes(node, { transform: `translate(${places.x(last)} ${y})`, "data-decided": k === decided ? "" : null });
  const units = rows.layers.at(-1).bias.length; // one of two classes: both answers are the same unit's
  setAttributes(dot, { cy: (places.y(last, k % units) - y).toFixed(1) });
  setAttributes(track, { width: probable ? room : 0 });
  setAttributes(bar, { width: probable ? (room * Math.min(1, Math.max(0, value))).toFixed(1) : 0 });
  setText(name, rows.names[k] ?? "");
  setText(number, said(rows, value));
  setAttributes(number, { x: 14 + room });
}

function said({ meaning }, value) {
  return meaning.shown === "probability" ? percent(value) : short(value);
}
