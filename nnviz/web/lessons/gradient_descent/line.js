// The real data behind a surface: every ball of the map is one line here, and the mini-batch of the step is lit.

import { element, setAttributes, svg, watchWidth } from "../../base/dom.js";
import { extent, scale } from "../../base/scales.js";

const PAD = { left: 26, right: 6, top: 6, bottom: 24 };
const HEIGHT = 196;

/** @returns {node, update({line, racers, step, positions, batch})} */
export function createLineView() {
  const layers = { dots: svg("g", { class: "gd-dots" }), lines: svg("g"), names: svg("g") };
  const picture = svg(
    "svg",
    { role: "img", "aria-label": "The data, and the line that each optimizer's weights draw" },
    ...Object.values(layers),
  );
  const note = element("p", { class: "nl-muted gd-linenote" });
  const node = element(
    "div",
    {},
    element("h3", { class: "nl-title" }, "The same weights as a line through the data"),
    picture,
    note,
  );
  const now = { width: 0, view: null, drawn: "", seen: undefined };
  const stop = watchWidth(node, (width) => {
    now.width = width;
    now.drawn = "";
    draw();
  });

  function update(view) {
    now.view = view;
    draw();
  }

  function draw() {
    const { view, width } = now;
    if (!view?.line || !width) return;
    const { inputs, targets, names } = view.line;
    const x = scale(extent(inputs), [PAD.left, width - PAD.right]);
    const y = scale(extent(targets), [HEIGHT - PAD.bottom, PAD.top]);
    setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT });
    if (!now.drawn) {
      Object.assign(now, { drawn: "yes", seen: undefined });
      layers.dots.replaceChildren(
        ...Array.from(inputs, (value, i) => svg("circle", { cx: x(value), cy: y(targets[i]), r: 2.6 })),
      );
      layers.names.replaceChildren(...axisNames(names, width));
    }
    light(view.seen);
    const [a, b] = extent(inputs);
    const ends = { x1: x(a), x2: x(b) };
    layers.lines.replaceChildren(
      ...view.racers.filter(drawable).map(({ place: [u, v], colour, name }) => {
        const thick = name === view.inspect ? 3 : 2;
        return svg("line", { ...ends, y1: y(u * a + v), y2: y(u * b + v), stroke: colour, "stroke-width": thick });
      }),
    );
  }

  /** Lights the examples that this step sees; null: all of them, none is lit. */
  function light(seen) {
    if (seen === now.seen) return;
    now.seen = seen;
    const lit = new Set(seen ?? []);
    [...layers.dots.children].forEach((dot, i) => dot.classList.toggle("seen", lit.has(i)));
    const who = lit.size === 1 ? "one patient" : `${lit.size} patients`;
    note.textContent = seen
      ? `Lit: the ${who} whose mean slope this step follows.`
      : "Each step follows the mean slope over all patients.";
  }

  return { node, update, destroy: stop };
}

/** Whether a racer's line can be seen: weights that ran away draw none. */
function drawable({ place: [u, v] }) {
  return Number.isFinite(u + v) && Math.abs(u) + Math.abs(v) < 50;
}

function axisNames([input, target], width) {
  const turned = `rotate(-90 10 ${HEIGHT / 2})`;
  return [
    svg("text", { x: width / 2, y: HEIGHT - 6, "text-anchor": "middle" }, input),
    svg("text", { x: 10, y: HEIGHT / 2, "text-anchor": "middle", transform: turned }, target),
  ];
}
