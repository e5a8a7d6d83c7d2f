// The waiting room: a hundred real cases as small figures, in four rooms that they change between as the threshold moves.

import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createHistogram } from "../../base/threshold_histogram.js";
import { fate } from "./state.js";

const [HEAD, GAP, PAD] = [46, 10, 10];
const SIZES = { wide: { slot: 20, row: 34, size: 1.25 }, narrow: { slot: 16, row: 27, size: 1 } }; // of a person, in pixels
const WIDE = 600;
/** Rooms in their places: what happened to those in them, the side of the threshold, and whether they are ill. */
const ROOMS = {
  fn: { column: 0, row: 0, short: "missed", right: false },
  tp: { column: 1, row: 0, short: "found", right: true },
  tn: { column: 0, row: 1, short: "rightly reassured", right: true },
  fp: { column: 1, row: 1, short: "frightened for nothing", right: false },
};
const COUNTED = { accuracy: ["tp", "tn"], precision: ["tp", "fp"], recall: ["tp", "fn"], f1: ["tp", "fp", "fn"] };
const OTHER = { fn: "missed", tp: "found", tn: "rightly left out", fp: "false alarms" };

/**
 * on.threshold(value), on.light(parts) of the formula, as the pointer rests on somebody.
 * @returns {node, update({sorted, cases, threshold, names}), light(parts), destroy()}
 */
export function createPeopleView(on) {
  const histogram = createHistogram(on.threshold, 96);
  const place = element("div", {});
  const card = element("p", { class: "mt-card", role: "status" });
  const rooms = Object.fromEntries(Object.keys(ROOMS).map((name) => [name, createRoom(name)]));
  const people = svg("g", {});
  const picture = svg(
    "svg",
    { class: "mt-rooms", role: "img" },
    ...Object.values(rooms).map(({ node }) => node),
    people,
  );
  place.append(histogram.node, picture);
  const node = element("div", { class: "mt-people" }, place, card);
  const view = { on, shown: null, width: 0, histogram, rooms, people, picture, card };
  people.addEventListener("pointerover", (event) => tell(view, event.target.closest("[data-case]")));
  people.addEventListener("pointerleave", () => on.light([]));
  people.addEventListener("click", (event) => tell(view, event.target.closest("[data-case]")));
  const light = (parts) => setAttributes(people, { "data-lit": parts.flatMap(peopleOf).join(" ") || null });
  const { update, destroy } = sized(place, view, draw);
  return { node, update, destroy, light };
}

/** Whose people a part of the formula counts. */
function peopleOf(part) {
  return ROOMS[part] ? [part] : (COUNTED[part] ?? []);
}

function createRoom(name) {
  const parts = {
    box: svg("rect", { class: "mt-room", rx: 10, "data-part": name }),
    count: svg("text", { class: "mt-count" }),
    words: svg("text", { class: "mt-roomwords" }),
    about: svg("text", { class: "mt-about" }),
  };
  return {
    node: svg("g", { class: `mt-${ROOMS[name].right ? "right" : "wrong"}` }, ...Object.values(parts)),
    ...parts,
  };
}

function draw(view) {
  const { shown, width } = view;
  if (!shown || !width) return;
  view.histogram.draw({ ...shown.sorted, width, low: 0, high: 1, threshold: shown.threshold });
  const groups = grouped(shown);
  const { slot, row: tallRow, size } = sizeOf(width);
  const [wide, tall] = layOut(view, groups);
  const nodes = keepCount(view.people, shown.cases.people.length, createPerson);
  for (const [name, members] of Object.entries(groups)) {
    const { column, row, right } = ROOMS[name];
    const [left, top] = [column * (wide + GAP), tall.slice(0, row).reduce((sum, own) => sum + own + GAP, 0)];
    const across = inRow(wide, slot);
    members.forEach((i, k) => {
      const x = left + PAD + slot * ((k % across) + 0.5);
      const y = top + HEAD + tallRow * (Math.floor(k / across) + 0.5);
      nodes[i].style.transform = `translate(${x.toFixed(1)}px, ${y.toFixed(1)}px) scale(${size})`;
      setAttributes(nodes[i], {
        class: `mt-person ${right ? "mt-right" : "mt-wrong"} ${shown.cases.people[i].ill ? "mt-ill" : "mt-well"}`,
        "data-fate": name,
        "data-case": i,
      });
    });
  }
}

function sizeOf(width) {
  return width >= WIDE ? SIZES.wide : SIZES.narrow;
}

function inRow(wide, slot) {
  return Math.max(1, Math.floor((wide - 2 * PAD) / slot));
}

/** Who is in which room, those nearest to the threshold last: so only they move when it does. */
function grouped({ cases, threshold }) {
  const groups = { fn: [], tp: [], tn: [], fp: [] };
  cases.people.forEach((person, i) => {
    groups[fate(person, threshold)].push(i);
  });
  const number = (i) => cases.people[i].number;
  for (const [name, members] of Object.entries(groups)) {
    members.sort((a, b) => (ROOMS[name].column ? number(b) - number(a) : number(a) - number(b)));
  }
  return groups;
}

/** Places the rooms: each row as tall as all ill, or all healthy ones, would need. @returns [width, [heights]] */
function layOut({ shown, width, rooms, picture }, groups) {
  const wide = Math.floor((width - GAP) / 2);
  const { slot, row: tallRow } = sizeOf(width);
  const across = inRow(wide, slot);
  const { positive, negative } = shown.sorted;
  const tall = [positive, negative].map((all) => HEAD + 6 + tallRow * Math.ceil(Math.max(all.length, 1) / across));
  const height = tall[0] + GAP + tall[1];
  const { yes, no, called, left } = shown.names;
  setAttributes(picture, { width, height, viewBox: `0 0 ${width} ${height}` });
  const said = [];
  for (const [name, { column, row, short }] of Object.entries(ROOMS)) {
    const { box, count, words, about } = rooms[name];
    const [x, y] = [column * (wide + GAP), row * (tall[0] + GAP)];
    setAttributes(box, { x, y, width: wide, height: tall[row] });
    const number = String(groups[name].length);
    const title = shown.names.people ? short : OTHER[name];
    setAttributes(count, { x: x + PAD, y: y + 24 });
    setText(count, number);
    setAttributes(words, { x: x + PAD + 6 + 12.5 * number.length, y: y + 24 });
    setText(words, title);
    setAttributes(about, { x: x + PAD, y: y + 40 });
    setText(about, `${row ? no : yes}, ${column ? called : left}`);
    said.push(`${number} ${title}`);
  }
  setAttributes(picture, { "aria-label": said.join(", ") });
  return [wide, tall];
}

function createPerson() {
  return svg(
    "g",
    { class: "mt-person" },
    svg("rect", { x: -8, y: -13, width: 16, height: 27, class: "mt-hit" }),
    svg("circle", { cy: -7, r: 3.4 }),
    svg("path", { d: "M-5 10V2a5 5 0 0 1 10 0V10Z" }),
  );
}

function tell({ on, shown, card }, node) {
  if (!node) return;
  on.light([node.dataset.fate]);
  const i = Number(node.dataset.case);
  const person = shown.cases.people[i];
  const { yes, no, people } = shown.names;
  const is = people ? `She is ${person.ill ? "ill" : "healthy"}` : `It is ${person.ill ? yes : no}`;
  setText(card, `Case ${i + 1}: the network says ${percent(person.number)}. ${is}. ${person.fact}`);
}
