// One example and what the network says of it: a picture or a row, the answer, and the doors to what explains it.

import { element, keepCount, setAttributes, setText } from "../base/dom.js";
import { createDoors } from "../base/doors.js";
import { icon } from "../base/icons.js";
import { percent, short } from "../base/numbers.js";
import { dumbbells, dumbbellTrack, labelBars, placeMarks } from "./answer_cards.js";
import { certainty, meaningOf, numberText } from "./meaning.js";
import { imagePixels } from "./predictions.js";

const BARS = 3;

/**
 * @param graph says what examples and answers are
 * @param on {toggle(), open(to)}: the card was clicked; one of its doors was
 * @returns {root, show({name, text, image, truth, prediction, theme, range, opened})}
 */
export function createCard(graph, on) {
  const mark = element("span", { class: "nv-mark" });
  const name = element("span", {});
  const body = element("div", { class: "nv-reply" });
  const cover = element("button", { type: "button", class: "nv-cover", onclick: on.toggle });
  const doors = createDoors(on.open);
  const picture = graph.samples.kind === "image" ? createPicture() : null;
  const copy = graph.samples.redrawn ? createPicture() : null;
  const saying = element("p", { class: "nv-saying", hidden: true });
  const text = element("div", {}, element("div", { class: "nv-caption" }, name, mark), saying, body);
  const root = element("li", { class: "nv-sample" }, picture?.node, copy?.node, text, doors, cover);
  const answer = copy ? redrawn(body, copy) : answerOf(body, mark, graph);
  const show = (example) => {
    setText(name, example.name.replace("example", "no."));
    setAttributes(cover, { "aria-label": `${example.name}, look closer`, "aria-expanded": String(example.opened) });
    saying.hidden = !example.text;
    setText(saying, example.text ?? "");
    doors.hidden = !example.opened;
    root.dataset.opened = String(example.opened);
    picture?.paint(example.image, example.name);
    answer(example);
  };
  return { root, show };
}

/** How the answer to an example is drawn. */
function answerOf(body, mark, graph) {
  if (graph.task === "multilabel") return labelBars(body, mark, graph);
  if (graph.task !== "regression") return bars(body, mark, graph);
  return graph.answers?.length > 1 ? dumbbells(body, graph) : dumbbell(body);
}

/** An image that is painted again only when it is another. */
function createPicture() {
  const node = element("canvas", { class: "nv-thumb", role: "img", hidden: true });
  let shown = null;
  const paint = (image, words) => {
    node.hidden = !image;
    if (!image) return;
    setAttributes(node, { "aria-label": words });
    if (shown?.values === image.values) return;
    shown = image;
    const { pixels, width, height } = imagePixels(image, 0);
    if (node.width !== width || node.height !== height) Object.assign(node, { width, height });
    node.getContext("2d").putImageData(new ImageData(pixels, width, height), 0, 0);
  };
  return { node, paint };
}

/** An image and what the network makes of it, side by side. */
function redrawn(body, copy) {
  const words = element("div", { class: "nv-words" });
  body.append(words);
  return ({ name, prediction }) => {
    copy.paint(prediction?.image ?? null, `what the network makes of ${name}`);
    setText(words, prediction ? `${percent(prediction.error)} off` : "");
  };
}

/** The likeliest classes as bars; the true class is named when the first is wrong. */
function bars(body, mark, graph) {
  const name = (k) => String(graph.class_names?.[k] ?? k);
  const meaning = meaningOf(graph);
  let was;
  return ({ prediction, theme, truth }) => {
    const state = prediction ? `${prediction.right}:${truth}` : "";
    if (state !== was) {
      was = state;
      const words = prediction?.right ? "right" : `is ${name(truth)}`;
      mark.replaceChildren(
        ...(prediction ? [icon(prediction.right ? "right" : "wrong"), element("span", {}, words)] : []),
      );
      mark.dataset.right = String(prediction?.right ?? null);
    }
    const shown = prediction?.chances.slice(0, BARS) ?? [];
    keepCount(body, shown.length, bar).forEach((row, i) => {
      const { k, p } = shown[i];
      const width = 100 * certainty(meaning, p);
      row.children[0].style.cssText = `width:${width}%;background:${theme.classes[k % theme.classes.length]}`;
      setText(row.children[1], name(k));
      setText(row.children[2], numberText(meaning, p));
      row.dataset.truth = String(k === truth);
    });
  };
}

function bar() {
  return element("div", { class: "nv-chance" }, element("i"), element("span"), element("b"));
}

/** A number against the truth: a line between the two on the targets' own range. */
function dumbbell(body) {
  const track = dumbbellTrack();
  const words = element("div", { class: "nv-words" });
  body.append(track, words);
  return ({ prediction, range }) => {
    body.hidden = !prediction;
    if (!prediction) return;
    placeMarks(track, prediction.value, prediction.truth, range);
    setText(words, `predicted ${short(prediction.value)}, is ${short(prediction.truth)}`);
  };
}
