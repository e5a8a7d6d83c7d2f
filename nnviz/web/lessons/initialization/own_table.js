// The reader's own network: of each layer what its initializer says, what was drawn, and what training has made of it.

import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createLayerLanes } from "../../lesson/layer_lanes.js";

const HEAD = ["layer", "in", "out", "initializer", "should spread by", "began with", "now", "outputs, size"];

/** @returns {node, update(own, moment), destroy()} */
export function createOwnTable() {
  const head = element("tr", {}, ...HEAD.map((words) => element("th", { scope: "col" }, words)));
  const body = element("tbody", {});
  const words = element("p", { class: "in-line" });
  const table = element("table", { class: "in-table in-own" }, element("thead", {}, head), body);
  const frame = { class: "in-scroll", tabindex: "0", role: "group", "aria-label": "Layers of your network" };
  const shown = { layer: 0, last: null };
  const pick = (layer) => {
    shown.layer = layer;
    update(...shown.last);
  };
  const lanes = createLayerLanes({ pick }, { backward: false });
  const node = element("div", {}, words, lanes.node, element("div", frame, table));

  function update(own, moment) {
    shown.last = [own, moment];
    const weighted = own.layers.filter(({ begun }) => begun.spread !== null);
    setText(words, summary(weighted));
    shown.layer = Math.max(Math.min(shown.layer, weighted.length - 1), 0);
    keepCount(body, weighted.length, createRow);
    weighted.forEach((layer, i) => {
      fill(body.children[i], layer, own.trained, moment);
      setAttributes(body.children[i], { "aria-current": i === shown.layer ? "true" : null });
    });
    lanes.node.hidden = !weighted.length;
    if (weighted.length) lanes.update(signalOf(own, weighted, moment, shown.layer));
  }

  return { node, update, destroy: lanes.destroy };
}

function createRow() {
  return element("tr", {}, element("th", { scope: "row" }), ...HEAD.slice(1).map(() => element("td")));
}

function signalOf(own, weighted, moment, layer) {
  return {
    layers: weighted.map((one) => ({ ...one[moment], size: one[moment].size ?? Number.NaN })),
    limit: own.limit,
    layer,
    words: weighted[layer].path,
    forward: "Signal → what each layer puts out, and its size",
  };
}

function fill(row, layer, trained, moment) {
  const { path, fan_in, fan_out, initializer, expected, begun, now } = layer;
  const size = (moment === "now" && now ? now : begun).size;
  const cells = [
    path,
    fan_in.toLocaleString("en"),
    fan_out.toLocaleString("en"),
    initializer,
    expected === null ? "not known" : short(expected),
    short(begun.spread),
    trained && now ? short(now.spread) : "–",
    short(size),
  ];
  cells.forEach((words, k) => setText(row.children[k], words));
  setAttributes(row, { "data-off": isOff(layer) ? "" : null });
}

/** Whether the drawn weights differ from the formula by more than chance, which is smaller the more there are. */
export function isOff({ expected, begun, fan_in: fanIn, fan_out: fanOut }) {
  if (!(expected > 0)) return false;
  const chance = 1 / Math.sqrt(2 * fanIn * fanOut);
  return Math.abs(begun.spread / expected - 1) > 0.05 + 6 * chance;
}

export function summary(layers) {
  if (!layers.length) return "This network has no layer with a kernel.";
  const alike = layers.filter(({ begun }) => begun.spread === 0);
  if (alike.length)
    return `All weights of ${alike.map(({ path }) => path).join(", ")} begin alike: its units are twins.`;
  const [first, last] = [layers[0], layers.at(-1)];
  return (
    `Before training, ${first.path} puts out ${short(first.begun.size)}, ${last.path} ${short(last.begun.size)}: ` +
    "the closer together, the better the start."
  );
}
