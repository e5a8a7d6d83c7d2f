// The network as a list: select with a click or the arrow keys, drag to reorder, delete from the keyboard.

import { element, keepCount, setAttributes, setText, svg } from "../base/dom.js";
import { isFrozen, padlock, spoken } from "./draw.js";

/** @returns {update({network, selected}), destroy()}; on.event({action, id, position}). */
export function createList(root, on) {
  const body = element("div", { class: "nv-rows", role: "listbox", "aria-label": "Layers", tabindex: 0 });
  const head = createHead();
  root.append(element("div", { class: "nv-list" }, head, body));
  const view = { nodes: [], selected: "", key: "", dragged: null };

  function update({ network, selected }) {
    const key = JSON.stringify(network.nodes);
    if (key !== view.key) {
      Object.assign(view, { key, nodes: network.nodes });
      keepCount(body, network.nodes.length, row).forEach((node, i) => fill(node, network.nodes[i], i));
    }
    mark(selected);
  }

  function mark(selected) {
    const moved = selected !== view.selected;
    view.selected = selected;
    for (const node of body.children) {
      const here = node.dataset.id === selected;
      setAttributes(node, { "aria-selected": String(here) });
      if (!here) continue;
      body.setAttribute("aria-activedescendant", node.id);
      if (moved) keepInSight(node, head);
    }
  }

  function choose(id) {
    if (!id || id === view.selected) return;
    mark(id);
    on.event({ action: "select", id });
  }

  function key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const at = view.nodes.findIndex((node) => node.id === view.selected);
    const last = view.nodes.length - 1;
    const to = { ArrowDown: Math.min(at + 1, last), ArrowUp: Math.max(at - 1, 0), Home: 0, End: last }[event.key];
    if (to !== undefined) choose(view.nodes[to]?.id);
    else if ((event.key === "Delete" || event.key === "Backspace") && at > 0)
      on.event({ action: "remove", id: view.selected });
    else return;
    event.preventDefault();
  }

  function drag(event) {
    const node = under(event);
    if (event.type === "dragstart") view.dragged = node?.dataset.id ?? null;
    for (const other of body.children) other.removeAttribute("data-drop");
    if (!view.dragged || !node || node.dataset.id === view.dragged) return;
    const [from, to] = [view.dragged, node.dataset.id].map((id) => view.nodes.findIndex((layer) => layer.id === id));
    if (event.type === "dragover") {
      event.preventDefault();
      node.setAttribute("data-drop", to > from || to === 0 ? "after" : "before");
    } else if (event.type === "drop") {
      event.preventDefault();
      on.event({ action: "place", id: view.dragged, position: Math.max(to - 1, 0) });
    }
  }

  body.addEventListener("click", (event) => choose(under(event)?.dataset.id));
  body.addEventListener("keydown", key);
  for (const type of ["dragstart", "dragover", "drop", "dragend"]) body.addEventListener(type, drag);
  return { update, destroy: () => root.replaceChildren() };
}

function createHead() {
  return element(
    "div",
    { class: "nv-row nv-rowhead", "aria-hidden": "true" },
    element("span"),
    element("span", {}, "Layer"),
    element("span", {}, "Gives"),
    element("span", {}, "Params"),
  );
}

function row(i) {
  return element(
    "div",
    { class: "nv-row", role: "option", id: `nv-row-${i}` },
    element("span", { class: "nv-state" }),
    element("span", { class: "nv-rowname" }),
    element("span", { class: "nv-num" }),
    element("span", { class: "nv-num" }),
  );
}

function fill(node, layer, i) {
  const [state, name, shape, parameters] = node.children;
  node.className = `nv-row ${layer.enabled === false ? "nv-off" : ""} ${layer.severity ? `nv-${layer.severity}` : ""}`;
  setAttributes(node, {
    "data-id": layer.id,
    "aria-label": `${i || "the data"}: ${spoken(layer)}`,
    draggable: String(i > 0),
    title: layer.problem || null,
  });
  setText(state, layer.severity ? "!" : "");
  if (!layer.severity && isFrozen(layer))
    state.append(svg("svg", { width: 9, height: 12, viewBox: "0 0 10 14" }, padlock(0, 0)));
  setText(name, i > 0 ? `${layer.name} · ${layer.title}` : layer.title);
  setText(
    shape,
    layer.enabled === false ? "off" : layer.shape ? layer.shape.map((n) => n ?? "any").join("×") || "1" : "–",
  );
  setText(
    parameters,
    layer.kind === "Input" ? "" : (layer.parameters ?? null) === null ? "–" : compact(layer.parameters),
  );
}

/** Scrolls the list so that a row is in sight below the head, which stays. */
function keepInSight(node, head) {
  const list = head.parentElement;
  const [top, bottom] = [node.offsetTop - head.offsetHeight, node.offsetTop + node.offsetHeight];
  if (top < list.scrollTop) list.scrollTop = top;
  else if (bottom > list.scrollTop + list.clientHeight) list.scrollTop = bottom - list.clientHeight;
}

/** The row that an event happened in, or undefined. */
function under(event) {
  return event.target.closest?.(".nv-row");
}

/** 1,234; 12.8k; 3.5M */
export function compact(count) {
  if (count < 10_000) return count.toLocaleString("en");
  if (count < 1e6) return `${(count / 1e3).toFixed(count < 1e5 ? 1 : 0)}k`;
  return `${(count / 1e6).toFixed(count < 1e8 ? 1 : 0)}M`;
}
