// Epochs, batches and updates: counted on real data; the gradient of a batch beside that of all; small batches against large.

import { choices, select } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { unpack } from "../../base/unpack.js";
import { told } from "../../lesson/preset.js";
import { askingOf, openView } from "../../lesson/views.js";
import { createArrowView } from "./arrow_view.js";
import { spread } from "./counting.js";
import { strayOf } from "./draws.js";
import { createEpochView } from "./epoch_view.js";
import { createRaceView } from "./race_view.js";
import { tablesOf, valuesOf } from "./report.js";
import { beginning, measuresOf, resize, setState, VIEWS } from "./state.js";

/** A picture holds `state`; `networks` {name: title}; and, by network, the `examples`, `stages` and `runs` that came. */
export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: beginning(),
    theme: null,
    networks: {},
    examples: {},
    stages: {},
    runs: {},
    chose: false,
  };
  picture.asking = askingOf(picture, receive, show);
  createViews(picture);
  layOut(root, picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, worldOf(picture)),
    tables: () => tablesOf(picture.state, worldOf(picture)),
    measures: () => {
      const { data, stage } = worldOf(picture);
      return measuresOf(picture.state, data?.n, stage);
    },
    destroy: () => destroy(root, picture),
  };
}

function createViews(picture) {
  const on = {
    change: (part) => change(picture, part),
    resize: (batch) => {
      resize(picture.state, batch, picture.examples[picture.state.network]?.n);
      show(picture);
    },
    guess: (label) => {
      const { network, compared, axis, guesses } = picture.state;
      change(picture, { guesses: { ...guesses, [`${network} ${compared} ${axis}`]: label } });
    },
  };
  picture.tabs = choices("What to look at", VIEWS, (view) => change(picture, { view }));
  picture.network = select("Data", {}, (network) => {
    picture.chose = true;
    change(picture, { network, update: 0 });
  });
  picture.about = element("span", { class: "nl-muted" });
  picture.views = {
    epoch: createEpochView(on, picture.lesson.still),
    arrow: createArrowView(on),
    race: createRaceView(on),
  };
}

function layOut(root, { tabs, network, about, views }) {
  const bar = element("div", { class: "nl-bar" }, tabs.node, network.node, about);
  root.append(element("div", { class: "ba" }, bar, ...Object.values(views).map(({ node }) => node)));
}

/** What the views of the chosen data are drawn from. */
function worldOf({ state, theme, examples, stages, runs, asking }) {
  const { network, stage, compared } = state;
  const want = WANTS[state.view];
  const data = examples[network] ?? null;
  const cloud = stages[network]?.[stage];
  return {
    theme,
    data,
    stage: cloud ? { ...cloud, total: data?.n ?? cloud.n, weights: data?.parameters ?? 2 } : null,
    runs: runs[`${network} ${compared}`] ?? null,
    refusal: asking.waitsFor(want) ? "" : asking.refusal(want),
  };
}

const TOLD = ["view", "network", "batch", "epochs", "order", "stage", "near", "compared", "axis"];
const WANTS = { epoch: "examples", arrow: "gradients", race: "runs" };

/** Asks for what the view lacks: the examples first, which every view counts. */
function need({ state, examples, stages, runs, asking }) {
  const { network, compared, view } = state;
  const lacks = [];
  if (!examples[network]) lacks.push({ want: "examples", network });
  if (view === "arrow" && !stages[network]) lacks.push({ want: "gradients", network });
  if (view === "race" && !runs[`${network} ${compared}`]) lacks.push({ want: "runs", network, compared });
  const [first] = lacks;
  if (first && !["examples", "gradients", "runs"].some((want) => asking.waitsFor(want))) asking.ask(first);
}

function receive(picture, answer, question) {
  const { network } = question;
  if (answer.examples) picture.examples[network] = examplesOf(answer.examples);
  if (answer.stages) picture.stages[network] = answer.stages.map(stageOf);
  if (answer.runs) picture.runs[`${network} ${question.compared}`] = answer.runs.runs;
  // what is refused is not asked again, unless the reader has gone on to other data meanwhile
  if (!answer.error || network !== picture.state.network) queueMicrotask(() => need(picture));
  if (answer.examples && network === picture.state.network) {
    picture.state.batch = Math.min(picture.state.batch, picture.examples[network].n);
  }
  show(picture);
}

function examplesOf({ x, labels, orders, ...rest }) {
  const order = unpack(orders);
  const [count, n] = order.shape;
  const rows = Array.from({ length: count }, (_, k) => Array.from(order.values.subarray(k * n, (k + 1) * n)));
  const points = x ? unpack(x) : null;
  return { ...rest, n, labels: unpack(labels).values, orders: rows, x: points?.values, shape: points?.shape.slice(1) };
}

function stageOf({ points, ...rest }) {
  const { values, shape } = unpack(points);
  const [n] = shape;
  const inPlane = strayOf(values, rest.length) ** 2;
  return { ...rest, points: values, n, spreadInPlane: (size) => spread(inPlane, Math.min(size, n), n) };
}

function change(picture, part) {
  Object.assign(picture.state, part);
  if (part.view && part.view !== "epoch") picture.views.epoch.stop();
  need(picture);
  show(picture);
}

function set(picture, next) {
  picture.views.epoch.stop();
  setState(picture.state, next);
  if (next.network) picture.chose = true;
  need(picture);
  show(picture);
  if (picture.state.view === "epoch" && picture.examples[picture.state.network]) picture.views.epoch.play();
}

function show(picture) {
  const { state, theme, views, networks, examples } = picture;
  if (!theme) return;
  picture.tabs.update(state.view);
  picture.network.options(networks);
  picture.network.update(state.network);
  const data = examples[state.network];
  const count = (value) => value.toLocaleString("en");
  setText(picture.about, data ? `${count(data.n)} training examples, ${count(data.parameters)} weights` : "");
  openView(views, state.view, state, worldOf(picture));
  picture.lesson.changed();
}

function update(picture, { theme, data }) {
  picture.theme = theme;
  picture.networks = data.networks;
  if (!picture.chose && data.networks.own) picture.state.network = "own";
  picture.asking.heard(data.answer);
  need(picture);
  show(picture);
}

function destroy(root, { asking, views }) {
  asking.destroy();
  for (const view of Object.values(views)) view.destroy();
  root.replaceChildren();
}
