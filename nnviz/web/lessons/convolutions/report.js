// The lesson on convolutions in numbers: beside the formula's symbols, and as tables.

import { fixed } from "../../base/controls.js";
import { outputSize } from "./convolution.js";
import { fieldOf } from "./model.js";

const CHANNELS = ["red", "green", "blue"];

/** {part of the formula: its value as text}. */
export function valuesOf(state, { made, row, col, image }) {
  return {
    x: `${state.size} × ${state.size}${state.channels > 1 ? " × 3" : ""}`,
    "w k": `${state.size} × ${state.size}`,
    b: fixed(state.bias),
    y: made.values.length ? fixed(made.values[row * made.cols + col]) : "",
    s: String(state.stride),
    d: String(state.dilation),
    p: state.padding === "same" ? "same" : "none",
    o: `${made.rows} × ${made.cols}`,
    n: `${image.rows} × ${image.cols}`,
    r: String(fieldOf(state).size),
  };
}

/** What a check is judged by: the kernel's weights, and how far one unit sees. */
export function measuresOf(state) {
  return {
    sum: state.weights.reduce((total, weight) => total + weight, 0),
    used: state.weights.filter((weight) => weight !== 0).length,
    ...{ bias: state.bias, size: state.size, field: fieldOf(state).size },
  };
}

/** The patch under the kernel, and the sizes. */
export function tablesOf(state, { cells, made, row, col, image, padded, pooled }) {
  const next = ["rows", "cols"].map((side) =>
    outputSize(made[side], state.size, state.stride, state.dilation, state.padding),
  );
  return [
    {
      caption: `Row ${row + 1}, column ${col + 1} of the feature map: ${fixed(made.values[row * made.cols + col])}`,
      head: ["pixel (row, column)", "channel", "value", "weight", "product"],
      rows: cells.map((cell) => [
        `${cell.row + 1}, ${cell.col + 1}`,
        state.channels > 1 ? CHANNELS[cell.channel] : "grey",
        fixed(cell.value),
        fixed(cell.weight),
        fixed(cell.product),
      ]),
    },
    {
      caption: "Sizes",
      head: ["", "rows", "columns"],
      rows: [
        ["image", image.rows, image.cols],
        ["with padding", padded.rows, padded.cols],
        ["feature map", made.rows, made.cols],
        ...(pooled ? [["after pooling", pooled.rows, pooled.cols]] : []),
        ["a second such layer", ...next],
      ],
    },
  ];
}
