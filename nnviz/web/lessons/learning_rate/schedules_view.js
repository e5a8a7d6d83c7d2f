// A learning rate that changes on the way: drawn over the training, its peak, end and warm-up dragged, and raced.

import { slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { clamp } from "../../base/scales.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { createNetworkChoice } from "./networks.js";
import { lossRange, restless } from "./runs.js";
import { KINDS, rateAt, ratesOf } from "./schedules.js";
import { rateText } from "./words.js";

const POINTS = 300;
const PEAKS = [1e-3, 1];
export const COLOURS = {
  constant: 6,
  step: 5,
  exponential: 2,
  inverse_time: 7,
  polynomial: 1,
  cosine: 0,
  cosine_restarts: 3,
  warmup: 8,
};

/** @returns {node, update(state, world), destroy()}; on.change({…}), on.race(), on.raced(kind), on.network(name) */
export function createSchedulesView(on) {
  const view = { on, grip: "", top: 0, state: null };
  const drawn = createLineChart(
    { height: 318, words: { x: "share of the training", y: "learning rate η" }, drag: "grab", part: "etat" },
    { point: (share, rate, phase) => pull(view, share, rate, phase) },
  );
  const raced = createLineChart({
    height: 224,
    words: { x: "epoch", y: "training loss" },
    log: { y: true },
    part: "k",
  });
  const part = (name, label, min, max, step, input) => slider({ part: name, label, min, max, step, input });
  Object.assign(view, {
    drawn,
    raced,
    network: createNetworkChoice(on.network),
    kinds: createKinds(on),
    peak: part("eta", "Peak", -3, 0, 0.02, (power) => on.change({ peak: Number((10 ** power).toPrecision(3)) })),
    end: part("etat", "Left at the end", -3, 0, 0.02, (power) =>
      on.change({ end: Number((10 ** power).toPrecision(2)) }),
    ),
    warmup: part("warm", "Warm-up", 0.01, 0.5, 0.01, (warmup) => on.change({ warmup })),
    race: element("button", { type: "button", class: "nl-button nl-primary", onclick: () => on.race() }),
    said: element("p", { class: "lr-said", role: "status" }),
    list: element("ol", { class: "lr-list" }),
  });
  const title = (words) => element("h3", { class: "nl-title" }, words);
  view.results = element("div", {}, title("Raced: the same network, the same first weights"), raced.node, view.list);
  const left = element(
    "div",
    { class: "lr-left" },
    title("The rate over the training"),
    drawn.node,
    view.peak.node,
    view.end.node,
    view.warmup.node,
  );
  const right = element(
    "div",
    { class: "lr-panel" },
    view.kinds.node,
    element("div", { class: "nl-bar" }, view.race),
    view.said,
    view.results,
  );
  return {
    node: element("div", { class: "lr-view" }, view.network.node, left, right),
    update: (state, world) => update(view, state, world),
    destroy: () => {
      drawn.destroy();
      raced.destroy();
    },
  };
}

/** Eight small drawings: a press draws that one large; the box beside its name has it race. */
function createKinds(on) {
  const cards = Object.entries(KINDS).map(([kind, words]) => {
    const line = svg("path", {});
    const show = element(
      "button",
      { type: "button", class: "lr-kind", onclick: () => on.change({ kind }) },
      svg("svg", { viewBox: "0 0 60 24", "aria-hidden": "true" }, line),
      element("span", {}, words),
    );
    const box = element("input", { type: "checkbox", "aria-label": `Race: ${words}`, onchange: () => on.raced(kind) });
    return { kind, line, show, box, node: element("div", { class: "lr-card" }, show, box) };
  });
  const node = element(
    "div",
    { class: "lr-kinds", role: "group", "aria-label": "Schedules" },
    ...cards.map(({ node: card }) => card),
  );
  const update = (state, theme) => {
    for (const { kind, line, show, box } of cards) {
      const shape = { kind, peak: 1, end: Math.max(state.end, 0.0001), warmup: state.warmup };
      const points = ratesOf(shape, 60).map((rate, i) => `${i + 0.5} ${(22 - 20 * rate).toFixed(1)}`);
      setAttributes(line, { d: `M${points.join("L")}`, style: `stroke:${theme.classes[COLOURS[kind]]}` });
      setAttributes(show, { "aria-pressed": String(kind === state.kind) });
      box.checked = state.raced.includes(kind);
    }
  };
  return { node, update };
}

/** The pointer takes hold of what is nearest: the peak (and the end of the warm-up), or the end. */
function pull(view, share, rate, phase) {
  const { state, on } = view;
  if (phase === "start") {
    view.top = topOf(state);
    const rises = state.kind === "warmup";
    const middle = rises ? (1 + state.warmup) / 2 : 0.5;
    view.grip = state.kind === "constant" || share < middle ? "peak" : "end";
  }
  if (view.grip === "end") {
    on.change({ end: Number(clamp(rate / state.peak, 0.001, 1).toPrecision(2)) });
  } else {
    const warmup = Number(clamp(share, 0.01, 0.5).toFixed(2));
    on.change({ peak: Number(clamp(rate, ...PEAKS).toPrecision(3)), ...(state.kind === "warmup" ? { warmup } : {}) });
  }
  if (phase === "end") {
    view.top = 0;
    on.change({});
  }
}

function topOf({ peak }) {
  return Number((1.3 * peak).toPrecision(2));
}

function update(view, state, world) {
  const { theme } = world;
  view.state = state;
  view.network.update(world.networks, state.network, "");
  view.kinds.update(state, theme);
  view.peak.update(Number(Math.log10(state.peak).toFixed(2)), rateText(state.peak));
  view.end.update(Number(Math.log10(state.end).toFixed(2)), percent(state.end));
  view.warmup.update(state.warmup, percent(state.warmup));
  view.end.node.hidden = state.kind === "constant";
  view.warmup.node.hidden = state.kind !== "warmup";
  view.drawn.update(drawnView(view, state, theme));
  const count = state.raced.length;
  setText(view.race, world.training ? "Training …" : `Race ${count} schedule${count === 1 ? "" : "s"}`);
  view.race.disabled = world.training || !count;
  setText(view.said, saidOf(state, world));
  view.results.hidden = !world.raced;
  if (world.raced) view.raced.update(racedView(world, theme));
  fill(view.list, world, theme);
}

function drawnView(view, state, theme) {
  const { kind, peak, end, warmup } = state;
  const line = (one) =>
    Array.from({ length: POINTS + 1 }, (_, i) => [
      i / POINTS,
      rateAt(Math.min(i / POINTS, 0.9999), { kind: one, peak, end, warmup }),
    ]);
  const others = state.raced.filter((one) => one !== kind);
  const colour = (one) => theme.classes[COLOURS[one]];
  const dots = [{ x: kind === "warmup" ? warmup : 0, y: peak, radius: 7, part: "eta warm", kind: "handle" }];
  if (kind !== "constant") dots.push({ x: 1, y: peak * end, radius: 7, part: "etat", kind: "handle" });
  return {
    x: [0, 1],
    y: [0, view.top || topOf(state)],
    words: `${KINDS[kind]}: the learning rate over the training, with a peak of ${rateText(peak)}`,
    zones: kind === "warmup" ? [{ from: 0, to: warmup, kind: "some", part: "warm" }] : [],
    lines: [
      ...others.map((one) => ({ points: line(one), colour: colour(one), width: 1.4, fade: 0.5 })),
      { points: line(kind), colour: colour(kind), width: 3, part: "etat" },
    ],
    dots,
  };
}

function saidOf(state, { raced, refusal, training, network }) {
  if (refusal) return refusal;
  if (training) return `Keras trains the network once for each: about ${Math.ceil(1.6 * state.raced.length)} s …`;
  if (!raced) return "Tick the schedules that shall race, guess which will end lowest, and start.";
  const ends = raced.runs.map(({ loss }, i) => [loss.at(-1) ?? Infinity, KINDS[raced.kinds[i]], restless(loss)]);
  const [low, name] = [...ends].sort((one, other) => one[0] - other[0])[0];
  const calm = [...ends].filter(([, , rest]) => Number.isFinite(rest)).sort((one, other) => one[2] - other[2]);
  const still = calm.length > 1 ? ` Most restless at the end: ${calm.at(-1)[1]}.` : "";
  return Number.isFinite(low)
    ? `Lowest at the end: ${name}, ${short(low)}.${still}`
    : `None of them ended in a number (${network}).`;
}

function racedView({ raced }, theme) {
  const losses = raced.runs.map(({ loss }) => loss);
  return {
    x: [1, Math.max(raced.epochs, 2)],
    y: lossRange(losses),
    words: `Training loss by epoch: ${raced.kinds.map((kind) => KINDS[kind]).join(", ")}`,
    lines: losses.map((loss, i) => ({
      points: loss.map((value, k) => [k + 1, value ?? Number.NaN]),
      colour: theme.classes[COLOURS[raced.kinds[i]]],
      width: 2,
    })),
  };
}

function fill(list, { raced }, theme) {
  const rows = raced ? raced.runs.map(({ loss }, i) => [raced.kinds[i], loss.at(-1), restless(loss)]) : [];
  rows.sort((one, other) => (one[1] ?? Infinity) - (other[1] ?? Infinity));
  const nodes = keepCount(list, rows.length, () => element("li", {}, element("i"), element("b"), element("span")));
  rows.forEach(([kind, loss, rest], i) => {
    const [mark, name, words] = nodes[i].children;
    mark.style.background = theme.classes[COLOURS[kind]];
    setText(name, KINDS[kind]);
    setText(words, `ends at ${short(loss)}, goes up and down by ${percent(rest)} an epoch`);
  });
}
