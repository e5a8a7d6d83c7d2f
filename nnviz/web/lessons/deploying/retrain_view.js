// Learning again: when, and from which months; what that wins now, and loses on the bills of before.

import { choices, select } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createLineChart } from "../../lesson/line_chart.js";
import { courseOf, onOld, trainings, WINDOWS, wrongAnswers } from "./retraining.js";
import { MONTHS, START } from "./state.js";

const PLANS = { never: "Never", once: "Once", monthly: "Every month" };
const COUNTED = ["wrong", "old", "times"];

/** @returns {node, update(state, world), destroy()}; on.change({…}) */
export function createRetrainView(on) {
  const view = { on };
  view.drifted = select("What happens from June on", {}, (drifted) => on.change({ drifted }));
  view.plan = choices("How often it is trained again", PLANS, (plan) => on.change({ plan }));
  const order = ["1", "3", "all"];
  view.windows = order.map((name) =>
    element("button", { type: "button", onclick: () => on.change({ window: name }) }, WINDOWS[name]),
  );
  view.window = element("div", { class: "nl-choices", role: "group", "aria-label": "Learn from" }, ...view.windows);
  view.order = order;
  view.chart = createLineChart(
    { height: 330, drag: "ew", words: { x: "month", y: "off by more than $1" } },
    { point: (x) => on.change({ plan: "once", when: Math.min(Math.max(Math.floor(x), 1), 11) }) },
  );
  view.tell = Object.fromEntries(COUNTED.map((name) => [name, element("b", {})]));
  view.about = Object.fromEntries(COUNTED.map((name) => [name, element("span", {})]));
  layOut(view);
  return {
    node: view.node,
    update: (state, world) => update(view, state, world),
    destroy: () => view.chart.destroy(),
  };
}

function layOut(view) {
  const title = (words) => element("h3", { class: "nl-title" }, words);
  view.said = element("p", { class: "dp-said", role: "status" });
  view.told = element("p", { class: "dp-told" });
  const key = element(
    "p",
    { class: "dp-key" },
    element("span", {}, element("i", { class: "dp-key-never" }), "the first network, all year"),
    element("span", {}, element("i", { class: "dp-key-plan" }), "with your plan"),
  );
  const counters = COUNTED.map((name) => element("div", { class: "dp-number" }, view.tell[name], view.about[name]));
  view.node = element(
    "div",
    { class: "dp-view" },
    element(
      "div",
      { class: "dp-left" },
      title("Answers that are off, month by month: drag the training"),
      view.chart.node,
      key,
    ),
    element(
      "div",
      { class: "dp-panel" },
      view.drifted.node,
      view.told,
      element("div", {}, title("Train again"), view.plan.node),
      element("div", {}, title("Learn from the last"), view.window),
      element("div", { class: "dp-numbers" }, ...counters),
      view.said,
      element("p", { class: "dp-times nl-muted" }, ABOUT),
    ),
  );
}

const ABOUT =
  "Each point is a network that Keras really trained: the same layers, 100 steps of Adam on the bills and tips of these " +
  "months. All are judged on 61 bills that none of them learns from.";

function update(view, state, world) {
  const { retrained, refusal, changes, drifts, theme } = world;
  view.drifted.options(Object.fromEntries(drifts.map((name) => [name, changes[name].title])));
  view.drifted.update(state.drifted);
  view.plan.update(state.plan);
  view.windows.forEach((button, i) => {
    button.setAttribute("aria-pressed", String(view.order[i] === state.window));
  });
  setText(view.told, changes[state.drifted].told);
  view.node.toggleAttribute("data-waiting", !retrained);
  if (!retrained) {
    setText(view.said, refusal || "Keras is training 33 networks: about five seconds, once …");
    return;
  }
  const course = courseOf(retrained, state);
  view.chart.update(chartOf(retrained, course, state, theme));
  const [wrong, before] = [wrongAnswers(course), wrongAnswers(retrained.before)];
  setText(view.tell.wrong, wrong.toLocaleString("en"));
  setText(view.about.wrong, `wrong answers in 1,440; ${before.toLocaleString("en")} without training again`);
  setText(view.tell.old, percent(onOld(retrained, state)));
  setText(view.about.old, `off on the old test set, ${percent(retrained.before[0])} before`);
  setText(view.tell.times, String(trainings(state)));
  setText(view.about.times, trainings(state) === 1 ? "training" : "trainings");
  setText(view.said, saidOf(retrained, state, wrong - before));
}

function chartOf(data, course, { plan, when, drifted }, theme) {
  const points = (values) => values.map((value, k) => [k + 1, value]);
  return {
    x: [0.5, 12.5],
    y: [0, 1],
    words: "The share of answers that are off, in each month",
    zones: drifted === "none" ? [] : [{ from: START - 0.5, to: 12.5, kind: "some", words: "something is different" }],
    lines: [
      { points: points(data.before), colour: theme.muted, width: 2, dash: "5 4" },
      { points: points(course), colour: theme.accent, width: 2.6 },
    ],
    dots: course.map((value, k) => ({ x: k + 1, y: value, colour: theme.accent, radius: 4 })),
    marks:
      plan === "once"
        ? [{ x: when + 0.5, kind: "chosen", words: `trained at the end of ${MONTHS[when - 1]}`, grip: true, low: true }]
        : [],
  };
}

/** What the plan came to, in a sentence or two. */
export function saidOf(data, { drifted, plan, when, window }, more) {
  if (plan === "never")
    return drifted === "none"
      ? "Nothing changed, and nothing was done."
      : "Nobody does anything. When would you train again, and on which months?";
  if (drifted === "none") {
    return more > 0
      ? "Nothing had changed: fewer bills and new luck made it worse."
      : "Nothing had changed, and little was won.";
  }
  if (plan === "monthly")
    return "It follows every change, a month late, and every whim of a month’s 120 bills before it.";
  if (when < START) return "Too early: it learnt from months in which nothing had changed.";
  if (drifted === "prices") {
    return more < 0
      ? "A little was won."
      : "Nothing was won: the first network follows prices well, and these bills teach less than it knows.";
  }
  const old = onOld(data, { plan, when, window }) - data.before[0];
  if (drifted === "cents")
    return "It works in cents now. On the day the till is mended, it is off again: look at the old test set.";
  if (window !== "1" && when - START + 1 < (window === "3" ? 3 : 12)) {
    return "Its window still holds old months, so it learnt both habits and met neither.";
  }
  return old > 0.1
    ? "It has forgotten the world of before. That is right, as long as that world does not return."
    : "It fits the present.";
}
