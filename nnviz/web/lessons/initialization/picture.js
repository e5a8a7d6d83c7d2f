// Weight initialization: twins that learn the same for ever, and what the scale of the weights makes of ten layers.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { createOwnNetwork } from "../../lesson/own_network.js";
import { told } from "../../lesson/preset.js";
import { askingOf } from "../../lesson/views.js";
import { createGuessedRace } from "../../race/guessed.js";
import { circles } from "./orthogonal.js";
import { createOwnTable } from "./own_table.js";
import { createPlane } from "./plane.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import { howOf, networkOf, scaleOf, sizesOf } from "./scale.js";
import { ACTIVATIONS, createScaleView } from "./scale_view.js";
import { advance, beginning, NUDGE, nudge, reshape, restarted, setState, VIEWS } from "./state.js";
import { createTwinsPanel } from "./twins_panel.js";
import { OWN, RACE, twinsWords } from "./words.js";

const TOLD = ["view", "start", "draw", "initializer", "activation", "gain", "shape", "layer", "seed", "way", "net"];
const AT_ONCE = 400; // steps where no motion is wanted
const REST = 140; // milliseconds until the matrix of all combinations is computed anew

/** A picture holds `state`, the `moment` of the ten layers with their `circles` and `sizes`, and its `views`. */
export function createPicture(root, lesson) {
  const picture = { lesson, state: beginning(), theme: null, own: null, frame: 0, timer: 0, sizes: null, sized: "" };
  picture.asking = askingOf(picture, hear, show);
  picture.views = { ...createViews(picture), ...createMore(picture) };
  layOut(root, picture);
  compute(picture);
  return {
    update: ({ theme, data }) => {
      picture.theme = theme;
      picture.views.race.update(theme);
      picture.asking.heard(data?.answer);
      show(picture);
    },
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, picture.moment, picture.circles),
    tables: () => [...tablesOf(picture.state, picture.moment, picture.circles), ...picture.views.race.race.tables()],
    measures: () => measuresOf(picture.state, picture.moment),
    destroy: () => {
      cancelAnimationFrame(picture.frame);
      clearTimeout(picture.timer);
      picture.asking.destroy();
      for (const view of ["plane", "panel", "scale", "race", "ownBody"]) picture.views[view].destroy();
      root.replaceChildren();
    },
  };
}

function createViews(picture) {
  const { state } = picture;
  const again = (part = {}) => {
    restarted(Object.assign(state, part));
    show(picture);
  };
  return {
    tabs: choices("Part of the lesson", VIEWS, (view) => {
      Object.assign(state, { view, playing: false });
      show(picture);
    }),
    verdict: element("p", { class: "in-verdict", role: "status" }, element("b", {}), " ", element("span")),
    plane: createPlane({ shape: (unit, part) => move(picture, () => reshape(state, unit, part)) }),
    panel: createTwinsPanel({
      start: (start) => again({ start }),
      play: () => play(picture),
      step: () => move(picture, () => advance(state, 1)),
      again,
      nudge: () => move(picture, () => nudge(state, 0, NUDGE, 0)),
      draw: () => again({ draw: state.draw + 1 }),
    }),
    scale: createScaleView({
      change: (part) => {
        Object.assign(state, part.seed === 0 ? { seed: state.seed + 1 } : part);
        compute(picture);
      },
      pick: (layer) => {
        if (layer !== state.layer) move(picture, () => Object.assign(state, { layer }));
      },
    }),
  };
}

function createMore(picture) {
  const { asking, lesson } = picture;
  const body = createOwnTable();
  const ask = () => {
    asking.ask({ want: "layers" });
    show(picture);
  };
  return {
    race: createGuessedRace({ ask: asking.ask, still: lesson.still, changed: lesson.changed }, "starts", RACE, {
      lenses: ["gradients", "spread", "weights", "idle"],
    }),
    ownBody: body,
    own: createOwnNetwork({ ask }, body, OWN),
  };
}

function hear(picture, answer, question) {
  if (question.want !== "layers") return picture.views.race.race.answered(answer, question);
  picture.own = answer.layers ?? picture.own;
  return show(picture);
}

function layOut(root, picture) {
  const { tabs, verdict, plane, panel, scale, race, own } = picture.views;
  picture.places = {
    twins: element("div", { class: "in-twins" }, verdict, plane.node, panel.node),
    scale: scale.node,
    race: element("div", {}, race.node),
    own: element("div", {}, own.node),
  };
  root.append(element("div", { class: "in" }, tabs.node, ...Object.values(picture.places)));
}

function move(picture, change) {
  change();
  show(picture);
}

function set(picture, next) {
  setState(picture.state, next);
  cancelAnimationFrame(picture.frame);
  compute(picture);
  if (next.play) play(picture);
}

/** Learns, a step a frame, until it is pressed again; where no motion is wanted, many steps at once. */
function play(picture) {
  const { state } = picture;
  state.playing = !state.playing && !picture.lesson.still();
  if (picture.lesson.still()) advance(state, AT_ONCE);
  cancelAnimationFrame(picture.frame);
  const tick = () => {
    if (!state.playing) return;
    state.playing = advance(state, 1);
    show(picture);
    picture.frame = requestAnimationFrame(tick);
  };
  tick();
  show(picture);
}

/** The ten layers at once; all combinations of activation and initializer once the hand rests. */
function compute(picture) {
  const { state } = picture;
  picture.moment = scaleOf(state);
  picture.circles = circles(networkOf(state.shape, state.seed, state.initializer), howOf(state).spread);
  const wanted = `${state.shape} ${state.seed} ${state.gain}`;
  if (wanted !== picture.sized) {
    clearTimeout(picture.timer);
    picture.timer = setTimeout(() => compareAll(picture, wanted, {}), REST);
  }
  show(picture);
}

/** One activation at a time, so that a hand that moves again waits for one only. */
function compareAll(picture, wanted, sizes) {
  const activation = ACTIVATIONS[Object.keys(sizes).length];
  if (activation) {
    const more = { ...sizes, ...sizesOf(picture.state, [activation]) };
    picture.timer = setTimeout(() => compareAll(picture, wanted, more));
    return;
  }
  Object.assign(picture, { sizes, sized: wanted });
  show(picture);
}

function show(picture) {
  const { state, moment, views, theme, places, asking, lesson } = picture;
  views.tabs.update(state.view);
  for (const [name, place] of Object.entries(places)) place.hidden = name !== state.view;
  if (!theme) return;
  if (state.view === "twins") showTwins(picture);
  else if (state.view === "scale") {
    views.scale.update({ state, moment, sizes: picture.sizes, circles: picture.circles, theme });
  } else if (state.view === "own") {
    const { own } = picture;
    views.own.update({ own, theme, waiting: asking.waitsFor("layers"), refusal: asking.refusal("layers") });
  }
  lesson.changed();
}

function showTwins({ state, views, theme }) {
  const [fact, sentence] = twinsWords(state);
  setText(views.verdict.firstChild, fact);
  setText(views.verdict.lastChild, sentence);
  setAttributes(views.verdict, { "data-kind": fact.startsWith("Four") ? "free" : null });
  views.plane.update({ net: state.net, theme });
  views.panel.update(state);
}
