// The changes as cards in their order, each with its settings; below them all that there are.

import { select, slider } from "../base/controls.js";
import { element, setAttributes, setText } from "../base/dom.js";
import { add, move, remove, set, settingOf, written } from "./order.js";

/**
 * on.changed(steps, settled): another list; `settled` is false while a slider is dragged.
 * @returns {update({catalog, usual, steps}), problem(text)}; usual: the list to start with
 */
export function createSteps(root, on) {
  const cards = element("ol", { class: "na-cards" });
  const usual = element("button", { type: "button", class: "na-button" }, "Start with the usual ones");
  const empty = element("div", {}, element("p", { class: "na-note" }, "Nothing changes yet."), usual);
  const shelf = element("div", { class: "na-shelf" });
  root.append(element("h3", { class: "na-head" }, "Changes, in this order"), empty, cards, shelf);
  usual.addEventListener("click", () => view.on.changed(view.usual, true));
  const view = { on, cards, empty, shelf, catalog: null, steps: [], built: null };
  return {
    update: (given) => update(view, given),
    problem: (text) => problem(view, text),
  };
}

function update(view, { catalog, usual, steps }) {
  view.usual = usual;
  if (view.catalog !== JSON.stringify(catalog)) {
    Object.assign(view, { catalog: JSON.stringify(catalog), entries: catalog, built: null });
    fillShelf(view);
  }
  view.steps = steps;
  const names = steps.map((step) => step.name).join(" ");
  if (names !== view.built) {
    view.cards.replaceChildren(...steps.map((step, place) => card(view, entryOf(view, step.name), place)));
    view.built = names;
    view.cards.querySelector(`li[data-name="${view.focus?.name}"] [data-act="${view.focus?.act}"]`)?.focus();
    view.focus = null;
  }
  view.empty.hidden = steps.length > 0;
  for (const [place, node] of [...view.cards.children].entries()) show(node, steps[place]);
  for (const chip of view.shelf.querySelectorAll("button")) {
    setAttributes(chip, { "aria-pressed": String(steps.some((step) => step.name === chip.dataset.name)) });
  }
}

function entryOf(view, name) {
  return view.entries.find((entry) => entry.name === name);
}

function card(view, entry, place) {
  const button = (sign, words, act, disabled = false) =>
    element(
      "button",
      { type: "button", class: "na-icon", title: words, "aria-label": words, "data-act": sign, disabled, onclick: act },
      sign,
    );
  const moving = (sign, words, by, disabled) =>
    button(
      sign,
      words,
      () => {
        view.focus = { name: entry.name, act: sign };
        view.on.changed(move(view.steps, place, by), true);
      },
      disabled,
    );
  const head = element(
    "div",
    { class: "na-cardhead" },
    element("span", { class: "na-title", title: entry.help }, `${place + 1}. ${entry.title}`),
    moving("arrow_upward", `Move ${entry.title} up`, -1, place === 0),
    moving("arrow_downward", `Move ${entry.title} down`, 1, place === view.steps.length - 1),
    button("close", `Remove ${entry.title}`, () => view.on.changed(remove(view.steps, place), true)),
  );
  const node = element("li", { class: "na-card", "data-name": entry.name }, head);
  node.fields = entry.params.map((param) => field(view, entry, param, place));
  node.append(...node.fields.map(({ node: own }) => own), element("p", { class: "na-note" }, entry.help));
  if (entry.note) node.append(element("p", { class: "na-note na-warn" }, entry.note));
  return node;
}

function field(view, entry, param, place) {
  const put = (value, settled) => view.on.changed(set(view.steps, place, param, value), settled);
  if (param.kind === "choice") {
    const options = Object.fromEntries(param.choices.map((name) => [name, String(name).replaceAll("_", " ")]));
    const list = select(param.title, options, (name) =>
      put(
        param.choices.find((own) => String(own) === name),
        true,
      ),
    );
    return { node: list.node, show: (step) => list.update(String(settingOf(step, param))) };
  }
  const range = slider({ part: param.name, label: param.title, ...param, input: (value) => put(value, false) });
  range.node.title = param.help;
  const input = range.node.querySelector("input");
  setAttributes(input, { "aria-label": `${entry.title}: ${param.title}` });
  input.addEventListener("change", () => put(Number(input.value), true));
  return {
    node: range.node,
    show: (step) => range.update(settingOf(step, param), written(param, settingOf(step, param))),
  };
}

function show(node, step) {
  for (const own of node.fields) own.show(step);
}

function fillShelf(view) {
  const groups = [...new Set(view.entries.map((entry) => entry.group))];
  view.shelf.replaceChildren(
    element("h3", { class: "na-head" }, "Add a change"),
    ...groups.map((group) =>
      element(
        "div",
        { class: "na-group", role: "group", "aria-label": group },
        element("span", { class: "na-label" }, group),
        ...view.entries.filter((entry) => entry.group === group).map((entry) => chip(view, entry)),
      ),
    ),
  );
}

function chip(view, entry) {
  const toggle = () => {
    const place = view.steps.findIndex((step) => step.name === entry.name);
    view.on.changed(place < 0 ? add(view.steps, entry.name) : remove(view.steps, place), true);
  };
  const attributes = { type: "button", class: "na-chip", "data-name": entry.name, title: entry.help, onclick: toggle };
  return element("button", attributes, entry.title);
}

function problem(view, text) {
  let said = view.cards.nextElementSibling;
  if (!said?.classList.contains("na-error")) {
    said = element("p", { class: "na-error", role: "alert" });
    view.cards.after(said);
  }
  setText(said, text);
  said.hidden = !text;
}
