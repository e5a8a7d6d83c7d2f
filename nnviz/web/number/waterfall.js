// A sum as a running bar: each row begins where the one above ended.

import { element, setAttributes } from "../base/dom.js";
import { short } from "../base/numbers.js";

/**
 * @param rows of `rowsOf`; total: of all of them; symbol: what the sum is called
 * @param on.open(row), on.point(row or null), on.more() for the row of the rest
 * @returns {node, reveal(count)}: only the first rows count so far
 */
export function waterfall(rows, total, symbol, on) {
  const ends = rows.flatMap(({ before, value }) => [before, before + value]).concat(total ?? 0, 0);
  const [low, high] = [Math.min(...ends), Math.max(...ends)];
  const at = (value) => (100 * (value - low)) / (high - low || 1);
  const lines = rows.map((row) => line(row, at, on));
  const sum = element("b", { class: "nu-number" });
  const bar = element("span", { class: "nu-bar" });
  const zero = () => element("span", { class: "nu-zero", style: `left: ${at(0)}%` });
  const end = element(
    "div",
    { class: "nu-row nu-end" },
    element("span", { class: "nu-operands" }, element("i", {}, symbol), " ="),
    sum,
    element("span", { class: "nu-track" }, zero(), bar),
  );
  for (const { track } of lines) track.prepend(zero());
  const reveal = (count) => {
    lines.forEach(({ node }, k) => setAttributes(node, { "data-hidden": k >= count ? "" : null }));
    const so = count >= rows.length ? total : count > 0 ? rows[count - 1].before + rows[count - 1].value : 0;
    sum.textContent = short(so, 4);
    place(bar, 0, so ?? 0, at);
  };
  reveal(rows.length);
  return { node: element("div", { class: "nu-waterfall" }, ...lines.map(({ node }) => node), end), reveal };
}

function place(bar, from, to, at) {
  const [left, right] = [Math.min(at(from), at(to)), Math.max(at(from), at(to))];
  bar.style.left = `${left}%`;
  bar.style.width = `${Math.max(right - left, 0.4)}%`;
  bar.dataset.sign = Math.sign(to - from);
}

function line(row, at, on) {
  const bar = element("span", { class: "nu-bar" });
  place(bar, row.before, row.before + row.value, at);
  const track = element("span", { class: "nu-track" }, bar);
  const node = element(
    "div",
    { class: "nu-row", onpointerenter: () => on.point(row), onpointerleave: () => on.point(null) },
    element("span", { class: "nu-operands" }, ...operands(row, on)),
    element("span", { class: "nu-number" }, short(row.value)),
    track,
  );
  return { node, track };
}

function operands(row, on) {
  if (row.kind === "number") return [NAMES[row.name.replace(/^(fw|bw)_/, "")[0]] ?? row.name];
  if (row.kind === "rest") {
    const words = `${row.count.toLocaleString("en")} more ${row.of}`;
    return [element("button", { type: "button", class: "nu-more", onclick: () => on.more() }, words)];
  }
  if (row.kind === "channel") return [row.single ? "the products" : `channel ${row.channel + 1}`];
  const opens = row.place >= 0;
  const operand = opens
    ? element(
        "button",
        { type: "button", class: "nu-operand", onclick: (event) => on.open(row, event.currentTarget) },
        short(row.x),
      )
    : element("span", {}, short(row.x));
  return [operand, ` × ${short(row.w)}`];
}

const NAMES = { b: "bias", d: "bias", r: "what is left over" };
