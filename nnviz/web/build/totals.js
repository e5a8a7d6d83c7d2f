// The network's totals: a row of a few numbers with their names.

import { element, keepCount, setText } from "../base/dom.js";

/** @returns {update({totals: {name: words}}), destroy()} */
export function createTotals(root) {
  const row = element("dl", { class: "nv-totals" });
  root.append(row);

  function update({ totals }) {
    const all = Object.entries(totals);
    const one = () => element("div", {}, element("dt"), element("dd"));
    keepCount(row, all.length, one).forEach(({ children: [name, value] }, i) => {
      setText(name, all[i][0]);
      setText(value, all[i][1]);
    });
  }

  return { update, destroy: () => row.remove() };
}
