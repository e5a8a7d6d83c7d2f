// The controls of the race: which surface, who runs, the learning rate and its schedule, the batch, the memory.

import { element, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { RULES, SCHEDULES } from "./optimizers.js";

const [LEAST, MOST] = [-3, 0.5]; // powers of ten of the learning rate

/** A row of buttons of which one is pressed. @returns {node, update(value, options)} */
export function choices(label, options, change) {
  const buttons = Object.entries(options).map(([value, title]) =>
    element("button", { type: "button", "data-value": value, onclick: () => change(value) }, title),
  );
  const node = element("div", { class: "nl-choices", role: "group", "aria-label": label }, ...buttons);
  return {
    node,
    update: (value) =>
      buttons.forEach((b) => setAttributes(b, { "aria-pressed": String(b.dataset.value === String(value)) })),
  };
}

/** A labelled slider with its value beside it. @returns {node, update(position, words)} */
export function slider(label, part, { min, max, step }, change) {
  const input = element("input", {
    type: "range",
    min,
    max,
    step,
    "aria-label": label,
    oninput: () => change(Number(input.value)),
  });
  const value = element("output");
  const node = element(
    "label",
    { class: "gd-slider", "data-part": part },
    element("span", { class: "nl-label" }, label),
    input,
    value,
  );
  return {
    node,
    update: (position, words) => {
      if (Number(input.value) !== position) input.value = position;
      setText(value, words);
      setAttributes(input, { "aria-valuetext": words });
    },
  };
}

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
  const rate = slider("Learning rate η", "eta", { min: LEAST, max: MOST, step: 0.02 }, (power) =>
    on.change({ rate: Number((10 ** power).toPrecision(3)) }),
  );
  const memory = slider("Momentum β", "beta", { min: 0, max: 0.99, step: 0.01 }, (value) =>
    on.change({ momentum: value }),
  );
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

function select(label, options, change) {
  const input = element("select", { onchange: () => change(input.value) });
  const node = element("label", { class: "gd-select" }, element("span", { class: "nl-label" }, label), input);
  let shown = "";
  const fill = (next) => {
    if (JSON.stringify(next) === shown) return;
    shown = JSON.stringify(next);
    input.replaceChildren(...Object.entries(next).map(([value, title]) => element("option", { value }, title)));
  };
  fill(options);
  return {
    node,
    options: fill,
    update: (value) => {
      if (input.value !== value) input.value = value;
    },
  };
}
