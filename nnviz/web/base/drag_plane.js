// A plane to play on: a field of colour, the line where it changes sides, its arrow, examples and the current input,
// all of which can be dragged.

import { fixed } from "./controls.js";
import { element, keepCount, setAttributes, svg, watchWidth } from "./dom.js";
import { draggable } from "./drag.js";
import { lineAcross } from "./lines.js";
import { tickText } from "./numbers.js";
import { createRaster } from "./raster.js";
import { clamp, scale, ticks } from "./scales.js";

const PAD = { left: 34, right: 10, top: 8, bottom: 34 };
const CELLS = 100;
const SHARP = 200; // pixels of the field: the browser's compositor makes them as large as the plane, at no cost to a drag
const ARROW = 0.16; // how much of the plane's width an arrow of length 1 takes, times `arrow`

/**
 * on: point(i, x, y), input(x, y), line(weights, bias).
 * @returns {update({domain, arrow, field(x, y), painter, weights, bias, points [{x, y, label, wrong}], current, input,
 *   names, words}), destroy()}
 */
export function createDragPlane(root, on) {
  const canvas = element("canvas", {
    role: "img",
    width: SHARP,
    height: SHARP,
    style: `inset:${PAD.top}px auto auto ${PAD.left}px`,
  });
  const marks = {
    axes: svg("g", { class: "dp-axes" }),
    line: svg("g", { class: "dp-line", "data-part": "z b", tabindex: "0", role: "slider" }),
    arrow: svg("g", { class: "dp-arrow", "data-part": "w1 w2", tabindex: "0", role: "slider" }),
    points: svg("g", {}),
    input: svg("g", { class: "dp-input", "data-part": "x1 x2", tabindex: "0", role: "slider" }),
  };
  const over = svg("svg", { class: "dp-over" }, ...Object.values(marks));
  const stage = element("div", { class: "dp-stage" }, canvas, over);
  root.append(stage);
  const raster = createRaster();
  const view = { now: null, side: 0 };
  marks.line.append(svg("path", { class: "dp-grip" }), svg("path", { class: "dp-stroke" }));
  marks.arrow.append(
    svg("path", { class: "dp-grip" }),
    svg("path", { class: "dp-stroke" }),
    svg("path", { class: "dp-head" }),
    word("w"),
  );
  marks.line.append(word("z = 0"));
  marks.input.append(
    svg("circle", { r: 15, class: "dp-grip" }),
    svg("circle", { r: 8 }),
    svg("path", { d: "M-12 0H12M0 -12V12" }),
    word("x", 11, 22),
  );
  const value = (x, y) => [view.x.invert(x), view.y.invert(y)].map((v) => clamp(round(v), ...view.now.domain));

  draggable(marks.input, stage, {
    to: (x, y) => on.input(...value(x, y)),
    by: (dx, dy) => on.input(...moved(view.now.input, dx, dy)),
  });
  draggable(marks.line, stage, {
    to: (x, y) => shiftTo(view.x.invert(x), view.y.invert(y)),
    by: (dx, dy) => on.line(view.now.weights, round(view.now.bias + 0.05 * (dx + dy))),
  });
  draggable(marks.arrow, stage, { to: pointArrow, by: turn });

  function moved([x, y], dx, dy) {
    const step = (view.now.domain[1] - view.now.domain[0]) / 60;
    return [x + dx * step, y + dy * step].map((v) => clamp(round(v), ...view.now.domain));
  }

  /** The line goes through (x, y), its direction unchanged. */
  function shiftTo(x, y) {
    const [w1, w2] = view.now.weights;
    on.line([w1, w2], round(-w1 * x - w2 * y));
  }

  /** The arrow's tip is at the pointer: the weights are what it says; the line still passes its foot. */
  function pointArrow(px, py) {
    const [fx, fy] = view.foot;
    const unit = view.side * ARROW * view.now.arrow || 1;
    const weights = [(px - view.x(fx)) / unit, (view.y(fy) - py) / unit].map((w) => clamp(round(w), -3, 3));
    on.line(weights, round(-weights[0] * fx - weights[1] * fy));
  }

  function turn(dx, dy) {
    const [w1, w2] = view.now.weights;
    const [angle, length] = [Math.atan2(w2, w1) - dx * 0.05, Math.max(Math.hypot(w1, w2) + dy * 0.05, 0.1)];
    const weights = [length * Math.cos(angle), length * Math.sin(angle)].map((w) => clamp(round(w), -3, 3));
    on.line(weights, round(-weights[0] * view.foot[0] - weights[1] * view.foot[1]));
  }

  function arrange(width) {
    view.side = Math.min(width - PAD.left - PAD.right, 430);
    stage.style.width = `${view.side + PAD.left + PAD.right}px`;
    stage.style.height = `${view.side + PAD.top + PAD.bottom}px`;
    Object.assign(canvas.style, { width: `${view.side}px`, height: `${view.side}px` });
    view.axes = "";
    draw();
  }

  function draw() {
    const { now, side } = view;
    if (!now || side <= 0) return;
    view.x = scale(now.domain, [PAD.left, PAD.left + side]);
    view.y = scale(now.domain, [PAD.top + side, PAD.top]);
    drawField();
    drawAxes();
    drawLine();
    drawPoints();
    place(marks.input, now.input, `the input: x₁ ${fixed(now.input[0])}, x₂ ${fixed(now.input[1])}`);
    setAttributes(canvas, { "aria-label": now.words });
  }

  /** Only when the field is another one: dragging the input or an example leaves it as it is. */
  function drawField() {
    const { now, side } = view;
    const drawn = [...now.weights, now.bias, ...now.domain, side];
    if (view.painter === now.painter && view.drawn?.every((value, i) => value === drawn[i])) return;
    Object.assign(view, { drawn, painter: now.painter });
    view.values ??= new Float32Array(CELLS * CELLS);
    const { values } = view;
    const [low, high] = now.domain;
    const step = (high - low) / (CELLS - 1);
    for (let row = 0; row < CELLS; row++) {
      for (let col = 0; col < CELLS; col++) values[row * CELLS + col] = now.field(low + col * step, low + row * step);
    }
    raster.fill(values, CELLS, CELLS, now.painter, { flip: true });
    raster.draw(canvas.getContext("2d"), 0, 0, SHARP, SHARP, { nodes: true });
  }

  function drawAxes() {
    const { now, side } = view;
    const signature = `${now.domain} ${side}`;
    if (view.axes === signature) return;
    view.axes = signature;
    const bottom = PAD.top + side;
    const at = ticks(...now.domain, 6);
    const step = at[1] - at[0];
    marks.axes.replaceChildren(
      svg("rect", { x: PAD.left, y: PAD.top, width: side, height: side, rx: 2 }),
      ...at.map((v) => svg("text", { x: view.x(v), y: bottom + 15, "text-anchor": "middle" }, tickText(v, step))),
      ...at.map((v) => svg("text", { x: PAD.left - 6, y: view.y(v) + 4, "text-anchor": "end" }, tickText(v, step))),
      svg("text", { x: PAD.left + side / 2, y: bottom + 31, "text-anchor": "middle", class: "dp-name" }, "input x₁"),
      svg(
        "text",
        { class: "dp-name", "text-anchor": "middle", transform: `translate(10 ${PAD.top + side / 2}) rotate(-90)` },
        "input x₂",
      ),
    );
    setAttributes(over, { viewBox: `0 0 ${side + PAD.left + PAD.right} ${bottom + PAD.bottom}` });
  }

  function drawLine() {
    const { now, side } = view;
    const ends = lineAcross(now.weights, now.bias, now.domain);
    marks.line.style.display = ends ? "" : "none";
    const middle = (now.domain[0] + now.domain[1]) / 2;
    view.foot = ends ? [0, 1].map((i) => (ends[0][i] + ends[1][i]) / 2) : [middle, middle];
    const unit = side * ARROW * now.arrow;
    const from = [view.x(view.foot[0]), view.y(view.foot[1])];
    const tip = [from[0] + now.weights[0] * unit, from[1] - now.weights[1] * unit];
    if (ends) {
      const path = `M${ends.map(([x, y]) => `${view.x(x).toFixed(1)} ${view.y(y).toFixed(1)}`).join("L")}`;
      const [grip, stroke, name] = marks.line.children;
      for (const node of [grip, stroke]) setAttributes(node, { d: path });
      const end = ends.map(([x, y]) => [view.x(x), view.y(y)]).sort((p, q) => q[0] - p[0])[0];
      const [dx, dy] = [from[0] - end[0], from[1] - end[1]].map(
        (d) => (d * 34) / (Math.hypot(from[0] - end[0], from[1] - end[1]) || 1),
      );
      setAttributes(name, {
        x: (end[0] + dx).toFixed(1),
        y: (end[1] + dy + (dy > 12 || dy < -12 ? 0 : -8)).toFixed(1),
        "text-anchor": "end",
      });
    }
    const angle = Math.atan2(tip[1] - from[1], tip[0] - from[0]);
    const shaft = `M${from.map((v) => v.toFixed(1)).join(" ")}L${tip.map((v) => v.toFixed(1)).join(" ")}`;
    const [grip, stroke, head, letter] = marks.arrow.children;
    setAttributes(letter, {
      x: (tip[0] + 14 * Math.cos(Math.atan2(tip[1] - from[1], tip[0] - from[0]))).toFixed(1),
      y: (tip[1] + 5 + 14 * Math.sin(Math.atan2(tip[1] - from[1], tip[0] - from[0]))).toFixed(1),
      "text-anchor": "middle",
    });
    setAttributes(grip, { d: `M${tip[0] - 0.1} ${tip[1]}L${tip[0] + 0.1} ${tip[1]}` });
    setAttributes(stroke, { d: shaft });
    setAttributes(head, {
      d: "M0 0L-11 -6L-8 0L-11 6Z",
      transform: `translate(${tip[0].toFixed(1)} ${tip[1].toFixed(1)}) rotate(${((angle * 180) / Math.PI).toFixed(1)})`,
    });
    describe(marks.line, "the line: arrow keys move it", now.bias, `bias ${fixed(now.bias)}`);
    describe(
      marks.arrow,
      "the weights: left and right turn them, up and down make them longer",
      now.weights[0],
      `weights ${now.weights.map((w) => fixed(w)).join(" and ")}`,
    );
  }

  function drawPoints() {
    const nodes = keepCount(marks.points, view.now.points.length, (i) => {
      const node = svg(
        "g",
        { class: "dp-point", tabindex: "0", role: "slider" },
        svg("circle", { r: 13, class: "dp-grip" }),
        svg("path", { class: "dp-mark" }),
        svg("circle", { r: 12, class: "dp-halo" }),
      );
      draggable(node, stage, {
        to: (x, y) => on.point(i, ...value(x, y)),
        by: (dx, dy) => on.point(i, ...moved([view.now.points[i].x, view.now.points[i].y], dx, dy)),
      });
      return node;
    });
    view.now.points.forEach((point, i) => {
      const shape = point.label ? "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0 -12 0" : "M-5.5 -5.5H5.5V5.5H-5.5Z";
      setAttributes(nodes[i].children[1], { d: shape, class: `dp-mark dp-class-${point.label}` });
      nodes[i].classList.toggle("dp-wrong", Boolean(point.wrong));
      nodes[i].classList.toggle("dp-now", i === view.now.current);
      place(
        nodes[i],
        [point.x, point.y],
        `example ${i + 1} of class ${point.label}, ${point.wrong ? "on the wrong side" : "on its side"}`,
      );
    });
  }

  function place(node, [x, y], words) {
    setAttributes(node, { transform: `translate(${view.x(x).toFixed(1)} ${view.y(y).toFixed(1)})` });
    describe(node, words, x, `${fixed(x)}, ${fixed(y)}`);
  }

  function describe(node, label, now, text) {
    setAttributes(node, { "aria-label": label, "aria-valuenow": fixed(now).replace("−", "-"), "aria-valuetext": text });
  }

  const stopWatching = watchWidth(root, arrange);
  return {
    update: (next) => {
      view.now = { ...view.now, ...next };
      draw();
    },
    destroy: () => {
      stopWatching();
      root.replaceChildren();
    },
  };
}

function word(text, x = 0, y = 0) {
  return svg("text", { x, y, class: "dp-word" }, text);
}

function round(value) {
  return Math.round(value * 100) / 100;
}
