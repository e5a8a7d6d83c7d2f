// The reader's own search: the best score so far against what chance would have found, and what mattered.

import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";

/** @returns {node, update(state, world), destroy()}; world.own: what was found, or null while it is asked for */
export function createOwnView() {
  const view = {
    chart: createLineChart({ height: 340, words: { x: "trials", y: "score" }, part: "b" }),
    title: element("h3", { class: "nl-title" }),
    bars: element("div", { class: "hp-bars" }),
    said: element("p", { class: "hp-said", role: "status" }),
  };
  const item = (kind, words) => element("span", {}, element("i", { class: `hp-line-${kind}` }), words);
  const key = element(
    "p",
    { class: "hp-key nl-muted" },
    item("validation", "best so far"),
    item("test", "what chance would have by then"),
  );
  const left = element("div", { class: "hp-left" }, view.title, view.chart.node, key);
  view.node = element("div", { class: "hp-view" }, left, element("div", { class: "hp-panel" }, view.bars, view.said));
  return { node: view.node, update: (_, world) => update(view, world), destroy: () => view.chart.destroy() };
}

function update(view, { own, ownRefusal, theme }) {
  setText(view.said, ownRefusal || ownSaid(own));
  setText(view.title, own ? own.title || "Your search" : "Your search");
  const points = (values) => (values ?? []).map((value, i) => [i + 1, value]);
  const all = own ? [...own.scores, ...own.best, ...(own.chance ?? [])] : [0, 1];
  const [low, high] = [Math.min(...all), Math.max(...all)];
  const room = (high - low || 1) * 0.06;
  view.chart.update({
    x: [1, Math.max(2, own?.best.length ?? 2)],
    y: [low - room, high + room],
    words: own ? `${own.scores.length} trials; the best has ${short(own.best.at(-1))}` : "Your search",
    lines: own
      ? [
          { points: points(own.chance), colour: theme.classes[0], width: 2.4 },
          { points: points(own.best), colour: theme.validation, width: 2.8 },
        ]
      : [],
    dots: points(own?.scores).map(([x, y]) => ({ x, y, colour: theme.muted, radius: 3 })),
  });
  const shares = own?.shares ?? [];
  const bars = keepCount(view.bars, shares.length, () => {
    const track = element("span", { class: "hp-track" }, element("i", { class: "hp-fill" }));
    return element("div", { class: "hp-bar" }, element("span", {}), track, element("b", {}));
  });
  shares.forEach(({ title, share }, i) => {
    setText(bars[i].children[0], title);
    setAttributes(bars[i].querySelector("i"), { style: `width:${(100 * share).toFixed(1)}%` });
    setText(bars[i].children[2], percent(share));
  });
}

function ownSaid(own) {
  if (!own) return "Asking what your search has come to …";
  const begins = `Your best of ${own.scores.length} trials has ${short(own.best.at(-1))}.`;
  if (!own.shares.length)
    return `${begins} From six ended trials of two settings on, a forest says which of them mattered.`;
  const most = own.shares.reduce((a, b) => (b.share > a.share ? b : a));
  return `${begins} ${most.title} explains most of how the scores differ: ${percent(most.share)}, by Optuna’s functional ANOVA.`;
}

/** The same in numbers. */
export function ownTable(own) {
  return {
    caption: "Your search",
    head: ["Trial", "Score", "Best so far"],
    rows: own.scores.map((score, i) => [i + 1, short(score), short(own.best[i])]),
  };
}
