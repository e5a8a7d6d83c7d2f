// The lesson "Stability and local minima": balls in valleys, one network from twenty seeds, and the line between two networks.

import { choices, slider } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createPlayer } from "../../base/player.js";
import { clamp } from "../../base/scales.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { createRace } from "../../race/race.js";
import { createBetweenView } from "./between_view.js";
import { betweenWords, restWords, seedWords, tablesOf, valuesOf } from "./report.js";
import { basinsOf, beginning, measuresOf, STEPS, setState, TOLD, UNITS, VIEWS, WAYS, waysOf } from "./state.js";
import { createValleyView } from "./valley_view.js";
import { REACH, VALLEYS } from "./valleys.js";

const PACE = 24; // steps a second
const IDLE =
  "Twenty networks that differ in nothing but their first, random weights. Each has to tell apart two classes of which " +
  "opposite corners belong together. How many will find it? Set your guess, then train.";

export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null, step: STEPS };
  picture.asking = createAsking(lesson.ask, (answer, question) => hear(picture, answer, question));
  picture.controls = createControls(picture);
  picture.parts = createParts();
  const page = { ask: picture.asking.ask, still: lesson.still, changed: () => show(picture) };
  const options = {
    lenses: ["weights", "gradients"],
    lens: null,
    scores: ["val_accuracy", "val_loss", "loss"],
    idle: IDLE,
  };
  picture.race = createRace(picture.parts.race, page, options);
  picture.valley = createValleyView(picture.parts.valley, {
    start: (start) => change(picture, (state) => Object.assign(state, { start: tidy(clamp(start, -REACH, REACH)) })),
  });
  picture.between = createBetweenView(picture.parts.between, {
    place: (place) => change(picture, (state) => Object.assign(state, { place: tidy(clamp(place, -0.25, 1.25)) })),
  });
  layOut(root, picture);
  return {
    update: ({ theme, data }) => {
      picture.theme = theme;
      picture.race.update(theme);
      picture.asking.heard(data.answer);
      show(picture);
    },
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    measures: () => measuresOf(picture.state),
    tables: () => tablesOf(picture.state, picture.race.tables()),
    destroy: () => {
      for (const name of ["asking", "race", "valley", "between"]) picture[name].destroy();
      picture.controls.player.destroy();
      root.replaceChildren();
    },
  };
}

function tidy(value) {
  return Math.round(value * 1000) / 1000;
}

function hear(picture, answer, question) {
  if (question.want !== "between") return picture.race.answered(answer, question);
  picture.refusal = answer.error ?? "";
  return change(picture, (state) => Object.assign(state, { networks: answer.between ?? null }));
}

function set(picture, next) {
  picture.step = STEPS;
  change(picture, (state) => setState(state, next));
  picture.controls.player.place(STEPS);
  if (next.play) train(picture);
}

function train(picture) {
  const { units, own } = picture.state;
  picture.race.begin(`seeds_${units}`, { own });
}

function change(picture, act) {
  act(picture.state);
  show(picture);
}

function createControls(picture) {
  const take = (part) => change(picture, (state) => Object.assign(state, part));
  const range = (part, label, [min, max, step], input) => slider({ part, label, min, max, step, input });
  const button = (words, act, kind = "") =>
    element("button", { type: "button", class: `nl-button ${kind}`, onclick: act }, words);
  const move = (step) => {
    picture.step = Math.round(step);
    show(picture);
  };
  return {
    view: choices("What to look at", VIEWS, (view) => take({ view })),
    valley: choices("The loss", titles(VALLEYS), (valley) => take({ valley })),
    rate: range("e", "learning rate", [-2.7, 0.47, 0.01], (power) =>
      take({ rate: Number((10 ** power).toPrecision(3)) }),
    ),
    noise: range("g", "noise", [0, 3, 0.1], (noise) => take({ noise })),
    limit: range("c", "clip at", [0, 5, 0.1], (limit) => take({ limit })),
    balls: choices("Balls", { 1: "One ball", 20: "Twenty, from anywhere" }, (balls) => take({ balls: Number(balls) })),
    player: createPlayer({ steps: STEPS, speed: PACE, still: picture.lesson.still, name: "step", move }),
    units: choices("Hidden units", UNITS, (units) => take({ units: Number(units), own: false })),
    own: choices("Whose network", { false: "Ours", true: "Yours, from 8 seeds" }, (own) =>
      take({ own: own === "true" }),
    ),
    guess: range("", "my guess", [0, 20, 1], (guess) => take({ guess })),
    train: button("Train all of them", () => train(picture), "nl-primary"),
    way: choices("Network B", WAYS, (way) => take({ way })),
  };
}

function titles(entries) {
  return Object.fromEntries(Object.entries(entries).map(([name, { title }]) => [name, title]));
}

function createParts() {
  const words = (name) => element("p", { class: `ls-words ls-${name}`, role: "status" });
  const place = (name) => element("div", { class: `ls-${name}place` });
  const places = Object.fromEntries(["valley", "race", "between"].map((name) => [name, place(name)]));
  return { ...places, rest: words("rest"), seeds: words("seeds"), line: words("line") };
}

function layOut(root, picture) {
  const { controls: c, parts } = picture;
  const bar = (...nodes) => element("div", { class: "nl-bar" }, ...nodes);
  const side = element("div", { class: "ls-side" }, c.rate.node, c.noise.node, c.limit.node, c.balls.node, parts.rest);
  picture.panels = {
    valleys: element(
      "div",
      { class: "ls-panel" },
      bar(c.valley.node),
      element("div", { class: "ls-two" }, element("div", {}, parts.valley, c.player.node), side),
    ),
    seeds: element(
      "div",
      { class: "ls-panel" },
      bar(c.units.node, c.own.node, c.guess.node, c.train),
      parts.seeds,
      parts.race,
    ),
    between: element("div", { class: "ls-panel" }, bar(c.way.node), parts.line, parts.between),
  };
  c.player.place(STEPS);
  root.append(bar(c.view.node), ...Object.values(picture.panels));
}

function show(picture) {
  const { state, theme, controls, parts, panels, race } = picture;
  if (!theme || !panels) return;
  for (const [name, panel] of Object.entries(panels)) panel.hidden = name !== state.view;
  for (const name of ["view", "valley", "balls", "units", "own", "way"]) controls[name].update(state[name]);
  controls.rate.update(Math.log10(state.rate), short(state.rate));
  controls.noise.update(state.noise, short(state.noise));
  controls.limit.update(state.limit, state.limit ? short(state.limit) : "off");
  controls.guess.update(state.guess, `${state.guess} of 20`);
  picture.valley.update({ state, ways: waysOf(state), basins: basinsOf(state), steps: picture.step, theme });
  setText(parts.rest, restWords(state));
  setText(parts.seeds, seedWords(state.guess, race.moment()));
  if (state.view === "between" && !state.networks && !picture.asking.waitsFor("between") && !picture.refusal) {
    picture.asking.ask({ want: "between" });
  }
  picture.between.update({ theme, ...state });
  setText(parts.line, picture.refusal || betweenWords(state));
  picture.lesson.changed();
}
