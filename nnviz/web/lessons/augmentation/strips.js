// What each network answers along the dial, as stretches of one colour a class.

import { element, keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { scale } from "../../base/scales.js";
import { stretches } from "./state.js";

const [PAD, ROW] = [{ left: 52, right: 22 }, 26];

/** on.reader(name). @returns {node, update({curves, readers, chosen, truth, low, high, at, theme, names})} */
export function createStrips(on) {
  const node = element("div", { class: "au-strips", "data-part": "p" });
  const view = { node, on, shown: null, width: 0 };
  const { update, destroy } = sized(node, view, draw, { node });
  return { node, update, destroy };
}

function draw(view) {
  const { node, shown, width } = view;
  if (!shown || !width) return;
  const names = Object.keys(shown.curves);
  const rows = keepCount(node, names.length, () => createRow(view));
  names.forEach((name, i) => {
    drawRow(rows[i], name, view);
  });
}

function createRow(view) {
  const words = element("span", { class: "au-stripwords" });
  const picture = svg("svg", { height: ROW, "aria-hidden": "true" }, svg("g", {}), svg("line", { class: "au-now" }));
  const row = element("button", { type: "button", class: "au-strip" }, words, picture);
  row.addEventListener("click", () => view.on.reader(row.dataset.name));
  return row;
}

function drawRow(row, name, { shown, width }) {
  const { low, high, at, theme, chosen, curves } = shown;
  const [words, picture] = row.children;
  const x = scale([low, high], [PAD.left, width - PAD.right]);
  row.dataset.name = name;
  setAttributes(row, { "aria-pressed": String(name === chosen) });
  setText(words, shown.words[name]);
  setAttributes(picture, { width, viewBox: `0 0 ${width} ${ROW}` });
  const [boxes, line] = picture.children;
  const found = stretches(curves[name]);
  const nodes = keepCount(boxes, found.length, () =>
    svg("g", {}, svg("rect", { y: 2, height: ROW - 4 }), svg("text", { y: 18, "text-anchor": "middle" })),
  );
  found.forEach(({ from, to, said }, i) => {
    const [box, text] = nodes[i].children;
    const [left, right] = [x(from), x(to)];
    const colour = theme.classes[said % theme.classes.length];
    setAttributes(box, {
      x: left.toFixed(1),
      width: Math.max(right - left, 0.5).toFixed(1),
      style: `fill:${colour};opacity:${said === shown.truth ? 0.85 : 0.3}`,
    });
    setAttributes(text, { x: ((left + right) / 2).toFixed(1) });
    const label = String(shown.names[said]);
    setText(text, right - left > 9 * label.length + 4 ? label : "");
  });
  setAttributes(line, { x1: x(at).toFixed(1), x2: x(at).toFixed(1), y1: 0, y2: ROW });
}
