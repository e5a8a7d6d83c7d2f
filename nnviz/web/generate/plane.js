// A square plane from -reach to reach on both axes: pixels and back, its axes, discs.

import { clamp, scale } from "../base/scales.js";

/** {to([x, y]) → pixels, from(px, py) → [x, y] inside the plane} of a square of `side` pixels. */
export function planeOf(side, reach) {
  const [across, up] = [scale([-reach, reach], [0, side]), scale([-reach, reach], [side, 0])];
  return {
    side,
    reach,
    to: ([x, y]) => [across(x), up(y)],
    from: (px, py) => [across.invert(px), up.invert(py)].map((value) => clamp(value, -reach, reach)),
  };
}

/** The two axes through zero. */
export function drawAxes(context, { side, to }, color) {
  const [x, y] = to([0, 0]);
  Object.assign(context, { strokeStyle: color, lineWidth: 1 });
  context.beginPath();
  context.moveTo(x, 0);
  context.lineTo(x, side);
  context.moveTo(0, y);
  context.lineTo(side, y);
  context.stroke();
}

export function disc(context, [x, y], radius, { fill = null, stroke = null, width = 1 }) {
  context.beginPath();
  context.arc(x, y, radius, 0, 2 * Math.PI);
  if (fill) {
    context.fillStyle = fill;
    context.fill();
  }
  if (!stroke) return;
  Object.assign(context, { strokeStyle: stroke, lineWidth: width });
  context.stroke();
}
