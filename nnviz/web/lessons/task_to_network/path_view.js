// The path of the walk: its stations, what was decided at each, and where one stands.

import { element, setAttributes, setText } from "../../base/dom.js";
import { STATIONS } from "./state.js";

const PARTS = {
  question: "t",
  data: "n b",
  output: "f L",
  network: "P",
  train: "L",
  diagnosis: "b",
  next: "P f",
};

/** go(station). @returns {update(station, done {station: boolean}, summaries {station: words})} */
export function createPath(root, go) {
  const entries = Object.entries(STATIONS).map(([name, title], i) => {
    const mark = element("span", { class: "tn-mark" });
    const summary = element("span", { class: "tn-summary" });
    const button = element(
      "button",
      { type: "button", class: "tn-station", "data-part": PARTS[name], onclick: () => go(name) },
      mark,
      element("span", { class: "tn-stationname" }, title),
      summary,
    );
    return { name, number: String(i + 1), button, mark, summary };
  });
  root.append(
    element(
      "div",
      { class: "tn-path", role: "group", "aria-label": "Stations" },
      ...entries.map(({ button }) => button),
    ),
  );
  return {
    update: (station, done, summaries) => {
      for (const { name, number, button, mark, summary } of entries) {
        setAttributes(button, {
          "aria-current": name === station ? "step" : null,
          "data-done": done[name] ? "" : null,
        });
        setText(mark, done[name] ? "✓" : number);
        setText(summary, summaries[name]);
      }
    },
  };
}
