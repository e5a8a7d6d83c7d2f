// What is said of a place on the plane, under the pointer or reached with the arrow keys; a point that is clicked opens its doors.

import { element, setAttributes, setText } from "../base/dom.js";
import { createDoors } from "../base/doors.js";
import { short } from "../base/numbers.js";
import { clamp } from "../base/scales.js";
import { nearestPoint, stepTo } from "./plane_points.js";
import { answer } from "./surface.js";

const HELP = "Examples on the plane: the arrow keys go from one to the next, Enter opens it";

/**
 * @param plane its stage, points, box, wrong, graph, frame and doors; `pointer` {x, y}, `reached` and `opened` (points) are kept here
 * @returns {show()}: draws the words anew
 */
export function createPick(plane) {
  const words = element("div", { class: "nv-tipwords" });
  const said = element("span", { class: "nv-unseen", role: "status" });
  const doors = createDoors((to) => {
    const { part, index } = plane.opened;
    plane.on.open?.({ to, part, index });
  });
  const tip = element("div", { class: "nv-tip", hidden: true }, words, doors);
  plane.stage.append(tip, said);
  const parts = { tip, words, doors, said };
  listen(plane, parts);
  return { show: () => show(plane, parts) };
}

function listen(plane, parts) {
  const { stage } = plane;
  const set = (state) => {
    Object.assign(plane, state);
    show(plane, parts);
  };
  stage.addEventListener("pointermove", (event) => {
    const pointer = pixelOf(stage, event);
    set({ pointer: plane.box?.inside(pointer) ? pointer : null });
  });
  stage.addEventListener("pointerleave", () => set({ pointer: null }));
  stage.addEventListener("click", (event) => {
    if (parts.tip.contains(event.target) || !plane.box) return;
    const near = nearestPoint(plane.points, plane.box, pixelOf(stage, event));
    set({ reached: null, opened: openable(plane, near) ? near : null });
  });
  stage.addEventListener("keydown", (event) => key(plane, parts, event, set));
  stage.addEventListener("blur", () => {
    if (!plane.opened) set({ reached: null });
  });
}

function key(plane, { tip, doors, said }, event, set) {
  if (event.key === "Escape") {
    if (plane.opened) plane.stage.focus();
    return set({ opened: null, reached: plane.opened });
  }
  if (tip.contains(event.target) || !plane.box) return undefined;
  if (event.key === "Enter" && openable(plane, plane.reached)) {
    event.preventDefault();
    set({ opened: plane.reached });
    return doors.firstElementChild.focus();
  }
  const next = stepTo(plane.points, plane.box, plane.reached, event.key, plane.wrong);
  if (!next) return undefined;
  event.preventDefault();
  set({ pointer: null, opened: null, reached: next });
  return setText(said, pointWords(plane, next));
}

function openable({ doors }, point) {
  return doors && Boolean(point) && point.index !== null;
}

function pixelOf(stage, event) {
  const frame = stage.getBoundingClientRect();
  return { x: event.clientX - frame.left, y: event.clientY - frame.top };
}

function show(plane, { tip, words, doors }) {
  const { box, graph, points, stage } = plane;
  setAttributes(stage, plane.doors ? { tabindex: 0, role: "group", "aria-label": HELP } : { tabindex: null });
  if (!plane.doors) plane.opened = null;
  const point = plane.opened ?? plane.reached;
  const spot = point && box ? { x: box.x(point.x), y: box.y(point.y) } : plane.pointer;
  tip.hidden = !spot || !box;
  if (tip.hidden) return;
  doors.hidden = !plane.opened;
  tip.toggleAttribute("data-opened", Boolean(plane.opened));
  const near = point ?? nearestPoint(points, box, spot);
  stage.style.cursor = near && plane.doors ? "pointer" : "";
  const [x, y] = point ? [point.x, point.y] : [box.x.invert(spot.x), box.y.invert(spot.y)];
  const { names } = graph.plane;
  const lines = [answerAt(plane, x, y), `${names[0]} ${short(x)}  ${names[1]} ${short(y)}`];
  if (near) lines.push(pointWords(plane, near));
  setText(words, lines.filter(Boolean).join("\n"));
  const half = tip.offsetWidth / 2 + 4;
  tip.style.left = `${clamp(spot.x, half, Math.max(box.width - half, half))}px`;
  tip.style.top = `${spot.y > tip.offsetHeight + 24 ? spot.y - tip.offsetHeight - 14 : spot.y + 18}px`;
}

function answerAt({ graph, frame }, x, y) {
  const { plane } = graph;
  const col = ((x - plane.x[0]) / (plane.x[1] - plane.x[0])) * (plane.cols - 1);
  const row = ((y - plane.y[0]) / (plane.y[1] - plane.y[0])) * (plane.rows - 1);
  return answer(graph, frame, col, row);
}

/** "validation example 412: outer, wrong" */
function pointWords({ graph, wrong }, point) {
  const { task, class_names: names } = graph;
  const number = point.row === null ? "" : ` ${point.row.toLocaleString("en")}`;
  const name = task === "regression" ? short(point.label) : String(names?.[point.label] ?? `class ${point.label}`);
  return `${point.validation ? "validation" : "training"} example${number}: ${name}${wrong.has(point) ? ", wrong" : ""}`;
}
