// Where an answer can leak from: the number of the sample, or another measurement of the same bottle.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { scale, ticks } from "../../base/scales.js";
import { LEAKS, SIDES, twinsOf } from "./state.js";

const [LEFT, RIGHT, HEIGHT] = [12, 12, 330];
const BANDS = ["training", "validation", "new wines"];
const SHOWN = 36; // bottles

/** @returns {node, update(state, {wine, theme, refusal}), destroy()}; on.change({…}) */
export function createLeaksView(on) {
  const view = { on, width: 0, state: null };
  view.picture = svg("svg", {
    class: "pd-leaks",
    role: "img",
    "aria-label": "The examples of both parts",
    "data-part": "v",
  });
  view.place = element("div", { class: "pd-place" }, view.picture);
  view.leak = choices("Which leak", LEAKS, (leak) => on.change({ leak, cured: false }));
  view.sides = Object.fromEntries(
    Object.entries(SIDES).flatMap(([leak, sides]) =>
      sides ? [[leak, choices("How", sides, (cured) => on.change({ cured: cured === "true" }))]] : [],
    ),
  );
  view.twins = element("b", { class: "pd-big" });
  view.twinsWords = element("span", { class: "nl-muted" });
  view.said = element("p", { class: "pd-said", role: "status" });
  view.panel = element(
    "div",
    { class: "pd-controls" },
    view.leak.node,
    ...Object.values(view.sides).map(({ node }) => node),
    element("div", { class: "pd-number" }, view.twins, view.twinsWords),
    view.said,
  );
  view.node = element("div", { class: "pd-scale" }, element("div", { class: "pd-left" }, view.place), view.panel);
  const stop = watchWidth(view.place, (width) => {
    view.width = width;
    if (view.state) draw(view);
  });
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: stop };
}

function update(view, state, world) {
  Object.assign(view, { state, world });
  view.leak.update(state.leak);
  for (const [leak, side] of Object.entries(view.sides)) {
    side.node.hidden = leak !== state.leak;
    side.update(String(state.cured));
  }
  const { wine, refusal } = world;
  if (!wine) {
    setText(view.said, refusal || "Reading the table …");
    return;
  }
  const [big, words] = numberOf(state, wine);
  setText(view.twins, big);
  setText(view.twinsWords, words);
  setText(view.said, refusal || saidOf(state));
  draw(view);
}

function numberOf({ leak, cured }, wine) {
  if (leak === "number")
    return ["1 to 178", "known wines, one cultivar after the other; new ones get the next numbers"];
  if (leak === "chosen")
    return ["10 of 2,000", `columns of pure chance, those that look best on ${cured ? "training" : "all known"} wines`];
  const { validation, twins } = twinsOf(wine.measured[cured ? "by bottle" : "by chance"]);
  return [`${twins} of ${validation}`, "validation rows have another measurement of their bottle in training"];
}

export function saidOf({ leak, cured }) {
  if (leak === "number")
    return "The file lies sorted: its numbers alone tell the cultivar of every known wine, and nothing about the next one.";
  if (leak === "chosen") {
    return cured
      ? "Chosen without a look at validation: there they tell no more than chance does. That is the truth about them."
      : "Validation was looked at when the columns were chosen: it shares their luck, and can warn of nothing. Later wines do not.";
  }
  if (cured) return "Whole bottles are held out: what validates is as new to the network as wines that come later.";
  return "Validation asks about bottles that the network has already seen in training: it may learn them by heart.";
}

function draw(view) {
  const { width, state, world, picture } = view;
  if (!width || !world.wine) return;
  const [nodes, words] = {
    number: () => [numbers(view), "Sample numbers by part, coloured by cultivar"],
    bottle: () => [bottles(view), "Bottles and their three rows by part"],
    chosen: () => [strengths(view), "How well ten columns of chance tell the cultivars apart, by part"],
  }[state.leak]();
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": words });
  picture.replaceChildren(...nodes);
}

const bandTop = (band) => 14 + band * 100;

function bandsOf(width) {
  return BANDS.flatMap((name, band) => [
    svg("rect", { class: "pd-band", x: LEFT, width: width - LEFT - RIGHT, y: bandTop(band) + 8, height: 76, rx: 6 }),
    svg("text", { x: LEFT, y: bandTop(band) + 2, class: "pd-name" }, name),
  ]);
}

function numbers({ width, world }) {
  const { numbers: own, part, labels } = world.wine;
  const x = scale([0, 255], [LEFT + 8, width - RIGHT - 8]);
  const dots = own.map((number, i) => {
    const cy = bandTop(part[i]) + 22 + ((i * 11) % 9) * 6;
    const dot = svg("circle", { cx: x(number).toFixed(1), cy, r: 3.2 });
    dot.style.fill = world.theme.classes[labels[i]];
    return dot;
  });
  const marks = ticks(0, 250, 5).map((value) =>
    svg("text", { x: x(value), y: HEIGHT - 14, "text-anchor": "middle", class: "pd-axis" }, String(value)),
  );
  const title = svg(
    "text",
    { x: width - RIGHT, y: HEIGHT - 1, "text-anchor": "end", class: "pd-axis" },
    "sample number",
  );
  return [...bandsOf(width), ...dots, ...marks, title];
}

/** Bottles side by side, their three rows joined: a line between bands is a leak. */
function bottles({ width, world, state }) {
  const { measured, labels } = world.wine;
  const parts = measured[state.cured ? "by bottle" : "by chance"];
  const chosen = labels.flatMap((_, bottle) => (bottle % Math.ceil(labels.length / SHOWN) === 0 ? [bottle] : []));
  const x = scale([0, chosen.length - 1], [LEFT + 16, width - RIGHT - 16]);
  const nodes = chosen.flatMap((bottle, at) => {
    const rows = [0, 1, 2].map((k) => parts[3 * bottle + k]);
    const places = rows.map((part, k) => [x(at) + (k - 1) * 3, bandTop(part) + 26 + k * 20]);
    const colour = world.theme.classes[labels[bottle]];
    const leaks = new Set(rows).size > 1;
    const line = svg("path", {
      class: leaks ? "pd-leak" : "pd-joined",
      d: `M${places.map((own) => own.join(" ")).join("L")}`,
    });
    const dots = places.map(([cx, cy]) => svg("circle", { cx: cx.toFixed(1), cy, r: 3.4 }));
    for (const dot of dots) dot.style.fill = colour;
    return [line, ...dots];
  });
  const title = `${chosen.length} of ${labels.length} bottles, three rows each`;
  return [
    ...bandsOf(width),
    ...nodes,
    svg("text", { x: width - RIGHT, y: HEIGHT - 8, "text-anchor": "end", class: "pd-axis" }, title),
  ];
}

/** How well each chosen column tells the cultivars apart in each part, beside what chance gives. */
function strengths({ width, world, state }) {
  const { chosen, part } = world.wine;
  const { names, parts } = chosen[state.cured ? "on training" : "on all"];
  const x = scale([-0.6, names.length - 0.4], [LEFT + 8, width - RIGHT - 8]);
  const nodes = parts.flatMap((values, band) => {
    const y = scale([0, 0.5], [bandTop(band) + 84, bandTop(band) + 10]);
    const usual = y(2 / (part.filter((own) => own === band).length - 1));
    const bars = values.map((value, k) =>
      svg("rect", {
        class: "pd-bar",
        x: x(k - 0.3),
        width: x(0.3) - x(-0.3),
        y: y(Math.min(value, 0.5)),
        height: y(0) - y(Math.min(value, 0.5)),
      }),
    );
    return [...bars, svg("line", { class: "pd-chance", x1: LEFT, x2: width - RIGHT, y1: usual, y2: usual })];
  });
  const foot = svg(
    "text",
    { x: LEFT, y: HEIGHT - 8, class: "pd-axis" },
    "bars: how well a column tells the cultivars apart; line: chance",
  );
  return [...bandsOf(width), ...nodes, foot];
}
