// Two networks layer by layer, beside each other, as the chosen lens shows them.

import { element, setAttributes, setText, watchWidth } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { drawEvidence, wordsOf } from "./evidence.js";
import { ROWS } from "./state.js";

const HEIGHT = { input: 46, "conv 1": 66, "conv 2": 66, hidden: 62, output: 34 };

/**
 * on.place(row). @returns {node, update(view), destroy()}
 * view: {networks [{title, rows: {row: evidence or null}, scores}], lens, place, theme}
 */
export function createRows(on) {
  const view = { shown: null, width: 0 };
  const heads = [0, 1].map(() => element("b", { class: "li-head" }));
  const rows = Object.entries(ROWS).map(([name, words]) => createRow(on, name, words));
  const table = element(
    "div",
    { class: "li-rows" },
    element("span", {}),
    ...heads,
    ...rows.flatMap(({ button, cells }) => [button, ...cells.map(({ node }) => node)]),
  );
  const scores = element("div", { class: "li-scores", "data-part": "s" });
  const node = element("div", {}, table, scores);
  const draw = () => view.shown && drawRows({ heads, rows, table, scores }, view);
  const stop = watchWidth(table, (width) => {
    view.width = width;
    draw();
  });
  return {
    node,
    update: (next) => {
      view.shown = next;
      draw();
    },
    destroy: stop,
  };
}

function createRow(on, name, words) {
  const button = element(
    "button",
    { type: "button", class: "li-row", onclick: () => on.place(name), title: `Suspect ${words}` },
    words,
  );
  const cells = [0, 1].map(() => {
    const canvas = element("canvas", { role: "img" });
    const told = element("span", { class: "nl-muted" });
    return { canvas, told, node: element("div", { class: "li-cell" }, canvas, told) };
  });
  return { name, words, button, cells };
}

const PARTS = { maps: "a", spread: "a", weights: "w w0", silent: "f", scores: "s" };

function drawRows({ heads, rows, table, scores }, { shown, width }) {
  const { networks, lens, place, theme } = shown;
  const byRows = lens !== "scores";
  table.classList.toggle("li-scored", !byRows);
  scores.hidden = byRows;
  networks.forEach(({ title }, i) => setText(heads[i], title));
  const side = Math.max(60, Math.floor((width - 118) / 2) - 14);
  for (const { name, words, button, cells } of rows) {
    setAttributes(button, { "aria-pressed": String(place === name) });
    cells.forEach(({ canvas, told, node }, i) => {
      node.hidden = !byRows;
      setAttributes(node, { "data-part": PARTS[lens] });
      const own = networks[i].rows?.[name];
      drawEvidence(canvas, side, HEIGHT[name], own && { ...own, lens }, theme);
      const said = own ? wordsOf({ ...own, lens }) : "";
      setText(told, said);
      setAttributes(canvas, { "aria-label": `${words} of ${networks[i].title.toLowerCase()}: ${said}` });
    });
    button.hidden = !byRows;
  }
  if (!byRows) drawScores(scores, networks);
}

/** How often each network is right, on images that it was trained with and on new ones, and what it answers. */
function drawScores(node, networks) {
  node.replaceChildren(
    ...networks.map(({ title, scores }) =>
      element(
        "div",
        { class: "li-score" },
        element("b", {}, title),
        ...(scores ? [line("images it was trained with", scores.seen), line("new images", scores.fresh)] : []),
        ...(scores ? [element("span", {}, "its answers to new images"), counts(scores.counts)] : []),
        scores ? null : element("span", { class: "nl-muted" }, "…"),
      ),
    ),
  );
}

function line(words, share) {
  return element(
    "p",
    { class: "li-line" },
    element("span", {}, words),
    element("i", {}, element("i", { style: `width:${(100 * share).toFixed(1)}%` })),
    element("b", {}, percent(share)),
  );
}

/** How often it gives each answer to the new images. */
function counts(own) {
  const most = Math.max(...own, 1);
  return element(
    "div",
    { class: "li-counts", role: "img", "aria-label": `Its answers to new images: ${own.join(", ")}` },
    ...own.map((count, k) =>
      element(
        "span",
        {},
        element("i", { style: `height:${Math.round((52 * count) / most)}px` }),
        element("small", {}, String(k)),
      ),
    ),
  );
}
