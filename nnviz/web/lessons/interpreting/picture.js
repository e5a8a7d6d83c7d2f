// The lesson "Explaining an answer": a network with a planted shortcut, put to the test here; maps of seven methods from a worker.

import { choices, select } from "../../base/controls.js";
import { element } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { openChain } from "../../lesson/chain.js";
import { told } from "../../lesson/preset.js";
import { askingOf, openView, takeAway } from "../../lesson/views.js";
import { createBaselineView } from "./baseline_view.js";
import { createMethodsView } from "./methods_view.js";
import { tablesOf, valuesOf } from "./report.js";
import { createSanityView } from "./sanity_view.js";
import { beginning, chooseExample, erase, markOf, moveMark, networkIn, SIZE, setState, VIEWS } from "./state.js";
import { createTrustView } from "./trust_view.js";
import { measuresOf, worldOf } from "./world.js";

const TOLD = ["view", "network", "example", "tool", "row", "col", "bare", "all", "level", "baseline"];
const NETWORKS = { shortcut: "Network A, with the shortcut", cured: "Network B, without it" };
const WANTS = ["images", "network", "own", "maps", "sanity", "baselines"];

export function createPicture(root, lesson) {
  const picture = {
    ...{ root, lesson, state: beginning(), theme: null, data: null, images: null, moving: false },
    ...{ own: null, networks: {}, maps: {}, sanity: {}, paths: {}, failed: {} },
  };
  picture.asking = askingOf(picture, heard, show);
  build(picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => act(picture, () => setState(picture.state, next)),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, worldOf(picture)),
    tables: () => tablesOf(picture.state, worldOf(picture)),
    measures: () => measuresOf(picture.state, worldOf(picture)),
    destroy: () => takeAway(root, picture),
  };
}

function build(picture) {
  const { state, root } = picture;
  const go = (deed) => act(picture, deed);
  const change = (part) => go(() => Object.assign(state, part));
  const on = {
    change,
    example: (example) => go(() => chooseExample(state, example)),
    act: (tool, row, col) => {
      picture.moving = tool !== "point";
      go(() => DEEDS[tool](state, row, col));
    },
    rest: () => {
      picture.moving = false;
      go(() => {});
    },
    step: (dy, dx) => go(() => step(picture, dy, dx)),
    bare: () => change({ bare: !state.bare }),
    reset: () => go(() => chooseExample(state, state.example)),
  };
  picture.tabs = choices("What to look at", VIEWS, (view) => change({ view }));
  picture.whose = element("div", {});
  picture.chooseNetwork = (network) => go(() => Object.assign(state, { network, example: 0 }));
  picture.example = select("Image", {}, (example) => go(() => chooseExample(state, Number(example))));
  picture.views = {
    trust: createTrustView(on),
    methods: createMethodsView(on),
    sanity: createSanityView(on),
    baseline: createBaselineView(on),
  };
  picture.bar = element("div", { class: "nl-bar" }, picture.whose, picture.example.node);
  const views = Object.values(picture.views).map(({ node }) => node);
  root.append(
    element("div", { class: "in" }, element("div", { class: "nl-bar" }, picture.tabs.node), picture.bar, ...views),
  );
}

const DEEDS = {
  mark: moveMark,
  erase,
  point: (state, row, col) => Object.assign(state, { pointed: row * SIZE + col }),
};

function step({ state, images }, dy, dx) {
  if (!images) return;
  const [row, col] = markOf(state, images.corners[state.example]) ?? [0, 0];
  moveMark(state, row + dy, col + dx);
}

function act(picture, deed) {
  deed();
  need(picture);
  show(picture);
}

function update(picture, { theme, data }) {
  picture.theme = theme;
  picture.data = data;
  picture.asking.heard(data.answer);
  need(picture);
  show(picture);
}

/** Asks for what the view on show lacks, one thing after the other. */
function need({ state, images, networks, own, maps, sanity, paths, failed, asking, data }) {
  if (!data) return;
  const { view } = state;
  const network = networkIn(state);
  const wanted = [
    [!images, { want: "images" }],
    [!networks.shortcut, { want: "network", network: "shortcut" }],
    [view === "trust" && !networks.cured, { want: "network", network: "cured" }],
    [view === "methods" && network === "own" && !own, { want: "own" }],
    [view === "methods" && network !== "own" && !maps[network], { want: "maps", network }],
    [view === "sanity" && !sanity[network], { want: "sanity", network }],
    [view === "baseline" && !paths[network], { want: "baselines", network }],
  ];
  const missing = wanted.find(([lacks, question]) => lacks && !failed[keyOf(question)]);
  const busy = WANTS.some((want) => asking.waitsFor(want));
  if (missing && !busy) asking.ask(missing[1]);
}

function keyOf({ want, network }) {
  return network ? `${want} ${network}` : want;
}

function heard(picture, answer, question) {
  const { network } = question;
  if (answer.error) {
    picture.failed[keyOf(question)] = answer.error;
    picture.failed[network ?? question.want] = answer.error;
  }
  if (answer.images) picture.images = imagesOf(answer.images);
  if (answer.own) picture.own = opened(answer.own);
  if (answer.network) picture.networks[network] = openChain(answer.network);
  for (const [name, store] of [
    ["maps", "maps"],
    ["sanity", "sanity"],
    ["baselines", "paths"],
  ]) {
    if (answer[name]) picture[store][network] = opened(answer[name]);
  }
  queueMicrotask(() => need(picture));
  show(picture);
}

function imagesOf(packed) {
  return Object.fromEntries(Object.entries(packed).map(([name, own]) => [name, unpack(own).values]));
}

function opened(told) {
  const open = (own) => (Array.isArray(own) ? own.map(open) : own?.data ? unpack(own) : own);
  return Object.fromEntries(Object.entries(told).map(([name, own]) => [name, open(own)]));
}

function show(picture) {
  const { state, theme, data, views, lesson } = picture;
  if (!theme || !data) return;
  const world = worldOf(picture);
  picture.tabs.update(state.view);
  picture.bar.hidden = state.view === "trust";
  offerNetworks(picture, data.own);
  picture.example.node.hidden = state.view === "sanity";
  const count = state.view === "baseline" ? 8 : networkIn(state) === "own" ? 6 : 24;
  picture.example.options(Object.fromEntries(Array.from({ length: count }, (_, k) => [k, `${k + 1}`])));
  picture.example.update(String(state.example % count));
  openView(views, state.view, state, world);
  lesson.changed();
}

/** The networks that this view can be about; the reader's own one among them, where there is one. */
function offerNetworks(picture, own) {
  const { state } = picture;
  const offered = { ...NETWORKS, ...(own && state.view === "methods" ? { own: `Yours: ${own}` } : {}) };
  const key = JSON.stringify(offered);
  if (picture.offered !== key) {
    picture.offered = key;
    picture.network = choices("Network", offered, picture.chooseNetwork);
    picture.whose.replaceChildren(picture.network.node);
  }
  picture.network.update(networkIn(state));
}
