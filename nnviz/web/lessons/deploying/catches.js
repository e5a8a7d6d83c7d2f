// Which monitor catches which change, where a false alarm comes once in ten years: a table that is asked for when opened.

import { element, setText } from "../../base/dom.js";

const ABOUT =
  "Of 100 years, in how many each monitor raises the alarm, at a level that is falsely passed once in ten years:";

/** @returns {node, update({catches, changes})}; open() when the reader opens it */
export function createCatches(open) {
  const heads = ["", "distance", "PSI", "answers", "wrong"];
  const head = element("tr", {}, ...heads.map((words) => element("th", { scope: "col" }, words)));
  const body = element("tbody", {});
  const said = element("p", { class: "dp-told" });
  const table = element("table", { class: "dp-table" }, element("thead", {}, head), body);
  const summary = element("summary", {}, "Which monitor catches what?");
  const node = element("details", { class: "dp-catches" }, summary, said, table);
  node.addEventListener("toggle", () => node.open && open());
  let shown = null;
  const update = ({ catches, changes }) => {
    setText(said, catches ? ABOUT : "Counting over 1,400 years: about four seconds, once …");
    if (!catches || shown === catches) return;
    shown = catches;
    body.replaceChildren(...catches.changes.map((name, i) => rowOf(changes[name].title, catches.caught[i])));
  };
  return { node, update };
}

function rowOf(title, caught) {
  const cells = caught.map((share) =>
    element("td", { style: `--share:${share.toFixed(2)}` }, String(Math.round(100 * share))),
  );
  return element("tr", {}, element("th", { scope: "row" }, title), ...cells);
}
