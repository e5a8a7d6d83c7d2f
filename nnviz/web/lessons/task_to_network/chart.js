// The curves of the two trainings: one chart, several lines over epochs, and a level that guessing reaches.

import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../../base/dom.js";
import { tickText } from "../../base/numbers.js";
import { extent, scale, ticks } from "../../base/scales.js";

const HEIGHT = 176;
const PAD = { left: 44, right: 10, top: 8, bottom: 24 };

/** @returns {node, update({title, epochs, lines: [{name, kind, x, y}], level: {value, name} | null, domain})} */
export function createChart() {
  const title = element("p", { class: "tn-charttitle" });
  const legend = element("p", { class: "tn-legend" });
  const groups = { axes: svg("g", { class: "tn-axes" }), level: svg("g", { class: "tn-level" }), lines: svg("g", {}) };
  const picture = svg("svg", { role: "img", class: "tn-chart" }, ...Object.values(groups));
  const node = element("div", { class: "tn-chartplace" }, title, picture, legend);
  const chart = { title, legend, picture, groups, width: 0, shown: null };
  watchWidth(node, (width) => {
    chart.width = width;
    draw(chart);
  });
  return {
    node,
    update: (next) => {
      chart.shown = next;
      draw(chart);
    },
  };
}

function draw({ title, legend, picture, groups, width, shown }) {
  if (!shown || !width) return;
  const { epochs, lines, level } = shown;
  const values = lines.flatMap(({ y }) => y).filter((value) => value !== null);
  const [low, high] = shown.domain ?? extent([0, ...values]);
  const x = scale([0, Math.max(epochs, 1)], [PAD.left, width - PAD.right]);
  const y = scale([low, high], [HEIGHT - PAD.bottom, PAD.top]);
  setText(title, shown.title);
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": shown.words });
  const at = ticks(low, high, 4);
  groups.axes.replaceChildren(
    ...at.map((value) => svg("path", { d: `M${PAD.left} ${y(value)}H${width - PAD.right}` })),
    ...at.map((value) =>
      svg("text", { x: PAD.left - 6, y: y(value) + 4, "text-anchor": "end" }, tickText(value, at[1] - at[0])),
    ),
    ...ticks(0, epochs, 5).map((value) =>
      svg("text", { x: x(value), y: HEIGHT - 7, "text-anchor": "middle" }, tickText(value)),
    ),
  );
  groups.level.replaceChildren(
    ...(level
      ? [
          svg("path", { d: `M${PAD.left} ${y(level.value)}H${width - PAD.right}` }),
          svg("text", { x: width - PAD.right, y: y(level.value) - 5, "text-anchor": "end" }, level.name),
        ]
      : []),
  );
  keepCount(groups.lines, lines.length, () => svg("path", { class: "tn-line" })).forEach((path, i) => {
    setAttributes(path, { d: pathOf(lines[i], x, y), "data-kind": lines[i].kind });
  });
  legend.replaceChildren(
    ...lines.map(({ name, kind }) => element("span", { "data-kind": kind }, element("i", {}), name)),
  );
}

function pathOf({ x: epochs, y: values }, x, y) {
  let pen = "M";
  const steps = epochs.map((epoch, i) => {
    if (values[i] === null || values[i] === undefined) {
      pen = "M";
      return "";
    }
    const step = `${pen}${x(epoch).toFixed(1)} ${y(values[i]).toFixed(1)}`;
    pen = "L";
    return step;
  });
  return steps.join("");
}
