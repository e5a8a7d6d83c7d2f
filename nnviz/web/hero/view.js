// The picture beside the home page's title: it plays by itself, can be paused, begun again and touched.

import { element, fitCanvas, prefersStill, setAttributes, setText, watchWidth } from "../base/dom.js";
import { dress } from "../base/dress.js";
import { icon } from "../base/icons.js";
import { createDrawing } from "./drawing.js";
import { HEIGHT, layout, pixelOf, pointAt } from "./layout.js";
import { AHEAD, createLearning } from "./learning.js";

const FRAME = 33; // milliseconds between two pictures, at least
const STEPS = 2; // epochs between two pictures
const BUDGET = 4; // milliseconds of a frame that learning may take; the drawing takes as much
const REST = 5000; // milliseconds that a learned picture stands before the next network begins
const TOUCH = "Click the square to add a point that the network gets wrong, or drag one.";
const GRIP = 9; // pixels around a point in which it is taken rather than another one added

/** @returns {update({theme}), destroy()} */
export function createHero(root) {
  const view = {
    theme: null,
    learning: createLearning(),
    drawing: createDrawing(),
    places: null,
    held: null,
    added: false,
  };
  Object.assign(view, { playing: !prefersStill(), visible: false, frame: 0, last: 0, restUntil: 0, ahead: 0 });
  Object.assign(view, createParts(view));
  root.append(view.root);
  touchable(view);
  const stopWatching = watchWidth(view.root, (width) => {
    view.places = layout(width, view.learning.network.sizes);
    draw(view);
  });
  const stopLooking = watchVisible(view);
  if (!view.playing) learnAhead(view, AHEAD);
  return {
    update: ({ theme }) => {
      view.theme = theme;
      dress(view.root, theme);
      draw(view);
    },
    destroy: () => {
      stopWatching();
      stopLooking();
      clearTimeout(view.ahead);
      cancelAnimationFrame(view.frame);
      view.root.remove();
    },
  };
}

function createParts(view) {
  const canvas = element("canvas", { class: "nh-canvas", role: "img" });
  const play = element("button", { type: "button", class: "nh-button nh-play", onclick: () => toggle(view) });
  const restart = element("button", { type: "button", class: "nh-button", onclick: () => begin(view) }, "Start again");
  const score = element("span", { class: "nh-score" });
  const words = element("p", { class: "nh-words" });
  const bar = element("div", { class: "nh-bar" }, play, restart, score);
  return { canvas, play, score, words, root: element("div", { class: "nh-root" }, canvas, bar, words) };
}

/** Plays only while the picture is on the screen and its tab is in front. */
function watchVisible(view) {
  let onScreen = false;
  const look = () => {
    view.visible = onScreen && !document.hidden;
    schedule(view);
  };
  const observer = new IntersectionObserver(([entry]) => {
    onScreen = entry.isIntersecting;
    look();
  });
  observer.observe(view.canvas);
  document.addEventListener("visibilitychange", look);
  return () => {
    observer.disconnect();
    document.removeEventListener("visibilitychange", look);
  };
}

function schedule(view) {
  cancelAnimationFrame(view.frame);
  if (view.playing && view.visible) view.frame = requestAnimationFrame((time) => tick(view, time));
}

function tick(view, time) {
  if (time - view.last >= FRAME && advance(view, time)) {
    view.last = time;
    draw(view);
  }
  schedule(view);
}

/** Learns a little; once there is nothing left to learn, waits and begins again. Returns whether anything changed. */
function advance(view, time) {
  const { learning } = view;
  if (learning.epoch && learning.done()) {
    const rested = !view.restUntil;
    view.restUntil ||= learning.touched ? Infinity : time + REST;
    if (time < view.restUntil) return rested;
    learning.restart();
  }
  view.restUntil = 0;
  const start = performance.now();
  for (let i = 0; i < STEPS && performance.now() - start < BUDGET; i++) learning.step();
  return true;
}

/** Learns without a picture, a few milliseconds at a time, then shows the result: for readers who prefer no motion. */
function learnAhead(view, epochs) {
  const start = performance.now();
  let left = epochs;
  while (left > 0 && performance.now() - start < 2 * BUDGET) {
    view.learning.step();
    left -= 1;
  }
  if (left > 0) view.ahead = setTimeout(() => learnAhead(view, left), 8);
  else {
    view.ahead = 0;
    draw(view);
  }
}

function toggle(view) {
  view.playing = !view.playing;
  if (view.playing && view.learning.done() && !view.learning.touched) view.learning.restart();
  view.restUntil = 0;
  draw(view);
  schedule(view);
}

function begin(view) {
  view.learning.restart();
  Object.assign(view, { playing: true, restUntil: 0, held: null });
  clearTimeout(view.ahead);
  view.ahead = 0;
  draw(view);
  schedule(view);
}

function draw(view) {
  const { theme, places, learning, canvas, held } = view;
  setControls(view);
  if (!theme || !places || view.ahead) return;
  const context = fitCanvas(canvas, places.width, HEIGHT);
  view.drawing.draw(context, learning.network, learning.points, places, theme, held);
}

function setControls({ play, score, words, canvas, playing, restUntil, learning }) {
  const label = playing ? "Pause" : "Play";
  if (play.dataset.label !== label) {
    play.dataset.label = label;
    play.replaceChildren(icon(playing ? "pause" : "play"), label);
  }
  const right = `epoch ${learning.epoch.toLocaleString("en")}, ${Math.round(100 * learning.score.right)} % right`;
  setText(score, learning.epoch ? right : "");
  const doing = playing && !restUntil ? "learning in your browser right now" : "trained in your browser";
  setText(words, `A network of ${learning.network.weights.length} weights, ${doing}. ${TOUCH}`);
  setAttributes(canvas, {
    "aria-label":
      "A small network that learns to tell two spirals apart: two inputs, two layers of eight units, its answer over the plane",
  });
}

/** A press on a point takes it along; a press elsewhere on the answer adds one, which can be taken along at once. */
function touchable(view) {
  const { canvas, learning } = view;
  const spot = (event) => {
    const box = canvas.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top };
  };
  canvas.addEventListener("pointerdown", (event) => {
    const at = view.places && !view.ahead && pointAt(view.places.plane, spot(event));
    if (!at || event.button !== 0) return;
    const there = nearest(view, spot(event));
    view.held = there ?? learning.add(at);
    view.added = !there;
    canvas.setPointerCapture(event.pointerId);
    event.preventDefault();
    draw(view);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!view.places) return;
    const at = pointAt(view.places.plane, spot(event));
    canvas.style.cursor = !at ? "" : view.held ? "grabbing" : nearest(view, spot(event)) ? "grab" : "copy";
    if (!view.held || !at) return;
    learning.move(view.held, at);
    draw(view);
  });
  const release = () => {
    view.held = null;
    draw(view);
  };
  canvas.addEventListener("pointerup", release);
  canvas.addEventListener("pointercancel", () => {
    if (view.held && view.added) learning.remove(view.held); // a finger that scrolls the page adds no point
    release();
  });
  const keepFromScrolling = (event) => view.held && !view.added && event.preventDefault();
  canvas.addEventListener("touchstart", keepFromScrolling, { passive: false });
}

function nearest({ learning, places }, { x, y }) {
  let [best, least] = [null, GRIP ** 2];
  for (const point of learning.points) {
    const at = pixelOf(places.plane, point);
    const distance = (at.x - x) ** 2 + (at.y - y) ** 2;
    if (distance < least) [best, least] = [point, distance];
  }
  return best;
}
