// What can be chosen: the image, the kernel (made by hand or learnt), and how it is laid over the image.

import { signedPainter } from "../../base/colors.js";
import { choices } from "../../base/controls.js";
import { element, keepCount, setAttributes, setText } from "../../base/dom.js";
import { createRaster, limitOf } from "../../base/raster.js";
import { spread } from "./kernels.js";

const IMAGES = { scene: "scene", photograph: "photograph", rings: "rings", digit: "digit", drawing: "draw" };

/** on: change(state), image(name), file(file), kernel(name), learnt(), clear(). */
export function createConvControls(top, root, on) {
  const image = choices("Image", IMAGES, on.image);
  const file = element("input", { type: "file", accept: "image/*", class: "lc-file", "aria-label": "your own image" });
  file.addEventListener("change", () => file.files[0] && on.file(file.files[0]));
  const clear = element("button", { class: "nl-button", type: "button", onclick: on.clear }, "Clear");
  const channels = choices("Channels", { 1: "grey", 3: "colour" }, (value) => on.change({ channels: Number(value) }));
  top.append(
    element(
      "div",
      { class: "nl-bar" },
      element("span", { class: "nl-label" }, "image"),
      image.node,
      element("label", { class: "nl-button lc-filebutton" }, "Your own …", file),
      clear,
      element("span", { class: "nl-label" }, "channels"),
      channels.node,
    ),
  );
  const row = (part, label, options, key, number = true) => {
    const made = choices(label, options, (value) => on.change({ [key]: number ? Number(value) : value }));
    return {
      key,
      made,
      node: element(
        "div",
        { class: "nl-bar", "data-part": part },
        element("span", { class: "nl-label lc-name" }, label),
        made.node,
      ),
    };
  };
  const rows = [
    row("k", "kernel size", { 3: "3 × 3", 5: "5 × 5" }, "size"),
    row("s", "stride", { 1: "1", 2: "2", 3: "3" }, "stride"),
    row("d", "dilation", { 1: "1", 2: "2", 3: "3" }, "dilation"),
    row("p", "padding", { valid: "none", same: "same" }, "padding", false),
    row("relu", "then", { none: "nothing", relu: "ReLU" }, "relu", false),
    row("pool", "pooling 2 × 2", { none: "none", max: "max", average: "mean" }, "pooling", false),
  ];
  const made = element("div", { class: "lc-kernels", role: "group", "aria-label": "Kernels made by hand" });
  const learnt = element("div", { class: "lc-kernels", role: "group", "aria-label": "Kernels a network has learnt" });
  const fetch = element("button", { class: "nl-button", type: "button", onclick: on.learnt }, "Fetch learnt kernels");
  const help = element("p", { class: "lc-help nl-muted" });
  root.append(
    element("h3", { class: "nl-title" }, "The kernel"),
    made,
    help,
    element(
      "div",
      { class: "nl-bar lc-learnt" },
      element("span", { class: "nl-label" }, "learnt by a network"),
      fetch,
      learnt,
    ),
    element("div", { class: "lc-rows" }, ...rows.map(({ node }) => node)),
  );
  const raster = createRaster();

  function button() {
    return element(
      "button",
      { type: "button", class: "lc-kernel", onclick: (event) => on.kernel(event.currentTarget.dataset.name) },
      element("canvas", { width: 34, height: 34, "aria-hidden": "true" }),
      element("span", {}),
    );
  }

  function fill(holder, kernels, state, theme) {
    keepCount(holder, kernels.length, button).forEach((node, i) => {
      const { name, title, weights, size, channels: depth } = kernels[i];
      setAttributes(node, { "data-name": name, "aria-pressed": String(name === state.kernel) });
      setText(node.lastChild, title);
      const key = `${name} ${theme.dark}`;
      if (node.dataset.drawn === key) return;
      node.dataset.drawn = key;
      const flat = Array.from({ length: size * size }, (_, k) =>
        Array.from({ length: depth }, (_, c) => weights[k * depth + c]).reduce((a, b) => a + b, 0),
      );
      raster.fill(flat, size, size, signedPainter(theme, limitOf(flat)));
      raster.draw(node.firstChild.getContext("2d"), 0, 0, 34, 34, { smooth: false });
    });
  }

  function update({ state, kernels, learnt: found, theme }) {
    image.update(state.image);
    setAttributes(file.parentElement, { "data-on": state.image === "own" ? "" : null });
    clear.hidden = state.image !== "drawing";
    channels.update(String(state.channels));
    rows.forEach(({ key, made: choice }) => choice.update(String(state[key])));
    fill(
      made,
      kernels.map((kernel) => ({
        ...kernel,
        size: kernel.weights.length,
        channels: 1,
        weights: spread(kernel.weights, 1),
      })),
      state,
      theme,
    );
    fill(learnt, found ?? [], state, theme);
    const held = fetch.getRootNode().activeElement === fetch;
    fetch.hidden = Boolean(found);
    if (held && found) learnt.firstChild.focus();
    setText(
      help,
      kernels.find(({ name }) => name === state.kernel)?.help ??
        (state.kernel === "hand"
          ? "Made by you. Type other weights over it."
          : "Nobody made it: training found these weights."),
    );
  }

  return {
    update,
    destroy: () => {
      root.replaceChildren();
      top.replaceChildren();
    },
  };
}
