// The controls of the race: which surface, who runs, the learning rate and its schedule, the batch, the memory.

import { select, slider } from "../../base/controls.js";
import { element, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { RULES, SCHEDULES } from "./optimizers.js";

const [LEAST, MOST] = [-3, 0.5]; // powers of ten of the learning rate

/** @returns {node, update(view)}; on.change({…}) with what the reader changed. */
export function createPanel(on) {
  const racers = Object.entries(RULES).map(([name, { title }]) => {
    const value = element("span", { class: "gd-loss" });
    const mark = element("i");
    const button = element(
      "button",
      { type: "button", class: "gd-racer", onclick: () => on.toggle(name) },
      mark,
      element("span", {}, title),
      value,
    );
    return { name, button, value, mark };
  });
  const rate = slider({
    part: "eta",
    label: "Learning rate η",
    min: LEAST,
    max: MOST,
    step: 0.02,
    input: (power) => on.change({ rate: Number((10 ** power).toPrecision(3)) }),
  });
  const memory = slider({
    part: "beta",
    label: "Momentum β",
    min: 0,
    max: 0.99,
    step: 0.01,
    input: (momentum) => on.change({ momentum }),
  });
  const verdict = element("p", { class: "gd-verdict nl-muted", role: "status" });
  const schedule = select("Schedule", SCHEDULES, (value) => on.change({ schedule: value }));
  const batch = select("Each step sees", {}, (value) => on.change({ batch: Number(value) }));
  const node = element(
    "div",
    { class: "gd-panel" },
    element(
      "div",
      { class: "gd-racers", role: "group", "aria-label": "Optimizers in the race" },
      ...racers.map(({ button }) => button),
    ),
    rate.node,
    verdict,
    memory.node,
    element("div", { class: "gd-selects" }, schedule.node, batch.node),
  );

  function update(view) {
    for (const { name, button, value, mark } of racers) {
      const racer = view.racers.find((one) => one.name === name);
      setAttributes(button, { "aria-pressed": String(Boolean(racer)) });
      mark.style.background = view.colours[name];
      setText(value, racer ? short(racer.trail.loss[Math.min(Math.floor(view.step), view.steps)]) : "");
    }
    rate.update(Number(Math.log10(view.rate).toFixed(2)), short(view.rate));
    memory.update(view.momentum, view.momentum.toFixed(2));
    memory.node.hidden = !view.racers.some(({ name }) => ["momentum", "nesterov", "adam", "adamw"].includes(name));
    setText(verdict, view.verdict);
    schedule.update(view.schedule);
    batch.options(view.batches);
    batch.update(String(view.batch));
    batch.node.hidden = Object.keys(view.batches).length < 2;
  }

  return { node, update };
}
