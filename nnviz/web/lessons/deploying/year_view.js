// A year in use: a change arrives, a monitor watches, and the reader pays for false alarms and for late ones.

import { select, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createPlayer } from "../../base/player.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { createCatches } from "./catches.js";
import { createShares } from "./shares.js";
import { LEVELS, MONTHS, START } from "./state.js";
import { alarmOf, alarms, band, costs } from "./watching.js";

/** @returns {node, update(state, world), destroy()}; on.change({…}), on.monitor(name) */
export function createYearView(on, still) {
  const view = { on, state: null };
  view.change_ = select("What happens from June on", {}, (change) => on.change({ change, month: 12 }));
  view.monitor = select("What is watched", {}, (monitor) => on.monitor(monitor));
  const label = "A month unnoticed costs";
  view.worth = slider({ label, min: 0.5, max: 10, step: 0.5, input: (worth) => on.change({ worth }) });
  view.player = createPlayer({
    steps: 12,
    speed: 1.6,
    still,
    name: "month",
    say: (at) => (at ? MONTHS[at - 1] : "Before it begins"),
    move: (at) => on.change({ month: Math.floor(at) }),
  });
  const words = { x: "month (1 is January)", y: "" };
  view.chart = createLineChart(
    { height: 252, drag: "ns", part: "D", words },
    { point: (_, level) => on.change({ level }) },
  );
  const axes = { x: "level of the alarm", y: "cost" };
  view.cost = createLineChart({ height: 150, drag: "ew", words: axes }, { point: (level) => on.change({ level }) });
  view.shares = createShares();
  view.catches = createCatches(() => on.change({ table: true }));
  layOut(view);
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    stop: () => view.player.stop(),
    play: () => view.player.play(),
    destroy: () => {
      for (const part of [view.player, view.chart, view.cost, view.shares]) part.destroy();
    },
  };
}

function layOut(view) {
  const title = (words) => element("h3", { class: "nl-title" }, words);
  const another = element(
    "button",
    { type: "button", class: "nl-button", onclick: () => view.on.another() },
    "Another year",
  );
  view.told = element("p", { class: "dp-told" });
  view.said = element("p", { class: "dp-said", role: "status" });
  view.numbers = element("p", { class: "dp-harm" });
  view.monthTitle = title("");
  const left = [
    title("The monitor, month by month: drag the alarm"),
    view.chart.node,
    view.player.node,
    title("What an alarm there costs, over 200 such years"),
    view.cost.node,
  ];
  const right = [
    view.change_.node,
    view.told,
    view.monitor.node,
    element("div", {}, view.monthTitle, view.shares.node),
    view.said,
    view.worth.node,
    view.numbers,
    element("div", { class: "nl-bar" }, another),
    view.catches.node,
  ];
  view.node = element(
    "div",
    { class: "dp-view" },
    element("div", { class: "dp-left" }, ...left),
    element("div", { class: "dp-panel" }, ...right),
  );
}

/** The monitor's number in every month of every year. */
export function yearsOf(year, monitor) {
  const at = Object.keys(LEVELS).indexOf(monitor);
  year.by ??= {};
  const [, years, months] = year.shape;
  const from = (k) => (at * years + k) * months;
  year.by[monitor] ??= Array.from({ length: years }, (_, k) => [...year.values.subarray(from(k), from(k) + months)]);
  return year.by[monitor];
}

export function rulesOf({ monitor, worth, change }) {
  return { late: monitor === "wrong" ? 1 : 0, worth, changes: change !== "none" };
}

function update(view, state, world) {
  const { year, refusal, theme, changes, monitors } = world;
  view.catches.update(world);
  view.change_.options(Object.fromEntries(Object.entries(changes).map(([name, { title }]) => [name, title])));
  view.change_.update(state.change);
  view.monitor.options(monitors);
  view.monitor.update(state.monitor);
  view.worth.update(state.worth, `${short(state.worth, 2)} false alarms`);
  const { told, kind } = changes[state.change];
  setText(view.told, `${told} (${kind})`);
  view.node.toggleAttribute("data-waiting", !year);
  if (!year) {
    setText(view.said, refusal || "Drawing 200 years of requests: about a second, once …");
    return;
  }
  const years = yearsOf(year, state.monitor);
  const rules = rulesOf(state);
  if (!view.player.playing()) view.player.place(state.month);
  view.chart.update(chartOf(years, state, theme));
  const { points, best } = costs(years, LEVELS[state.monitor][1], rules);
  view.cost.update(costOf(points, best, state, theme));
  const month = monthOf(year, state);
  const column = shownOf(month, state);
  setText(view.monthTitle, `${MONTHS[Math.max(state.month, 1) - 1]}: ${column.name}, in training and now`);
  view.shares.update({ column, theme });
  setText(view.said, saidOf(column, month, state));
  setText(view.numbers, numbersOf(alarmOf(years, state.level, rules), state));
}

/** The month that is looked at, in the year that is. */
export function monthOf({ months }, { month, year }) {
  return months[year][Math.max(month, 1) - 1];
}

/** The column that differs most; the answers where these are watched. */
export function shownOf({ columns }, { monitor }) {
  if (monitor === "answers" || monitor === "wrong") return columns.find(({ answer }) => answer);
  return columns.filter(({ answer }) => !answer).reduce((most, one) => (one.distance > most.distance ? one : most));
}

function chartOf(years, { level, month, monitor, year }, theme) {
  const own = years[year];
  const [low, high] = band(years);
  const top = LEVELS[monitor][1];
  const points = (values) => values.map((value, k) => [k + 1, Math.min(value, top)]);
  const seen = own.slice(0, month).map((value) => Math.min(value, top));
  const ring = alarms(seen, level).map((k) => ({ x: k + 1, y: seen[k], colour: theme.error, radius: 7 }));
  return {
    x: [0.5, 12.5],
    y: [0, LEVELS[monitor][1]],
    words: "What the monitor says in each month",
    zones: [{ from: START - 0.5, to: 12.5, kind: "some", words: "something is different" }],
    lines: [
      { points: [...points(low), ...points(high).reverse()], colour: "none", fill: theme.muted, fade: 0.2 },
      { points: points(seen), colour: theme.accent, width: 2.4 },
    ],
    dots: [...ring, ...seen.map((value, k) => ({ x: k + 1, y: value, colour: theme.accent, radius: 4 }))],
    marks: [{ y: level, kind: "chosen", words: `alarm above ${short(level, 2)}` }],
  };
}

function costOf(points, best, { level, monitor }, theme) {
  const top = Math.min(Math.max(...points.map(([, cost]) => cost)), 60);
  return {
    x: [0, LEVELS[monitor][1]],
    y: [0, top * 1.08],
    words: "The cost of a year by the level of the alarm, in false alarms",
    lines: [{ points: points.map(([x, y]) => [x, Math.min(y, top)]), colour: theme.text, width: 2 }],
    marks: [
      { x: best[0], kind: "hint", words: "cheapest", low: true },
      { x: level, kind: "chosen", grip: true },
    ],
  };
}

function saidOf(column, month, { monitor }) {
  const wrong = `${percent(month.wrong)} of the answers were off, which is only known once the tips are.`;
  if (monitor === "wrong") return wrong;
  return `${column.verdict === "as in training" ? "No difference beyond chance." : column.sentence} ${wrong}`;
}

function numbersOf({ falsely, caught, months, cost }, { change }) {
  const false_ = `False alarms: ${short(falsely, 2)} a year.`;
  if (change === "none")
    return `${false_} Nothing happens in these years, so every alarm is one. Cost: ${short(cost, 2)}.`;
  const late = `Caught in ${percent(caught)} of the years; ${short(months, 2)} months unnoticed on average.`;
  return `${false_} ${late} Cost: ${short(cost, 2)} false alarms.`;
}
