// Looking closer at a picture: buttons, ctrl or cmd with the wheel, two fingers, the keys + − 0; dragged while it is enlarged.

import { element, setAttributes } from "../base/dom.js";
import { clamp } from "../base/scales.js";

const MOST = 5;
const STEP = 1.4;

/**
 * @param scroll the element that shows a part of `stage`, @param draw called when the zoom has changed
 * @returns {level(), reset(), buttons, destroy()}
 */
export function createZoom(scroll, stage, draw) {
  const view = { level: 1, fingers: new Map(), dragged: null };
  const to = (level, at) => zoomTo(view, scroll, draw, level, at);
  const button = (sign, words, act) =>
    element("button", { type: "button", "aria-label": words, title: words, onclick: act }, sign);
  const less = button("−", "Zoom out", () => to(view.level / STEP));
  const fit = button("Fit", "Fit the whole network", () => to(1));
  const more = button("+", "Zoom in (also ctrl and the wheel)", () => to(view.level * STEP));
  const buttons = element("div", { class: "nv-zoom", role: "group", "aria-label": "Zoom" }, less, fit, more);
  view.show = () => {
    less.disabled = fit.disabled = view.level === 1;
    more.disabled = view.level === MOST;
    setAttributes(scroll, { "data-zoomed": view.level > 1 ? "" : null, tabindex: view.level > 1 ? "0" : null });
  };
  view.show();
  scroll.addEventListener("wheel", (event) => turn(event, view, scroll, to), { passive: false });
  scroll.addEventListener("keydown", (event) => press(event, view, to));
  listen(view, scroll, stage, to);
  return { buttons, level: () => view.level, reset: () => to(1) };
}

function zoomTo(view, scroll, draw, wanted, at) {
  const level = Math.abs(wanted - 1) < 0.05 ? 1 : clamp(wanted, 1, MOST);
  if (level === view.level) return;
  const [x, y] = at ?? [scroll.clientWidth / 2, scroll.clientHeight / 2];
  const share = [(scroll.scrollLeft + x) / scroll.scrollWidth, (scroll.scrollTop + y) / scroll.scrollHeight];
  view.level = level;
  view.show();
  draw();
  scroll.scrollLeft = share[0] * scroll.scrollWidth - x;
  scroll.scrollTop = share[1] * scroll.scrollHeight - y;
}

function placeIn(scroll, event) {
  const box = scroll.getBoundingClientRect();
  return [event.clientX - box.left, event.clientY - box.top];
}

function turn(event, view, scroll, to) {
  if (!event.ctrlKey && !event.metaKey) return;
  event.preventDefault();
  to(view.level * Math.exp(-clamp(event.deltaY, -60, 60) / 120), placeIn(scroll, event));
}

function press(event, view, to) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const level = { "+": view.level * STEP, "=": view.level * STEP, "-": view.level / STEP, 0: 1 }[event.key];
  if (level === undefined) return;
  event.preventDefault();
  to(level);
}

function listen(view, scroll, stage, to) {
  stage.addEventListener("pointerdown", (event) => {
    view.fingers.set(event.pointerId, event);
    const free = !event.target.closest("button");
    if (view.level > 1 && free && event.pointerType === "mouse")
      view.dragged = [event.clientX + scroll.scrollLeft, event.clientY + scroll.scrollTop];
  });
  stage.addEventListener("pointermove", (event) => {
    if (view.fingers.size === 2 && view.fingers.has(event.pointerId)) return pinch(view, scroll, event, to);
    if (!view.dragged) return;
    scroll.scrollLeft = view.dragged[0] - event.clientX;
    scroll.scrollTop = view.dragged[1] - event.clientY;
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"]) {
    stage.addEventListener(name, (event) => {
      view.fingers.delete(event.pointerId);
      view.dragged = null;
    });
  }
}

function pinch(view, scroll, event, to) {
  const [a, b] = view.fingers.values();
  const before = Math.hypot(a.clientX - b.clientX, a.clientY - b.clientY);
  view.fingers.set(event.pointerId, event);
  const [c, d] = view.fingers.values();
  const after = Math.hypot(c.clientX - d.clientX, c.clientY - d.clientY);
  const [x, y] = placeIn(scroll, { clientX: (c.clientX + d.clientX) / 2, clientY: (c.clientY + d.clientY) / 2 });
  if (before > 0) to((view.level * after) / before, [x, y]);
}
