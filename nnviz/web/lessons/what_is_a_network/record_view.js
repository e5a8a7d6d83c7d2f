// The record of past evenings, and how the team learns from it.

import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg } from "../../base/dom.js";
import { percent, short } from "../../base/numbers.js";
import { ended, MOST_EVENINGS, MOST_STEPS } from "./state.js";
import { decide, factsOf } from "./team.js";

const [WIDTH, HEIGHT] = [300, 64];

/** on.{show, flip, remove}(row), on.add(good), on.members(n), on.{learn, step, given, chance}(). @returns {update(state, playing)} */
export function createRecordView(root, on) {
  const button = (words, act, kind = "") =>
    element("button", { type: "button", class: `nl-button ${kind}`, onclick: act }, words);
  const view = {
    on,
    members: choices("Members of the team", { 1: "1", 2: "2", 3: "3" }, (name) => on.members(Number(name))),
    learn: button("Let the team learn", on.learn, "nl-primary"),
    step: button("One step", on.step),
    given: button("Given weights", on.given),
    chance: button("Weights by chance", on.chance),
    good: button("Add as good", () => on.add(true)),
    bad: button("Add as not good", () => on.add(false)),
    rows: element("div", { class: "wn-rows" }),
    score: element("b", { class: "wn-score", role: "status" }),
    words: element("p", { class: "wn-state" }),
    curve: svg("path", { class: "wn-curve" }),
  };
  const label = (words) => element("span", { class: "nl-label" }, words);
  const chart = svg(
    "svg",
    {
      class: "wn-chart",
      viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
      preserveAspectRatio: "none",
      role: "img",
      "aria-label": "Loss, step by step",
    },
    svg("path", { class: "wn-axis", d: `M0 ${HEIGHT - 1}H${WIDTH}` }),
    view.curve,
  );
  root.append(
    element("div", { class: "wn-recordhead" }, element("h3", { class: "nl-title" }, "Past evenings"), view.score),
    element(
      "div",
      { class: "wn-heads", "aria-hidden": "true" },
      ...["loud", "friends", "exam", "it was", "team", ""].map((word) => element("span", {}, word)),
    ),
    view.rows,
    element("div", { class: "nl-bar wn-add" }, label("this evening"), view.good, view.bad),
    element("div", { class: "nl-bar" }, view.learn, view.step, label("members"), view.members.node),
    element("div", { class: "nl-bar" }, label("start again with"), view.given, view.chance),
    element("div", { class: "wn-learning" }, chart, view.words),
  );
  return { update: (state, playing) => show(view, state, playing) };
}

function show(view, state, playing) {
  view.members.update(state.members);
  setText(view.learn, playing ? "Pause" : "Let the team learn");
  const end = ended(state);
  setAttributes(view.learn, { "aria-disabled": end && !playing ? "true" : null });
  for (const button of [view.good, view.bad]) {
    setAttributes(button, { "aria-disabled": state.record.length >= MOST_EVENINGS ? "true" : null });
  }
  setText(view.score, `${state.rights.at(-1)} of ${state.record.length} right`);
  setText(view.words, wordsOf(state, end));
  const nodes = keepCount(view.rows, state.record.length, (row) => createRow(view.on, row));
  nodes.forEach((node, row) => showRow(node, state, row));
  setAttributes(view.curve, { d: curveOf(state.losses) });
}

function wordsOf({ steps, losses, rights, record }, end) {
  const loss = `loss ${short(losses.at(-1))}`;
  if (!steps) return `Not learning yet: ${loss}.`;
  if (end === "learnt") return `Learnt after ${steps} steps: ${loss}.`;
  if (end === "stuck") return `Stuck after ${steps} steps: ${rights.at(-1)} of ${record.length}, ${loss}.`;
  return `Step ${steps}: ${loss}.`;
}

function curveOf(losses) {
  const most = Math.max(...losses, 0.8);
  const length = Math.min(Math.max(losses.length - 1, 200), MOST_STEPS);
  const every = Math.max(1, Math.floor(losses.length / WIDTH));
  const points = losses.flatMap((loss, i) =>
    i % every && i < losses.length - 1
      ? []
      : [`${((i / length) * WIDTH).toFixed(1)} ${((1 - loss / most) * (HEIGHT - 4) + 2).toFixed(1)}`],
  );
  return `M${points.join("L")}`;
}

function createRow(on, row) {
  const fact = () => element("i", { class: "wn-amount" });
  return element(
    "div",
    { class: "wn-evening" },
    element("button", { type: "button", class: "wn-facts", onclick: () => on.show(row) }, fact(), fact(), fact()),
    element("button", { type: "button", class: "wn-was", onclick: () => on.flip(row) }),
    element("span", { class: "wn-says" }),
    element(
      "button",
      { type: "button", class: "wn-remove", title: "Remove this evening", onclick: () => on.remove(row) },
      "×",
    ),
  );
}

function showRow(node, { team, record, facts }, row) {
  const [shown, was, says, remove] = node.children;
  const own = factsOf(record[row]);
  const good = record[row].at(-1) > 0.5;
  const { total, answer } = decide(team, own);
  own.forEach((value, i) => shown.children[i].style.setProperty("--share", value));
  const words = `Evening ${row + 1}: loud ${percent(own[0])}, friends ${percent(own[1])}, exam ${percent(own[2])}`;
  setAttributes(shown, { "aria-label": `Show ${words.toLowerCase()}`, title: words });
  setText(was, good ? "good" : "not good");
  setAttributes(was, {
    "data-good": good ? "yes" : "no",
    "aria-label": `Evening ${row + 1} was ${good ? "good" : "not good"}: change it`,
  });
  setText(says, percent(answer));
  setAttributes(remove, { "aria-label": `Remove evening ${row + 1}` });
  setAttributes(node, {
    "data-right": total > 0 === good ? "yes" : "no",
    "data-shown": own.join() === facts.join() ? "" : null,
  });
}
