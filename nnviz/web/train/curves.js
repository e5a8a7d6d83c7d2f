// The training curves: the loss, and one metric at a time, with a cursor that both share.

import { element, keepCount, setText } from "../base/dom.js";
import { epochText } from "../base/numbers.js";
import { epochDomain, nearestIndex } from "../base/scales.js";
import { createChart } from "./chart.js";
import { bestIndex, pairs, valueText } from "./series.js";

const HEIGHT = 156;

/**
 * @returns {update({history, epochs, running, cursor, marks: [{epoch, words}], former}), destroy()}; `former` is {title, history} of
 * the run that this one mends, or null; `cursor` is the epoch on show in a replay, or null. The pointer's own epoch goes before it
 * and stays through updates.
 */
export function createCurves(root) {
  const state = {
    history: null,
    hovered: null,
    cursor: null,
    log: false,
    metric: null,
    epochs: 0,
    running: false,
    marks: [],
  };
  const panels = [];
  const bar = element("div", { class: "nv-charts" });
  const empty = element(
    "p",
    { class: "nv-empty", hidden: true },
    "The curves of loss and metrics begin with the first epoch.",
  );
  const beside = element("p", { class: "nv-beside", hidden: true });
  root.append(bar, beside, empty);

  function panel(index) {
    const next = createPanel(index === 0, state, draw);
    panels.push(next);
    return next.node;
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
    const formerPairs = state.former ? pairs(state.former.history.series) : [];
    beside.hidden = !state.former || !shown.length;
    setText(beside, state.former ? `Dashed: before the change (${state.former.title}).` : "");
    const cursor = state.hovered ?? state.cursor;
    const formerOf = ({ name }) => {
      const pair = formerPairs.find((other) => other.name === name);
      return pair ? { epochs: state.former.history.epoch, pair } : null;
    };
    shown.forEach((pair, i) => {
      fillTitle(panels[i], pair, i ? metrics : [pair], epoch, cursor);
      panels[i].chart.update({
        pair,
        epochs: epoch,
        domain,
        log: i === 0 && state.log,
        cursor,
        marks: state.marks,
        former: formerOf(pair),
      });
    });
  }

  function update({ history, epochs, running, cursor = null, marks = [], former = null }) {
    Object.assign(state, { history, epochs, running, cursor, marks, former });
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

/** A chart under its title; only the first has the switch to a logarithmic axis. `draw` is called when `state` changed. */
function createPanel(first, state, draw) {
  const change = (part) => {
    Object.assign(state, part);
    draw();
  };
  const title = element("h2", { class: "nv-title" });
  const best = element("span", { class: "nv-bestnote" });
  const log = logSwitch(state.log, (on) => change({ log: on }));
  const choice = element("select", { class: "nv-select", "aria-label": "Metric on show", hidden: true });
  choice.addEventListener("change", () => change({ metric: choice.value }));
  const body = element("div");
  const bar = element("div", { class: "nv-titlebar" }, title, choice, best, first ? log : null);
  const node = element("section", { class: "nv-chartpanel" }, bar, body);
  const chart = createChart(body, HEIGHT, { hover: (hovered) => change({ hovered }) });
  return { node, title, best, choice, chart };
}

function logSwitch(pressed, turn) {
  const button = element(
    "button",
    { class: "nv-toggle", type: "button", "aria-pressed": String(pressed), title: "Logarithmic axis" },
    "log",
  );
  button.addEventListener("click", () => {
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    turn(on);
  });
  return button;
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
