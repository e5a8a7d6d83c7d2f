// How good the network is: on the collection itself, and on other people's examples, after the reader has guessed; the way
// of both scores from change to change; and the others that it gets wrong.

import { choices } from "../../base/controls.js";
import { element, keepCount, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { countsOf } from "./state.js";
import { paint, tiny } from "./tiny.js";

const SHOWN = 30;
export const GUESSES = { same: "About the same", less: "5 to 20 points lower", much: "More than 20 lower" };

/** @returns {node, update(state, world), destroy()}; on.change(alter) */
export function createScoreView(on) {
  const view = {};
  view.own = element("b", { class: "cu-big" });
  view.others = element("b", { class: "cu-big" });
  view.gap = element("span", { class: "nl-muted" });
  const number = (part, big, ...words) => element("div", { class: "cu-number", "data-part": part }, big, ...words);
  const muted = (words) => element("span", { class: "nl-muted" }, words);
  view.numbers = element(
    "div",
    { class: "cu-numbers" },
    number("s", view.own, muted("on this collection, held out")),
    number("o", view.others, muted("on 240 digits of other people"), view.gap),
  );
  view.guess = choices("Your guess", GUESSES, (guess) =>
    on.change((state) => Object.assign(state, { guess, guessedFor: view.result })),
  );
  view.question = element("p", { class: "cu-question" });
  view.said = element("p", { class: "cu-said", role: "status" });
  view.chart = createLineChart({ height: 170, words: { x: "change", y: "share right" }, part: "g" });
  view.wrongTitle = element("h3", { class: "nl-title" });
  view.wrong = element("div", { class: "cu-wrong" });
  view.hidden = element("div", { class: "cu-after" }, view.chart.node, view.wrongTitle, view.wrong);
  view.node = element(
    "section",
    { class: "cu-score" },
    view.numbers,
    view.question,
    view.guess.node,
    view.said,
    view.hidden,
  );
  return { node: view.node, update: (state, world) => update(view, state, world), destroy: () => view.chart.destroy() };
}

function update(view, state, world) {
  const { result, history, stale, lack, refusal, theme } = world;
  view.result = result;
  const shown = state.guess !== null && result;
  view.node.toggleAttribute("data-stale", stale);
  setText(view.own, result ? percent(result.own) : lack || refusal ? "–" : "…");
  setText(view.others, shown ? percent(result.others) : "?");
  setText(view.gap, shown ? gapWords(result) : "");
  view.guess.update(state.guess);
  view.question.hidden = view.guess.node.hidden = state.guess !== null || !result;
  setText(
    view.question,
    result ? `${percent(result.own)} on examples like its own. And on other people’s? Guess.` : "",
  );
  setText(view.said, refusal || lack || (shown ? saidOf(state, world) : result ? "" : "Training a small network …"));
  view.hidden.hidden = !shown;
  if (!shown) return;
  drawHistory(view, history, theme);
  drawWrong(view, world);
}

function gapWords({ own, others }) {
  const points = Math.round(100 * (own - others));
  if (!points) return "no gap";
  return `${Math.abs(points)} point${Math.abs(points) === 1 ? "" : "s"} ${points > 0 ? "lower" : "higher"}`;
}

/** At first whether the guess was right; then what the last change did; and who is missing. */
export function saidOf({ guess, guessedFor }, { history, collection, classes }) {
  const last = history.at(-1);
  const counts = countsOf(collection);
  const lacking = classes.filter((_, k) => !counts[k]);
  const missing = lacking.length ? ` There is no ${lacking.join(" and no ")} in it: the network never says so.` : "";
  if (history.length > 1) return `${changeWords(last, history.at(-2))}${missing}`;
  if (last.result !== guessedFor) return `${last.count} examples.${missing}`;
  const gap = last.own - last.others;
  const right = gap < 0.05 ? "same" : gap <= 0.2 ? "less" : "much";
  return right === guess
    ? "As you guessed. The network knows this collection; nobody has shown it how other people write."
    : `You said: ${GUESSES[guess].toLowerCase()}. The network knows this collection, and little else.`;
}

function changeWords({ count, others }, before) {
  const change = Math.round(1000 * (others - before.others)) / 10;
  const way = Math.abs(change) < 0.5 ? "hardly moved" : `${change > 0 ? "rose" : "fell"} by ${Math.abs(change)} points`;
  return `${count} examples now. On other people’s, the score ${way} with this change.`;
}

function drawHistory({ chart }, history, theme) {
  const points = (name) => history.map((one, i) => [i, one[name]]);
  const line = (name, colour) => ({ points: points(name), colour, width: 2.2 });
  const dots = ["own", "others"].flatMap((name, k) =>
    points(name).map(([x, y]) => ({ x, y, radius: 3.4, colour: [theme.muted, theme.accent][k] })),
  );
  const low = Math.min(0.5, ...history.map(({ others }) => others - 0.05), ...history.map(({ own }) => own - 0.05));
  chart.update({
    x: [0, Math.max(history.length - 1, 4)],
    y: [Math.max(low, 0), 1.02],
    words: "Both scores from change to change",
    lines: [line("own", theme.muted), line("others", theme.accent)],
    dots,
    marks: [],
  });
}

function drawWrong(view, { result, digits, classes, theme }) {
  const wrong = digits.others.flatMap(({ label }, i) => {
    const said = [...result.said.slice(3 * i, 3 * i + 3)];
    const best = said.indexOf(Math.max(...said));
    return best === label ? [] : [{ i, label, best }];
  });
  setText(
    view.wrongTitle,
    wrong.length ? `${wrong.length} of 240 that it gets wrong, and what it says` : "It gets all 240 right",
  );
  const nodes = keepCount(view.wrong, Math.min(wrong.length, SHOWN), () =>
    element("figure", { class: "cu-other" }, tiny(), element("figcaption", { class: "nl-muted" })),
  );
  nodes.forEach((node, k) => {
    const { i, label, best } = wrong[k];
    paint(node.firstChild, digits.others[i].pixels, theme, { words: `A ${classes[label]}, called ${classes[best]}` });
    setText(node.lastChild, classes[best]);
  });
}
