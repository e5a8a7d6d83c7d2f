// The latent plane of a variational autoencoder: the digits where the encoder puts them, and under the pointer what the
// decoder makes of any place, computed here with its weights.

import { ramp, rgb, tablePainter } from "../base/colors.js";
import { element, fitCanvas, setAttributes, setText, watchWidth } from "../base/dom.js";
import { draggable } from "../base/drag.js";
import { createRaster } from "../base/raster.js";
import { clamp } from "../base/scales.js";
import { unpack } from "../base/unpack.js";
import { createCurves } from "./curves.js";
import { decode, layersOf } from "./mlp.js";
import { disc, drawAxes, planeOf } from "./plane.js";

const [TILES, IMAGE, PIXELS, PAIRS] = [17, 160, 8, 8];
const HELP = "The latent plane: drag, or use the arrow keys, to move the point that is decoded";

/** @returns {update(data), destroy()}: `data` as nnviz/views/generating.py makes them. */
export function createVae(root) {
  const parts = build(root);
  const view = { ...parts, raster: createRaster(), point: [0, 0], tiled: false, data: null, width: 0 };
  const move = (point) => {
    view.point = point;
    draw(view);
  };
  draggable(view.stage, view.stage, {
    start: (x, y) => move(view.plane.from(x, y)),
    to: (x, y) => move(view.plane.from(x, y)),
    by: (dx, dy) => {
      const { reach } = view.plane;
      move(view.point.map((value, i) => clamp(value + ([dx, dy][i] * reach) / 60, -reach, reach)));
    },
  });
  view.toggle.addEventListener("click", () => {
    view.tiled = !view.tiled;
    draw(view);
  });
  const stop = watchWidth(root, (width) => {
    view.width = width;
    draw(view);
  });
  return {
    update: (data) => {
      const [means, originals, redrawn] = [data.means, data.originals, data.redrawn].map((own) => unpack(own).values);
      Object.assign(view, { data, means, originals, redrawn, layers: layersOf(data.decoder) });
      draw(view);
    },
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function build(root) {
  const canvas = element("canvas");
  const stage = element("div", { class: "ng-stage", tabindex: 0, role: "group", "aria-label": HELP }, canvas);
  const legend = element("div", { class: "ng-legend" });
  const toggle = element("button", { class: "ng-button", type: "button" }, "Decode the whole plane");
  const image = element("canvas", { class: "ng-image", role: "img" });
  const said = element("p", { class: "ng-said", role: "status" });
  const pairs = element("canvas", {
    role: "img",
    "aria-label": "Held-out digits above, and as they are redrawn below",
  });
  const charts = [createCurves(), createCurves()];
  const side = element(
    "div",
    { class: "ng-side" },
    element("div", { class: "ng-decoded" }, image, said),
    element("div", {}, element("b", {}, "Held-out digits, and redrawn"), pairs),
    ...charts.map((chart) => chart.node),
  );
  const left = element("div", {}, stage, element("div", { class: "ng-under" }, legend, toggle));
  root.append(element("div", { class: "ng-row" }, left, side));
  return { left, canvas, stage, legend, toggle, image, said, pairs, charts };
}

function draw(view) {
  const { data, width } = view;
  if (!data || !width) return;
  const side = Math.min(width, 470);
  const rest = width - side - 24;
  view.plane = planeOf(side, data.reach);
  view.painter = tablePainter(ramp(data.theme.sequential), 0, 1, rgb(data.theme.nan));
  drawPlane(view, side);
  drawDecoded(view);
  drawPairs(view);
  const room = clamp(rest > 240 ? rest : width, 220, 460);
  const [reconstruction, kl] = data.curves;
  const colors = [data.theme.validation, data.theme.positive];
  for (const [i, values] of [reconstruction, kl].entries()) {
    const name = ["Reconstruction", "KL divergence"][i];
    const series = [{ name: "nats an image", values, color: colors[i] }];
    view.charts[i].draw({ title: name, unit: "epoch", last: data.epoch, series }, room, data.theme);
  }
}

function drawPlane({ canvas, left, legend, toggle, plane, data, means, point, tiled, raster, painter, layers }, side) {
  left.style.width = `${side}px`;
  const context = fitCanvas(canvas, side, side);
  const { theme, classes } = data;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, side, side);
  setAttributes(toggle, { "aria-pressed": String(tiled) });
  if (tiled) tiles(context, plane, (at) => raster.fill(decode(layers, at), PIXELS, PIXELS, painter), raster);
  else drawAxes(context, plane, theme.grid);
  for (let i = 0; i < classes.length && !tiled; i++) {
    const fill = theme.classes[classes[i] % theme.classes.length];
    disc(context, plane.to([means[2 * i], means[2 * i + 1]]), 3.6, { fill, stroke: theme.background });
  }
  const at = plane.to(point);
  disc(context, at, 9, { stroke: theme.background, width: 5 });
  disc(context, at, 9, { stroke: theme.text, width: 2 });
  const names = [...new Set(classes)].sort((a, b) => a - b);
  const dot = (name) => element("i", { class: "ng-dot", style: `background: ${theme.classes[name % 10]}` });
  if (legend.childElementCount !== names.length)
    legend.replaceChildren(...names.map((name) => element("span", {}, dot(name), String(name))));
}

/** Every tile is what the decoder makes of its middle. */
function tiles(context, { side, from }, fill, raster) {
  const size = side / TILES;
  const inset = 0.06 * size;
  for (let row = 0; row < TILES; row++) {
    for (let col = 0; col < TILES; col++) {
      fill(from((col + 0.5) * size, (row + 0.5) * size));
      raster.draw(context, col * size + inset, row * size + inset, size - 2 * inset, size - 2 * inset, {
        smooth: false,
      });
    }
  }
}

function drawDecoded({ image, said, point, layers, raster, painter }) {
  const context = fitCanvas(image, IMAGE, IMAGE);
  raster.fill(decode(layers, point), PIXELS, PIXELS, painter);
  raster.draw(context, 0, 0, IMAGE, IMAGE, { smooth: false });
  const place = point.map((value) => value.toFixed(2).replace("-", "−")).join(", ");
  image.setAttribute("aria-label", `The decoder's image of the point ${place}`);
  setText(said, `The decoder's image of z = (${place}). Drag on the plane, or use the arrow keys.`);
}

function drawPairs({ pairs, originals, redrawn, raster, painter }) {
  const size = 34;
  const context = fitCanvas(pairs, PAIRS * (size + 4), 2 * size + 4);
  for (const [row, values] of [originals, redrawn].entries()) {
    for (let i = 0; i < PAIRS; i++) {
      raster.fill(values.subarray(i * 64, (i + 1) * 64), PIXELS, PIXELS, painter);
      raster.draw(context, i * (size + 4), row * (size + 4), size, size, { smooth: false });
    }
  }
}
