// What matters: the whole surface, the mean over each setting, the share that it explains; and how many different rates a grid
// and random trials try.

import { choices, slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { scattered, windowed } from "./derived.js";
import { scaleKey } from "./hand_view.js";
import { createMap, label } from "./map.js";
import { span } from "./state.js";
import { LEVELS } from "./surface.js";
import { axesSaid } from "./words.js";

/** on.change({…}), on.pair(name). @returns {node, update(state, world), destroy()} */
export function createAxesView(on, pairs) {
  const view = { on };
  view.map = createMap(
    { ratio: 0.6, most: 330, part: "z" },
    { box: ([r0, o0], [r1, o1]) => on.change({ rates: span(rising(r0, r1)), others: span(rising(o0, o1)) }) },
  );
  view.pair = choices("What is searched", pairs, on.pair);
  view.scatter = choices("Sixteen trials", { grid: "Grid", random: "Random" }, (scatter) => on.change({ scatter }));
  view.straight = choices("How rates are drawn", { false: "By factors", true: "By size" }, (name) =>
    on.change({ straight: name === "true", scatter: "random" }),
  );
  view.ends = ["rates", "others"].flatMap((name) => [0, 1].map((end) => endSlider(view, name, end)));
  view.bars = Object.fromEntries(["rate", "other", "both"].map((name) => [name, bar(name)]));
  const chart = () => createLineChart({ height: 138, words: { y: "mean loss" }, log: { x: true }, part: "m" });
  view.charts = { rate: chart(), other: chart() };
  view.titles = { rate: element("h3", { class: "nl-title" }), other: element("h3", { class: "nl-title" }) };
  view.said = element("p", { class: "hp-said", role: "status" });
  const whole = element(
    "button",
    {
      type: "button",
      class: "nl-button",
      onclick: () => on.change({ rates: [0, LEVELS - 1], others: [0, LEVELS - 1] }),
    },
    "Whole range",
  );
  const words = (text) => element("span", { class: "nl-label" }, text);
  const left = element(
    "div",
    { class: "hp-left" },
    view.map.node,
    scaleKey(),
    element(
      "div",
      { class: "nl-bar" },
      words("16 trials"),
      view.scatter.node,
      words("rates drawn"),
      view.straight.node,
    ),
    element("p", { class: "hp-count" }),
  );
  view.count = left.lastChild;
  const right = element(
    "div",
    { class: "hp-panel" },
    view.pair.node,
    element("div", { class: "hp-bars" }, ...Object.values(view.bars).map(({ node }) => node)),
    element(
      "div",
      { class: "hp-means" },
      element("div", {}, view.titles.rate, view.charts.rate.node),
      element("div", {}, view.titles.other, view.charts.other.node),
    ),
    element("div", { class: "hp-sliders" }, ...view.ends.map(({ node }) => node)),
    element("div", { class: "nl-bar" }, whole),
    view.said,
  );
  view.node = element("div", { class: "hp-view" }, left, right);
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    destroy: () => {
      view.map.destroy();
      for (const one of Object.values(view.charts)) one.destroy();
    },
  };
}

function rising(a, b) {
  return a < b ? [a, b] : [b, a];
}

function endSlider(view, name, end) {
  const words = `${name === "rates" ? "Rates" : "Others"} ${end ? "to" : "from"}`;
  const own = slider({
    label: words,
    min: 0,
    max: LEVELS - 1,
    step: 1,
    input: (value) => {
      const ends = [...view.state[name]];
      ends[end] = value;
      if (ends[1] - ends[0] < 2) ends[1 - end] = end ? value - 2 : value + 2;
      view.on.change({ [name]: span(ends) });
    },
  });
  return { ...own, name, end };
}

function bar(name) {
  const part = { rate: "Ix", other: "Iy", both: null }[name];
  const fill = element("i", { class: `hp-fill hp-fill-${name}` });
  const title = element("span", {});
  const value = element("b", {});
  const node = element(
    "div",
    { class: "hp-bar", "data-part": part },
    title,
    element("span", { class: "hp-track" }, fill),
    value,
  );
  return { node, fill, title, value };
}

function update(view, state, world) {
  view.state = state;
  const { losses, table, axes, theme } = world;
  view.pair.update(state.pair);
  view.scatter.update(state.scatter);
  view.straight.update(String(state.straight));
  for (const { node, update: put, name, end } of view.ends) {
    const axis = name === "rates" ? axes.rate : axes.other;
    setText(node.querySelector("span"), `${axis.title} ${end ? "to" : "from"}`);
    put(state[name][end], label(axis.values[state[name][end]]));
  }
  const trials = scattered(state, axes);
  view.map.update({
    losses: losses?.validation,
    table,
    seen: losses ? null : new Set(),
    trials: losses ? trials : null,
    window: { rate: state.rates, other: state.others },
    axes,
    theme,
    words: `The loss over ${axes.rate.title} and ${axes.other.title}, with sixteen trials`,
  });
  const different = (at) => new Set(trials.map((trial) => trial[at])).size;
  setText(
    view.count,
    `16 trials: ${different(0)} different learning rates, ${different(1)} different values of the other setting.`,
  );
  const told = windowed(state, table);
  showMeans(view, told, world);
  setText(view.said, world.refusal || axesSaid(state, told, axes));
}

function showMeans(view, told, { axes, theme }) {
  const titles = { rate: axes.rate.title, other: axes.other.title, both: "Both together" };
  for (const [name, { fill, title, value }] of Object.entries(view.bars)) {
    const share = told?.shares[name] ?? 0;
    setText(title, titles[name]);
    setText(value, told ? percent(share) : "");
    setAttributes(fill, { style: `width:${(100 * share).toFixed(1)}%` });
  }
  for (const name of ["rate", "other"]) {
    const means = told ? Array.from(told[name]) : [];
    const most = told ? Math.max(...[...told.rate, ...told.other].filter(Number.isFinite)) : 1;
    setText(view.titles[name], `Mean over all else: ${axes[name].title}`);
    view.charts[name].update({
      x: [axes[name].values[0], axes[name].values[LEVELS - 1]],
      y: [0, most * 1.1],
      words: `Mean loss by ${axes[name].title}${told ? `, from ${short(Math.min(...means.filter(Number.isFinite)))}` : ""}`,
      lines: [
        {
          points: means.map((value, i) => [axes[name].values[i], value]),
          colour: theme.classes[name === "rate" ? 0 : 1],
          width: 2.6,
        },
      ],
    });
  }
}
