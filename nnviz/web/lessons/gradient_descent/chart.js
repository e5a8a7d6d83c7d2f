// How high each racer still is above the lowest loss, step by step, on a logarithmic scale.

import { element, setAttributes, svg, watchWidth } from "../../base/dom.js";
import { tickText } from "../../base/numbers.js";
import { clamp, logTicks, scale, ticks } from "../../base/scales.js";

const PAD = { left: 46, right: 8, top: 8, bottom: 34 };
const HEIGHT = 178;
const DEEPEST = 1e-6; // what is below a millionth of the start is as good as zero

/** @returns {update({racers, step, steps, lowest}), destroy()}; on.step(k) when the reader points at a step. */
export function createDescentChart(root, on) {
  const layers = { grid: svg("g", { class: "nv-grid" }), lines: svg("g"), cursor: svg("g", { class: "nv-cursor" }) };
  const picture = svg("svg", { class: "gd-chart", role: "img" }, ...Object.values(layers));
  root.append(element("h3", { class: "nl-title", "data-part": "loss" }, "Loss above the minimum"), picture);
  const now = { width: 0, view: null, drawn: [] };

  function update(view) {
    now.view = view;
    draw();
  }

  function draw() {
    const { view, width } = now;
    if (!view || !width) return;
    const start = Math.max(...view.racers.map(({ trail }) => trail.loss[0] - view.lowest), 1e-9);
    const [low, high] = [start * DEEPEST, start * 10];
    const x = scale([0, view.steps], [PAD.left, width - PAD.right]);
    const y = scale([low, high], [HEIGHT - PAD.bottom, PAD.top], true);
    now.x = x;
    setAttributes(picture, {
      viewBox: `0 0 ${width} ${HEIGHT}`,
      width,
      height: HEIGHT,
      "aria-label": `Loss above the minimum over ${view.steps} steps: ${view.racers.map(({ title }) => title).join(", ")}`,
    });
    const scales = `${low} ${width} ${view.steps}`;
    if (scales !== now.scales) {
      now.scales = scales;
      layers.grid.replaceChildren(...axes(x, y, low, high, width, view.steps));
    }
    const shown = [scales, view.lowest, view.inspect, ...view.racers.flatMap(({ trail, colour }) => [trail, colour])];
    if (shown.length !== now.drawn.length || shown.some((one, i) => one !== now.drawn[i])) {
      now.drawn = shown;
      layers.lines.replaceChildren(...lines(view, x, y, low, high));
    }
    const at = x(Math.min(view.step, view.steps));
    layers.cursor.replaceChildren(svg("line", { x1: at, x2: at, y1: PAD.top, y2: HEIGHT - PAD.bottom }));
  }

  const point = (event) => {
    if (!now.x || !(event.buttons & 1)) return;
    const step = Math.round(now.x.invert(event.clientX - picture.getBoundingClientRect().left));
    on.step(clamp(step, 0, now.view.steps));
  };
  picture.addEventListener("pointerdown", point);
  picture.addEventListener("pointermove", point);
  const stop = watchWidth(root, (width) => {
    now.width = width;
    draw();
  });
  return {
    update,
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function lines(view, x, y, low, high) {
  return view.racers.map((racer) =>
    svg("path", {
      d: line(racer.trail.loss, view, x, y, low, high),
      fill: "none",
      stroke: racer.colour,
      "stroke-width": racer.name === view.inspect ? 2.8 : 1.8,
      "stroke-linejoin": "round",
    }),
  );
}

function line(losses, { lowest }, x, y, low, high) {
  let text = "";
  for (let k = 0; k < losses.length; k++) {
    const height = losses[k] - lowest;
    if (!Number.isFinite(height)) break;
    text += `${text ? "L" : "M"}${x(k).toFixed(1)} ${y(clamp(height, low, high)).toFixed(1)}`;
    if (height > high) break;
  }
  return text;
}

function axes(x, y, low, high, width, steps) {
  const bottom = HEIGHT - PAD.bottom;
  const nodes = logTicks(low, high)
    .filter((_, i) => i % 2 === 1)
    .flatMap((value) => [
      svg("line", { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
      svg("text", { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value)),
    ]);
  for (const step of ticks(0, steps, 5))
    nodes.push(svg("text", { x: x(step), y: bottom + 15, "text-anchor": "middle" }, tickText(step)));
  nodes.push(svg("text", { x: (PAD.left + width - PAD.right) / 2, y: bottom + 30, "text-anchor": "middle" }, "step"));
  return nodes;
}
