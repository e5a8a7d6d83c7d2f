// Leaks: the same study done wrongly and rightly, once and a hundred times.

import { choices, slider } from "../../base/controls.js";
import { element, keepCount, setText } from "../../base/dom.js";
import { createDotRows } from "./dot_rows.js";
import { LEAKS } from "./leaks.js";
import { columnsOf, LIMITS, leakStudies, mean, STUDIES } from "./state.js";
import { AMOUNTS, leakSaid, SAYS } from "./words.js";

const DOMAIN = [0.2, 1];

/** on.change({…}). @returns {node, update(state, theme), destroy()} */
export function createLeakView(on) {
  const titles = Object.fromEntries(Object.entries(LEAKS).map(([name, { title }]) => [name, title]));
  const button = (words, onclick) => element("button", { type: "button", class: "nl-button", onclick }, words);
  const fresh = (part) => on.change({ ...part, studies: 0 });
  const view = { rows: createDotRows({ row: 116, part: "s" }), on };
  view.leak = choices("What leaks", titles, (leak) => fresh({ leak, leakGuess: "" }));
  view.columns = slider({
    label: "Columns of noise",
    min: LIMITS.power[0],
    max: LIMITS.power[1],
    step: 0.05,
    input: (power) => on.change({ power }),
  });
  view.chosen = slider({
    label: "Best columns chosen",
    min: 1,
    max: LIMITS.chosen[1],
    step: 1,
    input: (chosen) => on.change({ chosen }),
  });
  view.guess = choices("What cross-validation will say", SAYS, (leakGuess) => on.change({ leakGuess }));
  view.amount = choices("How much too good it will be", AMOUNTS, (leakGuess) => on.change({ leakGuess }));
  view.one = button("Do the study", () => on.change({ studies: Math.min(view.state.studies + 1, STUDIES) }));
  view.many = button(`Do it ${STUDIES} times`, () => on.change({ studies: STUDIES }));
  view.said = element("p", { class: "cv-said", role: "status" });
  view.wrong = element("ol", { class: "cv-steps cv-wrong" });
  view.right = element("ol", { class: "cv-steps cv-right" });
  const title = (words) => element("h3", { class: "nl-title" }, words);
  view.noise = element("div", { class: "cv-sliders" }, view.columns.node, view.chosen.node);
  view.question = title("");
  view.ask = element("div", {}, view.question, view.guess.node, view.amount.node);
  const ways = element(
    "div",
    { class: "cv-ways" },
    element("div", {}, title("Wrong"), view.wrong),
    element("div", {}, title("Right"), view.right),
  );
  const left = element("div", { class: "cv-left" }, view.rows.node);
  const bar = element("div", { class: "nl-bar" }, view.one, view.many);
  const right = element("div", { class: "cv-panel" }, view.leak.node, ways, view.noise, view.ask, bar, view.said);
  view.node = element("div", { class: "cv-view" }, left, right);
  return {
    node: view.node,
    update: (state, theme) => update(view, state, theme),
    destroy: () => view.rows.destroy(),
  };
}

function update(view, state, theme) {
  view.state = state;
  const done = leakStudies(state);
  const noise = state.leak === "columns";
  view.leak.update(state.leak);
  const columns = columnsOf(state);
  view.columns.update(state.power, columns.toLocaleString("en"));
  view.chosen.update(state.chosen, String(Math.min(state.chosen, columns)));
  view.guess.update(state.leakGuess);
  view.noise.hidden = !noise;
  setText(view.question, noise ? "What will it say, done wrongly?" : "How much too good will it be, done wrongly?");
  view.amount.update(state.leakGuess);
  view.guess.node.hidden = !noise;
  view.amount.node.hidden = noise;
  for (const button of [view.one, view.many]) button.disabled = !state.leakGuess;
  setText(view.one, state.studies ? "Another study" : "Do the study");
  steps(view.wrong, LEAKS[state.leak].wrong);
  steps(view.right, LEAKS[state.leak].right);
  const row = (title, values, colour) => ({
    title,
    values,
    colour,
    marked: values.at(-1) ?? null,
    hint: "not done yet",
  });
  view.rows.update({
    rows: [
      row("Done wrongly", done.wrong, theme.error),
      row("Done rightly", done.right, theme.classes[1]),
      row("In truth", done.truth, theme.muted),
    ],
    domain: DOMAIN,
    truth: null,
    theme,
    words: "What cross-validation says of each study, done wrongly and rightly, and the true score",
  });
  setText(view.said, leakSaid(state, done, mean));
}

function steps(list, words) {
  keepCount(list, words.length, () => element("li", {})).forEach((item, i) => setText(item, words[i]));
}
