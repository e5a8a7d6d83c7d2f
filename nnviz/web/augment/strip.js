// The images around the chosen example, to choose another one.

import { element, keepCount, setAttributes } from "../base/dom.js";
import { createRaster } from "../base/raster.js";
import { unpack } from "../base/unpack.js";
import { drawImage } from "../base/variants.js";

/** on(place): the example that was clicked. @returns {update(strip {images, labels, start} or null, chosen)} */
export function createStrip(root, on) {
  const view = { root, on, raster: createRaster(), drawn: "" };
  return { update: (strip, chosen) => update(view, strip, chosen) };
}

function update(view, strip, chosen) {
  view.root.hidden = !strip;
  if (!strip) return;
  const { images, labels, start } = strip;
  view.start = start;
  const make = (i) =>
    element(
      "button",
      { type: "button", class: "na-thumb", onclick: () => view.on(view.start + i) },
      element("canvas", { "aria-hidden": "true" }),
    );
  const nodes = keepCount(view.root, labels.length, make);
  if (view.drawn !== images.data) {
    const { shape, values } = unpack(images);
    for (const [i, node] of nodes.entries()) drawImage(view.raster, node.firstElementChild, values, i, shape.slice(1));
    view.drawn = images.data;
  }
  for (const [i, node] of nodes.entries()) {
    const words = `Example ${start + i + 1}${labels[i] ? `: ${labels[i]}` : ""}`;
    setAttributes(node, { "aria-pressed": String(start + i === chosen), "aria-label": words, title: words });
  }
}
