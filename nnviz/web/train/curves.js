// The training curves: the loss, and one metric at a time, with a cursor that both share.

import { element, keepCount, setText } from "../base/dom.js";
import { epochText } from "../base/numbers.js";
import { epochDomain, nearestIndex } from "../base/scales.js";
import { createChart } from "./chart.js";
import { bestIndex, pairs, valueText } from "./series.js";

const HEIGHT = 156;

/**
 * @returns {update({history, epochs, running, cursor, theme}), destroy()}; `cursor` is the epoch on show in a replay,
 * or null. The pointer's own epoch goes before it and stays through updates.
 */
export function createCurves(root) {
  const state = { history: null, hovered: null, cursor: null, log: false, metric: null, epochs: 0, running: false };
  const panels = [];
  const bar = element("div", { class: "nv-charts" });
  const empty = element(
    "p",
    { class: "nv-empty", hidden: true },
    "The curves of loss and metrics begin with the first epoch.",
  );
  root.append(bar, empty);

  function panel(index) {
    const title = element("h3", { class: "nv-title" });
    const best = element("span", { class: "nv-bestnote" });
    const log = element(
      "button",
      {
        class: "nv-toggle",
        type: "button",
        "aria-pressed": "false",
        title: "Logarithmic axis",
        onclick: () => {
          state.log = !state.log;
          log.setAttribute("aria-pressed", String(state.log));
          draw();
        },
      },
      "log",
    );
    const choice = element("select", {
      class: "nv-select",
      "aria-label": "Metric on show",
      hidden: true,
      onchange: () => {
        state.metric = choice.value;
        draw();
      },
    });
    const body = element("div");
    const root = element(
      "section",
      { class: "nv-chartpanel" },
      element("div", { class: "nv-titlebar" }, title, choice, best, index === 0 ? log : null),
      body,
    );
    panels.push({
      title,
      best,
      choice,
      chart: createChart(body, HEIGHT, {
        hover: (epoch) => {
          state.hovered = epoch;
          draw();
        },
      }),
    });
    return root;
  }

  function draw() {
    if (!state.history) return;
    const { epoch, series } = state.history;
    const [loss, ...metrics] = pairs(series);
    const shown = [loss, metrics.find(({ name }) => name === state.metric) ?? metrics[0]].filter(Boolean);
    empty.hidden = shown.length > 0;
    keepCount(bar, shown.length, panel);
    panels.splice(shown.length).forEach(({ chart }) => chart.destroy());
    const domain = epochDomain(epoch, state.epochs, state.running);
    const cursor = state.hovered ?? state.cursor;
    shown.forEach((pair, i) => {
      fillTitle(panels[i], pair, i ? metrics : [pair], epoch, cursor);
      panels[i].chart.update({ pair, epochs: epoch, domain, log: i === 0 && state.log, cursor });
    });
  }

  function update({ history, epochs, running, cursor = null }) {
    Object.assign(state, { history, epochs, running, cursor });
    draw();
  }

  return {
    update,
    destroy: () => {
      panels.forEach(({ chart }) => chart.destroy());
      root.replaceChildren();
    },
  };
}

/** The title, the choice of metric, and a note: the cursor's epoch while there is one, else the best value. */
function fillTitle({ title, best, choice }, pair, metrics, epochs, cursor) {
  setText(title, pair.title);
  const values = pair.validation ?? pair.training;
  const index = bestIndex(pair.name, values);
  const at = cursor === null ? -1 : nearestIndex(epochs, cursor);
  setText(
    best,
    at >= 0
      ? `epoch ${epochText(epochs[at])}`
      : index >= 0 && epochs.length > 2
        ? `best ${valueText(pair.name, values[index])}, epoch ${epochText(epochs[index])}`
        : "",
  );
  const several = metrics.length > 1;
  title.hidden = several;
  choice.hidden = !several;
  const names = metrics.map(({ name }) => name).join();
  if (several && choice.dataset.names !== names) {
    choice.dataset.names = names;
    choice.replaceChildren(...metrics.map(({ name, title: text }) => element("option", { value: name }, text)));
  }
  if (several) choice.value = pair.name;
}
