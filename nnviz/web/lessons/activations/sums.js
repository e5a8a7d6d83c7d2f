// Where the sums of the reader's own network lie on the curve, layer by layer; asked of the page once they are wanted.

import { select } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { FLAT, FUNCTIONS } from "./functions.js";
import { ENDS } from "./state.js";

const BINS = 48;

/** on.want(), on.layer(index or null). @returns {node, update({sums, layer, waits, refusal})} */
export function createSums(on) {
  const button = element("button", { type: "button", class: "nl-button", onclick: on.want }, "Your network's sums");
  const list = select("your sums", {}, (value) => on.layer(value === "" ? null : Number(value)));
  const said = element("span", { class: "nl-label", role: "status" });
  const update = ({ sums, layer, waits, refusal }) => {
    button.hidden = Boolean(sums);
    button.disabled = waits;
    list.node.hidden = !sums;
    setText(said, refusal || (waits ? "Running your network on 200 examples …" : ""));
    said.hidden = !said.textContent;
    if (!sums) return;
    const entries = sums.layers.map(({ name, activation }, i) => [i, `${name} (${FUNCTIONS[activation].title})`]);
    list.options(Object.fromEntries([["", "not shown"], ...entries]));
    list.update(layer === null ? "" : String(layer));
  };
  return { node: element("div", { class: "nl-bar" }, button, list.node, said), update };
}

/** How many of the sums lie in each of 48 parts of the axis, as a share of the fullest; what lies beyond is at its ends. */
export function histogram(sums) {
  const counts = new Array(BINS).fill(0);
  const [low, high] = ENDS;
  for (const z of sums) {
    const bin = Math.floor(((z - low) / (high - low)) * BINS);
    counts[Math.min(Math.max(bin, 0), BINS - 1)] += 1;
  }
  const most = Math.max(...counts);
  return counts.map((count) => count / most);
}

/** The share of sums at which a function is flat. */
export function flatShare(sums, name) {
  return sums.filter((z) => Math.abs(FUNCTIONS[name].slope(z)) < FLAT).length / sums.length;
}

/** What share is saturated in this layer, and would be with the function in view. */
export function sumWords({ title, trained, layers }, layer, name) {
  const own = layers[layer];
  const percent = (which) => `${Math.round(100 * flatShare(own.sums, which))} %`;
  const state = trained ? "trained" : "not trained yet";
  const said =
    `${own.name} of “${title}”, ${state}: ${percent(own.activation)} of its ${own.count.toLocaleString("en")} sums ` +
    `lie where ${FUNCTIONS[own.activation].title} is flat`;
  if (name === own.activation) return `${said}.`;
  return `${said}; of ${FUNCTIONS[name].title} it would be ${percent(name)}.`;
}
