// What the network sees of a picture, and what it says of it: a bar for each class.

import { element, keepCount, setAttributes, setText } from "../base/dom.js";
import { unpack } from "../base/unpack.js";

/** @returns {node, update(answer, empty)}: answer as in `nnviz/web/README.md`, or null for none yet, with what to say then. */
export function createAnswer() {
  const pictures = ["As the network sees it", "As it redraws it"].map((words) => {
    const canvas = element("canvas", { class: "ow-seen", role: "img", "aria-label": words });
    return { canvas, node: element("figure", { hidden: true }, canvas, element("figcaption", {}, words)) };
  });
  const said = element("p", { class: "ow-said", role: "status" });
  const bars = element("div", { class: "ow-bars" });
  const node = element(
    "div",
    { class: "ow-answer" },
    said,
    element("div", { class: "ow-pictures" }, ...pictures.map((one) => one.node)),
    bars,
  );
  return {
    node,
    update: (answer, empty) => {
      said.classList.toggle("ow-error", Boolean(answer?.error));
      setText(said, answer ? (answer.error ?? answer.said) : empty);
      paint(pictures[0], answer?.seen);
      paint(pictures[1], answer?.redrawn);
      drawBars(bars, answer?.bars ?? []);
    },
  };
}

/** Each pixel of the image one of the canvas, enlarged without smoothing. */
function paint({ canvas, node }, packed) {
  node.hidden = !packed;
  if (!packed) return;
  const { shape, values } = unpack(packed);
  const [rows, cols, channels] = shape;
  if (canvas.width !== cols || canvas.height !== rows) Object.assign(canvas, { width: cols, height: rows });
  canvas.style.aspectRatio = `${cols} / ${rows}`;
  const image = new ImageData(cols, rows);
  for (let i = 0; i < rows * cols; i++) {
    for (let c = 0; c < 3; c++) image.data[4 * i + c] = values[i * channels + (channels === 3 ? c : 0)];
    image.data[4 * i + 3] = 255;
  }
  canvas.getContext("2d").putImageData(image, 0, 0);
}

function drawBars(root, bars) {
  const rows = keepCount(root, bars.length, () =>
    element(
      "div",
      { class: "ow-bar" },
      element("span", { class: "ow-name" }),
      element("span", { class: "ow-track" }, element("i", {})),
      element("span", { class: "ow-number" }),
    ),
  );
  for (const [i, { name, share, text, first }] of bars.entries()) {
    const [label, track, number] = rows[i].children;
    setText(label, name);
    setAttributes(label, { title: name });
    setText(number, text);
    rows[i].classList.toggle("ow-first", first);
    track.firstElementChild.style.width = `${100 * share}%`;
  }
}
