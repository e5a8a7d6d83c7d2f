// Gradient descent: balls that roll on a loss surface, each by the rule of one optimizer.
// While the reader drags, the browser computes the paths; when the hand rests, Keras runs the same race and its paths are shown.

import { css, mix, rgb } from "../../base/colors.js";
import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createPlayer } from "../../base/player.js";
import { createAsking } from "../../lesson/asking.js";
import { createDescentChart } from "./chart.js";
import { createInside } from "./inside.js";
import { createLineView } from "./line.js";
import { SURFACES } from "./loss_surfaces.js";
import { createMap, position } from "./map.js";
import { path, RULES, verdict } from "./optimizers.js";
import { createPanel } from "./panel.js";
import { lineSurface, lowestOf, networkSurface } from "./surfaces.js";
import { largestGap, rateWords } from "./words.js";

const STEPS = 150;
const SPEED = 24; // steps a second
const REST = 700; // milliseconds until the hand counts as resting
const TITLES = {
  bowl: "Bowl",
  ravine: "Ravine",
  saddle: "Saddle",
  two_minima: "Two minima",
  plateau: "Plateau",
  line: "Real data",
  network: "Real network",
};
const WAITING = {
  line: "Reading the data of 442 patients …",
  network: "Measuring the loss of your trained network, or of one that is trained for it now, at 1,353 places …",
};
const COLOUR_OF = { sgd: 5, momentum: 1, nesterov: 4, adagrad: 6, rmsprop: 2, adam: 8, adamw: 3 };
const BEGINNING = {
  surface: "ravine",
  on: ["sgd", "momentum", "adam"],
  inspect: "momentum",
  rate: 0.03,
  momentum: 0.9,
  schedule: "constant",
  batch: 0,
};
const MARKS = [0, 1, 2, 5, 10, 20, 50, 100, STEPS];

export function createPicture(root, lesson) {
  const surfaces = { ...SURFACES };
  const now = { ...BEGINNING, start: SURFACES.ravine.start, step: 0, theme: null, race: null, wished: null, timer: 0 };
  const asking = createAsking(lesson.ask, receive, () => refresh());
  const player = createPlayer({
    steps: STEPS,
    speed: SPEED,
    still: lesson.still,
    move: (step) => {
      now.step = step;
      show();
    },
  });
  const tabs = choices("Loss surface", TITLES, (surface) =>
    set({ surface, on: now.on, inspect: now.inspect, momentum: now.momentum }),
  );
  const waiting = element("p", { class: "gd-waiting", role: "status" });
  const places = Object.fromEntries(
    ["map", "chart"].map((name) => [name, element("div", { class: `gd-${name}place` })]),
  );
  const legend = element(
    "p",
    { class: "gd-key nl-muted" },
    element("i", { class: "gd-scale", "data-part": "loss" }),
    "low to high loss",
    key("×", "minimum"),
    key("○", "start: drag it, or click the map"),
    key("┄▸", "downhill, η·g"),
    key("▸", "step"),
  );
  const by = element("p", { class: "gd-by nl-muted" });
  const views = {
    map: createMap(places.map, { start: moveStart }),
    panel: createPanel({ change, toggle }),
    chart: createDescentChart(places.chart, { step: stepTo }),
    inside: createInside({ inspect: (inspect) => change({ inspect }) }),
    line: createLineView(),
  };
  const frame = element(
    "div",
    { class: "gd" },
    element("div", { class: "gd-tabs" }, tabs.node),
    element("div", { class: "gd-left" }, waiting, places.map, legend, player.node, by),
    element("div", { class: "gd-right" }, views.panel.node, places.chart),
    element("div", { class: "gd-below" }, views.inside.node, views.line.node, views.inside.words),
  );
  root.append(frame);

  const surface = () => surfaces[now.surface];
  const settingsOf = (name) =>
    ["momentum", "nesterov"].includes(name)
      ? { momentum: now.momentum }
      : ["adam", "adamw"].includes(name)
        ? { beta_1: now.momentum }
        : {};

  function stepTo(step) {
    player.stop();
    player.place(step);
    now.step = step;
    show();
  }

  function moveStart(start, done) {
    now.start = start;
    refresh();
    stepTo(STEPS);
    if (done && !lesson.still()) player.play();
  }

  /** What the reader changed; the whole way is shown unless the balls are rolling. */
  function change(part) {
    Object.assign(now, part);
    refresh();
    if (!player.playing() && !part.inspect) stepTo(STEPS);
  }

  function toggle(name) {
    const on = now.on.includes(name) ? now.on.filter((one) => one !== name) : [...now.on, name];
    if (!on.length) return;
    now.on = Object.keys(RULES).filter((one) => on.includes(one));
    now.inspect = on.includes(name) ? name : on.includes(now.inspect) ? now.inspect : now.on[0];
    refresh();
  }

  /** The beginning with these changes, rolling; a surface that must be measured first is asked for. */
  function set(state) {
    Object.assign(now, BEGINNING, { surface: now.surface }, state);
    now.wished = surface() ? null : state;
    if (surface()) Object.assign(now, { start: surface().start, rate: surface().rate }, state);
    else asking.ask({ want: now.surface });
    player.place(0);
    now.step = 0;
    refresh();
    player.play();
  }

  function receive(answer, { want }) {
    if (answer.line) surfaces.line = lineSurface(answer.line);
    if (answer.network) surfaces.network = networkSurface(answer.network);
    if (answer.race) now.race = answer.race;
    if (want === now.surface && surface() && now.wished) set(now.wished);
  }

  /** Computes all paths anew, then shows them. */
  function refresh() {
    setAttributes(frame, { "data-waiting": surface() ? null : "" });
    waiting.hidden = Boolean(surface());
    setText(waiting, asking.refusal(now.surface) || (WAITING[now.surface] ?? ""));
    tabs.update(now.surface);
    if (!surface() || !now.theme) return;
    surface().lowest ??= lowestOf(surface());
    now.trails = Object.fromEntries(
      now.on.map((name) => [
        name,
        path(name, surface(), now.start, now.rate, STEPS, {
          schedule: now.schedule,
          batchSize: now.batch,
          settings: settingsOf(name),
        }),
      ]),
    );
    clearTimeout(now.timer);
    now.timer = setTimeout(askKeras, REST);
    show();
  }

  function question() {
    return {
      names: now.on,
      surface: now.surface,
      start: now.start,
      rate: now.rate,
      steps: STEPS,
      schedule: now.schedule,
      batch_size: now.batch,
      settings: Object.fromEntries(now.on.map((name) => [name, settingsOf(name)])),
    };
  }

  function askKeras() {
    const asked = question();
    if (surface() && now.race?.key !== JSON.stringify(asked))
      asking.ask({ want: "race", key: JSON.stringify(asked), ...asked });
  }

  /** Everything that the views draw. */
  function view() {
    const keras = now.race?.key === JSON.stringify(question()) ? now.race : null;
    const colours = Object.fromEntries(
      Object.entries(COLOUR_OF).map(([name, k]) => [name, legible(now.theme, now.theme.classes[k])]),
    );
    const racers = now.on.map((name) => {
      const points = keras?.paths[name] ?? now.trails[name].weights;
      return {
        name,
        title: RULES[name].title,
        colour: colours[name],
        trail: now.trails[name],
        points,
        settings: settingsOf(name),
        place: position(points, now.step),
      };
    });
    const chosen = racers.find(({ name }) => name === now.inspect);
    const { lowest, batches = { 0: "all examples" }, line } = surface();
    return {
      ...now,
      name: now.surface,
      surface: surface(),
      racers,
      keras,
      steps: STEPS,
      lowest,
      colours,
      batches,
      line,
      seen: chosen.trail.batch[Math.min(Math.floor(now.step), STEPS - 1)],
      verdict: rateWords(chosen.title, verdict(chosen.trail, lowest), chosen.trail, lowest),
      words: `Map of the loss over two weights, ${TITLES[now.surface]}, with the paths of ${racers.map(({ title }) => title).join(", ")}`,
    };
  }

  function show() {
    if (!surface() || !now.trails || !now.theme) return;
    const shown = view();
    for (const name of ["map", "panel", "chart", "inside"]) views[name].update(shown);
    views.line.node.hidden = !shown.line;
    setAttributes(frame, { "data-line": shown.line ? "" : null });
    if (shown.line) views.line.update(shown);
    setText(by, [surface().note, whoComputed(shown)].filter(Boolean).join(" "));
    lesson.changed();
  }

  function whoComputed({ keras, racers }) {
    if (!keras)
      return `Paths by the formulas on this page. ${asking.refusal("race") || "Keras is running the same race …"}`;
    const gap = Math.max(...racers.map(({ points, trail }) => largestGap(points, trail.weights)));
    const agreement = gap ? `the same to within ${short(gap, 2)}` : "exactly the same";
    return `Paths by Keras ${keras.version}’s own optimizers; the formulas on this page give ${agreement}.`;
  }

  function update({ theme, data }) {
    const first = !now.theme;
    now.theme = theme;
    asking.heard(data?.answer);
    refresh();
    if (first) player.play();
  }

  function values() {
    const trail = now.trails?.[now.inspect];
    if (!trail) return {};
    const k = Math.min(Math.floor(now.step), STEPS - 1);
    const pair = (two) => (two ? `${short(two[0])}, ${short(two[1])}` : "not used");
    return {
      w: pair(trail.weights[k]),
      gradient: pair(trail.gradient[k]),
      eta: short(trail.rate[k]),
      loss: short(trail.loss[k]),
      beta: now.momentum.toFixed(2),
      velocity: pair(trail.state[k].velocity ?? trail.state[k].mean),
      square: pair(trail.state[k].square),
      update: pair(trail.update[k]),
    };
  }

  function tables() {
    const table = (caption, text) => ({
      caption,
      head: ["Optimizer", ...MARKS.map((k) => `step ${k}`)],
      rows: now.on.map((name) => [RULES[name].title, ...MARKS.map((k) => text(now.trails[name], k))]),
    });
    if (!now.trails) return [];
    return [
      table(
        `Loss on ${TITLES[now.surface]} from w = (${now.start.join(", ")}), learning rate ${short(now.rate)}`,
        (trail, k) => short(trail.loss[k]),
      ),
      table("Weights w₁, w₂", (trail, k) => trail.weights[k].map((w) => short(w)).join(", ")),
    ];
  }

  function destroy() {
    clearTimeout(now.timer);
    asking.destroy();
    [player, views.map, views.chart, views.line].forEach((part) => part.destroy());
    root.replaceChildren();
  }

  return { update, set, values, tables, light: (parts) => views.map.light(parts), destroy };
}

function key(sign, words) {
  return element("span", {}, element("b", {}, sign), words);
}

/** A racer's colour, lighter where the map is dark. */
function legible(theme, colour) {
  return theme.dark ? css(mix(rgb(colour), [255, 255, 255], 0.3)) : colour;
}
