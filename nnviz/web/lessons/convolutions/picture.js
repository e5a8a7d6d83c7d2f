// The lesson "Convolutions": an image, the patch under the kernel times its weights, and the map of all the sums.

import { signedPainter } from "../../base/colors.js";
import { fixed } from "../../base/controls.js";
import { element, setText } from "../../base/dom.js";
import { short } from "../../base/numbers.js";
import { createPixelMap } from "../../base/pixel_map.js";
import { clamp } from "../../base/scales.js";
import { unpack } from "../../base/unpack.js";
import { createAsking } from "../../lesson/asking.js";
import { createConvControls } from "./controls.js";
import { createDetail } from "./detail.js";
import { blank, DRAWING, digit, fromFile, rings, scene } from "./images.js";
import { resized, sliced, spread } from "./kernels.js";
import { createModel, fieldOf, layersOf, marksOf } from "./model.js";
import { imagePainter } from "./painters.js";
import { createReceptive } from "./receptive.js";
import { tablesOf, valuesOf } from "./report.js";

const START = {
  image: "scene",
  channels: 1,
  kernel: "vertical",
  size: 3,
  bias: 0,
  stride: 1,
  padding: "valid",
  dilation: 1,
  relu: "none",
  pooling: "none",
  row: null,
  col: null,
  depth: 2,
  unit: null,
  until: null,
};
const OURS = { scene, rings, digit, drawing: blank };
const SWEEP = 5; // seconds for the kernel to slide over the whole image

export function createPicture(root, lesson) {
  const names = [
    "pictures",
    "input",
    "inputnote",
    "detail",
    "output",
    "outputnote",
    "pooled",
    "controls",
    "receptive",
    "message",
  ];
  const place = Object.fromEntries(names.map((name) => [name, element("div", { class: `lc-${name}` })]));
  place.message.setAttribute("role", "status");
  [place.inputnote.dataset.part, place.outputnote.dataset.part] = ["n", "o"];
  const slide = element("button", { class: "nl-button", type: "button", onclick: () => play(!view.frame) }, "Slide");
  const depth = element("input", {
    type: "range",
    min: 1,
    max: 4,
    step: 1,
    "aria-label": "layers",
    oninput: () => change({ depth: Number(depth.value), unit: null }),
  });
  const reach = element("span", {});
  root.append(
    place.pictures,
    place.message,
    element(
      "div",
      { class: "lc-grid" },
      element("div", { class: "lc-in" }, heading("The image"), place.input, place.inputnote),
      element("div", { class: "lc-mid" }, heading("Patch × kernel"), place.detail),
      element(
        "div",
        { class: "lc-out" },
        element("div", { class: "nl-bar lc-outbar" }, heading("The feature map"), slide),
        place.output,
        place.outputnote,
        place.pooled,
      ),
    ),
    element(
      "div",
      { class: "lc-below" },
      place.controls,
      element(
        "div",
        { class: "lc-reach", "data-part": "r" },
        element(
          "div",
          { class: "nl-bar" },
          heading("How far one unit sees"),
          element("label", { class: "nl-label" }, "layers ", depth),
          reach,
        ),
        place.receptive,
      ),
    ),
  );
  const view = { theme: null, kernels: [], learnt: null, images: {}, frame: 0, strokes: 0, model: createModel() };
  const state = { ...START, weights: [] };
  const asking = createAsking(lesson.ask, receive);
  const draw = {
    input: createPixelMap(place.input, "x", { cell: pointInput }),
    output: createPixelMap(place.output, "y", {
      cell: (row, col, pressed) => point(row, col, pressed),
      step: (dy, dx) => move(dy, dx),
    }),
    pooled: createPixelMap(
      place.pooled,
      "pool",
      { cell: (row, col, pressed) => point(row * 2, col * 2, pressed) },
      190,
    ),
    detail: createDetail(place.detail, { weight: setWeight, bias: (bias) => change({ bias }) }),
    receptive: createReceptive(place.receptive, { pick: (unit) => change({ unit }) }),
    controls: createConvControls(place.pictures, place.controls, {
      change,
      image: takeImage,
      file: takeFile,
      kernel: takeKernel,
      learnt: askKernels,
      clear: () => {
        view.images.drawing = blank();
        view.strokes += 1;
        show();
      },
    }),
  };

  function change(next) {
    Object.assign(state, next);
    if (state.dilation > 1 && state.stride > 1)
      Object.assign(state, "dilation" in next ? { stride: 1 } : { dilation: 1 });
    if (next.size) fitKernel();
    if (next.channels) fitKernel();
    if (!("until" in next) && !("unit" in next)) stop();
    show();
  }

  /** The preset at hand, spread over the channels; a kernel made by hand grows or shrinks around its middle. */
  function fitKernel() {
    const preset = view.kernels.find(({ name }) => name === state.kernel);
    if (preset && preset.weights.length === state.size) state.weights = spread(preset.weights, state.channels);
    else {
      Object.assign(state, { weights: resized(state.weights, state.size, state.channels), kernel: "hand" });
    }
  }

  function takeKernel(name) {
    const preset = view.kernels.find((kernel) => kernel.name === name);
    if (preset) change({ kernel: name, bias: 0, size: preset.weights.length });
    const learnt = view.learnt?.find((kernel) => kernel.name === name);
    if (!learnt) return;
    Object.assign(state, {
      kernel: name,
      size: learnt.size,
      channels: learnt.channels,
      weights: [...learnt.weights],
      bias: learnt.bias,
    });
    stop();
    show();
  }

  function setWeight(index, value) {
    state.weights[index] = value;
    change({ kernel: "hand" });
  }

  function takeImage(name) {
    if (name === "photograph" && !view.images.photograph) return askFor("photograph", "Fetching the photograph …");
    return change({ image: name, row: null, col: null });
  }

  async function takeFile(file) {
    try {
      view.images.own = await fromFile(file);
      view.strokes += 1;
      setText(place.message, "");
      change({ image: "own", row: null, col: null });
    } catch {
      setText(place.message, `“${file.name}” cannot be read as an image. Choose a PNG, JPEG, WebP or GIF file.`);
    }
  }

  function askKernels() {
    if (view.learnt) takeKernel(view.learnt[0].name);
    else
      askFor(
        "kernels",
        "Fetching kernels from a trained network. The first time it may have to be trained, for some seconds …",
      );
  }

  function askFor(what, words) {
    setText(place.message, words);
    asking.ask({ want: what });
  }

  function receive(answer) {
    setText(place.message, answer.error ?? answer.words ?? "");
    if (answer.photograph) {
      const {
        shape: [rows, cols, channels],
        values,
      } = unpack(answer.photograph);
      view.images.photograph = { rows, cols, channels, values };
      change({ image: "photograph", row: null, col: null });
    }
    if (answer.kernels) {
      const {
        shape: [count, size, , channels],
        values,
      } = unpack(answer.kernels);
      const each = size * size * channels;
      const biases = unpack(answer.biases).values;
      view.learnt = Array.from({ length: count }, (_, i) => ({
        name: `learnt-${i}`,
        title: `filter ${i + 1}`,
        size,
        channels,
        bias: biases[i],
        weights: values.slice(i * each, (i + 1) * each),
      }));
      takeKernel("learnt-0");
    }
  }

  function show() {
    if (!view.theme || !state.weights.length) return;
    view.images[state.image] ??= (OURS[state.image] ?? scene)();
    view.now = view.model(state, view.images[state.image], view.strokes);
    const { now } = view;
    showInput(now);
    showOutput(now);
    if (now.cells.length)
      draw.detail.update({
        size: state.size,
        channels: state.channels,
        cells: now.cells,
        weights: state.weights,
        bias: state.bias,
        sum: now.made.values[now.row * now.made.cols + now.col],
        theme: view.theme,
      });
    draw.receptive.update({ layers: layersOf(state), chosen: state.unit });
    depth.value = state.depth;
    const { size, jump } = fieldOf(state);
    setText(reach, `${size} × ${size} pixels, ${jump === 1 ? "in steps of 1" : `in steps of ${jump}`}`);
    draw.controls.update({ state, kernels: view.kernels, learnt: view.learnt, theme: view.theme });
    setText(slide, view.frame ? "Pause" : "Slide");
    lesson.changed();
  }

  function showInput(now) {
    const { padded, image, row, col } = now;
    const [y, x, reachOf] = [row * state.stride + 1, col * state.stride + 1, state.dilation * (state.size - 1)];
    draw.input.update({
      rows: padded.rows,
      cols: padded.cols,
      values: padded.values,
      painter: imagePainter(padded, image, view.theme),
      marks: marksOf(state, now),
      draws: state.image === "drawing",
      words:
        `The image, ${image.rows} × ${image.cols} pixels; ` +
        `the kernel covers rows ${y} to ${y + reachOf}, columns ${x} to ${x + reachOf}`,
    });
    const bordered = padded.rows > image.rows ? `, with padding ${padded.rows} × ${padded.cols}` : "";
    setText(
      place.inputnote,
      `${image.rows} × ${image.cols} pixels${bordered}, ${state.channels === 1 ? "grey" : "three channels"}` +
        (state.image === "drawing" ? ". Draw on it." : ""),
    );
  }

  function showOutput({ made, shown, limit, row, col, pooled }) {
    setText(
      place.outputnote,
      made.rows && made.cols
        ? `${made.rows} × ${made.cols} numbers, from −${short(limit, 2)} (orange) over 0 to ${short(limit, 2)} (blue)` +
            (state.relu === "relu" ? "; ReLU made the negative ones 0" : "")
        : "The kernel does not fit into the image: make it smaller, or pad.",
    );
    place.output.hidden = !made.values.length;
    const at = row * made.cols + col;
    if (made.values.length)
      draw.output.update({
        rows: shown.rows,
        cols: shown.cols,
        values: shown.values,
        painter: signedPainter(view.theme, limit),
        marks: [{ row, col, kind: "cell" }, ...(pooled ? [square(row, col)] : [])],
        until: state.until ?? undefined,
        words: `The feature map, ${made.rows} × ${made.cols} numbers`,
        label: "place of the kernel: arrow keys move it",
        at,
        text: `row ${row + 1}, column ${col + 1}: ${fixed(shown.values[at])}`,
      });
    place.pooled.hidden = !pooled?.values.length;
    if (pooled?.values.length)
      draw.pooled.update({
        rows: pooled.rows,
        cols: pooled.cols,
        values: pooled.values,
        painter: signedPainter(view.theme, limit),
        marks: [{ row: Math.floor(row / 2), col: Math.floor(col / 2), kind: "cell" }],
        words: `After ${state.pooling} pooling, ${pooled.rows} × ${pooled.cols} numbers`,
      });
  }

  /** Pointing at a place; while the kernel slides by itself only a press takes it over. */
  function point(row, col, pressed) {
    if (!view.frame || pressed) change({ row, col });
  }

  function pointInput(y, x, pressed) {
    if (state.image === "drawing" && pressed) paint(y, x);
    const { made } = view.now;
    const reachOf = state.dilation * (state.size - 1);
    const [row, col] = [y, x].map((v) => Math.round((v - reachOf / 2) / state.stride));
    point(clamp(row, 0, made.rows - 1), clamp(col, 0, made.cols - 1), pressed);
  }

  /** A soft brush, a little wider than a pixel. */
  function paint(y, x) {
    const { padded } = view.now;
    const { values } = view.images.drawing;
    view.strokes += 1;
    for (const [dy, dx, strength] of [
      [0, 0, 1],
      [0, 1, 0.55],
      [1, 0, 0.55],
      [0, -1, 0.35],
      [-1, 0, 0.35],
    ]) {
      const [row, col] = [y - padded.top + dy, x - padded.left + dx];
      if (row >= 0 && col >= 0 && row < DRAWING && col < DRAWING)
        values[row * DRAWING + col] = Math.max(values[row * DRAWING + col], strength);
    }
  }

  function move(dy, dx) {
    const { made, row, col } = view.now;
    change({ row: clamp(row + dy, 0, made.rows - 1), col: clamp(col + dx, 0, made.cols - 1) });
  }

  /** The kernel slides over the image, place by place; without motion, the finished map is all there is to see. */
  function play(on) {
    stop();
    if (on && !lesson.still()) {
      const begun = performance.now();
      const tick = (time) => {
        const { rows, cols } = view.now.made;
        const until = Math.max(Math.floor(((time - begun) / 1000 / SWEEP) * rows * cols), 0);
        if (until >= rows * cols) return stop() ?? show();
        view.frame = requestAnimationFrame(tick);
        return change({ until, row: Math.floor(until / cols), col: until % cols });
      };
      view.frame = requestAnimationFrame(tick);
    }
    show();
  }

  function stop() {
    cancelAnimationFrame(view.frame);
    view.frame = 0;
    state.until = null;
  }

  function set({ slices, learnt, slide: slides, ...next }) {
    stop();
    const preset = view.kernels.find(({ name }) => name === (next.kernel ?? START.kernel));
    Object.assign(state, START, { size: preset?.weights.length ?? START.size }, next);
    if (slices) Object.assign(state, { size: slices[0].length, weights: sliced(slices) });
    else fitKernel();
    show();
    if (slides) play(true);
    if (learnt) askKernels();
  }

  function update({ theme, data }) {
    const first = !view.kernels.length;
    Object.assign(view, { theme, kernels: data.kernels ?? [] });
    if (first) takeKernel(state.kernel);
    asking.heard(data.answer);
    show();
  }

  function values() {
    return valuesOf(state, view.now);
  }

  function tables() {
    return tablesOf(state, view.now);
  }

  function destroy() {
    stop();
    asking.destroy();
    Object.values(draw).forEach((part) => part.destroy());
    root.replaceChildren();
  }

  return { update, set, values, tables, destroy };
}

function square(row, col) {
  return { row: Math.floor(row / 2) * 2, col: Math.floor(col / 2) * 2, rows: 2, cols: 2, kind: "square" };
}

function heading(words) {
  return element("h3", { class: "nl-title" }, words);
}
