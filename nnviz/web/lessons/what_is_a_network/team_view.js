// The team as a network: the facts, the members with their perspectives, the chair; lines as thick as the weights.

import { slider } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { perspective } from "./perspective.js";
import { answerOf, MOST_WEIGHT, weightOf } from "./state.js";
import { FACTS, MEMBERS } from "./team.js";
import { createWeightBar } from "./weight_bar.js";

const ENDS = [
  ["Music", "quiet", "loud"],
  ["Friends", "none", "all"],
  ["Exam", "far", "near"],
];

/** on.fact(i, value), on.weight(which, value). @returns {update(state), destroy()} */
export function createTeamView(root, on) {
  const view = { root, on, state: null, spots: null };
  view.facts = ENDS.map((ends, i) => createFact(ends, i, on));
  view.members = MEMBERS.map((name, j) => createMember(name, j, on));
  view.chair = createChair(on);
  view.links = svg("g", {});
  view.wires = svg("svg", { class: "wn-wires", "aria-hidden": "true" }, view.links);
  view.columns = [view.facts, view.members, [view.chair]].map((cards, i) =>
    element("div", { class: `wn-column wn-column-${i}` }, ...cards.map(({ node }) => node)),
  );
  view.stage = element("div", { class: "wn-stage" }, view.wires, ...view.columns);
  root.append(view.stage);
  const stop = watchWidth(view.stage, () => arrange(view));
  return {
    update: (state) => show(view, state),
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function createFact([title, low, high], i, on) {
  const control = slider({
    part: "x",
    label: `${title}: from ${low} to ${high}`,
    symbol: [title],
    min: 0,
    max: 1,
    step: 0.01,
    input: (value) => on.fact(i, value),
  });
  const ends = element("p", { class: "wn-ends" }, element("span", {}, low), element("span", {}, high));
  return { node: element("div", { class: "wn-card wn-fact" }, control.node, ends), control };
}

function createMember(name, j, on) {
  const which = [
    ...FACTS.map((fact, i) => ({ what: "weight", fact: i, member: j, name: fact, part: "w" })),
    { what: "bias", member: j, name: "mood", part: "b" },
  ];
  const rows = which.map((one) => bar(one, `${name}: weight of ${one.name}`, on));
  const ring = element("i", { class: "wn-ring", "data-part": "h" }, element("b", {}, name[0]));
  const voice = element("b", { class: "wn-voice", "data-part": "h" });
  const words = element("p", { class: "wn-perspective" });
  const head = element("div", { class: "wn-head" }, ring, element("span", { class: "wn-name" }, name), voice);
  return {
    node: element("div", { class: "wn-card wn-member" }, head, words, ...rows.map(({ node }) => node)),
    rows,
    ring,
    voice,
    words,
  };
}

function createChair(on) {
  const which = [
    ...MEMBERS.map((name, j) => ({ what: "voice", member: j, name, part: "v" })),
    { what: "chair", name: "mood", part: "c" },
  ];
  const rows = which.map((one) => bar(one, `the chair: weight of ${one.name}`, on));
  const answer = element("b", { class: "wn-answer" });
  const words = element("span", { class: "wn-verdict" });
  const meter = element("i", { class: "wn-meter" }, element("i", {}));
  const said = element("div", { class: "wn-said", "data-part": "y", role: "status" }, words, answer, meter);
  const head = element("div", { class: "wn-head" }, element("span", { class: "wn-name" }, "The chair"));
  return {
    node: element("div", { class: "wn-card wn-chair" }, head, ...rows.map(({ node }) => node), said),
    rows,
    answer,
    words,
    meter,
    said,
  };
}

function bar(which, label, on) {
  const { name, part } = which;
  return {
    which,
    ...createWeightBar({ name, label, part, limit: MOST_WEIGHT, change: (value) => on.weight(which, value) }),
  };
}

/**
 * Where the lines begin and end: from left to right, or downwards where the stylesheet stands the network upright.
 * Read from the page only when its width or the number of members changes.
 */
function arrange(view) {
  const box = view.stage.getBoundingClientRect();
  const [fact, first, second] = [view.facts[0], ...view.members].map(({ node }) => node.getBoundingClientRect());
  const upright = first.top >= fact.bottom;
  const ends = ({ node }) => {
    const { left, right, top, bottom } = node.getBoundingClientRect();
    const [x, y] = [(left + right) / 2 - box.left, (top + bottom) / 2 - box.top];
    return upright
      ? { from: [x, bottom - box.top], to: [x, top - box.top] }
      : { from: [right - box.left, y], to: [left - box.left, y] };
  };
  Object.assign(view, { upright, stacked: upright && second.height > 0 && second.top >= first.bottom });
  view.spots = [view.facts, view.members, [view.chair]].map((cards) =>
    cards.filter(({ node }) => !node.hidden).map(ends),
  );
  setAttributes(view.wires, { viewBox: `0 0 ${box.width} ${box.height}`, width: box.width, height: box.height });
  if (view.state) drawLinks(view);
}

function show(view, state) {
  const count = view.state?.members;
  view.state = { ...state };
  const decision = answerOf(state);
  view.facts.forEach(({ control }, i) => control.update(state.facts[i]));
  view.members.forEach((member, j) => {
    member.node.hidden = j >= state.members;
    if (j < state.members) showMember(member, j, state, decision.voices[j]);
  });
  for (const row of view.chair.rows) {
    row.node.hidden = row.which.what === "voice" && row.which.member >= state.members;
    if (!row.node.hidden) row.update(weightOf(state, row.which));
  }
  showAnswer(view.chair, decision.answer);
  if (count !== state.members) arrange(view);
  else drawLinks(view);
}

function showMember(member, j, state, voice) {
  for (const row of member.rows) row.update(weightOf(state, row.which));
  member.ring.style.setProperty("--share", voice.toFixed(3));
  setText(member.voice, percent(voice));
  const words = perspective(
    state.team.weights.map((row) => row[j]),
    state.team.biases[j],
  );
  setText(member.words, `Convinced by ${words}`);
}

function showAnswer({ answer, words, meter, said }, share) {
  setText(answer, percent(share));
  setText(words, share > 0.5 ? "Let's go" : "Stay home");
  meter.style.setProperty("--share", share.toFixed(3));
  setAttributes(said, { "data-go": share > 0.5 ? "yes" : "no" });
}

/** Thick where the weight is large, strong where a signal comes through at this moment. */
function drawLinks(view) {
  const { state, spots, stacked } = view;
  if (!spots || stacked) {
    view.links.replaceChildren();
    return;
  }
  const { voices } = answerOf(state);
  const [facts, members, [chair]] = spots;
  const lines = [
    ...facts.flatMap((from, i) => members.map((to, j) => [from, to, state.team.weights[i][j], state.facts[i], "w"])),
    ...members.map((from, j) => [from, chair, state.team.voices[j], voices[j], "v"]),
  ];
  keepCount(view.links, lines.length, () => svg("path", {})).forEach((path, n) => {
    const [from, to, weight, signal, part] = lines[n];
    setAttributes(path, {
      d: curve(from.from, to.to, view.upright),
      "stroke-width": (0.6 + 0.75 * Math.min(Math.abs(weight), MOST_WEIGHT)).toFixed(2),
      "stroke-opacity": (Math.min(Math.abs(weight), 1) * (0.12 + 0.78 * signal)).toFixed(2),
      "data-sign": weight < 0 ? "minus" : "plus",
      "data-part": part,
    });
  });
}

function curve([x0, y0], [x1, y1], upright) {
  const [x, y] = [(x0 + x1) / 2, (y0 + y1) / 2];
  const bends = upright ? `${x0} ${y} ${x1} ${y}` : `${x} ${y0} ${x} ${y1}`;
  return `M${x0} ${y0}C${bends} ${x1} ${y1}`;
}
