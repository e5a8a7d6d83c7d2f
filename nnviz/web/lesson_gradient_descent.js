// Gradient descent: balls that roll on a loss surface, each by the rule of one optimizer.
// While the reader drags, the browser computes the paths; when the hand rests, Keras runs the same race and its paths are shown.

import { choices, createPanel } from "./descent_panel.js";
import { createDescentChart } from "./descent_chart.js";
import { createInside } from "./descent_inside.js";
import { createLineView } from "./descent_line.js";
import { createMap, position } from "./descent_map.js";
import { rateWords } from "./descent_words.js";
import { element, prefersStill, setAttributes, setText } from "./dom.js";
import { gridSurface, lineFit, SURFACES } from "./loss_surfaces.js";
import { icon } from "./icons.js";
import { short } from "./numbers.js";
import { path, RULES, verdict } from "./optimizers.js";
import { unpack } from "./unpack.js";

const STEPS = 150;
const SPEED = 24; // steps a second
const REST = 700; // milliseconds until the hand counts as resting
const TITLES = { bowl: "Bowl", ravine: "Ravine", saddle: "Saddle", two_minima: "Two minima", plateau: "Plateau", line: "Real data", network: "Real network" };
const COLOUR_OF = { sgd: 5, momentum: 1, nesterov: 4, adagrad: 6, rmsprop: 2, adam: 8, adamw: 3 };
const BEGINNING = { surface: "ravine", on: ["sgd", "momentum", "adam"], inspect: "momentum", rate: 0.03, momentum: 0.9, schedule: "constant", batch: 0 };
const WAITING = { line: "Reading the data of 442 patients …", network: "Training a network, then measuring its loss at 1,353 places …" };

export function createPicture(root, lesson) {
  const now = { ...BEGINNING, start: SURFACES.ravine.start, step: 0, playing: false, theme: null, data: {}, asked: null, race: null, version: 0 };
  const surfaces = { ...SURFACES };
  const tabs = choices("Loss surface", TITLES, (name) => { setSurface(name); play(); });
  const waiting = element("p", { class: "gd-waiting", role: "status", hidden: true });
  const mapPlace = element("div", { class: "gd-map" });
  const by = element("p", { class: "gd-by nl-muted" });
  const map = createMap(mapPlace, { start: moveStart });
  const panel = createPanel({ change, toggle });
  const chartPlace = element("div", { class: "gd-chartplace" });
  const chart = createDescentChart(chartPlace, { step: (step) => { stop(); now.step = step; show(); } });
  const inside = createInside({ inspect: (name) => { now.inspect = name; refresh(); } });
  const line = createLineView();
  const player = createPlayer();
  root.append(element("div", { class: "gd" }, element("div", { class: "gd-tabs" }, tabs.node), element("div", { class: "gd-left" }, waiting, mapPlace, player.node, by),
    element("div", { class: "gd-right" }, panel.node, chartPlace), element("div", { class: "gd-below" }, inside.node, line.node)));
  let [request, last, timer] = [0, 0, 0];

  function setSurface(name) {
    now.surface = name;
    now.step = 0;
    const surface = surfaces[name];
    if (!surface) want({ want: name });
    else Object.assign(now, { start: surface.start, rate: surface.rate, batch: 0 });
    refresh();
  }

  /** Asks the page, one thing at a time; what is wanted last is asked when the answer to the one before is there. */
  function want(question) {
    if (now.asked && now.asked.id !== now.data.answered) {
      now.next = question;
      return;
    }
    now.asked = { ...question, id: `${question.want}-${Date.now()}` };
    now.next = null;
    lesson.ask(now.asked);
  }

  function moveStart(start, done) {
    now.start = start;
    now.step = STEPS;
    stop();
    refresh();
    if (done && !prefersStill()) play();
  }

  function change(part) {
    Object.assign(now, part);
    if (!now.playing) now.step = STEPS;
    refresh();
  }

  function toggle(name) {
    const on = now.on.includes(name) ? now.on.filter((one) => one !== name) : [...now.on, name];
    if (!on.length) return;
    now.on = Object.keys(RULES).filter((one) => on.includes(one));
    now.inspect = on.includes(name) ? name : now.on.includes(now.inspect) ? now.inspect : now.on[0];
    refresh();
  }

  /** Computes all paths anew, then shows them. */
  function refresh() {
    const surface = surfaces[now.surface];
    setAttributes(root.firstChild, { "data-waiting": surface ? null : "" });
    waiting.hidden = Boolean(surface);
    const failed = now.data.error?.want === now.surface;
    setText(waiting, failed ? now.data.error.words : WAITING[now.surface] ?? "");
    tabs.update(now.surface);
    if (!surface || !now.theme) return;
    surface.lowest ??= lowestOf(surface);
    now.trails = Object.fromEntries(now.on.map((name) => [name, path(name, surface, now.start, now.rate, STEPS,
      { schedule: now.schedule, batchSize: now.batch, settings: settingsOf(name) })]));
    clearTimeout(timer);
    timer = setTimeout(race, REST);
    show();
  }

  function settingsOf(name) {
    if (name === "momentum" || name === "nesterov") return { momentum: now.momentum };
    return name === "adam" || name === "adamw" ? { beta_1: now.momentum } : {};
  }

  function question() {
    return { names: now.on, surface: now.surface, start: now.start, rate: now.rate, steps: STEPS, schedule: now.schedule, batch_size: now.batch,
      settings: Object.fromEntries(now.on.map((name) => [name, settingsOf(name)])) };
  }

  function race() {
    const asked = question();
    if (!surfaces[now.surface] || now.race?.key === JSON.stringify(asked)) return;
    want({ want: "race", key: JSON.stringify(asked), ...asked });
  }

  function view() {
    const surface = surfaces[now.surface];
    const keras = now.race?.key === JSON.stringify(question()) ? now.race : null;
    const racers = now.on.map((name) => {
      const points = keras?.paths[name] ?? now.trails[name].weights;
      return { name, title: RULES[name].title, colour: now.theme.classes[COLOUR_OF[name]], trail: now.trails[name], points, settings: settingsOf(name),
        place: position(points, now.step) };
    });
    const chosen = racers.find(({ name }) => name === now.inspect);
    return { ...now, name: now.surface, surface, racers, keras, steps: STEPS, lowest: surface.lowest,
      colours: Object.fromEntries(Object.keys(RULES).map((name) => [name, now.theme.classes[COLOUR_OF[name]]])),
      batches: surface.batches ?? { 0: "all examples" }, seen: chosen?.trail.batch[Math.min(Math.floor(now.step), STEPS - 1)],
      verdict: chosen ? rateWords(chosen.title, verdict(chosen.trail, surface.lowest), chosen.trail, surface.lowest) : "",
      words: `Map of the loss over two weights, ${TITLES[now.surface]}, with the paths of ${racers.map(({ title }) => title).join(", ")}` };
  }

  function show() {
    if (!now.trails || !surfaces[now.surface]) return;
    const shown = view();
    map.update(shown);
    panel.update(shown);
    chart.update(shown);
    inside.update(shown);
    line.node.hidden = now.surface !== "line";
    if (now.surface === "line") line.update(shown);
    player.update();
    setText(by, whoComputed(shown));
    lesson.changed();
  }

  function whoComputed({ keras, racers }) {
    if (!keras) return now.data.error?.want === "race" ? `Paths by the formulas on this page. ${now.data.error.words}` : "Paths by the formulas on this page; Keras is running the same race …";
    const gap = Math.max(...racers.map(({ points, trail }) => largestGap(points, trail.weights)));
    return `Paths by Keras ${keras.version}'s own optimizers. Largest difference from the formulas on this page: ${short(gap, 2)}.`;
  }

  function play() {
    if (prefersStill()) {
      now.step = STEPS;
      show();
      return;
    }
    if (now.step >= STEPS) now.step = 0;
    now.playing = true;
    last = performance.now();
    cancelAnimationFrame(request);
    request = requestAnimationFrame(tick);
    show();
  }

  function stop() {
    now.playing = false;
    cancelAnimationFrame(request);
  }

  function tick(time) {
    now.step = Math.min(STEPS, now.step + (Math.max(0, time - last) / 1000) * SPEED);
    last = time;
    if (now.step >= STEPS) now.playing = false;
    else request = requestAnimationFrame(tick);
    show();
  }

  function createPlayer() {
    const button = element("button", { type: "button", class: "nl-button nl-primary gd-play", onclick: () => { now.playing ? stop() : play(); show(); } });
    const go = (by) => { stop(); now.step = Math.min(STEPS, Math.max(0, Math.round(now.step) + by)); show(); };
    const back = element("button", { type: "button", class: "nl-button", onclick: () => go(-1), "aria-label": "One step back" }, "−1");
    const on = element("button", { type: "button", class: "nl-button", onclick: () => go(1), "aria-label": "One step on" }, "+1");
    const scrub = element("input", { type: "range", min: 0, max: STEPS, step: 1, "aria-label": "Step", oninput: () => { stop(); now.step = Number(scrub.value); show(); } });
    const label = element("span", { class: "gd-step" });
    let drawn = null;
    return { node: element("div", { class: "gd-player" }, button, back, on, scrub, label), update() {
      if (drawn !== now.playing) {
        drawn = now.playing;
        button.replaceChildren(icon(drawn ? "pause" : "play"));
        setAttributes(button, { "aria-label": drawn ? "Pause" : "Let them roll" });
      }
      scrub.value = Math.floor(now.step);
      setText(label, `step ${Math.floor(now.step)} of ${STEPS}`);
    } };
  }

  function update({ theme, data }) {
    Object.assign(now, { theme, data: data ?? {} });
    if (data?.line && !surfaces.line) surfaces.line = lineSurface(data.line, now);
    if (data?.network && !surfaces.network) surfaces.network = networkSurface(data.network);
    if (data?.race) now.race = data.race;
    if (now.asked?.want === now.surface && data?.answered === now.asked.id && surfaces[now.surface]) {
      Object.assign(now, { start: surfaces[now.surface].start, rate: surfaces[now.surface].rate, batch: 0, ...now.wished });
      now.wished = null;
      refresh();
      play();
    } else refresh();
    if (now.next && data?.answered === now.asked?.id) want(now.next);
  }

  function set(state) {
    stop();
    const { surface = now.surface, ...others } = state;
    const settings = { ...BEGINNING, ...others };
    if (surface !== now.surface || !surfaces[surface]) setSurface(surface);
    Object.assign(now, { on: settings.on, inspect: settings.inspect, momentum: settings.momentum, schedule: settings.schedule, batch: settings.batch,
      rate: others.rate ?? surfaces[surface]?.rate ?? now.rate, start: others.start ?? surfaces[surface]?.start ?? now.start, step: 0 });
    now.wished = surfaces[surface] ? null : others;
    refresh();
    play();
  }

  function values() {
    const trail = now.trails?.[now.inspect];
    if (!trail) return {};
    const k = Math.min(Math.floor(now.step), STEPS - 1);
    const pair = (two) => (two ? `${short(two[0])}, ${short(two[1])}` : "none");
    return { w: pair(trail.weights[k]), gradient: pair(trail.gradient[k]), eta: short(trail.rate[k]), loss: short(trail.loss[k]), beta: now.momentum.toFixed(2),
      velocity: pair(trail.state[k].velocity ?? trail.state[k].mean), square: pair(trail.state[k].square), update: pair(trail.update[k]) };
  }

  function tables() {
    if (!now.trails) return [];
    const marks = [0, 1, 2, 5, 10, 20, 50, 100, STEPS];
    return [{ caption: `Loss on ${TITLES[now.surface]} from w = (${now.start.join(", ")}), learning rate ${short(now.rate)}`, head: ["Optimizer", ...marks.map((k) => `step ${k}`)],
      rows: now.on.map((name) => [RULES[name].title, ...marks.map((k) => short(now.trails[name].loss[k]))]) },
    { caption: "Weights w₁, w₂", head: ["Optimizer", ...marks.map((k) => `step ${k}`)],
      rows: now.on.map((name) => [RULES[name].title, ...marks.map((k) => now.trails[name].weights[k].map((w) => short(w)).join(", "))]) }];
  }

  function destroy() {
    stop();
    clearTimeout(timer);
    [map, chart, line].forEach((part) => part.destroy());
    root.replaceChildren();
  }

  if (!prefersStill()) requestAnimationFrame(play);
  else now.step = STEPS;
  return { update, set, values, tables, light: (parts) => map.light(parts), destroy };
}

function lineSurface({ inputs, targets, names }, now) {
  const [x, y] = [unpack(inputs).values, unpack(targets).values];
  now.line = { inputs: x, targets: y, names };
  return { ...lineFit(x, y), x: [-2.2, 2.8], y: [-2, 2], start: [-1.7, 1.5], rate: 0.1, minima: [leastSquares(x, y)],
    batches: { 0: `all ${x.length} patients`, 32: "32 of them", 4: "4 of them", 1: "one of them" } };
}

function leastSquares(x, y) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [above, below] = [0, 0];
  x.forEach((value, i) => { above += (value - mx) * (y[i] - my); below += (value - mx) ** 2; });
  return [above / below, my - (above / below) * mx];
}

function networkSurface({ values, x, y, examples }) {
  const { shape, values: numbers } = unpack(values);
  const all = shape[0];
  return { ...gridSurface(numbers, shape, x, y), x, y, start: [-0.95 * x[1], 0.85 * y[1]].map((v) => Number(v.toFixed(3))), rate: 0.01, minima: [[0, 0]],
    batches: { 0: `all ${all * examples} examples`, 2: `${2 * examples} of them`, 1: `${examples} of them` } };
}

/** The lowest loss on the map: at a known minimum, or the lowest of a fine grid. */
function lowestOf(surface) {
  let lowest = Infinity;
  for (const [u, v] of surface.minima ?? []) lowest = Math.min(lowest, surface.value(u, v, null));
  for (let row = 0; row <= 120; row++) {
    for (let col = 0; col <= 150; col++) {
      const u = surface.x[0] + ((surface.x[1] - surface.x[0]) * col) / 150;
      const v = surface.y[0] + ((surface.y[1] - surface.y[0]) * row) / 120;
      lowest = Math.min(lowest, surface.value(u, v, null));
    }
  }
  return lowest;
}

/** Largest difference between two paths for as long as both are numbers of a size that the map could show. */
function largestGap(one, other) {
  let gap = 0;
  for (let k = 0; k < Math.min(one.length, other.length); k++) {
    for (const i of [0, 1]) {
      if (!Number.isFinite(one[k][i]) || !Number.isFinite(other[k][i]) || Math.abs(one[k][i]) > 1e3) return gap;
      gap = Math.max(gap, Math.abs(one[k][i] - other[k][i]));
    }
  }
  return gap;
}
