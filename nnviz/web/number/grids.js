// Patch × kernel = products, as coloured grids with their numbers, one line of grids a channel.

import { css, readableOn } from "../base/colors.js";
import { element, setAttributes } from "../base/dom.js";
import { short } from "../base/numbers.js";
import { colourOf } from "./scale.js";

/**
 * @param channel of `channelsOf`; scales {x, w, product}: what their colours stand for
 * @param on.point({place, at, text} or null), on.open(place)
 */
export function gridLine(channel, name, scales, on) {
  const cells = { x: [], w: [], value: [] };
  const light = (at) => {
    for (const kind of Object.keys(cells))
      cells[kind].forEach((node, k) => setAttributes(node, { "data-lit": k === at ? "" : null }));
    const cell = channel.cells[at];
    on.point(cell ? { ...cell, text: `${short(cell.x)} × ${short(cell.w)} = ${short(cell.value)}` } : null);
  };
  const grid = (kind, scale, words) => {
    channel.cells.forEach((cell, at) => {
      const opens = kind === "x" && cell.place >= 0;
      const node = element(opens ? "button" : "span", {
        ...(opens ? { type: "button", onclick: () => on.open(cell.place, node), tabindex: -1 } : {}),
        class: "nu-cell",
        "data-padding": kind === "x" && channel.source !== null && cell.place < 0 ? "" : null,
        onpointerenter: () => light(at),
        onpointerleave: () => light(-1),
      });
      tint(node, cell[kind], scale);
      cells[kind].push(node);
    });
    return element(
      "div",
      { class: "nu-grid", style: `--k: ${channel.cols}`, role: "group", "aria-label": words },
      ...cells[kind],
    );
  };
  const sign = (text) => element("span", { class: "nu-sign" }, text);
  return element(
    "div",
    { class: "nu-gridline", "data-name": name || null },
    grid("x", scales.x, "the patch"),
    sign("×"),
    grid("w", scales.w, "the kernel"),
    sign("="),
    grid("value", scales.product, "the products"),
    sign("Σ"),
    element("b", { class: "nu-total" }, short(channel.value)),
  );
}

/** A number on its colour. */
export function tint(node, value, scale) {
  const colour = colourOf(value, scale);
  node.textContent = short(value, 2);
  node.style.background = css(colour);
  node.style.color = readableOn(colour);
}
