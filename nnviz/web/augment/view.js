// The Augment tab: the list of changes at the left, one example drawn again and again at the right. While a slider is
// dragged it asks for new pictures, one question at a time.

import { element, setText } from "../base/dom.js";
import { createVariants, imageRow } from "../base/variants.js";
import { createSteps } from "./steps.js";
import { createStrip } from "./strip.js";

const PATIENCE = 8000; // milliseconds until an answer is no longer waited for
const MOST_DRAWS = 1_000_000;
const ASKING = "Asking your trained network …";
const REST = 700; // milliseconds without a change until the trained network is asked about the changes

/** @returns {update(data), destroy()}: see `nnviz/web/README.md`; on.asked(what) when there is something to ask. */
export function createAugmentView(root, on) {
  const view = {
    on,
    version: 0,
    asked: 0,
    waiting: 0,
    settled: true,
    judge: 0,
    steps: [],
    example: 0,
    draw: 1,
    count: 1,
  };
  const left = element("div", { class: "na-left" });
  const pictures = element("div", { class: "na-pictures" });
  view.stage = pictures;
  view.said = element("p", { class: "na-note", role: "status" });
  view.judged = element("div", { class: "na-judged", "aria-live": "polite" });
  const strip = element("div", { class: "na-strip", role: "group", "aria-label": "Examples to choose from" });
  view.strip = createStrip(strip, (example) => change(view, { example }));
  const right = element("div", { class: "na-right" }, createBar(view), strip, pictures, view.said, view.judged);
  root.append(element("div", { class: "na-columns" }, left, right));
  view.list = createSteps(left, { changed: (steps, settled) => change(view, { steps, settled }) });
  view.pictures = createVariants(pictures);
  return {
    update: (data) => update(view, data),
    destroy: () => {
      clearTimeout(view.waiting);
      clearTimeout(view.resting);
      root.replaceChildren();
    },
  };
}

function createBar(view) {
  const button = (words, act, label = words) =>
    element("button", { type: "button", class: "na-button", "aria-label": label, onclick: act }, words);
  const go = (by) => () => change(view, { example: (view.example + by + view.count) % view.count });
  view.place = element("input", { type: "number", class: "na-place", min: 1, "aria-label": "Training example" });
  view.place.addEventListener("change", () => {
    const wanted = Math.round(Number(view.place.value)) - 1;
    change(view, { example: Math.min(Math.max(0, wanted || 0), view.count - 1) });
  });
  view.total = element("span", { class: "na-note" });
  const anew = button("Draw again", () => change(view, { draw: (view.draw % MOST_DRAWS) + 1 }));
  return element(
    "div",
    { class: "na-bar" },
    element("span", { class: "na-label" }, "Example"),
    button("‹", go(-1), "Example before"),
    view.place,
    button("›", go(1), "Next example"),
    view.total,
    anew,
  );
}

function change(view, what) {
  clearTimeout(view.resting);
  Object.assign(view, { settled: true, judge: 0 }, what);
  view.version += 1;
  draw(view);
  ask(view);
}

/** Asks for what stands now; what changes meanwhile is asked when the answer is there. */
function ask(view) {
  if (view.waiting || view.asked === view.version) return;
  view.asked = view.version;
  view.waiting = setTimeout(() => answered(view), PATIENCE);
  view.late = setTimeout(() => view.stage.classList.add("na-old"), 400);
  const { subject, version, steps, example, draw: number, settled, judge } = view;
  if (judge) view.judged.replaceChildren(element("p", { class: "na-note" }, ASKING));
  view.on.asked({ subject, version, steps, example, draw: number, settled, judge });
}

function answered(view) {
  clearTimeout(view.waiting);
  clearTimeout(view.late);
  view.waiting = 0;
  view.stage.classList.remove("na-old");
  ask(view);
}

function update(view, data) {
  if (view.subject !== data.subject) {
    clearTimeout(view.waiting);
    const { subject, steps, example, draw: number, version } = data;
    Object.assign(view, {
      subject,
      steps,
      example,
      draw: number,
      version,
      asked: version,
      waiting: 0,
      settled: true,
      judge: 0,
    });
  }
  Object.assign(view, { catalog: data.catalog, usual: data.usual });
  view.list.problem(data.error ?? "");
  if (data.shown) {
    Object.assign(view, { shown: data.shown, count: data.shown.count });
    view.pictures.update(data.shown);
    view.strip.update(data.shown.strip, data.example);
  }
  draw(view);
  if (view.waiting && data.version === view.asked) answered(view);
  if (!view.waiting) rested(view, data.judged);
}

/** Shows what the trained network makes of the changes; asks it where it has not been asked and nothing moves. */
function rested(view, judged) {
  clearTimeout(view.resting);
  const ask = () => change(view, { judge: 1 });
  if (judged && !judged.lines && view.settled && !view.judge) view.resting = setTimeout(ask, REST);
  const lines = (judged?.lines ?? []).flatMap(({ text, warns, images, words }) => [
    element("p", { class: warns ? "na-line na-warn" : "na-line" }, text),
    ...(images ? [imageRow(images, words)] : []),
  ]);
  const head = judged?.head ? [element("p", { class: "na-note" }, judged.head)] : [];
  const wait = judged?.wait
    ? [
        element(
          "button",
          { type: "button", class: "na-button", onclick: () => change(view, { judge: 2 }) },
          `Ask your trained network whether this keeps its answers (about ${judged.wait} s)`,
        ),
      ]
    : [];
  const foot = judged?.foot ? [element("p", { class: "na-note" }, judged.foot)] : [];
  view.judged.replaceChildren(...head, ...lines, ...foot, ...wait);
}

function draw(view) {
  view.list.update({ catalog: view.catalog, usual: view.usual, steps: view.steps });
  if (view.place.value !== String(view.example + 1)) view.place.value = view.example + 1;
  view.place.max = view.count;
  setText(view.total, `of ${view.count.toLocaleString("en")}`);
  setText(view.said, remark(view));
}

function remark({ steps, shown }) {
  if (!steps.length) return "As long as nothing is chosen, training sees every example as it is.";
  const [some, all] = [shown?.names.length ?? 0, shown?.inputs ?? 0];
  return some < all ? `The first ${some} of ${all.toLocaleString("en")} inputs are shown.` : "";
}
