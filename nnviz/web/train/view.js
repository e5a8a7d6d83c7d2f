// The heart of the Train page: network, answer, curves and replay, all showing the same moment.

import { element, prefersStill } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { createCurves } from "./curves.js";
import { createTween, decodeFrame } from "./frames.js";
import { createNetwork } from "./network.js";
import { createPlane } from "./plane.js";
import { createSamples } from "./samples.js";
import { createScrubber } from "./scrubber.js";
import { createStatus } from "./status.js";
import { createTwin } from "./twin.js";

const AREAS = ["status", "film", "network", "answer", "curves", "twin"];
export const LIVE = new Set(["queued", "running", "paused"]);

/** @returns {update(payload), destroy()}; on.select({column, id, unit}) when a unit is clicked, on.again() to load the film once more. */
export function createTrainingView(host, on = {}) {
  const areas = Object.fromEntries(AREAS.map((name) => [name, element("div", { class: `nv-area nv-${name}` })]));
  const grid = element("div", { class: "nv-training" }, ...Object.values(areas));
  const root = element("div", { class: "nv-root" }, grid);
  host.append(root);
  const now = { payload: null, graph: null, graphText: "", film: null, overlay: null, replay: null, shownKey: "" };
  const views = {
    status: createStatus(areas.status),
    curves: createCurves(areas.curves),
    twin: createTwin(areas.twin),
    scrubber: createScrubber(areas.film, { show: replay, again: on.again }),
  };
  const tween = createTween(draw, { still: prefersStill });

  function update(payload) {
    now.payload = payload;
    keepTheme(payload.theme);
    if (payload.graph) keepGraph(payload.graph);
    keepFilm(payload.film ?? null, payload.filmNote ?? "");
    views.status.update(payload);
    views.twin.update(payload);
    showCurves();
    grid.toggleAttribute("data-waiting", !payload.frame);
    if (now.replay === null) show(payload.frame ?? null);
  }

  function keepTheme(theme) {
    if (now.theme && JSON.stringify(theme) === JSON.stringify(now.theme)) return;
    now.theme = theme;
    now.shownKey = "";
    dress(root, theme);
  }

  function keepGraph(graph) {
    const text = JSON.stringify(graph);
    if (text === now.graphText) return;
    Object.assign(now, { graph, graphText: text, overlay: null, shownKey: "" });
    views.network ??= createNetwork(areas.network, now.theme, { hover, select });
    const Answer = graph.plane ? createPlane : graph.samples ? createSamples : null;
    if (now.Answer === Answer) return;
    views.answer?.destroy();
    now.Answer = Answer;
    views.answer = Answer?.(areas.answer, now.theme);
    grid.toggleAttribute("data-plain", !Answer);
  }

  function keepFilm(film, note) {
    const key = film?.length ? `${film.length}:${film[film.length - 1].index}` : "";
    if (key !== now.filmKey) Object.assign(now, { film: film?.length ? film : null, filmKey: key, replay: null });
    views.scrubber.update({ film: now.film, note });
  }

  function replay(index) {
    now.replay = index;
    show(now.film[index]);
    showCurves();
  }

  function show(frame) {
    const key = frame ? `${now.graphText.length}:${frame.index}:${frame.epoch}` : "none";
    if (key === now.shownKey) return draw(tween.shown());
    now.shownKey = key;
    grid.dataset.step = frame?.index ?? "";
    tween.show(frame ? decodeFrame(frame) : null);
  }

  function draw(frame) {
    if (!now.graph) return;
    const common = { graph: now.graph, frame, theme: now.theme };
    views.network.update(common);
    views.answer?.update({ ...common, overlay: now.overlay });
  }

  function showCurves() {
    const { history, epochs, state } = now.payload;
    const cursor = now.replay === null ? null : now.film[now.replay].epoch;
    views.curves.update({ history, epochs, running: LIVE.has(state), cursor });
  }

  function hover(at) {
    now.overlay = at;
    if (now.graph?.plane)
      views.answer?.update({ graph: now.graph, frame: tween.shown(), theme: now.theme, overlay: at });
  }

  function select(at) {
    on.select?.({ ...at, id: now.graph.columns[at.column].id });
  }

  function destroy() {
    tween.destroy();
    Object.values(views).forEach((view) => view?.destroy?.());
    root.remove();
  }

  return { update, destroy };
}
