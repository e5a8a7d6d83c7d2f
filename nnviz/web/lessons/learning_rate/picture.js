// The learning rate: a ball in a valley; a range test of a real network; and rates that change on the way, raced.

import { choices } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { createPlayer } from "../../base/player.js";
import { unpack } from "../../base/unpack.js";
import { told } from "../../lesson/preset.js";
import { askingOf } from "../../lesson/views.js";
import { createFinderView } from "./finder_view.js";
import { createRatesView } from "./rates_view.js";
import { tablesOf, valuesOf } from "./report.js";
import { createSchedulesView } from "./schedules_view.js";
import { beginning, bend, hide, measuresOf, place, reveal, STEPS, setState, VIEWS } from "./state.js";
import { createValleyPanel } from "./valley_panel.js";
import { createValleyView } from "./valley_view.js";

const TOLD = [
  "view",
  "rate",
  "curvature",
  "second",
  "start",
  "hidden",
  "network",
  "chosen",
  "kind",
  "peak",
  "end",
  "warmup",
  "raced",
];
const SPEED = 7; // steps a second
const MOST = 6; // rates that are kept

/**
 * A picture holds `state`; `networks` {name: title}; what came for each network: `finders`, `tried` [{rate, loss, …}], `raced`;
 * and `waiting`, the question that is to be asked once an answer has come.
 */
export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: beginning(),
    theme: null,
    networks: {},
    finders: {},
    tried: {},
    raced: {},
    chose: false,
  };
  picture.asking = askingOf(picture, receive, show);
  createViews(picture);
  layOut(root, picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    tables: () => tables(picture),
    measures: () => measuresOf(picture.state),
    destroy: () => destroy(root, picture),
  };
}

function tables(picture) {
  const raced = picture.state.view === "rates" ? picture.rates.tables() : [];
  return raced.length ? raced : tablesOf(picture.state, worldOf(picture));
}

function createViews(picture) {
  const { lesson } = picture;
  const network = (name) => change(picture, { network: name });
  picture.tabs = choices("What to look at", VIEWS, (view) => change(picture, { view }));
  picture.player = createPlayer({
    steps: STEPS,
    speed: SPEED,
    still: lesson.still,
    move: (step) => {
      if (picture.state.hidden) reveal(picture.state);
      change(picture, { step });
    },
  });
  picture.valley = createValleyView({
    start: (w) => moved(picture, () => place(picture.state, w)),
    bend: (curvature) => !picture.state.hidden && moved(picture, () => bend(picture.state, curvature)),
  });
  picture.panel = createValleyPanel({
    change: (part) => moved(picture, () => Object.assign(picture.state, part)),
    bend: (curvature) => !picture.state.hidden && moved(picture, () => bend(picture.state, curvature)),
    second: () => moved(picture, () => Object.assign(picture.state, { second: picture.state.second ? 0 : 0.5 })),
    guess: () => {
      picture.player.stop();
      picture.player.place(0);
      hide(picture.state, 0.8 + Math.floor(Math.random() * 30) / 5);
      show(picture);
    },
    roll: () => {
      reveal(picture.state);
      roll(picture);
    },
  });
  picture.rates = createRatesView({
    ask: (question) => picture.asking.ask(question),
    still: lesson.still,
    changed: () => lesson.changed(),
  });
  picture.finder = createFinderView({
    choose: (chosen) => change(picture, { chosen }),
    train: () => train(picture, picture.state.chosen),
    suggested: () => train(picture, picture.finders[picture.state.network].suggestion),
    network,
  });
  picture.schedules = createSchedulesView({
    change: (part) => change(picture, part),
    raced: (kind) => {
      const { raced } = picture.state;
      change(picture, { raced: raced.includes(kind) ? raced.filter((one) => one !== kind) : [...raced, kind] });
    },
    race: () => race(picture),
    network,
  });
}

function layOut(root, picture) {
  picture.frames = {
    valley: element(
      "div",
      { class: "lr-view" },
      element("div", { class: "lr-left" }, picture.valley.node, picture.player.node, key()),
      picture.panel.node,
    ),
    rates: picture.rates.node,
    finder: picture.finder.node,
    schedules: picture.schedules.node,
  };
  root.append(
    element(
      "div",
      { class: "lr" },
      element("div", { class: "lr-tabs" }, picture.tabs.node),
      ...Object.values(picture.frames),
    ),
  );
}

function key() {
  const one = (sign, words) => element("span", {}, element("b", {}, sign), words);
  return element(
    "p",
    { class: "lr-key nl-muted" },
    one("○", "start: drag it"),
    one("◆", "curvature: drag it"),
    one("●", "the weight now"),
  );
}

/** What the views of the chosen network are drawn from. */
function worldOf({ state, theme, networks, finders, tried, raced, asking }) {
  const { network } = state;
  const want = state.view === "finder" ? ["finder", "runs"] : ["runs"];
  return {
    theme,
    networks,
    network: networks[network] ?? "",
    finder: finders[network] ?? null,
    tried: tried[network] ?? [],
    raced: raced[network] ?? null,
    training: asking.waitsFor("runs"),
    refusal: want.map((one) => !asking.waitsFor(one) && asking.refusal(one)).find(Boolean) || "",
  };
}

/** A change of the valley: its whole way is drawn anew, and shown to its end unless the ball rolls. */
function moved(picture, act) {
  picture.player.stop();
  act();
  if (!picture.state.hidden) {
    picture.state.step = STEPS;
    picture.player.place(STEPS);
  }
  if (picture.state.guess && !picture.state.hidden) picture.state.guess = null;
  show(picture);
}

function change(picture, part) {
  Object.assign(picture.state, part);
  if (part.network) picture.chose = true;
  if (part.view && part.view !== "valley") picture.player.stop();
  need(picture);
  show(picture);
}

/** Asks for what the view lacks. */
function need({ state, finders, asking }) {
  if (state.view !== "finder" || finders[state.network] || asking.waitsFor("finder")) return;
  asking.ask({ want: "finder", network: state.network });
}

function train(picture, rate) {
  const { network } = picture.state;
  const shape = { kind: "constant", peak: rate, end: 1, warmup: 0 };
  picture.asking.ask({ want: "runs", network, key: "rate", shapes: [shape] });
  show(picture);
}

function race(picture) {
  const { network, raced, peak, end, warmup } = picture.state;
  const shapes = raced.map((kind) => ({ kind, peak, end, warmup }));
  picture.asking.ask({ want: "runs", network, key: "race", shapes });
  show(picture);
}

function receive(picture, answer, question) {
  const { network, want } = question;
  if (want === "race" || want === "take") picture.rates.answered(answer, question);
  if (answer.finder) {
    const { rates, losses, smoothed, ...rest } = answer.finder;
    const [x, y, mean] = [rates, losses, smoothed].map((packed) => [...unpack(packed).values]);
    picture.finders[network] = { ...rest, rates: x, losses: y, smoothed: mean };
  }
  if (answer.runs && question.key === "rate") {
    const [run] = answer.runs.runs;
    picture.tried[network] = [...(picture.tried[network] ?? []), { rate: question.shapes[0].peak, ...run }].slice(
      -MOST,
    );
  }
  if (answer.runs && question.key === "race") {
    picture.raced[network] = { ...answer.runs, kinds: question.shapes.map(({ kind }) => kind) };
  }
  // what is refused is not asked again, unless the reader has gone on to another network meanwhile
  if (!answer.error || network !== picture.state.network) queueMicrotask(() => need(picture));
  show(picture);
}

function roll(picture) {
  picture.player.place(0);
  picture.state.step = 0;
  show(picture);
  picture.player.play();
}

function set(picture, next) {
  picture.player.stop();
  setState(picture.state, next);
  if (next.hidden) hide(picture.state, picture.state.curvature);
  need(picture);
  if (picture.state.view === "valley" && !picture.state.hidden) roll(picture);
  else show(picture);
}

function show(picture) {
  const { state, theme, frames } = picture;
  if (!theme) return;
  picture.tabs.update(state.view);
  for (const [name, node] of Object.entries(frames)) node.hidden = name !== state.view;
  if (state.view === "valley") {
    picture.valley.update(state);
    picture.panel.update(state, theme);
  } else {
    picture[state.view].update(state, worldOf(picture));
  }
  picture.lesson.changed();
}

function update(picture, { theme, data }) {
  const first = !picture.theme;
  picture.theme = theme;
  picture.networks = data.networks;
  if (!picture.chose && data.networks.own) picture.state.network = "own";
  picture.asking.heard(data.answer);
  if (first) roll(picture);
  else show(picture);
}

function destroy(root, { player, asking, valley, panel, rates, finder, schedules }) {
  asking.destroy();
  for (const part of [player, valley, panel, rates, finder, schedules]) part.destroy();
  root.replaceChildren();
}
