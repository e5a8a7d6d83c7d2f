// One column in training and now, as two histograms in one: outlines for training, filled bars for now.

import { element, setAttributes, sized, svg } from "../../base/dom.js";
import { tickText } from "../../base/numbers.js";

const [HEIGHT, FOOT, TOP] = [150, 20, 6];

/** @returns {node, update({column, theme}), destroy()}; column as `nnviz.concepts.deploying_tasks` tells it */
export function createShares() {
  const now = svg("g", { "data-part": "G", class: "dp-now" });
  const training = svg("path", { "data-part": "F", class: "dp-training" });
  const axis = svg("g", { class: "dp-axes" });
  const picture = svg(
    "svg",
    { class: "dp-shares", role: "img", "aria-label": "Shares of the values" },
    now,
    training,
    axis,
  );
  const key = element(
    "p",
    { class: "dp-key" },
    element("span", { "data-part": "F" }, element("i", { class: "dp-key-training" }), "training"),
    element("span", { "data-part": "G" }, element("i", { class: "dp-key-now" }), "now"),
  );
  const place = element("div", {}, picture);
  const node = element("div", {}, place, key);
  const view = { now, training, axis, picture, shown: null, width: 0 };
  const joined = sized(place, view, draw);
  return { node, update: joined.update, destroy: joined.destroy };
}

function draw({ now, training, axis, picture, shown, width }) {
  if (!shown || !width) return;
  const { column } = shown;
  const bins = column.training.length;
  const most = Math.max(...column.training, ...column.now, 1e-9);
  const floor = HEIGHT - FOOT;
  const [left, right] = [4, width - 4];
  const at = (k) => left + ((right - left) * k) / bins;
  const up = (share) => floor - ((floor - TOP) * share) / most;
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
  setAttributes(picture, { "aria-label": `${column.name}: shares in training and now` });
  now.replaceChildren(
    ...column.now.map((share, k) =>
      svg("rect", { x: at(k) + 1, width: Math.max(at(k + 1) - at(k) - 2, 1), y: up(share), height: floor - up(share) }),
    ),
  );
  const steps = column.training.map((share, k) => `L${at(k)} ${up(share)}L${at(k + 1)} ${up(share)}`).join("");
  setAttributes(training, { d: `M${left} ${floor}${steps}L${right} ${floor}` });
  axis.replaceChildren(...labels(column, at, bins));
}

function labels({ names, edges }, at, bins) {
  const text = (x, words, anchor) => svg("text", { x, y: HEIGHT - 4, "text-anchor": anchor }, words);
  if (names) {
    const short = (name) => (name === "names that training did not know" ? "new" : name);
    return names.map((name, k) => text((at(k) + at(k + 1)) / 2, short(name), "middle"));
  }
  const step = (edges[bins] - edges[0]) / 4;
  const digits = step >= 4 ? 1 : 0.1;
  return [0, Math.floor(bins / 2), bins].map((k) =>
    text(at(k), tickText(edges[k], digits), k === 0 ? "start" : k === bins ? "end" : "middle"),
  );
}
