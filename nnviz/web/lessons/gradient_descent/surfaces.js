// The surfaces that the page measures for the picture: a line through real data, and a slice of a network's loss.

import { unpack } from "../../base/unpack.js";
import { gridSurface, lineFit } from "./loss_surfaces.js";

/** From {inputs, targets, names}: the surface, with the data that the line goes through as `line`. */
export function lineSurface({ inputs, targets, names }) {
  const [x, y] = [unpack(inputs).values, unpack(targets).values];
  return {
    ...lineFit(x, y),
    x: [-2.2, 2.8],
    y: [-2, 2],
    start: [-1.7, 1.5],
    rate: 0.1,
    minima: [leastSquares(x, y)],
    batches: { 0: `all ${x.length} patients`, 32: "32 of them", 4: "4 of them", 1: "one of them" },
    line: { inputs: x, targets: y, names },
  };
}

/** [slope, offset] of the least-squares line. */
export function leastSquares(x, y) {
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [mx, my] = [mean(x), mean(y)];
  let [above, below] = [0, 0];
  x.forEach((value, i) => {
    above += (value - mx) * (y[i] - my);
    below += (value - mx) ** 2;
  });
  return [above / below, my - (above / below) * mx];
}

/** From {values, x, y, examples, parameters, title}. */
export function networkSurface({ values, x, y, examples, parameters, title }) {
  const { shape, values: numbers } = unpack(values);
  const start = [-0.8 * x[1], -0.72 * y[1]].map((value) => Number(value.toFixed(3)));
  return {
    ...gridSurface(numbers, shape, x, y),
    x,
    y,
    start,
    rate: 0.01,
    minima: [[0, 0]],
    batches: { 0: `all ${shape[0] * examples} examples`, 2: `${2 * examples} of them`, 1: `${examples} of them` },
    note: `${title}: two random directions among ${parameters.toLocaleString("en")} weights, from where training ended (×).`,
  };
}

/** The lowest loss on the map: at a known minimum, or the lowest of a fine grid. */
export function lowestOf(surface) {
  let lowest = Infinity;
  for (const [u, v] of surface.minima ?? []) lowest = Math.min(lowest, surface.value(u, v, null));
  for (let row = 0; row <= 120; row++) {
    for (let col = 0; col <= 150; col++) {
      const u = surface.x[0] + ((surface.x[1] - surface.x[0]) * col) / 150;
      const v = surface.y[0] + ((surface.y[1] - surface.y[0]) * row) / 120;
      lowest = Math.min(lowest, surface.value(u, v, null));
    }
  }
  return lowest;
}
