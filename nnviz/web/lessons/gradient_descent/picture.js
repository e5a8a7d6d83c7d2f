// Gradient descent: balls that roll on a loss surface, each by the rule of one optimizer.
// While the reader drags, the browser computes the paths; when the hand rests, Keras runs the same race and its paths are shown.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { createPlayer } from "../../base/player.js";
import { told } from "../../lesson/preset.js";
import { askingOf } from "../../lesson/views.js";
import { createDescentChart } from "./chart.js";
import { createInside } from "./inside.js";
import { createLineView } from "./line.js";
import { SURFACES } from "./loss_surfaces.js";
import { createMap } from "./map.js";
import { answeredBy, momentOf, whoComputed } from "./moment.js";
import { createPanel } from "./panel.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import { beginning, raceOf, STEPS, setState, TITLES, toggle, trailsOf } from "./state.js";
import { lineSurface, lowestOf, networkSurface } from "./surfaces.js";

const SPEED = 24; // steps a second
const TOLD = ["surface", "start", "on", "inspect", "rate", "momentum", "schedule", "batch"];
const REST = 700; // milliseconds until the hand counts as resting
const WAITING = {
  line: "Reading the data of 442 patients …",
  network: "Measuring the loss of your trained network, or of one that is trained for it now, at 1,353 places …",
};

/**
 * A picture holds `state`, the `surfaces` known so far, the `trails` of the race on one of them, and `race`, what Keras
 * answered last. `wished` is the state to begin with once a surface that must be measured has come.
 */
export function createPicture(root, lesson) {
  const picture = { lesson, surfaces: { ...SURFACES }, theme: null, trails: null, race: null, wished: null, timer: 0 };
  picture.state = beginning(SURFACES.ravine.start);
  picture.asking = askingOf(picture, receive, refresh);
  picture.places = createPlaces();
  picture.controls = createControls(picture);
  picture.views = createViews(picture);
  layOut(root, picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, picture.trails),
    measures: () => measuresOf(picture.state, picture.trails, picture.surfaces?.[picture.state.surface]?.lowest ?? 0),
    tables: () => tablesOf(picture.state, picture.trails),
    light: (parts) => picture.views.map.light(parts),
    destroy: () => destroy(root, picture),
  };
}

function createPlaces() {
  return {
    frame: element("div", { class: "gd" }),
    waiting: element("p", { class: "gd-waiting", role: "status" }),
    map: element("div", { class: "gd-mapplace" }),
    chart: element("div", { class: "gd-chartplace" }),
    by: element("p", { class: "gd-by nl-muted" }),
  };
}

function createControls(picture) {
  return {
    player: createPlayer({
      steps: STEPS,
      speed: SPEED,
      still: picture.lesson.still,
      move: (step) => showStep(picture, step),
    }),
    tabs: choices("Loss surface", TITLES, (surface) => {
      const { on, inspect, momentum } = picture.state;
      set(picture, { surface, on, inspect, momentum });
    }),
  };
}

function createViews(picture) {
  const { places } = picture;
  return {
    map: createMap(places.map, { start: (start, done) => moveStart(picture, start, done) }),
    panel: createPanel({
      change: (part) => change(picture, part),
      toggle: (name) => toggle(picture.state, name) && refresh(picture),
    }),
    chart: createDescentChart(places.chart, { step: (step) => stepTo(picture, step) }),
    inside: createInside({ inspect: (inspect) => change(picture, { inspect }) }),
    line: createLineView(),
  };
}

function layOut(root, { places, controls, views }) {
  places.frame.append(
    element("div", { class: "gd-tabs" }, controls.tabs.node),
    element("div", { class: "gd-left" }, places.waiting, places.map, legend(), controls.player.node, places.by),
    element("div", { class: "gd-right" }, views.panel.node, places.chart),
    element("div", { class: "gd-below" }, views.inside.node, views.line.node, views.inside.words),
  );
  root.append(places.frame);
}

function legend() {
  const key = (sign, words) => element("span", {}, element("b", {}, sign), words);
  return element(
    "p",
    { class: "gd-key nl-muted" },
    element("i", { class: "gd-scale", "data-part": "loss" }),
    "low to high loss",
    key("×", "minimum"),
    key("○", "start: drag it, or click the map"),
    key("┄▸", "downhill, η·g"),
    key("▸", "step"),
  );
}

function surfaceOf({ surfaces, state }) {
  return surfaces[state.surface];
}

function showStep(picture, step) {
  picture.state.step = step;
  show(picture);
}

function stepTo(picture, step) {
  const { player } = picture.controls;
  player.stop();
  player.place(step);
  showStep(picture, step);
}

function moveStart(picture, start, done) {
  picture.state.start = start;
  refresh(picture);
  stepTo(picture, STEPS);
  if (done && !picture.lesson.still()) picture.controls.player.play();
}

/** What the reader changed; the whole way is shown unless the balls are rolling. */
function change(picture, part) {
  Object.assign(picture.state, part);
  refresh(picture);
  if (!picture.controls.player.playing() && !part.inspect) stepTo(picture, STEPS);
}

/** The beginning with these changes, rolling; a surface that must be measured first is asked for. */
function set(picture, next) {
  const { player } = picture.controls;
  setState(picture.state, next, picture.surfaces);
  const known = Boolean(surfaceOf(picture));
  picture.wished = known ? null : next;
  if (!known) picture.asking.ask({ want: picture.state.surface });
  player.place(0);
  picture.state.step = 0;
  refresh(picture);
  player.play();
}

function receive(picture, answer, { want }) {
  const { surfaces, state, wished } = picture;
  if (answer.line) surfaces.line = lineSurface(answer.line);
  if (answer.network) surfaces.network = networkSurface(answer.network);
  if (answer.race) picture.race = answer.race;
  if (want === state.surface && surfaceOf(picture) && wished) set(picture, wished);
}

/** Computes all paths anew, then shows them. */
function refresh(picture) {
  const { state, places, controls, asking, theme } = picture;
  const surface = surfaceOf(picture);
  setAttributes(places.frame, { "data-waiting": surface ? null : "" });
  places.waiting.hidden = Boolean(surface);
  setText(places.waiting, asking.refusal(state.surface) || (WAITING[state.surface] ?? ""));
  controls.tabs.update(state.surface);
  if (!surface || !theme) return;
  surface.lowest ??= lowestOf(surface);
  picture.trails = trailsOf(state, surface);
  clearTimeout(picture.timer);
  picture.timer = setTimeout(askKeras, REST, picture);
  show(picture);
}

function askKeras(picture) {
  if (!surfaceOf(picture) || answeredBy(picture.state, picture.race)) return;
  const race = raceOf(picture.state);
  picture.asking.ask({ want: "race", key: JSON.stringify(race), ...race });
}

function show(picture) {
  const { views, places, trails, theme } = picture;
  const surface = surfaceOf(picture);
  if (!surface || !trails || !theme) return;
  const moment = momentOf(picture, surface);
  for (const name of ["map", "panel", "chart", "inside"]) views[name].update(moment);
  views.line.node.hidden = !moment.line;
  setAttributes(places.frame, { "data-line": moment.line ? "" : null });
  if (moment.line) views.line.update(moment);
  const who = whoComputed(moment, picture.asking.refusal("race"));
  setText(places.by, [surface.note, who].filter(Boolean).join(" "));
  picture.lesson.changed();
}

function update(picture, { theme, data }) {
  const first = !picture.theme;
  picture.theme = theme;
  picture.asking.heard(data?.answer);
  refresh(picture);
  if (first) picture.controls.player.play();
}

function destroy(root, { timer, asking, controls, views }) {
  clearTimeout(timer);
  asking.destroy();
  for (const part of [controls.player, views.map, views.chart, views.line]) part.destroy();
  root.replaceChildren();
}
