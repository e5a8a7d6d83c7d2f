// The lesson "Overfitting": one noisy sample, a fit of any capacity, and what other samples would have given.

import { choices } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { told } from "../../lesson/preset.js";
import { chartKey, createChart } from "./chart.js";
import { createFitView } from "./fit_view.js";
import { FAMILIES, TRUTHS } from "./fits.js";
import { createCapacity, createPanel, createSum } from "./panel.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import * as act from "./state.js";
import { verdictOf } from "./words.js";

const TOLD = ["truth", "family", "sigma", "n", "power", "count", "seed", "ghosts"];
const SLICE = 8; // milliseconds of a frame for the curves of all capacities

export function createPicture(root, lesson) {
  const picture = { lesson, state: act.beginning(), theme: null, root, sweep: act.createSweep(), request: 0 };
  picture.places = { fit: element("div", { class: "of-fitplace" }), chart: element("div", { class: "of-chartplace" }) };
  picture.controls = createControls(picture);
  picture.views = createViews(picture);
  layOut(root, picture);
  const rows = () => picture.sweep.rows();
  return {
    update: ({ theme }) => {
      picture.theme = theme;
      show(picture);
    },
    set: (next) => change(picture, () => act.setState(picture.state, next)),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state),
    tables: () => tablesOf(picture.state, rows()),
    measures: () => measuresOf(picture.state, rows()),
    destroy: () => {
      cancelAnimationFrame(picture.request);
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
  };
}

function layOut(root, { places, controls, views }) {
  const label = (words) => element("span", { class: "nl-label" }, words);
  root.append(
    element(
      "div",
      { class: "of-grid" },
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
        places.chart,
        chartKey(),
        views.sum.node,
        controls.verdict,
      ),
    ),
  );
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
  show(picture);
}

/** Shows what is known at once, and goes on with the curves of all capacities in the next frames. */
function show(picture) {
  const { state, theme, views, controls, sweep, lesson } = picture;
  if (!theme) return;
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
  views.chart.update({ state, rows, own: fit, words });
  views.sum.update(now);
  setText(controls.verdict, verdictOf(state, now, act.bestOf(state, rows)));
  cancelAnimationFrame(picture.request);
  if (more) picture.request = requestAnimationFrame(() => show(picture));
  lesson.changed();
}
