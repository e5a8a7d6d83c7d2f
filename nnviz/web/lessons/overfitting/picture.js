// The lesson "Overfitting": one noisy sample, a fit of any capacity, what other samples would have given; and real networks.

import { choices } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { chartKey, createChart } from "./chart.js";
import { createFitView } from "./fit_view.js";
import { FAMILIES, TRUTHS } from "./fits.js";
import { createNetworksView } from "./networks_view.js";
import { createCapacity, createPanel, createSum } from "./panel.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import * as act from "./state.js";
import { verdictOf } from "./words.js";

const TOLD = ["mode", "truth", "family", "sigma", "n", "power", "count", "seed", "ghosts"];
const SLICE = 5; // milliseconds of a frame for the curves of all capacities

export function createPicture(root, lesson) {
  const picture = { lesson, state: act.beginning(), theme: null, root, sweep: act.createSweep(), request: 0 };
  picture.asking = createAsking(lesson.ask, (answer, question) => picture.views.networks.answered(answer, question));
  picture.places = { fit: element("div", { class: "of-fitplace" }), chart: element("div", { class: "of-chartplace" }) };
  picture.controls = createControls(picture);
  picture.views = createViews(picture);
  layOut(root, picture);
  const rows = () => picture.sweep.rows();
  return {
    update: ({ theme, data }) => {
      Object.assign(picture, { theme, own: data.own ?? null });
      picture.asking.heard(data.answer);
      show(picture);
    },
    set: (next) => change(picture, () => act.setState(picture.state, next)),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    tables: () => tablesOf(picture.state, rows(), picture.views.networks.tables()),
    measures: () => measuresOf(picture.state, rows()),
    destroy: () => {
      cancelAnimationFrame(picture.request);
      picture.asking.destroy();
      for (const view of Object.values(picture.views)) view.destroy?.();
      root.replaceChildren();
    },
  };
}

function createControls(picture) {
  const { state } = picture;
  const titles = (entries) => Object.fromEntries(Object.entries(entries).map(([name, { title }]) => [name, title]));
  return {
    truth: choices("True curve", titles(TRUTHS), (truth) => change(picture, () => act.resample(state, { truth }))),
    family: choices("Kind of fit", titles(FAMILIES), (family) =>
      change(picture, () => act.chooseFamily(state, family)),
    ),
    mode: choices("What is fitted", act.MODES, (mode) => change(picture, () => Object.assign(state, { mode }))),
    all: element(
      "button",
      {
        type: "button",
        class: "nl-button of-all",
        onclick: () => change(picture, () => Object.assign(state, { all: true })),
      },
      "Show every capacity",
    ),
    verdict: element("p", { class: "of-verdict", role: "status" }),
  };
}

function createViews(picture) {
  const { state, places } = picture;
  const then = (alter) => change(picture, alter);
  return {
    fit: createFitView(places.fit, { point: (i, x, y) => then(() => act.movePoint(state, i, x, y)) }),
    chart: createChart(places.chart, { capacity: (wanted) => then(() => act.chooseCapacity(state, wanted)) }),
    capacity: createCapacity({ capacity: (count) => then(() => Object.assign(state, { count })) }),
    panel: createPanel({
      resample: (part) => then(() => act.resample(state, part)),
      ridge: (power) => then(() => Object.assign(state, { power })),
      another: () => then(() => act.resample(state, { seed: state.seed + 100 })),
      back: () => then(() => act.resample(state, {})),
      ghosts: () => then(() => Object.assign(state, { ghosts: !state.ghosts })),
    }),
    sum: createSum(),
    networks: createNetworksView({
      ask: picture.asking.ask,
      still: picture.lesson.still,
      changed: picture.lesson.changed,
    }),
  };
}

function layOut(root, { places, controls, views }) {
  const label = (words) => element("span", { class: "nl-label" }, words);
  const modes = element("div", { class: "of-modes" }, controls.mode.node);
  const curves = element(
    "div",
    { class: "of-grid of-curves" },
    element(
      "div",
      { class: "of-left" },
      element(
        "div",
        { class: "nl-bar of-bar" },
        label("true curve"),
        controls.truth.node,
        label("fit"),
        controls.family.node,
      ),
      places.fit,
      fitKey(),
      views.panel.node,
    ),
    element(
      "div",
      { class: "of-right" },
      views.capacity.node,
      element("div", { class: "of-chartbox" }, places.chart, controls.all),
      chartKey(),
      views.sum.node,
      controls.verdict,
    ),
  );
  root.append(element("div", { class: "of-root" }, modes, curves, views.networks.node));
}

function fitKey() {
  const item = (kind, words) => element("span", {}, element("i", { class: `of-key-${kind}` }), words);
  return element(
    "p",
    { class: "of-key nl-muted" },
    item("truth", "the true curve"),
    item("fit", "the fit to your sample"),
    item("ghost", "fits to 30 other samples"),
    item("mean", "their mean"),
  );
}

function change(picture, alter) {
  alter();
  act.see(picture.state);
  show(picture);
}

function show(picture) {
  const { state, theme, controls, views, root, own } = picture;
  if (!theme) return;
  setAttributes(root.firstElementChild, { "data-mode": state.mode });
  controls.mode.update(state.mode);
  cancelAnimationFrame(picture.request);
  if (state.mode === "curves") showCurves(picture);
  else views.networks.update({ theme, own });
  picture.lesson.changed();
}

/** Shows what is known at once, and goes on with the curves of all capacities in the next frames. */
function showCurves(picture) {
  const { state, theme, views, controls, sweep } = picture;
  const more = sweep.advance(state, SLICE);
  const own = act.ownSample(state);
  const fit = act.ownFit(state);
  const now = act.measured(state);
  const rows = sweep.rows();
  controls.truth.update(state.truth);
  controls.family.update(state.family);
  views.panel.update(state);
  views.capacity.update(state);
  views.fit.update({
    own,
    fit: fit.curve,
    fits: now.fits,
    mean: now.mean,
    truth: state.truth,
    ghosts: state.ghosts,
    theme,
    words: `${state.n} examples and a fit: ${act.capacityWords(state)}`,
  });
  const words = `Training and test error by capacity; at ${act.capacityWords(state)}: ${now.train.toFixed(3)} and ${now.test.toFixed(3)}`;
  views.chart.update({ state, rows: act.shownRows(state, rows), own: fit, words });
  controls.all.hidden = state.all;
  views.sum.update(now);
  setText(controls.verdict, verdictOf(state, now, act.bestOf(state, rows)));
  if (more) picture.request = requestAnimationFrame(() => show(picture));
}
