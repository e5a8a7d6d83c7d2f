// The points, all of which can be dragged, and the best line through them under each loss that is on.

import { fixed } from "../../base/controls.js";
import { keepCount, setAttributes, setText, sized, svg } from "../../base/dom.js";
import { draggable } from "../../base/drag.js";
import { clamp, scale } from "../../base/scales.js";
import { OF_ERROR } from "./losses.js";
import { FIELD, OUTLIER } from "./state.js";

const PAD = { left: 30, right: 10, top: 8, bottom: 34 };
const STEP = 0.1;

/** on.point(i, x, y). @returns {update({points, fits, chosen}), destroy()} */
export function createScatter(root, on) {
  const parts = {
    axes: svg("g", { class: "lf-axes" }),
    errors: svg("g", { class: "lf-errors", "data-part": "e" }),
    lines: svg("g", { class: "lf-lines" }),
    points: svg("g", { class: "lf-points" }),
    hint: svg("text", { class: "lf-hint", "text-anchor": "end" }, "drag me"),
  };
  const box = svg("rect", {});
  const defs = svg("defs", {}, svg("clipPath", { id: "lf-field" }, box));
  const { axes, errors, lines, points, hint } = parts;
  setAttributes(lines, { "clip-path": "url(#lf-field)" });
  const picture = svg("svg", { class: "lf-scatter", role: "group" }, defs, axes, lines, errors, points, hint);
  root.append(picture);
  const view = { ...parts, on, box, picture, shown: null, width: 0, touched: false };
  return sized(root, view, draw, {
    arrange: () => arrange(view),
  });
}

function arrange(view) {
  const { width, picture, axes, box } = view;
  const height = clamp(width * 0.66, 250, 366);
  view.x = scale(FIELD, [PAD.left, width - PAD.right]);
  view.y = scale(FIELD, [height - PAD.bottom, PAD.top]);
  setAttributes(picture, { viewBox: `0 0 ${width} ${height}`, width, height });
  setAttributes(box, {
    x: PAD.left,
    y: PAD.top,
    width: width - PAD.left - PAD.right,
    height: height - PAD.top - PAD.bottom,
  });
  const at = [0, 2, 4, 6, 8, 10];
  const [{ x, y }, bottom] = [view, height - PAD.bottom];
  axes.replaceChildren(
    ...at.map((v) =>
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(v), y2: y(v), class: v ? null : "lf-zero" }),
    ),
    ...at.map((v) => svg("text", { x: PAD.left - 6, y: y(v) + 4, "text-anchor": "end" }, fixed(v, 0))),
    ...at.map((v) => svg("text", { x: x(v), y: bottom + 16, "text-anchor": "middle" }, fixed(v, 0))),
    svg("text", { x: PAD.left + 8, y: PAD.top + 14, class: "lf-title" }, "truth y"),
    svg("text", { x: width - PAD.right, y: height - 3, "text-anchor": "end", class: "lf-title" }, "input x"),
  );
}

function draw(view) {
  const { shown, width, x, y, lines, errors, points, hint } = view;
  if (!shown || !width) return;
  const fits = Object.entries(shown.fits);
  const picked = shown.points[shown.chosen];
  keepCount(lines, fits.length, () => svg("path", {})).forEach((node, i) => {
    const [name, { slope, shift }] = fits[i];
    const ends = FIELD.map((v) => `${x(v).toFixed(1)} ${y(slope * v + shift).toFixed(1)}`);
    setAttributes(node, { d: `M${ends.join("L")}`, "data-part": name });
    node.style.stroke = `var(--nv-class-${OF_ERROR[name].colour})`;
  });
  keepCount(errors, picked ? fits.length : 0, () => svg("path", {})).forEach((node, i) => {
    const [name, { slope, shift }] = fits[i];
    const at = x(picked[0]) + (i - (fits.length - 1) / 2) * 5;
    const to = clamp(slope * picked[0] + shift, ...FIELD);
    setAttributes(node, { d: `M${at.toFixed(1)} ${y(picked[1]).toFixed(1)}V${y(to).toFixed(1)}` });
    node.style.stroke = `var(--nv-class-${OF_ERROR[name].colour})`;
  });
  keepCount(points, shown.points.length, (i) => createPoint(view, i)).forEach((node, i) => {
    const [u, v] = shown.points[i];
    setAttributes(node, {
      transform: `translate(${x(u).toFixed(1)} ${y(v).toFixed(1)})`,
      "data-chosen": i === shown.chosen ? "" : null,
    });
    setAttributes(node, { "aria-valuenow": v, "aria-valuetext": `x ${fixed(u)}, y ${fixed(v)}` });
  });
  const far = shown.points[OUTLIER];
  hint.style.display = view.touched || !far ? "none" : "";
  if (far) setAttributes(hint, { x: x(far[0]) - 14, y: y(far[1]) + 5 });
  setText(hint, "drag me");
}

function createPoint(view, i) {
  const node = svg(
    "g",
    { class: "lf-point", tabindex: "0", role: "slider", "aria-label": `point ${i + 1}` },
    svg("circle", { r: 18, class: "lf-hold" }),
    svg("circle", { r: 6.5 }),
  );
  setAttributes(node, { "aria-valuemin": FIELD[0], "aria-valuemax": FIELD[1] });
  const move = (u, v) => {
    view.touched = true;
    view.on.point(i, u, v);
  };
  draggable(node, view.picture, {
    start: () => move(...view.shown.points[i]),
    to: (px, py) => move(view.x.invert(px), view.y.invert(py)),
    by: (dx, dy) => move(view.shown.points[i][0] + STEP * dx, view.shown.points[i][1] + STEP * dy),
  });
  return node;
}
