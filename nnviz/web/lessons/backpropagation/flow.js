// Backpropagation through a network of many layers: what each unit put out, what blame came back to it, and how the
// weights between would move it. Outputs and gradients have a scale of their own in each layer, which the legend says.

import { css, pick, ramp, rgb } from "../../base/colors.js";
import { element, setAttributes, setText, svg } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { limitOf } from "../../base/raster.js";
import { unpack } from "../../base/unpack.js";

const CELL = { width: 22, height: 13, gap: 2 };
const LEGEND = [
  "In each column, left: what the units put out; right: ∂L/∂output, the blame that comes back.",
  "Orange is negative, blue positive, each layer on its own scale;",
  "of an image, a cell is a channel, its mean magnitude with the sign of its mean.",
  "Of a layer with more than 24 the first 24 are shown. Lines: ∂L/∂weight of dense layers, the largest ones.",
  "Below: the largest |∂L/∂output|, and the length of ∂L/∂weights.",
].join(" ");
const [COLUMN, TOP, MOST_LINKS] = [122, 54, 60];

/**
 * on.ask(step) wants the flow of the next example (+1), the one before (−1) or this (0).
 * @returns {node, update({flow, theme, waiting, refusal})}
 */
export function createFlow(on) {
  const show = element(
    "button",
    { type: "button", class: "nl-button nl-primary", onclick: () => want(0) },
    "Show the flow through my network",
  );
  const back = element("button", { type: "button", class: "nl-button", onclick: () => want(-1) }, "Example before");
  const next = element("button", { type: "button", class: "nl-button", onclick: () => want(1) }, "Next example");
  const words = element("p", { class: "nl-muted bp-flowwords", role: "status" });
  const picture = svg("svg", { role: "img" });
  const scroll = element(
    "div",
    { class: "bp-scroll", tabindex: "0", role: "group", "aria-label": "The flow, layer by layer" },
    picture,
  );
  const legend = element("p", { class: "nl-muted bp-key" });
  const node = element(
    "section",
    { class: "bp-flow" },
    element("h3", { class: "nl-title" }, "The same through a network of your own"),
    element("div", { class: "nl-bar" }, show, back, next),
    words,
    scroll,
    legend,
  );
  let [drawn, dark, busy] = [null, null, false];

  function want(step) {
    if (!busy) on.ask(step);
  }

  function update({ flow, theme, waiting, refusal }) {
    busy = waiting;
    const held = show.getRootNode().activeElement === show;
    back.hidden = next.hidden = !flow;
    show.hidden = Boolean(flow) && !refusal;
    if (held && show.hidden) next.focus();
    // `disabled` would lose the focus
    for (const button of [show, back, next]) setAttributes(button, { "aria-disabled": waiting ? "true" : null });
    setText(
      words,
      waiting
        ? "Keras runs one example forward and its loss backward …"
        : refusal ||
            (flow
              ? sentence(flow)
              : "Takes the network that you have in hand in the Lab, trained or not, and one example of its data."),
    );
    scroll.hidden = legend.hidden = !flow;
    if (!flow || (drawn === flow && dark === theme.dark)) return;
    [drawn, dark] = [flow, theme.dark];
    draw(picture, flow, theme);
    setText(legend, LEGEND);
  }

  return { node, update };
}

function sentence({ title, trained, index, count, loss, answer, target }) {
  const network = `${title || "Your network"}, ${trained ? "trained" : "not trained yet"}`;
  const example = `training example ${(index + 1).toLocaleString("en")} of ${count.toLocaleString("en")} (${target})`;
  return `${network}, ${example}: it answers ${answer}. Loss ${short(loss)}.`;
}

function columnsOf(flow) {
  const input = {
    name: "input",
    kind: "Input",
    shape: null,
    output: Float32Array.from(flow.input),
    gradient: Float32Array.from(flow.input_gradient),
    kernel: null,
    weight_gradient: null,
  };
  return [
    input,
    ...flow.stages.map((stage) => ({
      ...stage,
      output: unpack(stage.output).values,
      gradient: unpack(stage.gradient).values,
      kernel: stage.kernel && unpack(stage.kernel),
    })),
  ];
}

function draw(picture, flow, theme) {
  const columns = columnsOf(flow);
  const rows = Math.max(...columns.map(({ output }) => output.length));
  const height = TOP + rows * (CELL.height + CELL.gap) + 62;
  const width = columns.length * COLUMN;
  const top = (count) => TOP + ((rows - count) * (CELL.height + CELL.gap)) / 2;
  const links = svg("g", { class: "bp-flowlinks" });
  const nodes = columns.flatMap((column, i) => {
    if (column.kernel && i)
      drawLinks(
        links,
        column.kernel,
        i,
        top(columns[i - 1].output.length),
        top(column.output.length),
        columns[i - 1].output.length,
      );
    return drawColumn(column, i, top(column.output.length), height, theme, columns);
  });
  setAttributes(picture, {
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    "aria-label": `One example through ${columns.length - 1} layers and back: ${columns
      .slice(1)
      .map(({ name, gradient }) => `${name}, largest gradient ${short(limit(gradient))}`)
      .join("; ")}`,
  });
  picture.replaceChildren(links, ...nodes);
}

function limit(values) {
  return values.length ? Math.max(...Array.from(values, Math.abs)) : 0;
}

function drawColumn({ name, kind, shape, output, gradient, weight_gradient }, i, top, height, theme, columns) {
  const x = i * COLUMN + 34;
  const middle = x + CELL.width + 1;
  const nodes = [
    svg("text", { x: middle, y: 16, class: "bp-flowname" }, kind === "Input" ? "input" : kind),
    svg("text", { x: middle, y: 32, class: "bp-flowdetail" }, shape ? shape.join(" × ") : ""),
  ];
  const table = ramp(theme.diverging);
  for (const [values, at, what] of [
    [output, x, "output"],
    [gradient, x + CELL.width + 3, "∂L/∂output"],
  ]) {
    const most = limitOf(values);
    values.forEach((value, row) => {
      const cell = svg(
        "rect",
        {
          x: at,
          y: top + row * (CELL.height + CELL.gap),
          width: CELL.width,
          height: CELL.height,
          rx: 2,
          fill: css(pick(table, value, -most, most, rgb(theme.nan))),
          class: "bp-cell",
        },
        svg("title", {}, `${name}, unit ${row + 1}: ${what} ${short(value)}`),
      );
      nodes.push(cell);
    });
  }
  const largest = Math.max(...columns.map((column) => limit(column.gradient)), 1e-12);
  const share = Math.max(0, 1 + Math.log10(Math.max(limit(gradient), 1e-12) / largest) / 6);
  nodes.push(
    svg("rect", {
      x,
      y: height - 44,
      width: ((2 * CELL.width + 3) * share).toFixed(1),
      height: 6,
      rx: 3,
      class: "bp-flowbar",
    }),
    svg("text", { x: middle, y: height - 24, class: "bp-flowdetail" }, short(limit(gradient), 2)),
    svg(
      "text",
      { x: middle, y: height - 8, class: "bp-flowdetail" },
      weight_gradient === null ? "" : `w ${short(weight_gradient, 2)}`,
    ),
  );
  return nodes;
}

function drawLinks(parent, { shape: [rows, cols], values }, i, topFrom, topTo, shown) {
  const order = Array.from(values.keys())
    .sort((a, b) => Math.abs(values[b]) - Math.abs(values[a]))
    .slice(0, MOST_LINKS);
  const most = limitOf(values);
  const y = (top, row) => top + row * (CELL.height + CELL.gap) + CELL.height / 2;
  for (const at of order.reverse()) {
    const [from, to] = [Math.floor(at / cols), at % cols];
    if (from >= Math.min(shown, rows) || !values[at]) continue;
    const [x0, x1] = [(i - 1) * COLUMN + 34 + 2 * CELL.width + 6, i * COLUMN + 31];
    const bend = (x0 + x1) / 2;
    parent.append(
      svg("path", {
        d: `M${x0} ${y(topFrom, from)}C${bend} ${y(topFrom, from)} ${bend} ${y(topTo, to)} ${x1} ${y(topTo, to)}`,
        "stroke-width": (0.4 + (3.6 * Math.abs(values[at])) / most).toFixed(2),
        "data-sign": values[at] < 0 ? "minus" : "plus",
      }),
    );
  }
}
