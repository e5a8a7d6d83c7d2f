// Inside one optimizer at one step: what it measured, remembers and does, as signed bars and written out with its numbers.

import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { RULES } from "./optimizers.js";
import { parts, written } from "./words.js";

/** @returns {node, words, update(view)}: the table, and the step written out; on.inspect(name) */
export function createInside(on) {
  const chosen = element("select", {
    "aria-label": "Optimizer to look inside",
    onchange: () => on.inspect(chosen.value),
  });
  const body = element("tbody");
  const words = element("div", {
    class: "gd-written",
    tabindex: "0",
    role: "group",
    "aria-label": "The step written out",
  });
  const table = element(
    "table",
    { class: "gd-inside" },
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        element("th", { scope: "col" }, "at this step"),
        element("th", { scope: "col" }, "w₁"),
        element("th", { scope: "col" }, "w₂"),
      ),
    ),
    body,
  );
  const node = element("div", {}, element("h3", { class: "nl-title" }, "Inside ", chosen), table);
  let shown = "";

  function update(view) {
    const names = view.racers.map(({ name }) => name).join();
    if (names !== shown) {
      shown = names;
      chosen.replaceChildren(...view.racers.map(({ name, title }) => element("option", { value: name }, title)));
    }
    chosen.value = view.inspect;
    const racer = view.racers.find(({ name }) => name === view.inspect);
    node.hidden = !racer;
    if (!racer) return;
    const k = Math.min(Math.floor(view.step), view.steps - 1);
    const rows = parts(racer.name, racer.trail, k);
    const nodes = keepCount(body, rows.length, () =>
      element("tr", {}, element("th", { scope: "row" }), cell(), cell()),
    );
    rows.forEach((row, i) => fill(nodes[i], row));
    const settings = { ...RULES[racer.name].settings, ...racer.settings };
    const lines = written(racer.name, racer.trail, k, settings, 0).concat(
      "",
      ...written(racer.name, racer.trail, k, settings, 1).slice(-1),
    );
    keepCount(words, lines.length, () => element("div")).forEach((one, i) => setText(one, lines[i]));
  }

  return { node, words, update };
}

function cell() {
  return element("td", {}, element("span"), element("i", {}, element("b")));
}

/** Both weights on one scale, so that the two bars can be compared. */
function fill(node, { part, name, values }) {
  setAttributes(node, { "data-part": part });
  setText(node.firstChild, name);
  const limit = Math.max(...values.map(Math.abs).filter(Number.isFinite), 1e-12);
  values.forEach((value, i) => {
    const [number, track] = node.children[i + 1].children;
    setText(number, short(value));
    const share = Number.isFinite(value) ? Math.abs(value) / limit : 0;
    const bar = track.firstChild;
    bar.style.width = `${50 * share}%`;
    bar.style.left = value < 0 ? `${50 - 50 * share}%` : "50%";
    bar.dataset.sign = value < 0 ? "minus" : "plus";
  });
}
