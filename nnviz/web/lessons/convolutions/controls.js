// What can be chosen: the image, the kernel (made by hand or learnt), and how it is laid over the image.

import { signedPainter } from "../../base/colors.js";
import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { createRaster, limitOf } from "../../base/raster.js";
import { spread } from "./kernels.js";

const IMAGES = { scene: "scene", photograph: "photograph", rings: "rings", digit: "digit", drawing: "draw" };
const SETTINGS = [
  { part: "k", label: "kernel size", key: "size", options: { 3: "3 × 3", 5: "5 × 5" } },
  { part: "s", label: "stride", key: "stride", options: { 1: "1", 2: "2", 3: "3" } },
  { part: "d", label: "dilation", key: "dilation", options: { 1: "1", 2: "2", 3: "3" } },
  { part: "p", label: "padding", key: "padding", options: { valid: "none", same: "same" }, read: String },
  { part: "relu", label: "then", key: "relu", options: { none: "nothing", relu: "ReLU" }, read: String },
  {
    part: "pool",
    label: "pooling 2 × 2",
    key: "pooling",
    options: { none: "none", max: "max", average: "mean" },
    read: String,
  },
];

/** on: change(state), image(name), file(file), kernel(name), learnt(), clear(). */
export function createConvControls(top, root, on) {
  const images = createImageBar(on);
  const rows = SETTINGS.map((setting) => createSetting(setting, on));
  const kernels = createKernels(on);
  top.append(images.node);
  root.append(...kernels.nodes, element("div", { class: "lc-rows" }, ...rows.map(({ node }) => node)));
  return {
    update: ({ state, kernels: presets, learnt, theme }) => {
      images.update(state);
      for (const row of rows) row.update(state);
      kernels.update(state, presets, learnt, theme);
    },
    destroy: () => {
      root.replaceChildren();
      top.replaceChildren();
    },
  };
}

function createImageBar(on) {
  const image = choices("Image", IMAGES, on.image);
  const file = element("input", { type: "file", accept: "image/*", class: "lc-file", "aria-label": "your own image" });
  file.addEventListener("change", () => file.files[0] && on.file(file.files[0]));
  const clear = element("button", { class: "nl-button", type: "button", onclick: on.clear }, "Clear");
  const channels = choices("Channels", { 1: "grey", 3: "colour" }, (value) => on.change({ channels: Number(value) }));
  const node = element(
    "div",
    { class: "nl-bar" },
    element("span", { class: "nl-label" }, "image"),
    image.node,
    element("label", { class: "nl-button lc-filebutton" }, "Your own …", file),
    clear,
    element("span", { class: "nl-label" }, "channels"),
    channels.node,
  );
  const update = (state) => {
    image.update(state.image);
    setAttributes(file.parentElement, { "data-on": state.image === "own" ? "" : null });
    clear.hidden = state.image !== "drawing";
    channels.update(state.channels);
  };
  return { node, update };
}

/** A row of choices for one setting of how the kernel is laid. */
function createSetting({ part, label, options, key, read = Number }, on) {
  const row = choices(label, options, (value) => on.change({ [key]: read(value) }));
  const name = element("span", { class: "nl-label lc-name" }, label);
  const node = element("div", { class: "nl-bar", "data-part": part }, name, row.node);
  return { node, update: (state) => row.update(state[key]) };
}

/** The kernels to choose from: made by hand, and learnt by a network once they have been fetched. */
function createKernels(on) {
  const handmade = element("div", { class: "lc-kernels", role: "group", "aria-label": "Kernels made by hand" });
  const learnt = element("div", { class: "lc-kernels", role: "group", "aria-label": "Kernels a network has learnt" });
  const ask = element("button", { class: "nl-button", type: "button", onclick: on.learnt }, "Fetch learnt kernels");
  const help = element("p", { class: "lc-help nl-muted" });
  const label = element("span", { class: "nl-label" }, "learnt by a network");
  const fetched = element("div", { class: "nl-bar lc-learnt" }, label, ask, learnt);
  const raster = createRaster();

  function update(state, presets, filters, theme) {
    const flat = presets.map((preset) => ({
      ...preset,
      size: preset.weights.length,
      channels: 1,
      weights: spread(preset.weights, 1),
    }));
    fill(handmade, flat, { state, theme, raster, on });
    fill(learnt, filters ?? [], { state, theme, raster, on });
    const held = ask.getRootNode().activeElement === ask;
    ask.hidden = Boolean(filters);
    if (held && filters) learnt.firstChild.focus();
    setText(help, helpFor(state, presets));
  }

  return { nodes: [element("h3", { class: "nl-title" }, "The kernel"), handmade, help, fetched], update };
}

function helpFor({ kernel }, presets) {
  const preset = presets.find(({ name }) => name === kernel);
  if (preset) return preset.help;
  return kernel === "hand"
    ? "Made by you. Type other weights over it."
    : "Nobody made it: training found these weights.";
}

/** One button a kernel, each with the kernel's picture: the sum over its channels, on its own scale. */
function fill(holder, kernels, { state, theme, raster, on }) {
  const nodes = keepCount(holder, kernels.length, () => button(on));
  nodes.forEach((node, i) => {
    const { name, title, weights, size, channels } = kernels[i];
    setAttributes(node, { "data-name": name, "aria-pressed": String(name === state.kernel) });
    setText(node.lastChild, title);
    const key = `${name} ${theme.dark}`;
    if (node.dataset.drawn === key) return;
    node.dataset.drawn = key;
    const flat = Array.from({ length: size * size }, (_, k) =>
      Array.from({ length: channels }, (_, c) => weights[k * channels + c]).reduce((a, b) => a + b, 0),
    );
    raster.fill(flat, size, size, signedPainter(theme, limitOf(flat)));
    raster.draw(node.firstChild.getContext("2d"), 0, 0, 34, 34, { smooth: false });
  });
}

function button(on) {
  return element(
    "button",
    { type: "button", class: "lc-kernel", onclick: (event) => on.kernel(event.currentTarget.dataset.name) },
    element("canvas", { width: 34, height: 34, "aria-hidden": "true" }),
    element("span", {}),
  );
}
