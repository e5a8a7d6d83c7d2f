// Examples that flow through the trained network of a kind: what it was given, its layers, what it answers.

import { element, setText } from "../../base/dom.js";
import { unpack, unpackOr } from "../../base/unpack.js";

const SIDE = 44;

export function openFlow(flow) {
  const { images, drawn, stages } = flow;
  return { ...flow, images: unpackOr(images), drawn: unpackOr(drawn), stages: stages.map(unpack) };
}

/** What goes in and what comes out, in words and small images. @returns {node, update(flow, example, theme)} */
export function createFlowLine() {
  const [given, answered] = [element("span", { class: "wn-side" }), element("span", { class: "wn-side" })];
  const node = element("div", { class: "wn-flow" }, given, element("span", { "aria-hidden": "true" }, "→"), answered);
  return {
    node,
    update: (flow, example, theme) => {
      fill(given, flow.images, example, theme, givenWords(flow, example));
      fill(answered, flow.drawn, example, theme, answerWords(flow, example));
      answered.dataset.right = flow.right ? String(flow.right[example]) : "";
    },
  };
}

export function givenWords({ images, told }, example) {
  if (images) return told[example] ? `a ${told[example]}` : "";
  return told[example].startsWith("(") ? `two numbers: ${told[example]}` : `a row: ${told[example]}`;
}

export function answerWords({ answers, right }, example) {
  if (!right) return "what it draws";
  return `answers ${answers[example]}${right[example] ? "" : ", wrong"}`;
}

function fill(side, images, example, theme, words) {
  const text = element("span", {});
  setText(text, words);
  side.replaceChildren(...(images ? [inked(images, example, theme, words)] : []), text);
}

/** Ink on the page's ground. */
function inked({ shape, values }, example, theme, words) {
  const [, height, width] = shape;
  const canvas = element("canvas", { width, height, class: "wn-ink", role: "img", "aria-label": words || "an image" });
  Object.assign(canvas.style, { width: `${SIDE}px`, height: `${SIDE}px` });
  const context = canvas.getContext("2d");
  context.fillStyle = theme.text;
  for (let k = 0; k < height * width; k++) {
    context.globalAlpha = values[example * height * width + k];
    context.fillRect(k % width, Math.floor(k / width), 1, 1);
  }
  return canvas;
}
