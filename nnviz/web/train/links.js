// The links of a network diagram: thickness and strength for |weight|, colour for its sign.

import { css, rgb } from "../base/colors.js";
import { limitOf } from "../base/raster.js";
import { arcOf, bendAt } from "./layout.js";

/**
 * Draws every group of links. `focus`: null, {group, from, to} or {column, unit}; what it does not touch fades.
 * `waiting`: no weights yet.
 */
export function drawLinks(context, { layout, groups, weights, theme, focus, waiting }) {
  context.clearRect(0, 0, layout.width, layout.height);
  context.lineCap = "round";
  groups.forEach((group, index) => {
    const [way, target] = [layout.ways[index], layout.columns[group.target]];
    if (way.form === "arc")
      return drawArc(context, arcOf(layout, group.source, group.target, way.level), theme, layout.head === "slanted");
    const source = { ...layout.columns[group.source], bend: bendAt(layout, group, way) };
    if (weights[index]) drawWeights(context, [source, target], group, index, weights[index], theme, focus);
    else drawPassage(context, [source, target], theme, !waiting);
  });
}

/** What |weight| / largest of the group (0 to 1) looks like. */
export function linkStyle(strength) {
  return { width: 0.5 + 5 * strength, alpha: 0.12 + 0.78 * strength };
}

function drawWeights(context, [source, target], group, index, weights, theme, focus) {
  const limit = limitOf(weights.values);
  const [rows, cols] = weights.shape;
  const colours = { plus: rgb(theme.positive), minus: rgb(theme.negative), nan: rgb(theme.nan) };
  for (let from = 0; from < Math.min(rows, source.centres.length); from++) {
    for (let to = 0; to < Math.min(cols, target.centres.length); to++) {
      const weight = weights.values[from * cols + to];
      const style = Number.isFinite(weight) ? linkStyle(Math.min(Math.abs(weight) / limit, 1)) : linkStyle(0.4);
      const faded = focus && !touches(focus, group, index, from, to);
      const colour = !Number.isFinite(weight) ? colours.nan : weight < 0 ? colours.minus : colours.plus;
      context.strokeStyle = css(colour, faded ? style.alpha * 0.12 : style.alpha);
      context.lineWidth = style.width;
      stroke(context, source, source.centres[from], target.left, target.centres[to]);
    }
  }
}

function touches(focus, group, index, from, to) {
  if (focus.group !== undefined) return focus.group === index && focus.from === from && focus.to === to;
  return (group.source === focus.column && from === focus.unit) || (group.target === focus.column && to === focus.unit);
}

/** A layer without weights of its own between what is shown: one to one, or a band from all to all. */
function drawPassage(context, [source, target], theme, oneToOne) {
  context.strokeStyle = css(rgb(theme.muted), 0.45);
  context.lineWidth = 1;
  if (oneToOne && source.centres.length === target.centres.length) {
    source.centres.forEach((y, i) => stroke(context, source, y, target.left, target.centres[i]));
    return;
  }
  context.fillStyle = css(rgb(theme.muted), 0.14);
  const middle = (source.bend + target.left) / 2;
  context.beginPath();
  context.moveTo(source.right, source.top);
  context.lineTo(source.bend, source.top);
  context.bezierCurveTo(middle, source.top, middle, target.top, target.left, target.top);
  context.lineTo(target.left, target.bottom);
  context.bezierCurveTo(middle, target.bottom, middle, source.bottom, source.bend, source.bottom);
  context.lineTo(source.right, source.bottom);
  context.fill();
}

/** A skip connection: over what stands in between, to where it is merged; `pale` where it crosses headings. */
function drawArc(context, points, theme, pale) {
  context.strokeStyle = css(rgb(theme.muted), pale ? 0.4 : 0.8);
  context.lineWidth = 2;
  context.beginPath();
  context.moveTo(...points[0]);
  for (let i = 1; i + 1 < points.length; i++) context.arcTo(...points[i], ...points[i + 1], 7);
  context.lineTo(...points.at(-1));
  context.stroke();
  const [x, y] = points.at(-1);
  context.fillStyle = css(rgb(theme.muted), 0.9);
  context.beginPath();
  context.moveTo(x, y);
  context.lineTo(x - 6, y - 4);
  context.lineTo(x - 6, y + 4);
  context.fill();
}

/** Level along the source's lane to where it bends, then to the target. */
function stroke(context, source, y0, x1, y1) {
  const middle = (source.bend + x1) / 2;
  context.beginPath();
  context.moveTo(source.right, y0);
  context.lineTo(source.bend, y0);
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
  context.stroke();
}
