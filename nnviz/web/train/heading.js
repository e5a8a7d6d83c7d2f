// A column's heading above it, "+48 more" and its colour scale below, its labels at the outer side.

import { element, keepCount, setAttributes, setText } from "../base/dom.js";
import { tellsKind } from "../base/names.js";
import { short } from "../base/numbers.js";
import { FOOT, headBox } from "./layout.js";

const SIGNS = {
  Add: "+",
  Subtract: "−",
  Multiply: "×",
  Concatenate: "⧺",
  Average: "x̄",
  Maximum: "max",
  Minimum: "min",
};

/** All that a heading may have to leave out. */
export function wordsOf(column) {
  return [column.title, kindOf(column), ...detailsOf(column)].filter(Boolean).join(", ");
}

/** What the layer is: "Dense 8"; "" for the data, and where the name says it. */
export function kindOf({ layer, title, total }) {
  const words = layer ? `${layer} ${total.toLocaleString("en")}` : "";
  return words === title ? "" : words;
}

/** What stands below the name: ["tanh", "24 parameters"]. */
export function detailsOf(column) {
  return String(column.detail ?? "")
    .split(" · ")
    .filter(Boolean);
}

/**
 * @param on {open(index, button)}, {resize(index, by)}, {activation(index, button)}: what its buttons do
 * @returns {place(column of the layout, layout, side), scale(limit | null), edit(editable | null)}
 */
export function createHeading(layer, column, index, on) {
  const name = element("button", { class: "nv-name", type: "button", onclick: () => on.open(index, name) });
  const size = createStepper(column, index, on);
  const below = element("button", { class: "nv-below", type: "button", onclick: () => on.activation(index, below) });
  const kind = element("span", { class: "nv-kind" }, kindOf(column));
  const word = element("span", { class: "nv-kind" }, column.layer ?? "");
  const head = element(
    "div",
    { class: "nv-head" },
    element("div", { class: "nv-called" }, name, word),
    kind,
    size.node,
    below,
  );
  const more = element("span", { class: "nv-more" });
  const range = element("span", { class: "nv-range" });
  const foot = element("div", { class: "nv-foot" }, more, range);
  const labels = element("div", { class: "nv-labels", "aria-hidden": "true" });
  const bar = column.shown ? null : element("div", { class: "nv-bare" });
  const details = detailsOf(column);
  const frozen = details.some((words) => words.endsWith(", frozen"));
  let editable = null;
  layer.append(head, foot, labels, ...(bar ? [bar] : []));

  function edit(next) {
    editable = next;
    setAttributes(name, {
      title: wordsOf(column),
      "aria-label": `${wordsOf(column)}${next ? ": change this layer" : ""}`,
    });
    setAttributes(name, { "aria-haspopup": next ? "dialog" : null });
    name.toggleAttribute("data-fixed", !next);
    const activation = next?.activation !== undefined;
    below.toggleAttribute("data-fixed", !activation);
    setAttributes(below, {
      tabindex: activation ? null : "-1",
      title: activation ? `Activation: ${next.activation}` : details.join(", "),
    });
  }

  function place(at, layout, side) {
    const lane = at.head === "lane";
    const stepper = !lane && layout.named && editable?.size;
    head.dataset.form = at.head;
    const { left, top, width, height } = headBox(at, layout);
    head.style.cssText = `left:${left}px;width:${width}px;height:${height}px;top:${top}px`;
    setText(name, sign(column) + column.title);
    kind.hidden = lane || stepper || at.head === "slanted" || !layout.named || !kind.textContent;
    word.hidden = !stepper || !hasRoomFor(column, width);
    size.node.hidden = !stepper;
    size.update(editable?.size ? editable.value : null);
    const room = layout.pitch > 150 ? details.join(" · ") : (details[0] ?? "");
    const words = editable?.activation !== undefined ? editable.activation : room;
    below.hidden = lane || at.head === "slanted" || !words;
    setText(below, words);
    const footWidth = Math.max(layout.pitch - 4, 20);
    foot.style.cssText = `left:${at.x - footWidth / 2}px;width:${footWidth}px;top:${at.bottom + 4}px;height:${FOOT}px`;
    foot.hidden = lane;
    setText(more, moreWords(at.more, layout.named, frozen));
    if (bar) bar.style.cssText = `left:${at.left}px;width:8px;top:${at.top}px;height:${at.tile}px`;
    placeLabels(labels, column, at, layout, side);
  }

  edit(null);
  const button = (part) => (part === "activation" && !below.hidden ? below : name);
  return { place, edit, button, scale: (limit) => setText(range, limit ? `±${short(limit, 2)}` : "") };
}

/** What stands below: "+20 more", "frozen", or both, "+20, frozen". */
export function moreWords(more, named, frozen) {
  const count = more ? `+${more.toLocaleString("en")}` : "";
  if (frozen && named) return count ? `${count}, frozen` : "frozen";
  return count && named ? `${count} more` : count;
}

/** Whether the kind stands beside a name that does not tell it. */
function hasRoomFor({ title, layer }, width) {
  return Boolean(layer) && !tellsKind(title, layer) && width >= 7.2 * title.length + 6.6 * layer.length + 16;
}

function placeLabels(labels, column, at, layout, side) {
  const nodes = keepCount(labels, side && column.labels ? at.centres.length : 0, () => element("span"));
  const room = side === "left" ? at.left - 9 : layout.width - at.right - 9;
  nodes.forEach((node, unit) => {
    const words = String(column.labels[unit] ?? "");
    setText(node, words);
    setAttributes(node, { title: words });
    node.style.cssText =
      `top:${at.centres[unit] - 9}px;max-width:${Math.max(room, 20)}px;` +
      (side === "left" ? `right:${layout.width - at.left + 7}px;text-align:right` : `left:${at.right + 7}px`);
  });
}

/** "− 8 +" */
function createStepper(column, index, on) {
  const kind = column.kind === "channels" ? "filter" : "unit";
  const button = (words, by, sign) =>
    element(
      "button",
      {
        type: "button",
        "aria-label": `${words} in ${column.title}`,
        title: words,
        onclick: () => on.resize(index, by),
      },
      sign,
    );
  const count = element("span", { class: "nv-count" });
  const fewer = button(`One ${kind} fewer`, -1, "−");
  const node = element("div", { class: "nv-size", hidden: true }, fewer, count, button(`One ${kind} more`, 1, "+"));
  const update = (value) => {
    setText(count, value === null ? "" : value.toLocaleString("en"));
    fewer.disabled = value !== null && value <= 1;
  };
  return { node, update };
}

function sign(column) {
  return column.merges && SIGNS[column.layer] ? `${SIGNS[column.layer]} ` : "";
}
