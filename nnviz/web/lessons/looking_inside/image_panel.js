// The image that goes through the networks: digits to choose from, pixels to paint, and what each network answers.

import { ramp, rgb, tablePainter } from "../../base/colors.js";
import { element, fitCanvas, keepCount, setAttributes, setText } from "../../base/dom.js";
import { percent } from "../../base/numbers.js";
import { createPixelMap } from "../../base/pixel_map.js";
import { createRaster } from "../../base/raster.js";
import { largest } from "../../lesson/chain.js";

const THUMB = 30;
const raster = createRaster();

/** on: example(i), paint(index, shade), blank(). @returns {node, update(view)}; view: {image, shape, strip, example, networks, theme} */
export function createImagePanel(on) {
  const place = element("div", { class: "li-image" });
  const panel = { on, shown: null, ink: 1 };
  panel.map = createPixelMap(
    place,
    "x",
    { cell: (row, col, pressed) => pressed && stroke(panel, row, col), end: () => panel.shown?.done?.() },
    176,
  );
  panel.strip = element("div", { class: "li-strip", role: "group", "aria-label": "Images to choose from" });
  panel.answers = element("div", { class: "li-answers" });
  const blank = element("button", { type: "button", class: "nl-button", onclick: () => on.blank() }, "Blank");
  const hint = element("span", { class: "nl-muted" }, "Paint on it, or choose:");
  panel.node = element(
    "div",
    { class: "li-side" },
    place,
    element("div", { class: "nl-bar li-hint" }, hint, blank),
    panel.strip,
    panel.answers,
  );
  return { node: panel.node, update: (view) => update(panel, view), destroy: () => panel.map.destroy() };
}

/** The pixel under the pointer turns bright; those beside it a little, as under a soft pen. */
function stroke({ on, shown }, row, col) {
  if (!shown) return;
  const [rows, cols] = shown.shape;
  for (const [dy, dx, shade] of [
    [0, 0, 1],
    [0, 1, 0.3],
    [1, 0, 0.3],
    [0, -1, 0.3],
    [-1, 0, 0.3],
  ]) {
    const [r, c] = [row + dy, col + dx];
    if (r < 0 || c < 0 || r >= rows || c >= cols) continue;
    const at = r * cols + c;
    if (shade > shown.image[at]) on.paint(at, shade);
  }
}

function update(panel, view) {
  panel.shown = view;
  const { image, shape, theme, strip, example } = view;
  const [rows, cols] = shape;
  const painter = tablePainter(ramp([theme.background, theme.text]), 0, 1, rgb(theme.nan));
  panel.map.update({ rows, cols, values: image, painter, marks: [], words: view.words, draws: true });
  const buttons = keepCount(panel.strip, strip.length, (i) =>
    element(
      "button",
      { type: "button", class: "li-thumb", onclick: () => panel.on.example(panel.shown.strip[i].index) },
      element("canvas", {}),
    ),
  );
  buttons.forEach((button, i) => {
    const { index, label, values } = strip[i];
    setAttributes(button, {
      "aria-label": `Image ${index + 1}, a ${label}`,
      "aria-pressed": String(index === example),
    });
    if (button.dataset.stamp === `${index} ${theme.dark}`) return;
    button.dataset.stamp = `${index} ${theme.dark}`;
    const context = fitCanvas(button.firstChild, THUMB, THUMB);
    raster.fill(values, rows, cols, painter);
    raster.draw(context, 0, 0, THUMB, THUMB, { smooth: false });
  });
  answers(panel, view);
}

function answers({ answers: node }, { networks, names }) {
  const rows = keepCount(node, networks.length, () =>
    element("p", {}, element("span", { class: "nl-muted" }), element("b", {}), element("span", { class: "nl-muted" })),
  );
  networks.forEach(({ title, output }, i) => {
    const [whose, what, sure] = rows[i].children;
    const at = output ? largest(output) : -1;
    setText(whose, `${title}: `);
    setText(what, output ? (names[at] ?? String(at)) : "…");
    setText(sure, output ? ` (${percent(output[at])})` : "");
  });
}
