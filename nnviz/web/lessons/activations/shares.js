// Softmax: logits to drag, a temperature, and the shares that they become.

import { fixed } from "../../base/controls.js";
import { keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { percent } from "../../base/numbers.js";
import { scale } from "../../base/scales.js";
import { CLASSES, sharesOf } from "./state.js";

const ROW = 78;
const TOP = 30;
const LOGITS = [-4, 4];

/** on.logit(i, value). @returns {update(state), destroy()} */
export function createShares(root, on) {
  const rows = svg("g", {});
  const axes = svg("g", { class: "af-axes" });
  const picture = svg("svg", { class: "af-shares" }, axes, rows);
  root.append(picture);
  const view = { on, rows, axes, picture, root, width: 0, shown: null };
  return sized(root, view, draw, {
    arrange: () => arrange(view),
  });
}

function arrange(view) {
  const { width, picture, axes } = view;
  const names = 44;
  const split = names + (width - names) * 0.52;
  view.z = scale(LOGITS, [names + 8, split - 16]);
  view.p = scale([0, 1], [split + 16, width - 58]);
  const height = TOP + ROW * CLASSES.length + 6;
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height });
  const down = (at, strong) =>
    svg("line", { x1: at, x2: at, y1: TOP - 6, y2: height - 4, class: strong ? "af-zero" : null });
  axes.replaceChildren(
    svg("text", { x: view.z(0), y: 14, "text-anchor": "middle", class: "af-title" }, "logit z"),
    svg("text", { x: view.p(0), y: 14, class: "af-title" }, "share p"),
    ...[-4, -2, 0, 2, 4].map((v) => down(view.z(v), v === 0)),
    ...[0, 0.5, 1].map((v) => down(view.p(v), v === 0)),
  );
}

function draw(view) {
  const { shown, width, rows, z, p } = view;
  if (!shown || !width) return;
  const shares = sharesOf(shown);
  keepCount(rows, CLASSES.length, (i) => createRow(view, i)).forEach((row, i) => {
    const [name, bar, value, share, part] = row.children;
    const logit = shown.logits[i];
    const [grip, knob] = [bar.children[1], bar.children[2]];
    const y = TOP + i * ROW + ROW / 2;
    setAttributes(row, { transform: `translate(0 ${y})` });
    setAttributes(bar.children[0], {
      x: Math.min(z(0), z(logit)),
      width: Math.max(Math.abs(z(logit) - z(0)), 0.8),
      "data-sign": Math.sign(logit),
    });
    for (const node of [grip, knob]) setAttributes(node, { cx: z(logit) });
    setAttributes(bar, {
      "aria-valuenow": logit,
      "aria-valuetext": `${fixed(logit, 1)}, a share of ${percent(shares[i])}`,
    });
    setText(value, fixed(logit, 1));
    setAttributes(value, { x: z(logit), y: -15 });
    setAttributes(share, { x: p(0), width: Math.max(p(shares[i]) - p(0), 0.8) });
    setText(part, percent(shares[i]));
    setAttributes(part, { x: p(shares[i]) + 7, y: 5 });
    setText(name, CLASSES[i]);
  });
}

function createRow(view, i) {
  const bar = svg(
    "g",
    { class: "af-logit", tabindex: "0", role: "slider", "aria-label": `logit of ${CLASSES[i]}`, "data-part": "logit" },
    svg("rect", { y: -9, height: 18, rx: 3 }),
    svg("circle", { r: 20, class: "af-grip" }),
    svg("circle", { r: 8, class: "af-knob" }),
  );
  setAttributes(bar, { "aria-valuemin": LOGITS[0], "aria-valuemax": LOGITS[1] });
  draggable(bar, view.picture, {
    to: (x) => view.on.logit(i, view.z.invert(x)),
    by: (dx, dy) => view.on.logit(i, view.shown.logits[i] + 0.1 * (dx + dy)),
  });
  return svg(
    "g",
    { class: "af-row" },
    svg("text", { x: 0, y: 5 }),
    bar,
    svg("text", { "text-anchor": "middle", class: "af-small" }),
    svg("rect", { y: -13, height: 26, rx: 3, class: "af-share", "data-part": "p" }),
    svg("text", { class: "af-percent", "data-part": "p" }),
  );
}
