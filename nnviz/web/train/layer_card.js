// What can be changed in one column of the network: a card below its heading, for mouse, finger and keyboard.

import { element, setAttributes } from "../base/dom.js";
import { clamp } from "../base/scales.js";
import { wordsOf } from "./heading.js";

/**
 * @param root where the card goes, @param ask ({action, id, …}) what is asked of the network,
 * @param find (column, part) the button that a card belongs to
 * @returns {open(at, anchor), close(), refresh(graph, editing), shown(), destroy()}; `at`: {column, part: "layer" | "activation"}
 */
export function createLayerCard(root, ask, find) {
  const card = element("div", { class: "nv-card", role: "dialog", hidden: true });
  const view = { card, root, ask, find, at: null, anchor: null, graph: null, editing: null };
  root.append(card);
  card.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    close(view, true);
  });
  const outside = (event) => {
    const path = event.composedPath();
    if (view.at && !path.includes(card) && !path.includes(view.anchor)) close(view);
  };
  document.addEventListener("pointerdown", outside, true);
  return {
    open: (at, anchor) => open(view, at, anchor),
    close: () => close(view),
    refresh: (graph, editing) => refresh(view, graph, editing),
    destroy: () => document.removeEventListener("pointerdown", outside, true),
  };
}

function open(view, at, anchor) {
  if (view.at?.column === at.column && view.at.part === at.part) return close(view, true);
  Object.assign(view, { at: { ...at, id: view.graph.columns[at.column].id }, anchor });
  fill(view);
  const first = view.card.querySelector("[aria-checked=true], button, select");
  first?.focus({ preventScroll: true });
}

function close(view, back = false) {
  const { card, anchor } = view;
  card.hidden = true;
  view.at = null;
  if (back) anchor?.focus({ preventScroll: true });
}

function refresh(view, graph, editing) {
  const before = JSON.stringify([view.editing, view.graph?.columns]);
  Object.assign(view, { graph, editing });
  if (!view.at || before === JSON.stringify([editing, graph.columns])) return;
  const column = graph.columns.findIndex(({ id }) => id === view.at.id);
  const anchor = column < 0 ? null : view.find(column, view.at.part);
  if (!editing?.layers[view.at.id] || !anchor) return close(view);
  Object.assign(view, { at: { ...view.at, column }, anchor });
  const focused = view.card.getRootNode().activeElement;
  const label = view.card.contains(focused) ? focused.getAttribute("aria-label") : null;
  fill(view);
  if (label) view.card.querySelector(`[aria-label="${CSS.escape(label)}"]`)?.focus({ preventScroll: true });
}

function fill(view) {
  const { card, at, graph, editing } = view;
  const column = graph.columns[at.column];
  const layer = editing?.layers[column.id];
  if (!layer) return close(view);
  const rows = at.part === "activation" ? activations(view, column, layer) : layerRows(view, column, layer);
  card.replaceChildren(...rows);
  card.hidden = false;
  setAttributes(card, { "aria-label": column.title, "data-part": at.part });
  const [box, from] = [view.root.getBoundingClientRect(), view.anchor.getBoundingClientRect()];
  const middle = from.left + from.width / 2 - box.left;
  card.style.left = `${clamp(middle - card.offsetWidth / 2, 0, Math.max(box.width - card.offsetWidth, 0))}px`;
  card.style.top = `${from.bottom - box.top + 5}px`;
}

function activations(view, column, layer) {
  const choose = (name) => () => {
    view.ask({ action: "activation", id: column.id, value: name });
    close(view, true);
  };
  const options = view.editing.activations.map((name) =>
    element(
      "button",
      {
        class: "nv-option",
        type: "button",
        role: "menuitemradio",
        "aria-checked": String((layer.activation ?? "linear") === name),
        onclick: choose(name),
      },
      name.replaceAll("_", " "),
    ),
  );
  const menu = element("div", { role: "menu", "aria-label": `Activation of ${column.title}` }, ...options);
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const here = options.findIndex((option) => option.matches(":focus"));
    options[(here + step + options.length) % options.length].focus();
  });
  return [menu];
}

function layerRows(view, column, layer) {
  const { editing, ask } = view;
  const title = element("b", {}, wordsOf(column));
  const rows = [title];
  if (layer.size) rows.push(sizeRow(view, column, layer));
  if (layer.activation !== undefined) {
    const pick = element("select", { "aria-label": "Activation" });
    pick.append(...editing.activations.map((name) => element("option", { value: name }, name.replaceAll("_", " "))));
    pick.value = layer.activation ?? "linear";
    pick.addEventListener("change", () => ask({ action: "activation", id: column.id, value: pick.value }));
    rows.push(element("label", {}, element("span", {}, "Activation"), pick));
  }
  if (layer.after.length) rows.push(insertRow(view, column, layer));
  if (layer.removable) {
    const remove = () => {
      ask({ action: "remove", id: column.id });
      close(view);
    };
    rows.push(element("button", { class: "nv-action", type: "button", onclick: remove }, "Remove this layer"));
  }
  return rows;
}

function insertRow(view, column, layer) {
  const add = element("select", { "aria-label": "Insert a layer after this one" });
  add.append(element("option", { value: "" }, "choose…"));
  add.append(...layer.after.map((kind) => element("option", { value: kind }, view.editing.kinds[kind])));
  add.addEventListener("change", () => {
    if (add.value) view.ask({ action: "insert", id: column.id, value: add.value });
    close(view, true);
  });
  return element("label", {}, element("span", {}, "Layer after it"), add);
}

function sizeRow({ ask }, column, layer) {
  const words = layer.size === "filters" ? "Filters" : "Units";
  const field = element("input", {
    type: "number",
    min: 1,
    value: layer.value,
    "aria-label": words,
    inputmode: "numeric",
  });
  field.addEventListener("change", () => ask({ action: "size", id: column.id, value: field.value }));
  const step = (sign, by) =>
    element(
      "button",
      {
        type: "button",
        "aria-label": `${words}: one ${by > 0 ? "more" : "fewer"}`,
        onclick: () => ask({ action: "size", id: column.id, value: layer.value + by }),
        disabled: layer.value + by < 1,
      },
      sign,
    );
  return element(
    "div",
    { class: "nv-field" },
    element("span", {}, words),
    element("div", { class: "nv-size" }, step("−", -1), field, step("+", 1)),
  );
}
