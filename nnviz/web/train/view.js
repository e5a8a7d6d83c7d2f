// The heart of the Train page: network, answer, curves and replay, all showing the same moment.

import { element, prefersStill } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { createCurves } from "./curves.js";
import { createEffects } from "./effects.js";
import { createTween, decodeFrame } from "./frames.js";
import { createNetwork } from "./network.js";
import { createPlane } from "./plane.js";
import { createSamples } from "./samples.js";
import { createScrubber } from "./scrubber.js";
import { createStatus } from "./status.js";
import { createTwin } from "./twin.js";

const AREAS = ["status", "film", "network", "answer", "curves", "effects", "twin"];
export const LIVE = new Set(["queued", "running", "paused"]);

/**
 * @returns {update(payload), destroy()}; on.select({column, id, unit}) when a unit is clicked, on.edit({action, id, value}) for a
 * change of the network, on.open({to, part, index}) when an example's door is, on.again() to load the film once more, on.asks(wanted) when
 * a panel is opened that shows what is recorded of the layers, or the last one is closed.
 */
export function createTrainingView(host, on = {}) {
  const areas = Object.fromEntries(AREAS.map((name) => [name, element("div", { class: `nv-area nv-${name}` })]));
  const grid = element("div", { class: "nv-training" }, ...Object.values(areas));
  const root = element("div", { class: "nv-root" }, grid);
  host.append(root);
  const training = { on, areas, grid, root, payload: null, graph: null, graphText: "", overlay: null };
  Object.assign(training, { subject: null, replayed: null, shownKey: "" });
  training.views = {
    status: createStatus(areas.status),
    curves: createCurves(areas.curves),
    effects: createEffects(areas.effects, { asks: (wanted) => on.asks?.(wanted) }),
    twin: createTwin(areas.twin),
    scrubber: createScrubber(areas.film, { show: (frame) => replay(training, frame), again: on.again }),
  };
  training.tween = createTween((frame) => draw(training, frame), { still: prefersStill });
  return {
    update: (payload) => update(training, payload),
    destroy: () => {
      training.tween.destroy();
      for (const view of Object.values(training.views)) view?.destroy?.();
      root.remove();
    },
  };
}

function update(training, payload) {
  const { views, grid } = training;
  training.payload = payload;
  keepTheme(training, payload.theme);
  if (payload.graph) keepGraph(training, payload.graph);
  keepFilm(training, payload);
  views.status.update(payload);
  views.twin.update(payload);
  showCurves(training);
  grid.toggleAttribute("data-waiting", !payload.frame);
  grid.toggleAttribute("data-stale", payload.stale === true);
  if (training.replayed === null) show(training, payload.frame ?? null);
}

function keepTheme(training, theme) {
  if (training.theme && JSON.stringify(theme) === JSON.stringify(training.theme)) return;
  training.theme = theme;
  training.shownKey = "";
  dress(training.root, theme);
}

function keepGraph(training, graph) {
  const text = JSON.stringify(graph);
  if (text === training.graphText) return;
  const { views, areas, grid } = training;
  Object.assign(training, { graph, graphText: text, overlay: null, shownKey: "" });
  views.network ??= createNetwork(areas.network, training.theme, {
    hover: (at) => hover(training, at),
    select: (at) => training.on.select?.({ ...at, id: training.graph.columns[at.column].id }),
    edit: (event) => training.on.edit?.(event),
  });
  const createAnswer = graph.plane ? createPlane : graph.samples ? createSamples : null;
  if (training.createAnswer === createAnswer) return;
  views.answer?.destroy();
  training.createAnswer = createAnswer;
  views.answer = createAnswer?.(areas.answer, training.theme, { open: (at) => training.on.open?.(at) });
  grid.toggleAttribute("data-plain", !createAnswer);
  grid.toggleAttribute("data-samples", createAnswer === createSamples);
}

/** What is looked back at stays on show while its run goes on; another run, or network, is looked at as it is. */
function keepFilm(training, { subject, film, filmNote, state }) {
  const { scrubber } = training.views;
  if (subject !== training.subject) {
    Object.assign(training, { subject, replayed: null });
    scrubber.reset();
  }
  scrubber.update({ film: film ?? null, note: filmNote ?? "", state });
}

/** Shows an earlier frame, or with null the newest one again. */
function replay(training, frame) {
  training.replayed = frame;
  show(training, frame ?? training.payload.frame ?? null);
  showCurves(training);
}

function show(training, frame) {
  const { tween, grid, graphText, payload } = training;
  const key = frame ? `${payload.subject}:${graphText.length}:${frame.index}:${frame.epoch}` : "none";
  if (key === training.shownKey) return draw(training, tween.shown());
  training.shownKey = key;
  grid.dataset.step = frame?.index ?? "";
  return tween.show(frame ? decodeFrame(frame) : null);
}

function draw({ graph, theme, overlay, views, payload, replayed }, frame) {
  if (!graph) return;
  const weighing = payload?.weighing === true && !replayed; // a weight is typed of the network as it is
  views.network.update({ graph, frame, theme, editing: payload?.editing ?? null, weighing });
  views.answer?.update({
    graph,
    frame,
    theme,
    overlay,
    images: payload?.images ?? null,
    doors: payload?.state !== "untrained",
  });
}

function showCurves({ payload, replayed, views }) {
  const { history, epochs, state, marks, former = null } = payload;
  const cursor = replayed?.epoch ?? null;
  views.curves.update({ history, epochs, running: LIVE.has(state) || state === "untrained", cursor, marks, former });
  views.effects.update({ payload, frame: replayed ?? payload.frame ?? null, cursor });
}

function hover(training, at) {
  training.overlay = at;
  const { graph, theme, tween, views } = training;
  if (graph?.plane) views.answer?.update({ graph, frame: tween.shown(), theme, overlay: at });
}
