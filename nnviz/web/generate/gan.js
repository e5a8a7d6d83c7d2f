// Real and generated points on one plane, over what the discriminator says of every place, with arrows where each generated
// point is pulled; and a plane to draw real points on.

import { signedPainter } from "../base/colors.js";
import { element, fitCanvas, watchWidth } from "../base/dom.js";
import { draggable } from "../base/drag.js";
import { createRaster } from "../base/raster.js";
import { clamp } from "../base/scales.js";
import { unpackOr } from "../base/unpack.js";
import { createCurves } from "./curves.js";
import { disc, planeOf } from "./plane.js";

const [MOST, SPRAY, SPREAD, ARROW] = [1000, 5, 0.09, 26];
const HELP = "The plane: drag to draw real points; or move with the arrow keys and press Enter to draw";

/** @returns {update(data), destroy()}; on.points([[x, y], …]) when a stroke ends. */
export function createGan(root, on) {
  const canvas = element("canvas", { role: "img" });
  const stage = element("div", { class: "ng-stage" }, canvas);
  const legend = element("div", { class: "ng-legend" });
  const chart = createCurves();
  root.append(element("div", { class: "ng-row" }, element("div", {}, stage, legend), chart.node));
  const view = { canvas, stage, legend, chart, raster: createRaster(), data: null, drawn: [], pen: [0, 0], width: 0 };
  drawing(view, on);
  const stop = watchWidth(root, (width) => {
    view.width = width;
    draw(view);
  });
  return {
    update: (data) => {
      if (!view.data || data.revision !== view.data.revision) view.drawn = data.drawn;
      view.data = data;
      for (const name of ["real", "generated", "pulls", "field"]) view[name] = unpackOr(data[name])?.values ?? null;
      draw(view);
    },
    destroy: () => {
      stop();
      root.replaceChildren();
    },
  };
}

function drawing(view, on) {
  const spray = (point) => {
    if (!view.data?.drawing) return;
    for (let i = 0; i < SPRAY && view.drawn.length < MOST; i++) {
      const turn = 2 * Math.PI * Math.random();
      const far = SPREAD * Math.sqrt(Math.random());
      view.drawn = [...view.drawn, [point[0] + far * Math.cos(turn), point[1] + far * Math.sin(turn)]];
    }
    draw(view);
  };
  const done = () => view.data?.drawing && on.points(view.drawn);
  draggable(view.stage, view.stage, {
    start: (x, y) => spray(view.plane.from(x, y)),
    to: (x, y) => spray(view.plane.from(x, y)),
    end: done,
    by: (dx, dy) => {
      if (!view.data?.drawing) return;
      const { reach } = view.plane;
      view.pen = view.pen.map((value, i) => clamp(value + ([dx, dy][i] * reach) / 40, -reach, reach));
      draw(view);
    },
  });
  view.stage.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !view.data?.drawing) return;
    event.preventDefault();
    spray(view.pen);
    done();
  });
}

function draw(view) {
  const { data, width, canvas, stage } = view;
  if (!data || !width) return;
  const side = Math.min(width, 520);
  view.plane = planeOf(side, data.reach);
  stage.style.width = `${side}px`;
  stage.style.cursor = data.drawing ? "crosshair" : "default";
  stage.style.touchAction = data.drawing ? "none" : "auto";
  if (data.drawing) Object.assign(stage, { tabIndex: 0, ariaLabel: HELP });
  else stage.removeAttribute("tabindex");
  canvas.setAttribute("aria-label", data.words);
  paint(view, fitCanvas(canvas, side, side), side);
  view.legend.replaceChildren(...keys(data));
  const rest = width - side - 24;
  const room = clamp(rest > 240 ? rest : width, 220, 460);
  const [first, second] = data.losses;
  const series = [
    { name: "discriminator", values: first, color: data.theme.positive },
    { name: "generator", values: second, color: data.theme.negative },
  ];
  view.chart.node.hidden = data.drawing;
  if (!data.drawing) view.chart.draw({ title: "Loss", unit: "step", last: data.steps, series }, room, data.theme);
}

function paint({ data, plane, raster, real, generated, pulls, field, drawn, pen, stage }, context, side) {
  const { theme } = data;
  context.fillStyle = theme.background;
  context.fillRect(0, 0, side, side);
  if (data.drawing) {
    for (const point of drawn) disc(context, plane.to(point), 3, { stroke: theme.text });
    if (stage.matches(":focus-visible")) disc(context, plane.to(pen), 8, { stroke: theme.accent, width: 2 });
    return;
  }
  const cells = Math.round(Math.sqrt(field.length));
  const signed = field.map((share) => 2 * share - 1);
  raster.fill(signed, cells, cells, signedPainter(theme, 1), { flip: true });
  raster.draw(context, 0, 0, side, side, { nodes: true });
  for (let i = 0; i < real.length; i += 2)
    disc(context, plane.to([real[i], real[i + 1]]), 2.6, { fill: theme.background, stroke: theme.text });
  arrows(context, plane, generated, pulls, theme);
  for (let i = 0; i < generated.length; i += 2)
    disc(context, plane.to([generated[i], generated[i + 1]]), 3.4, { fill: theme.accent, stroke: theme.background });
}

/** The longest arrow is as long as an arrow may be; the others in proportion. */
function arrows(context, plane, generated, pulls, theme) {
  let longest = 1e-9;
  for (let i = 0; i < pulls.length; i += 2) longest = Math.max(longest, Math.hypot(pulls[i], pulls[i + 1]));
  Object.assign(context, { strokeStyle: theme.accent, lineWidth: 1.5 });
  for (let i = 0; i < pulls.length; i += 2) {
    const [x, y] = plane.to([generated[i], generated[i + 1]]);
    const [dx, dy] = [(ARROW * pulls[i]) / longest, (-ARROW * pulls[i + 1]) / longest];
    if (Math.hypot(dx, dy) < 2) continue;
    context.beginPath();
    context.moveTo(x, y);
    context.lineTo(x + dx, y + dy);
    const turn = Math.atan2(dy, dx);
    for (const side of [-0.5, 0.5]) {
      context.moveTo(x + dx, y + dy);
      context.lineTo(x + dx - 5 * Math.cos(turn + side), y + dy - 5 * Math.sin(turn + side));
    }
    context.stroke();
  }
}

function keys({ drawing, theme }) {
  const ring = element("span", {}, element("i", { class: "ng-dot ng-ring" }), drawing ? "your points" : "real");
  if (drawing) return [ring];
  const made = element("i", { class: "ng-dot", style: `background: ${theme.accent}` });
  const strip = element("i", {
    class: "ng-ramp",
    style: `background: linear-gradient(90deg, ${theme.diverging.join()})`,
  });
  return [
    ring,
    element("span", {}, made, "generated, and where it is pulled"),
    element("span", {}, "discriminator: made 0", strip, "1 real"),
  ];
}
