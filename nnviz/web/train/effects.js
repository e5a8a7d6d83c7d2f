// The further panels of the live view, behind a row of switches: one time for all, each with a sentence and a table.

import { element, keepCount, setAttributes, setText } from "../base/dom.js";
import { epochText, short } from "../base/numbers.js";
import { epochDomain } from "../base/scales.js";
import { createCalmly } from "./calmly.js";
import { PANELS } from "./effect_panels.js";
import { createFanChart } from "./fan_chart.js";
import { createLayerChart } from "./layer_chart.js";
import { createMatrix } from "./matrix.js";

const CHARTS = { lines: createLayerChart, fans: createFanChart, matrix: createMatrix };
const WAITING = "Nothing of this has been recorded yet.";

/**
 * @param on.asks(wanted) is told whether a panel is open that needs what is recorded of the layers
 * @returns {update({payload, frame, cursor}), destroy()}
 */
export function createEffects(root, on) {
  const effects = { root, on, open: [], panels: new Map(), given: null };
  const switches = Object.entries(PANELS).map(([name, { title, hint }]) =>
    element(
      "button",
      { type: "button", class: "nv-toggle", "aria-pressed": "false", "data-panel": name, title: hint, onclick: turn },
      title,
    ),
  );
  function turn(event) {
    const name = event.currentTarget.dataset.panel;
    const open = effects.open.includes(name);
    effects.open = open ? effects.open.filter((own) => own !== name) : [...effects.open, name];
    setAttributes(event.currentTarget, { "aria-pressed": String(!open) });
    on.asks(effects.open.length > 0);
    draw(effects);
  }
  effects.body = element("div", { class: "nv-effectpanels" });
  effects.calmly = createCalmly(root);
  const label = element("span", { class: "nv-effectlabel" }, "Look closer");
  root.append(
    element(
      "div",
      { class: "nv-effectbar", role: "group", "aria-label": "Look closer at this run" },
      label,
      ...switches,
    ),
    effects.body,
  );
  return {
    update: (given) => {
      effects.given = given;
      root.hidden = given.payload.state === "untrained";
      draw(effects);
    },
    destroy: () => {
      for (const panel of effects.panels.values()) panel.chart?.destroy();
      effects.calmly.destroy();
      root.replaceChildren();
    },
  };
}

function draw(effects) {
  const { open, panels, body, given, calmly } = effects;
  for (const [name, panel] of panels) {
    if (open.includes(name)) continue;
    panel.chart?.destroy();
    panel.node.remove();
    panels.delete(name);
  }
  if (!given) return;
  const run = runOf(given);
  const sentences = open.map((name) => {
    if (!panels.has(name)) {
      panels.set(name, createPanel(PANELS[name].title));
      body.append(panels.get(name).node);
    }
    return fill(panels.get(name), PANELS[name].make(run));
  });
  calmly.say([standing(given.payload, sentences.length > 0), ...sentences].filter(Boolean).join(" "));
}

/** Where the run stands, in a sentence: while it trains, and where panels are open. */
export function standing({ history, epoch, epochs, state }, open) {
  if (state !== "running" && !open) return "";
  const at = (history?.epoch.length ?? 0) - 1;
  const losses = [
    ["loss", history?.series.loss?.[at]],
    ["validation loss", history?.series.val_loss?.[at]],
  ].filter(([, value]) => value !== undefined);
  const words = losses.map(([name, value]) => `${name} ${short(value)}`).join(", ");
  return `Training ${state}, epoch ${epochText(epoch)} of ${epochText(epochs)}${words ? `: ${words}` : ""}.`;
}

function runOf({ payload, frame, cursor }) {
  const { history, effects, graph, epoch, epochs, seconds, state, theme } = payload;
  const running = state === "running" || state === "paused" || state === "queued";
  const domain = epochDomain(history?.epoch ?? [], epochs, running);
  return {
    history,
    effects,
    frame,
    classes: graph?.class_names,
    graph,
    epoch,
    epochs,
    seconds,
    cursor,
    domain,
    colors: theme.classes,
  };
}

function createPanel(title) {
  const sentence = element("p", { class: "nv-effectwords" });
  const body = element("div");
  const table = element("table");
  const more = element(
    "details",
    {},
    element("summary", {}, "Table"),
    element("div", { class: "nv-tablescroll" }, table),
  );
  const node = element(
    "section",
    { class: "nv-effect" },
    element("h2", { class: "nv-title" }, title),
    sentence,
    body,
    more,
  );
  const panel = { node, sentence, body, table, more, kind: "", chart: null, rows: null, opened: false };
  more.addEventListener("toggle", () => fillTable(panel));
  return panel;
}

/** Draws what a panel shows now; its sentence. */
function fill(panel, made) {
  const kind = made?.kind ?? "";
  if (kind !== panel.kind) {
    panel.chart?.destroy();
    panel.chart = CHARTS[kind]?.(panel.body) ?? null;
    panel.kind = kind;
  }
  const sentence = made?.sentence ?? WAITING;
  setText(panel.sentence, sentence);
  panel.chart?.update(made.chart);
  panel.more.hidden = !made || kind === "matrix";
  if (made?.opened && !panel.opened) panel.more.open = panel.opened = true;
  panel.rows = made?.table ?? null;
  fillTable(panel);
  return sentence;
}

function fillTable({ more, table, rows }) {
  if (!more.open || !rows) return;
  const all = [rows.head, ...rows.rows];
  keepCount(table, all.length, () => element("tr")).forEach((row, i) => {
    keepCount(row, all[i].length, (k) => element(i && k ? "td" : "th", { scope: i ? "row" : "col" })).forEach(
      (cell, k) => setText(cell, all[i][k]),
    );
  });
}
