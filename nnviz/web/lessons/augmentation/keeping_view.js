// Classes × changes: first the reader says which labels do not survive for people, then a network that reads digits is asked.
// What people would still read and the network does not is what augmentation can teach.

import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { drawSmall } from "./digit.js";
import { CHANGES } from "./keeping.js";
import { READERS, SIDE } from "./state.js";

const ENOUGH = 0.5; // of a class's digits whose label stays
const names = Object.keys(CHANGES);

/** on.toggle(cell), on.ask(), on.again(), on.reader(name). @returns {node, update({state, theme, data, kept}), destroy()} */
export function createKeepingView(on) {
  const head = element(
    "div",
    { class: "au-row au-head" },
    element("span", {}),
    ...names.map((name) => element("span", {}, CHANGES[name].title)),
  );
  const rows = Array.from({ length: 10 }, (_, digit) => createRow(digit, on));
  const parts = {
    rows,
    readers: choices("Network", READERS, on.reader),
    ask: element("button", { type: "button", class: "nl-button nl-primary", onclick: on.ask }, "Ask the network"),
    again: element("button", { type: "button", class: "nl-button", onclick: on.again }, "Judge again"),
    said: element("p", { class: "au-said", role: "status" }),
    cases: element("div", { class: "au-cases" }),
    caseWords: element("p", { class: "nl-muted au-casewords" }, "Point at a cell: three digits, before and after."),
    shown: null,
  };
  const table = element("div", { class: "au-table", "data-part": "k" }, head, ...rows.map((row) => row.node));
  const point = (event) => showCases(parts, event.target.closest("[data-cell]")?.dataset.cell);
  table.addEventListener("pointerover", point);
  table.addEventListener("focusin", point);
  const side = element(
    "div",
    { class: "au-side" },
    element(
      "p",
      {},
      "Strike out each cell in which the digit, for you, would no longer be what it was. Then ask a network that has read 1,258 digits.",
    ),
    parts.readers.node,
    element("div", { class: "nl-bar au-asking" }, parts.ask, parts.again),
    parts.said,
    parts.caseWords,
    parts.cases,
  );
  const node = element("div", { class: "au-keeping" }, table, side);
  return { node, update: (shown) => draw(parts, shown), destroy: () => {} };
}

function createRow(digit, on) {
  const cells = names.map((name) => {
    const cell = `${name} ${digit}`;
    return element(
      "button",
      { type: "button", class: "au-cell", "data-cell": cell, onclick: () => on.toggle(cell) },
      element("canvas", { "aria-hidden": "true" }),
      element("span", {}, element("b", {}), element("small", {})),
    );
  });
  return {
    cells,
    node: element("div", { class: "au-row" }, element("span", { class: "au-digit" }, String(digit)), ...cells),
  };
}

function draw(parts, shown) {
  parts.shown = shown;
  const { state, theme, data, kept } = shown;
  parts.rows.forEach((row, digit) => {
    const image = data.byClass[digit][0];
    row.cells.forEach((node, k) => {
      drawSmall(node.firstElementChild, CHANGES[names[k]].change(image, SIDE), theme);
      const guessed = state.broken.includes(node.dataset.cell);
      drawCell(node, {
        guessed,
        told: state.asked ? kept[names[k]][digit] : null,
        title: CHANGES[names[k]].title,
        digit,
      });
    });
  });
  parts.readers.update(state.reader);
  parts.ask.hidden = state.asked;
  parts.again.hidden = !state.asked;
  setText(parts.said, state.asked ? verdict(state, kept, READERS[state.reader]) : struckOut(state));
}

function struckOut({ broken }) {
  return broken.length
    ? `${broken.length} of 70 struck out.`
    : "Nothing struck out yet: begin with the column “Mirror”.";
}

function drawCell(node, { guessed, told, title, digit }) {
  const [value, below] = node.lastElementChild.children;
  const others = told && told.share >= 0.3;
  node.classList.toggle("au-guessed", guessed);
  node.classList.toggle("au-teach", Boolean(told) && !guessed && told.kept < ENOUGH);
  setText(value, told ? `${Math.round(100 * told.kept)} %` : "");
  setText(below, others ? `→ ${told.become}` : "");
  const blue = told
    ? `color-mix(in srgb, var(--nv-positive) ${Math.round(45 * told.kept)}%, var(--nv-background))`
    : "";
  node.style.background = blue;
  const stays = told ? `the network keeps ${percent(told.kept)}` : "";
  const become = others ? `, ${percent(told.share)} are read as ${told.become}` : "";
  const own = guessed ? "struck out" : "stays for you";
  setAttributes(node, {
    "aria-label": `${digit}, ${title}: ${own}; ${stays}${become}`,
    "aria-pressed": String(guessed),
  });
}

/** What the two together say: what could be taught, and what would be a lie. */
export function verdict({ broken }, kept, title) {
  let [teach, holds] = [0, 0];
  for (const [name, rows] of Object.entries(kept)) {
    rows.forEach((row, digit) => {
      const gone = broken.includes(`${name} ${digit}`);
      if (!gone && row.kept < ENOUGH) teach += 1;
      if (gone && row.kept >= ENOUGH) holds += 1;
    });
  }
  const [stay, gone] = [70 - broken.length, broken.length];
  const first = `For you the label stays in ${stay} of 70 cells. “${title}” loses ${teach} of them: that is what changes can teach.`;
  if (!gone) return `${first} You struck out none: is a mirrored 3 still a 3?`;
  return `${first} To train with the ${gone} that you struck out would be a lie${holds ? `, although it keeps ${holds} of those` : ""}.`;
}

function showCases({ shown, cases, caseWords }, cell) {
  if (!cell || !shown) return;
  const [name, digit] = cell.split(" ");
  const { data, theme, kept, state } = shown;
  const first = () => data.labels.flatMap((label, i) => (label === Number(digit) ? [{ i }] : [])).slice(0, 3);
  const own = kept ? kept[name][Number(digit)].cases : first();
  const nodes = keepCount(cases, own.length, () =>
    element(
      "figure",
      {},
      element("canvas", { "aria-hidden": "true" }),
      element("canvas", { "aria-hidden": "true" }),
      element("figcaption", {}),
    ),
  );
  own.forEach(({ i, said }, k) => {
    const [before, after, words] = nodes[k].children;
    drawSmall(before, data.images[i], theme);
    drawSmall(after, CHANGES[name].change(data.images[i], SIDE), theme);
    setText(words, state.asked ? `read as ${said}` : "");
  });
  setText(caseWords, `${digit}, ${CHANGES[name].title.toLowerCase()}:`);
}
