// The lesson "Convolutions": an image, the patch under the kernel times its weights, and the map of all the sums.

import { element, setText } from "../../base/dom.js";
import { createPixelMap } from "../../base/pixel_map.js";
import { clamp } from "../../base/scales.js";
import { createAsking } from "../../lesson/asking.js";
import { told } from "../../lesson/preset.js";
import { learntOf, photographOf } from "./answers.js";
import { createConvControls } from "./controls.js";
import { createDetail } from "./detail.js";
import { blank, brush, digit, fromFile, rings, scene } from "./images.js";
import { createPlaces, layOut } from "./layout.js";
import { showInput, showOutput } from "./maps.js";
import { createModel, fieldOf, layersOf } from "./model.js";
import { createReceptive } from "./receptive.js";
import { measuresOf, tablesOf, valuesOf } from "./report.js";
import { beginning, changeState, reachOf, setState, TOLD, takeLearnt } from "./state.js";

const OURS = { scene, rings, digit, drawing: blank };
const SWEEP = 5; // seconds for the kernel to slide over the whole image
const FETCHING = {
  photograph: "Fetching the photograph …",
  kernels: "Fetching kernels from a trained network. The first time it may have to be trained, for some seconds …",
};

/**
 * A picture holds `state`, the `places` of its parts, the `views` in them, the `controls` between them, and `moment`: what
 * the model makes of the state. `frame` is the animation that slides the kernel, 0 while it rests.
 */
export function createPicture(root, lesson) {
  const picture = {
    lesson,
    state: beginning(),
    theme: null,
    kernels: [],
    learnt: null,
    images: {},
    frame: 0,
    strokes: 0,
  };
  picture.model = createModel();
  picture.asking = createAsking(lesson.ask, (answer) => receive(picture, answer));
  picture.places = createPlaces();
  picture.controls = createControls(picture);
  layOut(root, picture.places, picture.controls);
  picture.views = createViews(picture);
  return {
    update: (next) => update(picture, next),
    set: (next) => set(picture, next),
    state: () => told(picture.state, TOLD),
    values: () => valuesOf(picture.state, picture.moment),
    measures: () => measuresOf(picture.state),
    tables: () => tablesOf(picture.state, picture.moment),
    destroy: () => {
      stop(picture);
      picture.asking.destroy();
      for (const view of Object.values(picture.views)) view.destroy();
      root.replaceChildren();
    },
  };
}

function createControls(picture) {
  const toggle = () => play(picture, !picture.frame);
  const depth = element("input", { type: "range", min: 1, max: 4, step: 1, "aria-label": "layers" });
  depth.addEventListener("input", () => change(picture, { depth: Number(depth.value), unit: null }));
  return {
    slide: element("button", { class: "nl-button", type: "button", onclick: toggle }, "Slide"),
    depth,
    reach: element("span", {}),
  };
}

function createViews(picture) {
  const { places } = picture;
  const pointPooled = (row, col, pressed) => point(picture, row * 2, col * 2, pressed);
  return {
    input: createPixelMap(places.input, "x", { cell: (row, col, pressed) => pointInput(picture, row, col, pressed) }),
    output: createPixelMap(places.output, "y", {
      cell: (row, col, pressed) => point(picture, row, col, pressed),
      step: (dy, dx) => move(picture, dy, dx),
    }),
    pooled: createPixelMap(places.pooled, "pool", { cell: pointPooled }, 190),
    detail: createDetail(places.detail, {
      weight: (index, value) => setWeight(picture, index, value),
      bias: (bias) => change(picture, { bias }),
    }),
    receptive: createReceptive(places.receptive, { pick: (unit) => change(picture, { unit }) }),
    controls: createConvControls(places.pictures, places.controls, {
      change: (next) => change(picture, next),
      image: (name) => takeImage(picture, name),
      file: (file) => takeFile(picture, file),
      kernel: (name) => takeKernel(picture, name),
      learnt: () => askKernels(picture),
      clear: () => clear(picture),
    }),
  };
}

function change(picture, next) {
  changeState(picture.state, next, picture.kernels);
  if (!("until" in next) && !("unit" in next)) stop(picture);
  show(picture);
}

function takeKernel(picture, name) {
  const preset = picture.kernels.find((kernel) => kernel.name === name);
  if (preset) change(picture, { kernel: name, bias: 0, size: preset.weights.length });
  const learnt = picture.learnt?.find((kernel) => kernel.name === name);
  if (!learnt) return;
  takeLearnt(picture.state, learnt);
  stop(picture);
  show(picture);
}

function setWeight(picture, index, value) {
  picture.state.weights[index] = value;
  change(picture, { kernel: "hand" });
}

function takeImage(picture, name) {
  if (name === "photograph" && !picture.images.photograph) askFor(picture, "photograph");
  else change(picture, { image: name, row: null, col: null });
}

async function takeFile(picture, file) {
  const { message } = picture.places;
  try {
    picture.images.own = await fromFile(file);
    picture.strokes += 1;
    setText(message, "");
    change(picture, { image: "own", row: null, col: null });
  } catch {
    setText(message, `“${file.name}” cannot be read as an image. Choose a PNG, JPEG, WebP or GIF file.`);
  }
}

function clear(picture) {
  picture.images.drawing = blank();
  picture.strokes += 1;
  show(picture);
}

function askKernels(picture) {
  if (picture.learnt) takeKernel(picture, picture.learnt[0].name);
  else askFor(picture, "kernels");
}

function askFor(picture, want) {
  setText(picture.places.message, FETCHING[want]);
  picture.asking.ask({ want });
}

function receive(picture, answer) {
  setText(picture.places.message, answer.error ?? answer.words ?? "");
  if (answer.photograph) {
    picture.images.photograph = photographOf(answer.photograph);
    change(picture, { image: "photograph", row: null, col: null });
  }
  if (answer.kernels) {
    picture.learnt = learntOf(answer.kernels, answer.biases);
    takeKernel(picture, "learnt-0");
  }
}

function show(picture) {
  const { state, views, controls, images, theme } = picture;
  if (!theme || !state.weights.length) return;
  images[state.image] ??= (OURS[state.image] ?? scene)();
  picture.moment = picture.model(state, images[state.image], picture.strokes);
  showInput(picture, picture.moment);
  showOutput(picture, picture.moment);
  if (picture.moment.cells.length) views.detail.update(detailOf(picture.moment, state, theme));
  views.receptive.update({ layers: layersOf(state), chosen: state.unit });
  controls.depth.value = state.depth;
  const { size, jump } = fieldOf(state);
  setText(controls.reach, `${size} × ${size} pixels, ${jump === 1 ? "in steps of 1" : `in steps of ${jump}`}`);
  views.controls.update({ state, kernels: picture.kernels, learnt: picture.learnt, theme });
  setText(controls.slide, picture.frame ? "Pause" : "Slide");
  picture.lesson.changed();
}

function detailOf({ cells, made, row, col }, { size, channels, weights, bias }, theme) {
  return { size, channels, cells, weights, bias, sum: made.values[row * made.cols + col], theme };
}

/** Pointing at a place; while the kernel slides by itself only a press takes it over. */
function point(picture, row, col, pressed) {
  if (!picture.frame || pressed) change(picture, { row, col });
}

function pointInput(picture, y, x, pressed) {
  const { state, moment } = picture;
  if (state.image === "drawing" && pressed) paint(picture, y, x);
  const { made } = moment;
  const [row, col] = [y, x].map((v) => Math.round((v - reachOf(state) / 2) / state.stride));
  point(picture, clamp(row, 0, made.rows - 1), clamp(col, 0, made.cols - 1), pressed);
}

function paint(picture, y, x) {
  const { padded } = picture.moment;
  picture.strokes += 1;
  brush(picture.images.drawing, y - padded.top, x - padded.left);
}

function move(picture, dy, dx) {
  const { made, row, col } = picture.moment;
  change(picture, { row: clamp(row + dy, 0, made.rows - 1), col: clamp(col + dx, 0, made.cols - 1) });
}

/** The kernel slides over the image, place by place; without motion, the finished map is all there is to see. */
function play(picture, on) {
  stop(picture);
  if (on && !picture.lesson.still()) {
    const begun = performance.now();
    const tick = (time) => slideTo(picture, (time - begun) / 1000 / SWEEP, tick);
    picture.frame = requestAnimationFrame(tick);
  }
  show(picture);
}

/** Shows what the kernel has covered after this share of its way; `tick` goes on. */
function slideTo(picture, share, tick) {
  const { rows, cols } = picture.moment.made;
  const until = Math.max(Math.floor(share * rows * cols), 0);
  if (until >= rows * cols) {
    stop(picture);
    show(picture);
    return;
  }
  picture.frame = requestAnimationFrame(tick);
  change(picture, { until, row: Math.floor(until / cols), col: until % cols });
}

function stop(picture) {
  cancelAnimationFrame(picture.frame);
  picture.frame = 0;
  picture.state.until = null;
}

function set(picture, { learnt, slide, ...next }) {
  stop(picture);
  setState(picture.state, next, picture.kernels);
  show(picture);
  if (slide) play(picture, true);
  if (learnt) askKernels(picture);
}

function update(picture, { theme, data }) {
  const first = !picture.kernels.length;
  Object.assign(picture, { theme, kernels: data.kernels ?? [] });
  if (first) takeKernel(picture, picture.state.kernel);
  picture.asking.heard(data.answer);
  show(picture);
}
