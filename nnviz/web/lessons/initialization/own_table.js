// The reader's own network: of each layer what its initializer says, what was drawn, and what training has made of it.

import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";

const HEAD = ["layer", "in", "out", "initializer", "should spread by", "began with", "now", "outputs, size"];

/** @returns {node, update(own, moment)} */
export function createOwnTable() {
  const head = element("tr", {}, ...HEAD.map((words) => element("th", { scope: "col" }, words)));
  const body = element("tbody", {});
  const words = element("p", { class: "in-line" });
  const table = element("table", { class: "in-table in-own" }, element("thead", {}, head), body);
  const frame = { class: "in-scroll", tabindex: "0", role: "group", "aria-label": "Layers of your network" };
  const node = element("div", {}, words, element("div", frame, table));

  function update({ layers, trained }, moment) {
    const weighted = layers.filter(({ begun }) => begun.spread !== null);
    setText(words, summary(weighted));
    keepCount(body, weighted.length, () =>
      element("tr", {}, element("th", { scope: "row" }), ...HEAD.slice(1).map(() => element("td"))),
    );
    weighted.forEach((layer, i) => fill(body.children[i], layer, trained, moment));
  }

  return { node, update };
}

function fill(row, { path, fan_in, fan_out, initializer, expected, begun, now }, trained, moment) {
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
  setAttributes(row, { "data-off": isOff(expected, begun.spread) ? "" : null });
}

/** Drawn weights differ from the formula by chance, the less the more there are; more than a fifth is worth a word. */
function isOff(expected, drawn) {
  return expected > 0 && Math.abs(drawn / expected - 1) > 0.2;
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
