// Patch × kernel = number: the cells under the kernel, the kernel's weights (to be typed over), the products and their sum.

import { css, pick, ramp, readableOn, rgb } from "../../base/colors.js";
import { fixed } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { clamp } from "../../base/scales.js";

const CHANNELS = ["red", "green", "blue"];

/** on.weight(index, value), on.bias(value). @returns {update({size, channels, cells, weights, bias, sum, theme}), destroy()} */
export function createDetail(root, on) {
  const rows = element("div", { class: "cd-rows" });
  const bias = element("input", { type: "number", step: "0.1", "aria-label": "bias b" });
  const sum = element("b", { "data-part": "y" });
  const total = element("b", {});
  const line = element(
    "p",
    { class: "cd-sum" },
    "sum of the products ",
    total,
    " + bias ",
    element("span", { "data-part": "b" }, bias),
    element("span", { class: "cd-equals" }, " = ", sum),
  );
  root.append(rows);
  bias.addEventListener("input", () => Number.isFinite(bias.valueAsNumber) && on.bias(bias.valueAsNumber));
  let shape = "";

  function build(size, channels) {
    rows.replaceChildren(...Array.from({ length: channels }, (_, c) => channelRow(size, channels, c, on)));
    (channels === 1 ? rows.firstChild : root).append(line);
  }

  function update({ size, channels, cells, weights, bias: offset, sum: value, theme }) {
    if (shape !== `${size} ${channels}`) build(size, channels);
    shape = `${size} ${channels}`;
    const [table, missing] = [ramp(theme.diverging), rgb(theme.nan)];
    const widest = Math.max(...weights.map(Math.abs), 1e-9);
    const strongest = Math.max(...cells.map(({ product }) => Math.abs(product)), 1e-9);
    [...rows.children].forEach((row, c) => {
      const [patch, , fields, , products] = row.children;
      cells
        .filter(({ channel }) => channel === c)
        .forEach((cell, i) => {
          paint(patch.children[i], cell.value, shade(cell.value, channels, c));
          const weight = weights[i * channels + c];
          dressWeight(fields.children[i], weight, pick(table, weight, -widest, widest, missing));
          paint(products.children[i], cell.product, pick(table, cell.product, -strongest, strongest, missing));
        });
    });
    setText(total, fixed(value - offset));
    setText(sum, fixed(value));
    if (root.getRootNode().activeElement !== bias) bias.value = brief(offset);
  }

  return { update, destroy: () => root.replaceChildren() };
}

/** One channel: the patch, the kernel's weights, and their products. */
function channelRow(size, channels, c, on) {
  return element(
    "div",
    { class: `cd-row${channels === 1 ? " cd-large" : ""}`, style: `--k: ${size}` },
    grid("patch", "x", size),
    element("span", { class: "cd-sign" }, "×"),
    kernel(size, channels, c, on),
    element("span", { class: "cd-sign" }, "="),
    grid("product", "y", size),
    channels > 1 ? element("span", { class: "cd-channel" }, CHANNELS[c]) : null,
  );
}

function kernel(size, channels, c, on) {
  const of = channels > 1 ? `, ${CHANNELS[c]}` : "";
  const inputs = Array.from({ length: size * size }, (_, i) => {
    const place = `row ${Math.floor(i / size) + 1}, column ${(i % size) + 1}`;
    const field = element("input", { type: "number", step: "0.1", "aria-label": `weight in ${place}${of}` });
    field.addEventListener(
      "input",
      () => Number.isFinite(field.valueAsNumber) && on.weight(i * channels + c, field.valueAsNumber),
    );
    return field;
  });
  return element(
    "div",
    { class: "cd-grid cd-kernel", "data-part": "w k", role: "group", "aria-label": "the kernel's weights" },
    ...inputs,
  );
}

function grid(kind, part, size) {
  const node = element("div", { class: `cd-grid cd-${kind}`, "data-part": part });
  keepCount(node, size * size, () => element("span"));
  return node;
}

function paint(node, value, colour) {
  setText(node, fixed(value));
  tint(node, colour);
}

function tint(node, colour) {
  setAttributes(node, { style: `background: ${css(colour)}; color: ${readableOn(colour)}` });
}

/** A field keeps what is being typed. */
function dressWeight(field, weight, colour) {
  if (field.getRootNode().activeElement !== field && Number(field.value) !== weight) field.value = brief(weight);
  if (field.value === "") field.value = brief(weight);
  tint(field, colour);
}

/** As many digits as a cell has room for. */
function brief(value) {
  return String(Number(Math.abs(value) < 0.01 ? value.toPrecision(1) : value.toFixed(2)));
}

function shade(value, channels, c) {
  const level = Math.round(255 * clamp(value, 0, 1));
  return channels === 1 ? [level, level, level] : [0, 1, 2].map((i) => (i === c ? level : Math.round(level * 0.25)));
}
