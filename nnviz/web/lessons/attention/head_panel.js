// One cell of a head's map number by number: query, key, their products, the score; and the whole row of shares.

import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createCells } from "./cells.js";
import { cellWords, lookWords } from "./words.js";

/** on.key(key). @returns {node, update(state, world)} */
export function createHeadPanel(on) {
  const view = { on };
  view.title = element("h3", { class: "nl-title" });
  view.query = createCells("query", "Q");
  view.key = createCells("key", "K");
  view.product = createCells("query × key");
  view.sum = element("p", { class: "at-sum", "data-part": "d" });
  view.rows = element("div", { class: "at-shares", role: "group", "aria-label": "What the row's places get" });
  view.mixed = createCells("mixed values", "Z V");
  view.said = element("p", { class: "at-said", role: "status" });
  const { query, key, product, sum, rows, mixed, said, title } = view;
  view.node = element(
    "div",
    { class: "at-panel" },
    title,
    query.node,
    key.node,
    product.node,
    sum,
    rows,
    mixed.node,
    said,
  );
  return { node: view.node, update: (state, world) => update(view, state, world) };
}

function update(view, state, { pass, letters, theme }) {
  const { head: at, query, key } = state;
  const head = pass.heads[at];
  const row = head.rows[query];
  setText(
    view.title,
    `Head ${at + 1}: place ${query + 1} (${letters[query]}) looks at place ${key + 1} (${letters[key]})`,
  );
  const [own, other] = [head.query[query], head.keys[key]];
  const limit = Math.max(1, ...own.map(Math.abs), ...other.map(Math.abs));
  const products = Array.from(own, (value, k) => value * other[k]);
  view.query.update(own, limit, theme);
  view.key.update(other, limit, theme);
  view.product.update(products, Math.max(1, ...products.map(Math.abs)), theme);
  const cell = {
    product: products.reduce((sum, value) => sum + value, 0),
    score: row.scores[key],
    weight: row.weights[key],
  };
  setText(view.sum, cellWords({ ...cell, key: pass.key, scaled: state.scaled }));
  writeShares(view, letters, row.weights, key);
  view.mixed.update(row.mixed, Math.max(1, ...row.mixed.map(Math.abs)), theme);
  setText(view.said, lookWords(letters, row.weights, query));
}

function writeShares({ rows, on }, letters, weights, key) {
  const make = (k) => {
    const button = element(
      "button",
      { type: "button" },
      element("b", {}),
      element("span", { class: "at-track" }, element("i", {})),
      element("span", {}),
    );
    button.addEventListener("click", () => on.key(k));
    return button;
  };
  const nodes = keepCount(rows, weights.length, make);
  weights.forEach((share, k) => {
    const [name, track, words] = nodes[k].children;
    setText(name, `${letters[k]}`);
    setAttributes(track.firstChild, { style: `width:${(100 * share).toFixed(1)}%` });
    setText(words, percent(share));
    setAttributes(nodes[k], {
      "aria-pressed": String(k === key),
      "aria-label": `place ${k + 1}, ${letters[k]}: ${percent(share)}`,
    });
  });
}
