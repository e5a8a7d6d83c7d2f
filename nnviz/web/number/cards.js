// One step of a calculation, drawn as what it is; `reveal(count)` shows as much of it as was reached.

import { element, setAttributes } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { curve } from "./curve.js";
import { readable, substituted } from "./expression.js";
import { gridLine } from "./grids.js";
import { scaleOf, signedScale } from "./scale.js";
import { channelsOf, rowsOf } from "./terms.js";
import { cells, shares } from "./values.js";
import { waterfall } from "./waterfall.js";

const [FIRST_GRIDS, MOST_ROWS] = [2, 300];

/**
 * @param step unpacked, see `unpackStep`; known: {name: number} of all that came before
 * @param on.open(source, place, node), on.point(source, place, text)
 * @returns {node, units: how many parts can be revealed one by one, reveal(count)}
 */
export function createCard(step, known, theme, on) {
  const body = (BODIES[step.kind] ?? formula)(step, known, theme, on);
  const node = element(
    "section",
    { class: "nu-card" },
    element("h4", {}, step.title),
    step.words ? element("p", { class: "nu-words" }, step.words) : null,
    ...body.nodes,
  );
  return { node, units: body.units ?? 1, reveal: body.reveal ?? (() => {}) };
}

const BODIES = {
  note: () => ({ nodes: [] }),
  products,
  function: functionOf,
  softmax,
  weights,
  largest: window_,
  mean: window_,
  lookup,
  same,
};

function products(step, _known, theme, on) {
  const rows = rowsOf(step);
  const channels = channelsOf(step);
  const grids = channels ? gridsOf(channels, step.pairs[0], theme, on) : null;
  const words = channels ? null : element("p", { class: "nu-words" }, aboutTerms(step, rows));
  const sum = sumOf(step, rows, on);
  const reveal = (count) => {
    sum.reveal(count);
    for (const [k, line] of [...(grids?.querySelectorAll(".nu-gridline") ?? [])].entries())
      setAttributes(line, { "data-hidden": k >= count ? "" : null });
    const row = count > 0 && count < rows.length ? rows[count - 1] : null;
    if (row?.kind === "term") on.point(row.source ?? null, row.place, productWords(row));
  };
  return { nodes: [grids, words, sum.node].filter(Boolean), units: rows.length, reveal };
}

/** The sum as a running bar; its row of the rest opens into single rows. */
function sumOf(step, first, on) {
  const node = element("div", {});
  const held = { rows: first, count: first.length };
  const reveal = (count) => {
    held.count = count;
    const share = count / first.length;
    held.bars.reveal(share >= 1 ? held.rows.length : Math.floor(share * held.rows.length));
  };
  const draw = () => {
    held.bars = waterfall(held.rows, step.result, step.symbol, {
      open: (row, button) => on.open(row.source ?? null, row.place, button),
      point: (row) => on.point(row?.source ?? null, row?.place ?? -1, row?.kind === "term" ? productWords(row) : ""),
      more: () => {
        held.rows = rowsOf(step, MOST_ROWS);
        draw();
        reveal(held.count);
      },
    });
    node.replaceChildren(held.bars.node);
  };
  draw();
  return { node, reveal };
}

function productWords({ x, w, value }) {
  return `${short(x)} × ${short(w)} = ${short(value)}`;
}

function aboutTerms(step, rows) {
  const count = step.pairs.reduce((sum, { x, more }) => sum + x.values.length + (more?.count ?? 0), 0);
  const shown = rows.filter(({ kind }) => kind === "term").length;
  return count > shown
    ? `${count.toLocaleString("en")} products of a number and its weight, the ${shown} largest first.`
    : `${count.toLocaleString("en")} products of a number and its weight, the largest first.`;
}

function gridsOf(channels, { x, w }, theme, on) {
  const largest = Math.max(...channels.flatMap(({ cells: all }) => all.map(({ value }) => Math.abs(value))), 1e-12);
  const product = scaleOf(largest, true, theme);
  const scales = { x: on.scale(x.source) ?? signedScale(x.values, theme), w: signedScale(w.values, theme), product };
  const sorted = [...channels].sort((a, b) => Math.abs(b.value) - Math.abs(a.value));
  const named = channels.length > 1;
  const lines = (count) =>
    sorted.slice(0, count).map((channel) =>
      gridLine(channel, named ? `channel ${channel.channel + 1}` : "", scales, {
        open: (place, node) => on.open(channel.source, place, node),
        point: (cell) => on.point(cell ? channel.source : null, cell?.place ?? -1, cell?.text ?? ""),
      }),
    );
  const node = element("div", { class: "nu-grids" }, ...lines(FIRST_GRIDS));
  const more = Math.min(channels.length, 64);
  if (channels.length > FIRST_GRIDS) {
    const all = element("button", { type: "button", class: "nl-button" }, `Show ${more} channels`);
    all.addEventListener("click", () => node.replaceChildren(...lines(more)));
    node.append(all);
  }
  return node;
}

/** "max(0, z)" and the same with its numbers, and what comes out. */
function expression(step, known) {
  const names = { ...known, ...step.numbers };
  for (const { name, shape, values } of step.blocks) if (!shape.length) names[name] = values[0];
  const filled = substituted(step.code, names, (value) => short(value, 4));
  return element(
    "p",
    { class: "nu-formula" },
    element("span", {}, element("i", {}, step.symbol), ` = ${readable(step.code)}`),
    filled && filled !== short(step.result, 4) ? element("span", {}, `= ${filled}`) : null,
    step.result === null ? null : element("b", {}, `= ${short(step.result, 4)}`),
  );
}

function formula(step, known, theme, on) {
  const own = step.blocks.filter(({ shape }) => !shape.length && step.kind !== "project");
  const chips = own.filter(({ source }) => source !== null).map((block) => chip(block, on));
  const parts = chips.length ? [element("p", { class: "nu-chips" }, ...chips)] : [];
  const drawn = step.results ? [cells(step.results, theme, nothing)] : [];
  return { nodes: [...parts, expression(step, known), ...drawn] };
}

const nothing = { open: () => {}, point: () => {} };

function chip({ name, values, source, places }, on) {
  const opens = source !== null && places && places[0] >= 0;
  const node = element(
    opens ? "button" : "span",
    {
      class: "nu-operand",
      ...(opens ? { type: "button", onclick: () => on.open(source, places[0], node) } : {}),
      onpointerenter: () => opens && on.point(source, places[0], ""),
      onpointerleave: () => on.point(null, -1, ""),
    },
    source === null ? `${name} = ${whole(values[0])}` : `${on.title(source)}: ${whole(values[0])}`,
  );
  return node;
}

function functionOf(step, known) {
  const argument = [...step.code.matchAll(/[A-Za-z_][A-Za-z_0-9]*/g)]
    .map(([name]) => name)
    .find((name) => name in known);
  const at = known[argument];
  const drawn = step.curve && Number.isFinite(at) && step.result !== null ? [curve(step.curve, at, step.result)] : [];
  return { nodes: [element("div", { class: "nu-function" }, ...drawn, expression(step, known))] };
}

function softmax(step, known, _theme, on) {
  const logits = step.blocks[0];
  const unit = Number(step.code.match(/logits\[(\d+)\]/)?.[1] ?? -1);
  const most = Math.max(...logits.values);
  const powers = Array.from(logits.values, (value) => Math.exp(value - most));
  const total = powers.reduce((sum, value) => sum + value, 0);
  const bars = shares(
    powers.map((value) => value / total),
    unit,
    (at) => `${on.unit(at)}: ${short(logits.values[at])}`,
  );
  return {
    nodes: [
      element("p", { class: "nu-words" }, "Each number as a power of e, divided by the sum of all."),
      bars,
      expression(step, known),
    ],
  };
}

function weights(step, _known, _theme, on) {
  const { values } = step.results;
  return { nodes: [shares(values, -1, on.step)] };
}

function window_(step, known, theme, on) {
  if (step.blocks.some(({ shape }) => !shape.length)) return formula(step, known, theme, on);
  const [block] = step.blocks;
  if (!block) return formula(step, known, theme, on);
  const largest = step.kind === "largest" ? block.values.indexOf(Math.max(...block.values)) : -1;
  const places = block.source === null ? null : block.places;
  const drawn = cells({ ...block, places }, theme, pointing(block, on), largest);
  const words = `The ${step.kind} of ${block.values.length.toLocaleString("en")} numbers: `;
  const said = element("p", { class: "nu-formula" }, words, element("b", {}, short(step.result, 4)));
  return { nodes: [drawn, said] };
}

function pointing(block, on) {
  return {
    scale: on.scale,
    open: (place, node) => on.open(block.source, place, node),
    point: (cell) => on.point(cell ? block.source : null, cell?.place ?? -1, ""),
  };
}

function lookup(step, known, theme) {
  const at = Number(step.code.match(/\[(\d+)\]/)?.[1] ?? -1);
  return { nodes: [cells(step.blocks[0], theme, nothing, at), expression(step, known)] };
}

/** A number of four digits, a whole one as it is. */
function whole(value) {
  return Number.isInteger(value) ? value.toLocaleString("en") : short(value, 4);
}

function same(step, _known, _theme, on) {
  const chips = step.blocks.filter(({ shape }) => !shape.length).map((block) => chip(block, on));
  const value = step.result === null ? "" : whole(step.result);
  const own = chips.length ? [] : [element("b", {}, value)];
  return {
    nodes: [
      element("p", { class: "nu-chips" }, element("span", {}, element("i", {}, step.symbol), " ="), ...chips, ...own),
    ],
  };
}
