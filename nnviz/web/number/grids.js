// Patch × kernel = products, as coloured grids with their numbers, one line of grids a channel.

import { css, pick, ramp, readableOn, rgb } from "../base/colors.js";
import { element, setAttributes } from "../base/dom.js";
import { short } from "../base/numbers.js";

/**
 * @param channel of `channelsOf`; limits {x, w, product}: what the ends of the colours stand for
 * @param on.point({place, at, text} or null), on.open(place)
 */
export function gridLine(channel, name, limits, theme, on) {
  const cells = { x: [], w: [], value: [] };
  const light = (at) => {
    for (const kind of Object.keys(cells))
      cells[kind].forEach((node, k) => setAttributes(node, { "data-lit": k === at ? "" : null }));
    const cell = channel.cells[at];
    on.point(cell ? { ...cell, text: `${short(cell.x)} × ${short(cell.w)} = ${short(cell.value)}` } : null);
  };
  const grid = (kind, limit, words) => {
    channel.cells.forEach((cell, at) => {
      const opens = kind === "x" && cell.place >= 0;
      const node = element(opens ? "button" : "span", {
        ...(opens ? { type: "button", onclick: () => on.open(cell.place, node), tabindex: -1 } : {}),
        class: "nu-cell",
        "data-padding": kind === "x" && channel.source !== null && cell.place < 0 ? "" : null,
        onpointerenter: () => light(at),
        onpointerleave: () => light(-1),
      });
      tint(node, cell[kind], limit, theme);
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
    grid("x", limits.x, "the patch"),
    sign("×"),
    grid("w", limits.w, "the kernel"),
    sign("="),
    grid("value", limits.product, "the products"),
    sign("Σ"),
    element("b", { class: "nu-total" }, short(channel.value)),
  );
}

/** A number on its colour. */
export function tint(node, value, limit, theme) {
  const colour = pick(ramp(theme.diverging), value, -limit, limit, rgb(theme.nan));
  node.textContent = short(value, 2);
  node.style.background = css(colour);
  node.style.color = readableOn(colour);
}
