// The two losses of one training, and the gap between them.

import { element, keepCount, setAttributes, setText, svg, watchWidth } from "../base/dom.js";
import { short, tickText } from "../base/numbers.js";
import { clamp, scale, ticks } from "../base/scales.js";

const PAD = { left: 30, right: 8, top: 8, bottom: 20 };
const HEIGHT = 132;

/**
 * @returns {node, update({title, parameters, examples, rows [{epoch, loss, val_loss}], epoch, epochs, most}), destroy()}:
 *   epoch is the moment on show; most, the highest loss that is drawn
 */
export function createGap() {
  const marks = {
    grid: svg("g", { class: "lg-axes" }),
    gap: svg("path", { class: "lg-gap" }),
    train: svg("path", { class: "lg-train" }),
    test: svg("path", { class: "lg-new" }),
    best: svg("g", { class: "lg-best" }, svg("path", {}), svg("circle", { r: 3.6 })),
    cursor: svg("path", { class: "lg-cursor" }),
  };
  const picture = svg("svg", { role: "img" }, ...Object.values(marks));
  const [title, size, words] = ["strong", "span", "p"].map((tag) => element(tag, {}));
  size.className = "nl-muted";
  const place = element("div", {}, picture);
  const node = element("div", { class: "lg-chart" }, title, size, place, words);
  const view = { now: null, width: 0, marks, picture, title, size, words };
  const stop = watchWidth(place, (width) => {
    view.width = width;
    draw(view);
  });
  return {
    node,
    update: (now) => {
      view.now = now;
      draw(view);
    },
    destroy: stop,
  };
}

function draw(view) {
  const { now, width, marks, picture, title, size, words } = view;
  if (!now || !width) return;
  const { rows, epochs, most, epoch } = now;
  const count = (value) => value.toLocaleString("en");
  setText(title, now.title);
  const examples = now.examples === null ? "all examples" : `${count(now.examples)} examples`;
  setText(size, `${count(now.parameters)} parameters, ${examples}`);
  const seen = rows.filter((row) => row.epoch <= epoch);
  setText(words, gapWords(rows, seen.at(-1) ?? rows[0]));
  const x = scale([0, epochs], [PAD.left, width - PAD.right]);
  const y = scale([0, most], [HEIGHT - PAD.bottom, PAD.top]);
  setAttributes(picture, { viewBox: `0 0 ${width} ${HEIGHT}`, width, height: HEIGHT, "aria-label": words.textContent });
  drawGrid(marks.grid, x, y, { width, most, epochs });
  const line = (name) =>
    rows.filter((row) => row[name] !== null).map((row) => [x(row.epoch), y(clamp(row[name], 0, most))]);
  const [train, test] = [line("loss"), line("val_loss")];
  setAttributes(marks.train, { d: joined(train) });
  setAttributes(marks.test, { d: joined(test) });
  setAttributes(marks.gap, {
    d: rows.length > 1 ? `${joined(train)}${joined([...test].reverse()).replace("M", "L")}Z` : "",
  });
  setAttributes(marks.cursor, { d: `M${x(epoch).toFixed(1)} ${PAD.top}V${HEIGHT - PAD.bottom}` });
  drawBest(marks.best, rows, x, y, most);
}

function drawGrid(grid, x, y, { width, most, epochs }) {
  const lines = ticks(0, most, 2);
  const names = [...lines, 0, epochs];
  const nodes = keepCount(grid, lines.length + names.length, (i) => svg(i < lines.length ? "line" : "text"));
  if (nodes[0].tagName !== "line" || nodes[lines.length].tagName !== "text") return grid.replaceChildren();
  lines.forEach((value, i) =>
    setAttributes(nodes[i], { x1: PAD.left, x2: width - PAD.right, y1: y(value), y2: y(value) }),
  );
  names.forEach((value, i) => {
    const node = nodes[lines.length + i];
    setText(node, tickText(value));
    const across = i >= lines.length;
    setAttributes(
      node,
      across
        ? { x: x(value), y: HEIGHT - 5, "text-anchor": value ? "end" : "start" }
        : { x: PAD.left - 5, y: y(value) + 4, "text-anchor": "end" },
    );
  });
  return null;
}

/** Where the loss on new examples was lowest. */
function drawBest(mark, rows, x, y, most) {
  const best = bestOf(rows);
  mark.style.display = best ? "" : "none";
  if (!best) return;
  const [cx, cy] = [x(best.epoch).toFixed(1), y(clamp(best.val_loss, 0, most)).toFixed(1)];
  setAttributes(mark.children[0], { d: `M${cx} ${cy}V${HEIGHT - PAD.bottom}` });
  setAttributes(mark.children[1], { cx, cy });
}

function bestOf(rows) {
  const judged = rows.filter(({ val_loss: loss }) => loss !== null && loss !== undefined);
  return judged.length ? judged.reduce((a, b) => (b.val_loss < a.val_loss ? b : a)) : null;
}

/** `row`: the moment on show. */
export function gapWords(rows, row) {
  const best = bestOf(rows);
  if (!row || !best || row.loss === null || row.val_loss === null) return "";
  const gap = row.val_loss - row.loss;
  const there = `training ${short(row.loss)}, new ${short(row.val_loss)}: a gap of ${short(gap)}`;
  return `${there}. Best at epoch ${best.epoch}: ${short(best.val_loss)}.`;
}

function joined(points) {
  return points.map(([x, y], i) => `${i ? "L" : "M"}${x.toFixed(1)} ${y.toFixed(1)}`).join("");
}
