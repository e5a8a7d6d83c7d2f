// What the image, the feature map and the pooled map show, and the sentences beside them.

import { signedPainter } from "../../base/colors.js";
import { fixed } from "../../base/controls.js";
import { setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { marksOf } from "./model.js";
import { imagePainter } from "./painters.js";
import { reachOf } from "./state.js";

/** `moment` is what the model makes of the state. */
export function showInput({ views, places, state, theme }, moment) {
  const { padded, image, row, col } = moment;
  const [y, x, reach] = [row * state.stride + 1, col * state.stride + 1, reachOf(state)];
  views.input.update({
    rows: padded.rows,
    cols: padded.cols,
    values: padded.values,
    painter: imagePainter(padded, image, theme),
    marks: marksOf(state, moment),
    draws: state.image === "drawing",
    words:
      `The image, ${image.rows} × ${image.cols} pixels; ` +
      `the kernel covers rows ${y} to ${y + reach}, columns ${x} to ${x + reach}`,
  });
  const bordered = padded.rows > image.rows ? `, with padding ${padded.rows} × ${padded.cols}` : "";
  const channels = state.channels === 1 ? "grey" : "three channels";
  const drawn = state.image === "drawing" ? ". Draw on it." : "";
  setText(places.inputnote, `${image.rows} × ${image.cols} pixels${bordered}, ${channels}${drawn}`);
}

export function showOutput({ views, places, state, theme }, moment) {
  const { made, pooled, limit } = moment;
  setText(places.outputnote, outputWords(made, limit, state));
  places.output.hidden = !made.values.length;
  if (made.values.length) views.output.update(outputOf(moment, state, theme));
  places.pooled.hidden = !pooled?.values.length;
  if (pooled?.values.length) views.pooled.update(pooledOf(moment, state, theme));
}

function outputWords(made, limit, state) {
  if (!made.rows || !made.cols) return "The kernel does not fit into the image: make it smaller, or pad.";
  const range = `from −${short(limit, 2)} (orange) over 0 to ${short(limit, 2)} (blue)`;
  const cut = state.relu === "relu" ? "; ReLU made the negative ones 0" : "";
  return `${made.rows} × ${made.cols} numbers, ${range}${cut}`;
}

function outputOf({ made, shown, limit, row, col, pooled }, state, theme) {
  const at = row * made.cols + col;
  return {
    rows: shown.rows,
    cols: shown.cols,
    values: shown.values,
    painter: signedPainter(theme, limit),
    marks: [{ row, col, kind: "cell" }, ...(pooled ? [square(row, col)] : [])],
    until: state.until ?? undefined,
    words: `The feature map, ${made.rows} × ${made.cols} numbers`,
    label: "place of the kernel: arrow keys move it",
    at,
    text: `row ${row + 1}, column ${col + 1}: ${fixed(shown.values[at])}`,
  };
}

function pooledOf({ pooled, limit, row, col }, state, theme) {
  return {
    rows: pooled.rows,
    cols: pooled.cols,
    values: pooled.values,
    painter: signedPainter(theme, limit),
    marks: [{ row: Math.floor(row / 2), col: Math.floor(col / 2), kind: "cell" }],
    words: `After ${state.pooling} pooling, ${pooled.rows} × ${pooled.cols} numbers`,
  };
}

/** The four cells of the feature map that one pooled cell stands for. */
function square(row, col) {
  return { row: Math.floor(row / 2) * 2, col: Math.floor(col / 2) * 2, rows: 2, cols: 2, kind: "square" };
}
