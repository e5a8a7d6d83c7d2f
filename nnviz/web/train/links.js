// The links of a network diagram: thickness and strength for |weight|, colour for its sign.

import { css, rgb } from "../base/colors.js";
import { limitOf } from "../base/raster.js";

/**
 * Draws every group of links. `focus`: null, {group, from, to} or {column, unit}; what it does not touch fades.
 * `waiting`: no weights yet.
 */
export function drawLinks(context, { layout, groups, weights, theme, focus, waiting }) {
  context.clearRect(0, 0, layout.width, layout.height);
  context.lineCap = "round";
  groups.forEach((group, index) => {
    const ends = [layout.columns[group.source], layout.columns[group.target]];
    if (weights[index]) drawWeights(context, ends, group, index, weights[index], theme, focus);
    else drawPassage(context, ends, theme, !waiting);
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
  for (let from = 0; from < rows; from++) {
    for (let to = 0; to < cols; to++) {
      const weight = weights.values[from * cols + to];
      const style = Number.isFinite(weight) ? linkStyle(Math.min(Math.abs(weight) / limit, 1)) : linkStyle(0.4);
      const faded = focus && !touches(focus, group, index, from, to);
      const colour = !Number.isFinite(weight) ? colours.nan : weight < 0 ? colours.minus : colours.plus;
      context.strokeStyle = css(colour, faded ? style.alpha * 0.12 : style.alpha);
      context.lineWidth = style.width;
      stroke(context, source.right, source.centres[from], target.left, target.centres[to]);
    }
  }
}

function touches(focus, group, index, from, to) {
  if (focus.group !== undefined) return focus.group === index && focus.from === from && focus.to === to;
  return (group.source === focus.column && from === focus.unit) || (group.target === focus.column && to === focus.unit);
}

/** A layer without weights of its own between what is shown: one to one, or a band from all to all. */
function drawPassage(context, [source, target], theme, oneToOne) {
  context.strokeStyle = css(rgb(theme.muted), 0.35);
  context.lineWidth = 1;
  if (oneToOne && source.centres.length === target.centres.length) {
    source.centres.forEach((y, i) => stroke(context, source.right, y, target.left, target.centres[i]));
    return;
  }
  context.fillStyle = css(rgb(theme.muted), 0.12);
  const middle = (source.right + target.left) / 2;
  context.beginPath();
  context.moveTo(source.right, source.top);
  context.bezierCurveTo(middle, source.top, middle, target.top, target.left, target.top);
  context.lineTo(target.left, target.bottom);
  context.bezierCurveTo(middle, target.bottom, middle, source.bottom, source.right, source.bottom);
  context.fill();
}

function stroke(context, x0, y0, x1, y1) {
  const middle = (x0 + x1) / 2;
  context.beginPath();
  context.moveTo(x0, y0);
  context.bezierCurveTo(middle, y0, middle, y1, x1, y1);
  context.stroke();
}
