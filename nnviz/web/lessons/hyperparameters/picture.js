// The lesson "Hyperparameters": a real surface of losses, searched by hand and by four searchers; what matters; the winner's curse.

import { choices } from "../../base/controls.js";
import { element, setAttributes } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { told } from "../../lesson/preset.js";
import { askingOf, takeAway } from "../../lesson/views.js";
import { createAxesView } from "./axes_view.js";
import { createCurseView } from "./curse_view.js";
import { createHandView } from "./hand_view.js";
import { createOwnView } from "./own_view.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import { createSearchView } from "./search_view.js";
import * as act from "./state.js";
import { gridTrials, meanTable, randomTrials } from "./surface.js";

const TOLD = Object.keys(act.beginning()).filter((name) => name !== "tries");

/** A picture holds, by pair, the `surfaces`, and by pair, sampler and play the `searches` that came. */
export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: act.beginning(),
    theme: null,
    axes: null,
    surfaces: {},
    searches: {},
    own: null,
    views: null,
  };
  picture.asking = askingOf(picture, receive, show);
  picture.place = element("div", { class: "hp" });
  root.append(picture.place);
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, worldOf(picture)),
    tables: () => tablesOf(picture.state, worldOf(picture)),
    measures: () => measuresOf(picture.state, worldOf(picture)),
    destroy: () => takeAway(root, picture),
  };
}

function createViews(picture, pairs) {
  const { state, lesson } = picture;
  const then = (alter) => change(picture, alter);
  const on = {
    change: (part) => then(() => Object.assign(state, part)),
    pair: (pair) => then(() => act.choosePair(state, pair)),
    attempt: (rate, other) => then(() => act.attempt(state, rate, other)),
    again: () => then(() => act.again(state)),
  };
  return {
    hand: createHandView(on, pairs),
    search: createSearchView(on, pairs, lesson.still),
    axes: createAxesView(on, pairs),
    curse: createCurseView(on, pairs),
    own: createOwnView(),
  };
}

function update(picture, { theme, data }) {
  Object.assign(picture, { theme, axes: data.axes, held: data.held, tried: data.tried });
  if (!picture.views) {
    picture.views = createViews(picture, data.pairs);
    const tabs = data.own ? { ...act.VIEWS, ...act.OWN } : act.VIEWS;
    picture.tabs = choices("What to look at", tabs, (view) =>
      change(picture, () => Object.assign(picture.state, { view })),
    );
    picture.place.append(picture.tabs.node, ...Object.values(picture.views).map(({ node }) => node));
  }
  picture.asking.heard(data.answer);
  need(picture);
  show(picture);
}

/** What the views of the chosen pair are drawn from. */
function worldOf({ state, theme, axes, held, tried, surfaces, searches, own, asking }) {
  const { pair } = state;
  const surface = surfaces[pair];
  const plays = (number) => ({
    grid: gridTrials(state.budget, number),
    random: randomTrials(act.BUDGET[1], number + 1),
    tpe: searches[`${pair} tpe ${number}`],
    gp: searches[`${pair} gp ${number}`],
  });
  return {
    theme,
    axes: { rate: axes.learning_rate, other: axes[pair] },
    losses: surface ?? null,
    table: surface?.table ?? null,
    held,
    tried,
    plays,
    own,
    ownRefusal: asking.refusal("own"),
    refusal: asking.waitsFor("surface") ? "" : asking.refusal("surface"),
  };
}

/** Asks for what the view lacks: the surface first, then the searches that are shown, one after the other. */
function need({ state, surfaces, searches, own, asking }, again = false) {
  // what is refused is not asked again until the reader changes something
  if (!again && ["surface", "search", "own"].some((want) => asking.refusal(want))) return;
  const { pair } = state;
  if (asking.waitsFor("surface") || asking.waitsFor("search")) return;
  if (!surfaces[pair]) {
    asking.ask({ want: "surface", pair });
    return;
  }
  if (state.view === "own" && !own && !asking.waitsFor("own")) asking.ask({ want: "own" });
  if (state.view !== "search") return;
  const numbers = [state.play, ...(state.mean ? Array.from({ length: act.PLAYS }, (_, i) => i) : [])];
  for (const play of numbers) {
    for (const sampler of ["tpe", "gp"]) {
      if (!searches[`${pair} ${sampler} ${play}`]) {
        asking.ask({ want: "search", pair, sampler, play });
        return;
      }
    }
  }
}

function receive(picture, answer, question) {
  const { pair, sampler, play } = question;
  if (answer.surface) {
    const { validation, test, curse } = answer.surface;
    const [losses, points] = [{ validation: unpack(validation).values, test: unpack(test).values }, unpack(curse)];
    picture.surfaces[pair] = { ...losses, curse: points.values, table: meanTable(losses.validation) };
  }
  if (answer.own) picture.own = answer.own;
  if (answer.trials) picture.searches[`${pair} ${sampler} ${play}`] = answer.trials;
  if (!answer.error) queueMicrotask(() => need(picture));
  show(picture);
}

function change(picture, alter) {
  alter();
  if (picture.state.view !== "search") picture.views.search.stop();
  need(picture, true);
  show(picture);
}

function set(picture, next) {
  picture.views.search.stop();
  act.setState(picture.state, next);
  need(picture, true);
  show(picture);
}

function show(picture) {
  const { state, theme, views, tabs } = picture;
  if (!theme) return;
  tabs.update(state.view);
  for (const [name, { node }] of Object.entries(views))
    setAttributes(node, { hidden: name === state.view ? null : "" });
  views[state.view].update(state, worldOf(picture));
  picture.lesson.changed();
}
