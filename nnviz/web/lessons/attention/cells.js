// A vector as a row of tinted cells, its numbers written where there is room.

import { css, pick, ramp, readableOn, rgb } from "../../base/colors.js";
import { fixed } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";

/** @returns {node, update(values, limit, theme, signed)}; numbers that are never negative have the scale of magnitudes */
export function createCells(name, part) {
  const row = element("div", { class: "at-vector" });
  const node = element(
    "div",
    { class: "at-line", "data-part": part ?? null },
    element("span", { class: "nl-label" }, name),
    row,
  );
  const update = (values, limit, theme, signed = true) => {
    const table = ramp(signed ? theme.diverging : theme.sequential);
    const nodes = keepCount(row, values.length, () => element("span", {}));
    Array.from(values).forEach((value, k) => {
      const colour = pick(table, value, signed ? -limit : 0, limit, rgb(theme.nan));
      setAttributes(nodes[k], { style: `background:${css(colour)};color:${readableOn(colour)}` });
      setText(nodes[k], Math.abs(value) < 9.95 ? fixed(value, 1) : fixed(value, 0));
    });
  };
  return { node, update };
}
