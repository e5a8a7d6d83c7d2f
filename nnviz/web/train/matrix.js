// Which class is taken for which: counts as a grid, darker where there are more.

import { element, keepCount, setAttributes, setText } from "../base/dom.js";

/** @returns {update({counts [truth][answer], classes, label}), destroy()} */
export function createMatrix(root) {
  const table = element("table", { class: "nv-matrix" });
  root.append(element("div", { class: "nv-tablescroll" }, table));
  return {
    update: ({ counts, classes, label }) => {
      setAttributes(table, { "aria-label": label });
      const rows = [["truth ↓ answer →", ...classes], ...counts.map((row, i) => [classes[i], ...row])];
      const most = Math.max(1, ...counts.map((row) => row.reduce((sum, count) => sum + count, 0)));
      keepCount(table, rows.length, () => element("tr")).forEach((line, i) => {
        keepCount(line, rows[i].length, (k) => element(i && k ? "td" : "th", { scope: i ? "row" : "col" })).forEach(
          (cell, k) => {
            setText(cell, String(rows[i][k]));
            if (i && k) cell.style.setProperty("--share", `${Math.round((70 * rows[i][k]) / most)}%`);
            if (i && k) setAttributes(cell, { "data-right": String(i === k) });
          },
        );
      });
    },
    destroy: () => root.replaceChildren(),
  };
}
